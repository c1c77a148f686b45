//! The sampler, and what is asked of the host: `run/host.py` says what the words of a request mean.

pub(crate) const PROFILE: usize = 1;
pub(crate) const FLAMEGRAPH: usize = 2;

/// Starts sampling; the number of the first sample.
pub(crate) fn start(hz: usize) -> usize {
    let first = std::__runtime::profile_start(hz);
    if first < 0 { 0 } else { first as usize }
}

/// Stops sampling; one past the last sample.
pub(crate) fn stop() -> usize { std::__runtime::profile_stop() }

/// Samples `first..last` in the form that `op` stands for; empty when the host has nothing.
pub(crate) fn encode(op: usize, first: usize, last: usize, hz: usize, start: usize, duration: usize) -> Vec<u8> {
    let mut words = [first, last, hz, start, duration, 0, 0];
    std::__runtime::host(op, &mut words);
    if words[5] == 0 {
        return Vec::new();
    }
    // The answer lives until the next request.
    unsafe { std::slice::from_raw_parts(words[5] as *const u8, words[6]).to_vec() }
}
