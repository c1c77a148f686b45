use std::thread;

fn main() {
    let mut count = 0;
    let mut add = || count += 1;
    println!("{count}");
    add();
    let name = String::from("a");
    let h = thread::spawn(|| println!("{name}"));
    h.join().unwrap();
    let mut fns: Vec<Box<dyn Fn()>> = Vec::new();
    fns.push(Box::new(|| count += 1));
}
