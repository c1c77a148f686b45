use std::collections::HashMap;

fn unused(x: i32) {
    let mut y = 5;
    while true {}
}

fn main() {
    let a = 1;
}
