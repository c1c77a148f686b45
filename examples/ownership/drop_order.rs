// A value's drop runs as its scope ends, the last declared first.
struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn main() {
    let _outer = Noisy("outer");
    {
        let _inner = Noisy("inner");
        println!("in the block");
    }
    println!("after the block");
}
