fn main() {
    let v = vec![String::from("a")];
    for s in v {
        println!("{s}");
    }
    println!("{:?}", v);
    let o = Some(String::new());
    let u = o.unwrap();
    drop(o);
}
