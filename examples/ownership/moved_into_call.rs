// A call that takes a String by value becomes its owner.
fn consume(s: String) {
    println!("{}", s);
}

fn main() {
    let s = String::from("hello");
    consume(s);
    println!("{}", s);
}
