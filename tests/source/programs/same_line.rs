fn both(a: &mut i32, b: &mut i32) -> i32 { *a + *b }

fn main() {
    let mut x = 1;
    both(&mut x, &mut x); let y: i32 = "s";
}
