fn grow(d: usize) -> Vec<Vec<u8>> {
    (0..d).map(|i| vec![i as u8; 64]).collect()
}

fn garbage() -> usize {
    let mut n = 0;
    for i in 0..5000 {
        let v = vec![i as u8; 1024];
        n += v[5] as usize;
    }
    n
}

fn main() {
    let kept = grow(1000);
    println!("{} {}", kept.len(), garbage());
    std::mem::forget(kept);
}
