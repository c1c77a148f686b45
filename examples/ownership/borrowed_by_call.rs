// A call that takes a reference only borrows.
fn show(s: &String) {
    println!("{}", s);
}

fn main() {
    let s = String::from("hello");
    show(&s);
    println!("{}", s);
}
