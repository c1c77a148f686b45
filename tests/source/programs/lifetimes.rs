struct Parser<'a> {
    text: &'a str,
}

impl<'a> Parser<'a> {
    fn rest(&self, other: &str) -> &'a str {
        other
    }
}

fn longest(a: &str, b: &str) -> &str {
    if a.len() > b.len() { a } else { b }
}

fn main() {}
