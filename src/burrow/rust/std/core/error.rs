//! `Error`.

use crate::any::TypeId;
use crate::fmt::{Debug, Display};

#[rustc_has_incoherent_inherent_impls]
pub trait Error: Debug + Display {
    fn source(&self) -> Option<&(dyn Error + 'static)> { None }

    #[doc(hidden)]
    fn type_id(&self, _: Internal) -> TypeId
    where
        Self: 'static,
    {
        TypeId::of::<Self>()
    }

    fn description(&self) -> &str { "description() is deprecated; use Display" }

    fn cause(&self) -> Option<&dyn Error> { self.source() }
}

/// Nobody outside can name it, so nobody overrides `type_id`.
#[derive(Debug)]
#[doc(hidden)]
pub struct Internal;

macro_rules! dyn_error {
    ($($t:ty)*) => { $(impl $t {
        pub fn is<T: Error + 'static>(&self) -> bool { TypeId::of::<T>() == self.type_id(Internal) }

        pub fn downcast_ref<T: Error + 'static>(&self) -> Option<&T> {
            if self.is::<T>() { unsafe { Some(&*(self as *const Self as *const T)) } } else { None }
        }

        pub fn downcast_mut<T: Error + 'static>(&mut self) -> Option<&mut T> {
            if self.is::<T>() { unsafe { Some(&mut *(self as *mut Self as *mut T)) } } else { None }
        }
    })* };
}

dyn_error! { (dyn Error + 'static) (dyn Error + Send + 'static) (dyn Error + Send + Sync + 'static) }

// So that both `From<&str>` and `From<E: Error>` may exist for boxed errors.
impl<'a> !Error for &'a str {}

impl<'a, T: Error + ?Sized> Error for &'a T {
    fn source(&self) -> Option<&(dyn Error + 'static)> { Error::source(&**self) }
}

impl Error for crate::fmt::Error {}
impl Error for crate::cell::BorrowError {}
impl Error for crate::cell::BorrowMutError {}
impl Error for ! {}
