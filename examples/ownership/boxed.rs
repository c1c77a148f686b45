// A box owns a value on the heap; both are gone when the scope ends.
fn main() {
    let b = Box::new(5);
    println!("{}", b);
}
