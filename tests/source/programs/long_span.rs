struct S;

fn take(_: S) -> i32 { 1 }

fn main() {
    let s = S;
    let c = move || {
        let a = 1;
        let b = 2;
        let d = 3;
        // a comment
        let e = 4;
        let f = 5;
        take(s);
        a + b + d + e + f
    };
    let n: i32 = match c() {
        _ => {
            "one"
        }
    };
    take(s);
    take(S,
        n,
    );
}
