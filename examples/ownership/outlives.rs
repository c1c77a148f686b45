// A reference that outlives what it points to: x is dropped at the end of the inner block.
fn main() {
    let r;
    {
        let x = 5;
        r = &x;
    }
    println!("{}", r);
}
