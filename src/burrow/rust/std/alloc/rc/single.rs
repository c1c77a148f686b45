//! `Rc` itself: counts that only one thread sees.

use super::counted;
use core::any::Any;
use core::borrow::Borrow;
use core::cell::Cell;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::{PhantomData, Unsize};
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::ops::{CoerceUnsized, Deref, DispatchFromDyn, LegacyReceiver};
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::pin::Pin;
use core::ptr::{self, NonNull};

use crate::alloc::{self, Layout};
use crate::boxed::Box;
use crate::string::String;
use crate::vec::Vec;

struct Counter(Cell<usize>);

impl Counter {
    fn new(n: usize) -> Counter { Counter(Cell::new(n)) }

    #[inline(always)]
    fn get(&self) -> usize { self.0.get() }

    fn set(&self, n: usize) { self.0.set(n) }

    #[inline(always)]
    fn increment(&self) {
        let n = self.0.get() + 1;
        self.0.set(n);
    }

    /// Whether it became 0.
    #[inline(always)]
    fn decrement(&self) -> bool {
        let n = self.0.get() - 1;
        self.0.set(n);
        n == 0
    }

    fn increment_unless_zero(&self) -> bool {
        if self.get() == 0 {
            return false;
        }
        self.increment();
        true
    }

    /// From 1 to 0; whether it was 1.
    fn take_last(&self) -> bool {
        if self.get() != 1 {
            return false;
        }
        self.set(0);
        true
    }
}

#[repr(C)]
struct RcInner<T: ?Sized> {
    strong: Counter,
    weak: Counter,
    value: T,
}

counted! { Rc, Weak, RcInner, "Rc" }

impl<T: ?Sized> !Send for Rc<T> {}
impl<T: ?Sized> !Sync for Rc<T> {}
impl<T: ?Sized> !Send for Weak<T> {}
impl<T: ?Sized> !Sync for Weak<T> {}
impl<T: RefUnwindSafe + ?Sized> UnwindSafe for Rc<T> {}
impl<T: RefUnwindSafe + ?Sized> RefUnwindSafe for Rc<T> {}

impl Rc<dyn Any> {
    pub fn downcast<T: Any>(self) -> Result<Rc<T>, Self> {
        if (*self).is::<T>() {
            let this = ManuallyDrop::new(self);
            Ok(unsafe { Rc::from_inner(this.ptr.cast()) })
        } else {
            Err(self)
        }
    }
}
