//! Channels: many senders, one receiver.

use super::{Arc, Condvar, Mutex, MutexGuard};
use crate::collections::VecDeque;
use crate::error::Error;
use crate::fmt;
use crate::time::{Duration, Instant};

struct State<T> {
    queue: VecDeque<T>,
    senders: usize,
    receiver: bool,
    // How many values were taken: what a rendezvous sender waits for.
    taken: usize,
    sent: usize,
}

struct Channel<T> {
    state: Mutex<State<T>>,
    // Something arrived, or the last sender went.
    filled: Condvar,
    // Something was taken, or the receiver went.
    emptied: Condvar,
    // None: no limit.
    bound: Option<usize>,
}

impl<T> Channel<T> {
    fn new(bound: Option<usize>) -> Arc<Channel<T>> {
        Arc::new(Channel {
            state: Mutex::new(State { queue: VecDeque::new(), senders: 1, receiver: true, taken: 0, sent: 0 }),
            filled: Condvar::new(),
            emptied: Condvar::new(),
            bound,
        })
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        match self.state.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    fn send(&self, t: T, block: bool) -> Result<(), TrySendError<T>> {
        let mut state = self.lock();
        if let Some(bound) = self.bound {
            let room = if bound == 0 { 1 } else { bound };
            while state.receiver && state.queue.len() >= room {
                if !block {
                    return Err(TrySendError::Full(t));
                }
                state = self.emptied.wait(state).unwrap_or_else(|e| e.into_inner());
            }
        }
        if !state.receiver {
            return Err(TrySendError::Disconnected(t));
        }
        state.queue.push_back(t);
        state.sent += 1;
        let mine = state.sent;
        self.filled.notify_one();
        if self.bound == Some(0) {
            // A rendezvous: until the value is in the receiver's hands.
            while state.receiver && state.taken < mine {
                state = self.emptied.wait(state).unwrap_or_else(|e| e.into_inner());
            }
        }
        Ok(())
    }

    fn add_sender(&self) { self.lock().senders += 1; }

    fn drop_sender(&self) {
        let mut state = self.lock();
        state.senders -= 1;
        if state.senders == 0 {
            self.filled.notify_all();
        }
    }
}

pub struct Sender<T> {
    inner: Arc<Channel<T>>,
}

pub struct SyncSender<T> {
    inner: Arc<Channel<T>>,
}

pub struct Receiver<T> {
    inner: Arc<Channel<T>>,
}

unsafe impl<T: Send> Send for Sender<T> {}
unsafe impl<T: Send> Sync for Sender<T> {}
unsafe impl<T: Send> Send for SyncSender<T> {}
unsafe impl<T: Send> Send for Receiver<T> {}
impl<T> !Sync for Receiver<T> {}

#[derive(PartialEq, Eq, Clone, Copy)]
pub struct SendError<T>(pub T);

#[derive(PartialEq, Eq, Clone, Copy, Debug)]
pub struct RecvError;

#[derive(PartialEq, Eq, Clone, Copy, Debug)]
pub enum TryRecvError {
    Empty,
    Disconnected,
}

#[derive(PartialEq, Eq, Clone, Copy, Debug)]
pub enum RecvTimeoutError {
    Timeout,
    Disconnected,
}

#[derive(PartialEq, Eq, Clone, Copy)]
pub enum TrySendError<T> {
    Full(T),
    Disconnected(T),
}

pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let a = Channel::new(None);
    (Sender { inner: a.clone() }, Receiver { inner: a })
}

pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let a = Channel::new(Some(bound));
    (SyncSender { inner: a.clone() }, Receiver { inner: a })
}

impl<T> Sender<T> {
    pub fn send(&self, t: T) -> Result<(), SendError<T>> {
        match self.inner.send(t, true) {
            Ok(()) => Ok(()),
            Err(TrySendError::Disconnected(t)) | Err(TrySendError::Full(t)) => Err(SendError(t)),
        }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Sender<T> {
        self.inner.add_sender();
        Sender { inner: self.inner.clone() }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) { self.inner.drop_sender() }
}

impl<T> SyncSender<T> {
    pub fn send(&self, t: T) -> Result<(), SendError<T>> {
        match self.inner.send(t, true) {
            Ok(()) => Ok(()),
            Err(TrySendError::Disconnected(t)) | Err(TrySendError::Full(t)) => Err(SendError(t)),
        }
    }

