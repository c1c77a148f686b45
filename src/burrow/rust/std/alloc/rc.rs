//! `Rc`: shared ownership within a thread.


/// What `Rc` and `Arc` have in common, written once: `$inc` and `$dec` count, each in their way.
macro_rules! counted {
    ($Rc:ident, $Weak:ident, $Inner:ident, $name:literal) => {
        pub struct $Rc<T: ?Sized> {
            ptr: NonNull<$Inner<T>>,
            phantom: PhantomData<$Inner<T>>,
        }

        pub struct $Weak<T: ?Sized> {
            // An address of all ones where nothing was ever allocated.
            ptr: NonNull<$Inner<T>>,
        }

        impl<T> $Rc<T> {
            #[inline]
            pub fn new(value: T) -> $Rc<T> {
                let inner = Box::new($Inner { strong: Counter::new(1), weak: Counter::new(1), value });
                unsafe { Self::from_inner(NonNull::new_unchecked(Box::into_raw(inner))) }
            }

            pub fn new_cyclic<F>(data_fn: F) -> $Rc<T>
            where
                F: FnOnce(&$Weak<T>) -> T,
            {
                let inner = Box::new($Inner {
                    strong: Counter::new(0),
                    weak: Counter::new(1),
                    value: MaybeUninit::<T>::uninit(),
                });
                let ptr = unsafe { NonNull::new_unchecked(Box::into_raw(inner) as *mut $Inner<T>) };
                let weak = $Weak { ptr };
                let data = data_fn(&weak);
                unsafe {
                    ptr::write(&raw mut (*ptr.as_ptr()).value, data);
                    (*ptr.as_ptr()).strong.set(1);
                }
                mem::forget(weak);
                unsafe { $Rc::from_inner(ptr) }
            }

            pub fn pin(value: T) -> Pin<$Rc<T>> { unsafe { Pin::new_unchecked($Rc::new(value)) } }

            pub fn try_unwrap(this: Self) -> Result<T, Self> {
                if !this.inner().strong.take_last() {
                    return Err(this);
                }
                unsafe {
                    let this = ManuallyDrop::new(this);
                    let val = ptr::read(&**this);
                    // Drops what the owners together hold of the weak count.
                    drop($Weak { ptr: this.ptr });
                    Ok(val)
                }
            }

            pub fn into_inner(this: Self) -> Option<T> { $Rc::try_unwrap(this).ok() }

            pub fn unwrap_or_clone(this: Self) -> T
            where
                T: Clone,
            {
                $Rc::try_unwrap(this).unwrap_or_else(|rc| (*rc).clone())
            }
        }

        impl<T: ?Sized> $Rc<T> {
            #[inline(always)]
            fn inner(&self) -> &$Inner<T> { unsafe { self.ptr.as_ref() } }

            #[inline]
            unsafe fn from_inner(ptr: NonNull<$Inner<T>>) -> Self { Self { ptr, phantom: PhantomData } }

            pub fn into_raw(this: Self) -> *const T {
                let this = ManuallyDrop::new(this);
                Self::as_ptr(&*this)
            }

            pub fn as_ptr(this: &Self) -> *const T { unsafe { &raw const (*this.ptr.as_ptr()).value } }

            pub unsafe fn from_raw(ptr: *const T) -> Self {
                unsafe {
                    // The value stands at the first offset after the counts that fits it.
                    let align = mem::align_of_val(&*ptr);
                    let offset = (2 * mem::size_of::<usize>() + align - 1) & !(align - 1);
                    let inner = (ptr as *const $Inner<T> as *const u8).sub(offset);
                    Self::from_inner(NonNull::new_unchecked(with_address(ptr, inner) as *mut $Inner<T>))
                }
            }

            pub unsafe fn increment_strong_count(ptr: *const T) {
                unsafe { mem::forget(ManuallyDrop::new(Self::from_raw(ptr)).deref().clone()) }
            }

            pub unsafe fn decrement_strong_count(ptr: *const T) { unsafe { drop(Self::from_raw(ptr)) } }

            pub fn downgrade(this: &Self) -> $Weak<T> {
                this.inner().weak.increment();
                $Weak { ptr: this.ptr }
            }

            #[inline]
            pub fn weak_count(this: &Self) -> usize { this.inner().weak.get() - 1 }

            #[inline]
            pub fn strong_count(this: &Self) -> usize { this.inner().strong.get() }

            #[inline]
            pub fn get_mut(this: &mut Self) -> Option<&mut T> {
                if Self::is_unique(this) { unsafe { Some(Self::get_mut_unchecked(this)) } } else { None }
            }

            #[inline]
            fn is_unique(this: &Self) -> bool { Self::weak_count(this) == 0 && Self::strong_count(this) == 1 }

            #[inline]
            pub unsafe fn get_mut_unchecked(this: &mut Self) -> &mut T { unsafe { &mut (*this.ptr.as_ptr()).value } }

            #[inline]
            pub fn ptr_eq(this: &Self, other: &Self) -> bool { ptr::addr_eq(this.ptr.as_ptr(), other.ptr.as_ptr()) }
        }

        /// `whole` with the address of `inner`: its metadata, if any, stays.
        unsafe fn with_address<T: ?Sized>(whole: *const T, inner: *const u8) -> *const $Inner<T> {
            let mut wide = whole as *const $Inner<T>;
            unsafe { *(&raw mut wide as *mut *const u8) = inner };
            wide
        }

        impl<T: Clone> $Rc<T> {
            #[inline]
            pub fn make_mut(this: &mut Self) -> &mut T {
                if Self::strong_count(this) != 1 {
                    *this = $Rc::new((**this).clone());
                } else if Self::weak_count(this) != 0 {
                    unsafe {
                        // Only weak pointers are left: they lose the value.
                        let value = ptr::read(&**this);
                        let old = mem::replace(this, $Rc::new(value));
                        let old = ManuallyDrop::new(old);
                        old.inner().strong.set(0);
                        drop($Weak { ptr: old.ptr });
                    }
                }
                unsafe { Self::get_mut_unchecked(this) }
            }
        }

        impl<T: ?Sized> Deref for $Rc<T> {
            type Target = T;
            #[inline(always)]
            fn deref(&self) -> &T { &self.inner().value }
        }

        impl<T: ?Sized> LegacyReceiver for $Rc<T> {}

        unsafe impl<#[may_dangle] T: ?Sized> Drop for $Rc<T> {
            #[inline]
            fn drop(&mut self) {
                unsafe {
                    if self.ptr.as_ref().strong.decrement() {
                        // The owners together hold one weak count.
                        let _weak = $Weak { ptr: self.ptr };
                        ptr::drop_in_place(&mut (*self.ptr.as_ptr()).value);
                    }
                }
            }
        }

        impl<T: ?Sized> Clone for $Rc<T> {
            #[inline]
            fn clone(&self) -> Self {
                self.inner().strong.increment();
                unsafe { Self::from_inner(self.ptr) }
            }
        }

        impl<T: Default> Default for $Rc<T> {
            fn default() -> Self { $Rc::new(Default::default()) }
        }

        impl<T: ?Sized + PartialEq> PartialEq for $Rc<T> {
            #[inline]
            fn eq(&self, other: &$Rc<T>) -> bool { **self == **other }
            #[inline]
            fn ne(&self, other: &$Rc<T>) -> bool { **self != **other }
        }

        impl<T: ?Sized + Eq> Eq for $Rc<T> {}

        impl<T: ?Sized + PartialOrd> PartialOrd for $Rc<T> {
            #[inline]
            fn partial_cmp(&self, other: &$Rc<T>) -> Option<Ordering> { (**self).partial_cmp(&**other) }
        }

        impl<T: ?Sized + Ord> Ord for $Rc<T> {
            #[inline]
            fn cmp(&self, other: &$Rc<T>) -> Ordering { (**self).cmp(&**other) }
        }

        impl<T: ?Sized + Hash> Hash for $Rc<T> {
            fn hash<H: Hasher>(&self, state: &mut H) { (**self).hash(state); }
        }

        impl<T: ?Sized + fmt::Display> fmt::Display for $Rc<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&**self, f) }
        }

        impl<T: ?Sized + fmt::Debug> fmt::Debug for $Rc<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&**self, f) }
        }

        impl<T: ?Sized> fmt::Pointer for $Rc<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Pointer::fmt(&(&raw const **self), f) }
        }

        impl<T> From<T> for $Rc<T> {
            fn from(t: T) -> Self { $Rc::new(t) }
        }

        impl<T, const N: usize> From<[T; N]> for $Rc<[T]> {
            fn from(v: [T; N]) -> $Rc<[T]> { $Rc::<[T; N]>::new(v) }
        }

        impl<T: Clone> From<&[T]> for $Rc<[T]> {
            fn from(v: &[T]) -> $Rc<[T]> { $Rc::from(v.to_vec()) }
        }

        impl From<&str> for $Rc<str> {
            fn from(v: &str) -> $Rc<str> {
                let bytes = $Rc::<[u8]>::from(v.as_bytes());
                let bytes = ManuallyDrop::new(bytes);
                unsafe { $Rc::from_inner(NonNull::new_unchecked(bytes.ptr.as_ptr() as *mut $Inner<str>)) }
            }
        }

        impl From<String> for $Rc<str> {
            fn from(v: String) -> $Rc<str> { $Rc::from(&v[..]) }
        }

        impl<T> From<Vec<T>> for $Rc<[T]> {
            fn from(mut v: Vec<T>) -> $Rc<[T]> {
                unsafe {
                    let n = v.len();
                    let (layout, offset) = Layout::new::<[usize; 2]>().extend(Layout::array::<T>(n).unwrap()).unwrap();
                    let p = alloc::allocate(layout.pad_to_align());
                    let inner = ptr::slice_from_raw_parts_mut(p as *mut T, n) as *mut $Inner<[T]>;
                    ptr::write(&raw mut (*inner).strong, Counter::new(1));
                    ptr::write(&raw mut (*inner).weak, Counter::new(1));
                    ptr::copy_nonoverlapping(v.as_ptr(), &raw mut (*inner).value as *mut T, n);
                    v.set_len(0);
                    $Rc::from_inner(NonNull::new_unchecked(inner))
                }
            }
        }

        impl<T> From<Box<T>> for $Rc<T> {
            fn from(v: Box<T>) -> $Rc<T> { $Rc::new(*v) }
        }

        impl<T> FromIterator<T> for $Rc<[T]> {
            fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self { $Rc::from(iter.into_iter().collect::<Vec<T>>()) }
        }

        impl<T: ?Sized> Borrow<T> for $Rc<T> {
            fn borrow(&self) -> &T { &**self }
        }

        impl<T: ?Sized> AsRef<T> for $Rc<T> {
            fn as_ref(&self) -> &T { &**self }
        }

        impl<T: ?Sized> Unpin for $Rc<T> {}

        impl<T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<$Rc<U>> for $Rc<T> {}
        impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<$Rc<U>> for $Rc<T> {}

        impl<T: core::error::Error + ?Sized> core::error::Error for $Rc<T> {
            fn source(&self) -> Option<&(dyn core::error::Error + 'static)> { core::error::Error::source(&**self) }
        }

        impl<T> $Weak<T> {
            pub const fn new() -> $Weak<T> {
                $Weak { ptr: unsafe { NonNull::new_unchecked(ptr::without_provenance_mut::<$Inner<T>>(usize::MAX)) } }
            }
        }

        impl<T: ?Sized> $Weak<T> {
            fn inner(&self) -> Option<&$Inner<T>> {
                if self.ptr.as_ptr() as *const () as usize == usize::MAX {
                    None
                } else {
                    Some(unsafe { self.ptr.as_ref() })
                }
            }

            pub fn upgrade(&self) -> Option<$Rc<T>> {
                let inner = self.inner()?;
                if inner.strong.increment_unless_zero() { unsafe { Some($Rc::from_inner(self.ptr)) } } else { None }
            }

            pub fn strong_count(&self) -> usize {
                match self.inner() {
                    Some(inner) => inner.strong.get(),
                    None => 0,
                }
            }

            pub fn weak_count(&self) -> usize {
                match self.inner() {
                    Some(inner) if inner.strong.get() > 0 => inner.weak.get() - 1,
                    _ => 0,
                }
            }

            pub fn ptr_eq(&self, other: &Self) -> bool { ptr::addr_eq(self.ptr.as_ptr(), other.ptr.as_ptr()) }

            pub fn as_ptr(&self) -> *const T { unsafe { &raw const (*self.ptr.as_ptr()).value } }
        }

        unsafe impl<#[may_dangle] T: ?Sized> Drop for $Weak<T> {
            fn drop(&mut self) {
                if let Some(inner) = self.inner() {
                    if inner.weak.decrement() {
                        unsafe {
                            let layout = Layout::for_value_raw(self.ptr.as_ptr());
                            alloc::deallocate(self.ptr.as_ptr() as *mut u8, layout);
                        }
                    }
                }
            }
        }

        impl<T: ?Sized> Clone for $Weak<T> {
            #[inline]
            fn clone(&self) -> $Weak<T> {
                if let Some(inner) = self.inner() {
                    inner.weak.increment()
                }
                $Weak { ptr: self.ptr }
            }
        }

        impl<T: ?Sized> fmt::Debug for $Weak<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "(Weak)") }
        }

        impl<T> Default for $Weak<T> {
            fn default() -> $Weak<T> { $Weak::new() }
        }

        impl<T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<$Weak<U>> for $Weak<T> {}
        impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<$Weak<U>> for $Weak<T> {}
    };
}

pub(crate) use counted;

pub use self::single::{Rc, Weak};

mod single;
