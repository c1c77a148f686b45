macro_rules! twice {
    ($e:expr) => {
        ($e, $e)
    };
}

fn main() {
    let s = String::new();
    let t = twice!(s);
    assert_eq!(s, "a");
    vec![1].into_iter().map(|x| x).foo();
}