    pub fn try_send(&self, t: T) -> Result<(), TrySendError<T>> { self.inner.send(t, false) }
}

impl<T> Clone for SyncSender<T> {
    fn clone(&self) -> SyncSender<T> {
        self.inner.add_sender();
        SyncSender { inner: self.inner.clone() }
    }
}

impl<T> Drop for SyncSender<T> {
    fn drop(&mut self) { self.inner.drop_sender() }
}

impl<T> Receiver<T> {
    fn pop(&self, state: &mut State<T>) -> Option<T> {
        let value = state.queue.pop_front()?;
        state.taken += 1;
        if self.inner.bound.is_some() {
            self.inner.emptied.notify_all();
        }
        Some(value)
    }

    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        let mut state = self.inner.lock();
        match self.pop(&mut state) {
            Some(value) => Ok(value),
            None if state.senders == 0 => Err(TryRecvError::Disconnected),
            None => Err(TryRecvError::Empty),
        }
    }

    pub fn recv(&self) -> Result<T, RecvError> {
        let mut state = self.inner.lock();
        loop {
            if let Some(value) = self.pop(&mut state) {
                return Ok(value);
            }
            if state.senders == 0 {
                return Err(RecvError);
            }
            state = self.inner.filled.wait(state).unwrap_or_else(|e| e.into_inner());
        }
    }

    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        let start = Instant::now();
        let mut state = self.inner.lock();
        loop {
            if let Some(value) = self.pop(&mut state) {
                return Ok(value);
            }
            if state.senders == 0 {
                return Err(RecvTimeoutError::Disconnected);
            }
            let left = match timeout.checked_sub(start.elapsed()) {
                Some(left) if !left.is_zero() => left,
                _ => return Err(RecvTimeoutError::Timeout),
            };
            state = self.inner.filled.wait_timeout(state, left).unwrap_or_else(|e| e.into_inner()).0;
        }
    }

    pub fn iter(&self) -> Iter<'_, T> { Iter { rx: self } }
    pub fn try_iter(&self) -> TryIter<'_, T> { TryIter { rx: self } }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let rest = {
            let mut state = self.inner.lock();
            state.receiver = false;
            self.inner.emptied.notify_all();
            crate::mem::take(&mut state.queue)
        };
        // Values are dropped outside of the lock.
        drop(rest);
    }
}

#[derive(Debug)]
pub struct Iter<'a, T: 'a> {
    rx: &'a Receiver<T>,
}

#[derive(Debug)]
pub struct TryIter<'a, T: 'a> {
    rx: &'a Receiver<T>,
}

#[derive(Debug)]
pub struct IntoIter<T> {
    rx: Receiver<T>,
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> { self.rx.recv().ok() }
}

impl<'a, T> Iterator for TryIter<'a, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> { self.rx.try_recv().ok() }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;
    fn next(&mut self) -> Option<T> { self.rx.recv().ok() }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> { self.iter() }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;
    fn into_iter(self) -> IntoIter<T> { IntoIter { rx: self } }
}

macro_rules! debugs {
    ($($Name:ident)*) => { $(impl<T> fmt::Debug for $Name<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct(stringify!($Name)).finish_non_exhaustive() }
    })* };
}

debugs! { Sender SyncSender Receiver SendError }

impl<T> fmt::Display for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt("sending on a closed channel", f) }
}

impl<T> Error for SendError<T> {}

impl<T> fmt::Debug for TrySendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            TrySendError::Full(..) => fmt::Display::fmt("Full(..)", f),
            TrySendError::Disconnected(..) => fmt::Display::fmt("Disconnected(..)", f),
        }
    }
}

impl<T> fmt::Display for TrySendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            TrySendError::Full(..) => fmt::Display::fmt("sending on a full channel", f),
            TrySendError::Disconnected(..) => fmt::Display::fmt("sending on a closed channel", f),
        }
    }
}

impl<T> Error for TrySendError<T> {}

impl fmt::Display for RecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt("receiving on a closed channel", f) }
}

impl Error for RecvError {}

impl fmt::Display for TryRecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            TryRecvError::Empty => fmt::Display::fmt("receiving on an empty channel", f),
            TryRecvError::Disconnected => fmt::Display::fmt("receiving on a closed channel", f),
        }
    }
}

impl Error for TryRecvError {}

impl fmt::Display for RecvTimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            RecvTimeoutError::Timeout => fmt::Display::fmt("timed out waiting on channel", f),
            RecvTimeoutError::Disconnected => fmt::Display::fmt("channel is empty and sending half is closed", f),
        }
    }
}

impl Error for RecvTimeoutError {}
