fn main() {
    let x = vec![1];
    let y = &x;
    {
        let z = foo(
            x,
            if true {
                bar(
                    y,
                    1,
                )
            } else {
                y
            },
        );
    }
    let w: &mut Vec<i32> = &x;
}

fn foo(_: Vec<i32>, _: &Vec<i32>) {}
fn bar<'a>(a: &'a Vec<i32>, b: &str) -> &'a Vec<i32> { a }
