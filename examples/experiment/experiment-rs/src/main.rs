// The founding experiment, the Rust half: a million buffers of 1 KiB, every thousandth kept.
//
// The profile is in cpu.pb when the program ends:
//
//     go tool pprof -top cpu.pb

use pprof::protos::Message;
use std::thread;
use std::time::Duration;

fn main() {
    let guard = pprof::ProfilerGuardBuilder::default()
        .frequency(100)
        .build()
        .unwrap();

    let mut keep: Vec<Vec<u8>> = Vec::new();
    for i in 0..1_000_000u32 {
        let buf = vec![0u8; 1024];
        if i % 1000 == 0 {
            keep.push(buf);
        }
        if i % 100_000 == 0 {
            println!("iter {i}");
            thread::sleep(Duration::from_millis(1000));
        }
    }
    println!("done, kept: {}", keep.len());

    if let Ok(report) = guard.report().build() {
        let mut f = std::fs::File::create("cpu.pb").unwrap();
        report.pprof().unwrap().write_to_writer(&mut f).unwrap();
    }
}
