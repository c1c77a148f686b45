//! `Arc` itself: counts that all threads see.

use crate::rc::counted;
use core::any::Any;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::{PhantomData, Unsize};
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::ops::{CoerceUnsized, Deref, DispatchFromDyn, LegacyReceiver};
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use crate::alloc::{self, Layout};
use crate::boxed::Box;
use crate::string::String;
use crate::vec::Vec;

struct Counter(AtomicUsize);

impl Counter {
    fn new(n: usize) -> Counter { Counter(AtomicUsize::new(n)) }

    #[inline(always)]
    fn get(&self) -> usize { self.0.load(SeqCst) }

    fn set(&self, n: usize) { self.0.store(n, SeqCst) }

    #[inline(always)]
    fn increment(&self) { self.0.fetch_add(1, SeqCst); }

    /// Whether it became 0.
    #[inline(always)]
    fn decrement(&self) -> bool { self.0.fetch_sub(1, SeqCst) == 1 }

    fn increment_unless_zero(&self) -> bool {
        self.0.fetch_update(SeqCst, SeqCst, |n| if n == 0 { None } else { Some(n + 1) }).is_ok()
    }

    /// From 1 to 0; whether it was 1.
    fn take_last(&self) -> bool { self.0.compare_exchange(1, 0, SeqCst, SeqCst).is_ok() }
}

#[repr(C)]
struct ArcInner<T: ?Sized> {
    strong: Counter,
    weak: Counter,
    value: T,
}

unsafe impl<T: ?Sized + Sync + Send> Send for ArcInner<T> {}
unsafe impl<T: ?Sized + Sync + Send> Sync for ArcInner<T> {}

counted! { Arc, Weak, ArcInner, "Arc" }

unsafe impl<T: ?Sized + Sync + Send> Send for Arc<T> {}
unsafe impl<T: ?Sized + Sync + Send> Sync for Arc<T> {}
unsafe impl<T: ?Sized + Sync + Send> Send for Weak<T> {}
unsafe impl<T: ?Sized + Sync + Send> Sync for Weak<T> {}
impl<T: RefUnwindSafe + ?Sized> UnwindSafe for Arc<T> {}

impl Arc<dyn Any + Send + Sync> {
    pub fn downcast<T: Any + Send + Sync>(self) -> Result<Arc<T>, Self> {
        if (*self).is::<T>() {
            let this = ManuallyDrop::new(self);
            Ok(unsafe { Arc::from_inner(this.ptr.cast()) })
        } else {
            Err(self)
        }
    }
}
