use std::fmt;

struct Point { x: i32, y: i32 }

fn main() {
    let p = Point { x: 1, y: 2 };
    let q = p;
    println!("{}", p.x);
    let m: HashMap<i32, i32> = HashMap::new();
    let n = 5
    let s: String = "text";
}
