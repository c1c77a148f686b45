fn f(a: i32, b: &str, c: Vec<u8>) -> Result<i32, String> {
    a + 1
}

fn main() {
    f("x", 1);
    let v: Vec<i32> = vec![1u8, 2];
    let t = (1, 2).2;
    nothing(t);
    let s: &str = String::new();
}
