// Formatting, parsing, strings, slices, maps and threads: one line of output a fact, compared with the real library's.
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::rc::{Rc, Weak};
use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, RwLock, mpsc, Condvar, Once, OnceLock};
use std::thread;
use std::borrow::Cow;
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)] struct P { x: i32, y: u8 }
#[derive(Debug, Clone, PartialEq)] enum E { A, B(i32, String), C { f: f64 } }
struct D(&'static str);
impl Drop for D { fn drop(&mut self) { println!("drop {}", self.0); } }
impl fmt::Display for P { fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result { write!(f, "<{}|{}>", self.x, self.y) } }
fn main() {
    println!("{:?} {:#?} {}", P{x:1,y:2}, P{x:-1,y:2}, P{x:3,y:4});
    println!("{:?} {:?} {:#?}", E::A, E::B(3,"q\n\"x\u{7f}é\u{301}".to_string()), E::C{f:1.5});
    for f in [0.0, -0.0, 1.0, 0.1, 1e21, 1e-7, 123456.789, f64::MAX, f64::MIN_POSITIVE, 5e-324, f64::NAN, f64::INFINITY, -1.5e300, 0.3, 2.5, 1e16, 1e15, 9007199254740993.0] {
        println!("{} {:?} {:e} {:.2} {:.0} {:10.3}| {:+} {:08.2} {:E}", f, f, f, f, f, f, f, f, f);
    }
    for f in [0.1f32, 16777216.0, 3.4e38, 1e-45, 0.5, 1.5, 2.5] { println!("{} {:?} {:e} {:.1} {:.3e}", f, f, f, f, f); }
    println!("{:5}|{:<5}|{:^5}|{:>5}|{:*^9}|{:#x}|{:#010b}|{:o}|{:X}|{:+}", 42, 42, 42, 42, "mid", 255, 5, 8, 255, 7);
    println!("{:?} {:?} {:?}", "tab\tq'\"", 'x', '\'');
    println!("{0} {1} {0} {name}", 1, 2, name = "n");
    let w = 7; let p = 2; println!("{:w$.p$}|{:>1$}|{:.*}", 3.14159, 6, 3, 2.71828);
    println!("{:?} {:?}", i128::MIN, u128::MAX); println!("{:e} {:e} {:.1e}", 1200u32, 0, 1250);
    println!("{:?} {:?} {:?} {:?}", "12".parse::<i32>(), "".parse::<u8>(), "256".parse::<u8>(), "-129".parse::<i8>());
    println!("{:?} {:?} {:?}", "x".parse::<i32>(), "3.25".parse::<f64>(), "1e400".parse::<f64>());
    for s in ["0.1","1e-320","123456789012345678901234567890","2.2250738585072011e-308","1.7976931348623159e308","4.9e-324","0.000001","9007199254740993","inf","-nan","1e","."] { println!("{} -> {:?} {:?}", s, s.parse::<f64>(), s.parse::<f32>()); }
    let mut v: Vec<i32> = (0..10).collect(); v.reverse(); v.sort(); v.dedup(); v.retain(|x| x % 2 == 0); v.insert(1, 99); v.swap(0, 2);
    println!("{:?} {} {:?}", v, v.capacity(), v.iter().rev().map(|x| x * 2).collect::<Vec<_>>());
    println!("{:?}", v.drain(1..3).collect::<Vec<_>>()); println!("{:?}", v);
    let mut caps = vec![]; let mut z = Vec::new(); for i in 0..20 { z.push(i); if caps.last() != Some(&z.capacity()) { caps.push(z.capacity()); } } println!("{:?}", caps);
    let mut m = HashMap::new(); for i in 0..1000 { *m.entry(i % 17).or_insert(0) += i; } let mut k: Vec<_> = m.iter().collect(); k.sort(); println!("{:?}", k);
    for i in 0..17 { if i % 2 == 0 { m.remove(&i); } } println!("{} {:?} {:?}", m.len(), m.get(&3), m.get(&4)); m.retain(|k,_| *k > 5); println!("{}", m.len());
    let s: HashSet<_> = ["a","b","a"].into_iter().collect(); println!("{} {}", s.len(), s.contains("a"));
    let mut big = HashMap::new(); for i in 0..100000u64 { big.insert(i, i * i); } for i in 0..50000u64 { assert_eq!(big.remove(&(i*2)), Some(i*i*4)); } println!("{} {}", big.len(), big.values().sum::<u64>());
    let text = "  Hello, Wörld! foo,bar,,baz  "; println!("{:?} {:?} {:?}", text.trim(), text.split(',').collect::<Vec<_>>(), text.split_whitespace().rev().collect::<Vec<_>>());
    println!("{:?} {:?} {:?} {}", text.find("foo"), text.rfind(','), text.char_indices().nth(9), text.to_uppercase());
    println!("{} {} {:?}", "abcabc".replace("bc", "X"), "x".repeat(3), "a=b=c".split_once('=')); println!("{:?}", "l1\nl2\r\nl3".lines().collect::<Vec<_>>());
    println!("{:?} {:?}", "".split(',').collect::<Vec<_>>(), "a,b,".split_terminator(',').collect::<Vec<_>>()); println!("{:?}", "aXbXc".rsplitn(2, 'X').collect::<Vec<_>>()); println!("{:?}", "abc".split("").collect::<Vec<_>>());
    println!("{:?} {:?}", "ab cd".chars().rev().collect::<String>(), "straße".to_uppercase()); println!("{:?}", "ΑΣ".to_lowercase());
    println!("{}", vec!["a","b"].join("-")); println!("{:?}", [[1,2],[3,4]].concat());
    let r = Rc::new(RefCell::new(5)); let w: Weak<_> = Rc::downgrade(&r); *r.borrow_mut() += 1; println!("{:?} {} {} {:?}", r, Rc::strong_count(&r), Rc::weak_count(&r), w.upgrade()); drop(r); println!("{:?}", w.upgrade());
    let rs: Rc<str> = Rc::from("hey"); let ra: Rc<[i32]> = Rc::from(vec![1,2,3]); println!("{} {:?}", rs, ra); let rd: Rc<dyn fmt::Debug> = Rc::new(P{x:0,y:0}); println!("{:?}", rd);
    let a = Arc::new(Mutex::new(0)); let hs: Vec<_> = (0..4).map(|_| { let a = a.clone(); thread::spawn(move || { for _ in 0..1000 { *a.lock().unwrap() += 1; } }) }).collect(); for h in hs { h.join().unwrap(); } println!("{}", *a.lock().unwrap());
    let (tx, rx) = mpsc::channel(); for i in 0..3 { let tx = tx.clone(); thread::spawn(move || { tx.send(i).unwrap(); }); } drop(tx); let mut got: Vec<i32> = rx.iter().collect(); got.sort(); println!("{:?}", got);
    let mut arr = [3,1,2]; thread::scope(|s| { s.spawn(|| arr.sort()); }); println!("{:?}", arr);
    let (stx, srx) = mpsc::sync_channel(1); let h = thread::spawn(move || { for i in 0..5 { stx.send(i).unwrap(); } }); println!("{:?}", srx.iter().collect::<Vec<_>>()); h.join().unwrap();
    let mut q: VecDeque<i32> = VecDeque::new(); for i in 0..10 { q.push_back(i); if i % 3 == 0 { q.pop_front(); } q.push_front(-i); } println!("{:?} {:?}", q, q.iter().rev().take(2).collect::<Vec<_>>());
    let b: Box<dyn Fn(i32) -> i32> = Box::new(|x| x + 1); println!("{}", b(1)); let o: Box<dyn FnOnce() -> String> = Box::new(|| "once".into()); println!("{}", o());
    let c: Cow<str> = Cow::Borrowed("c"); println!("{} {}", c, c.clone() + "d");
    { let _a = D("a"); let _b = Box::new(D("b")); let _v = vec![D("v1"), D("v2")]; let _o = Some(D("o")); }
    println!("{:?}", (1..=5).scan(0, |s, x| { *s += x; Some(*s) }).zip("abc".chars()).chain(std::iter::once((9,'z'))).skip(1).step_by(2).collect::<Vec<_>>());
    println!("{:?} {:?}", (1..4).flat_map(|x| 0..x).collect::<Vec<_>>(), [1,5,2].iter().max_by_key(|x| **x)); println!("{:?}", ["1","x","3"].iter().map(|s| s.parse::<i32>()).collect::<Result<Vec<_>,_>>().map_err(|e| e.to_string()));
    println!("{:?}", (0..20).rev().step_by(6).collect::<Vec<_>>()); println!("{:?}", [1,2,3,4,5].chunks(2).map(|c| c.iter().sum::<i32>()).collect::<Vec<_>>()); println!("{:?}", [1,2,3].windows(2).map(|w| w[0]*w[1]).collect::<Vec<_>>());
    println!("{:?} {:?}", 7i32.checked_div(0), 200u8.checked_add(100)); println!("{} {} {} {}", (-7i32).rem_euclid(3), 2i32.pow(10), i32::MAX.wrapping_add(1), 5u8.saturating_sub(9)); println!("{} {} {}", 10u32.leading_zeros(), 0b1011u8.count_ones(), 12u8.rotate_left(7));
    println!("{} {} {:.5} {:.5} {:.5}", 2.0f64.sqrt(), 2f64.powi(-3), 1f64.atan(), 0.5f64.asin(), (-1f64).atan2(-1.0)); println!("{} {}", (2.5f64).round(), (-1.5f64) as u8);
    println!("{:?} {:?}", std::mem::size_of::<Option<Box<i32>>>(), std::mem::size_of::<Option<char>>()); println!("{:?}", std::any::type_name::<Vec<Option<&str>>>());
    let mut words = vec!["delta","alpha","charlie","bravo"]; words.sort_by(|a,b| b.len().cmp(&a.len()).then(a.cmp(b))); println!("{:?}", words); let mut big: Vec<u64> = (0..5000).map(|i: u64| (i * 7919) % 5003).collect(); let mut b2 = big.clone(); big.sort(); b2.sort_unstable(); assert_eq!(big, b2); println!("{} {}", big[0], big[4999]); println!("{:?}", big.binary_search(&2500));
    println!("{:?}", std::time::Duration::from_millis(1500)); println!("{:?} {:.1?} {:?}", std::time::Duration::from_nanos(1234567), std::time::Duration::from_micros(99960), std::time::Duration::from_secs(3)); println!("{:?}", String::from_utf8(vec![0xff])); println!("{:?}", String::from_utf8_lossy(b"a\xffb")); println!("{:?}", "a".cmp("b")); println!("{:?}", "é".escape_default().to_string()); println!("{:?}", std::char::from_digit(7, 10)); println!("{:?}", Some(3).zip(Some('c'))); println!("{:?}", Cell::new(3)); println!("{:?}", Mutex::new(1)); println!("{:?} {:?}", (1,), ((),(1,"a"))); println!("{:?}", 1..3); println!("{:?}", &[1u8,2][..]); println!("{:#?}", vec![(1, "a")]); println!("{:02x?} {:?}", [10u8, 255], b"ab"); println!("{:>8?} {:<6?}|", Some(1), "a"); println!("{:p}", std::ptr::null::<u8>()); println!("{:?}", i32::from_str_radix("-zz", 36)); println!("{:?} {:?}", u8::try_from(300i32), char::from_u32(0xd800)); println!("{:?}", "true".parse::<bool>()); println!("{:?}", "".parse::<char>()); println!("{:5}|{:<5}|{:?}", true, 'c', ()); println!("{:?}", f32::MAX as f64); println!("{}", u64::MAX as f32);
}
