//! Types as values.

use crate::{fmt, hash, intrinsics};

pub trait Any: 'static {
    fn type_id(&self) -> TypeId;
}

impl<T: 'static + ?Sized> Any for T {
    fn type_id(&self) -> TypeId { TypeId::of::<T>() }
}

macro_rules! dyn_any {
    ($($t:ty)*) => { $(
        impl fmt::Debug for $t {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("Any").finish_non_exhaustive() }
        }

        impl $t {
            #[inline]
            pub fn is<T: Any>(&self) -> bool { TypeId::of::<T>() == Any::type_id(self) }

            #[inline]
            pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
                if self.is::<T>() { unsafe { Some(&*(self as *const Self as *const T)) } } else { None }
            }

            #[inline]
            pub fn downcast_mut<T: Any>(&mut self) -> Option<&mut T> {
                if self.is::<T>() { unsafe { Some(&mut *(self as *mut Self as *mut T)) } } else { None }
            }
        }
    )* };
}

dyn_any! { (dyn Any + 'static) (dyn Any + Send + 'static) (dyn Any + Send + Sync + 'static) }

/// 128 bits that differ between types.
#[lang = "type_id"]
#[derive(Copy, Clone)]
#[repr(align(8))]
pub struct TypeId {
    data: [*const (); 2],
}

unsafe impl Send for TypeId {}
unsafe impl Sync for TypeId {}

impl TypeId {
    pub const fn of<T: ?Sized + 'static>() -> TypeId { constant!(intrinsics::type_id::<T>()) }

    fn bits(self) -> [u64; 2] { unsafe { crate::mem::transmute(self) } }
}

impl PartialEq for TypeId {
    #[inline]
    fn eq(&self, other: &TypeId) -> bool {
        let (a, b) = (self.bits(), other.bits());
        a[0] == b[0] && a[1] == b[1]
    }
}

impl Eq for TypeId {}

impl PartialOrd for TypeId {
    fn partial_cmp(&self, other: &TypeId) -> Option<crate::cmp::Ordering> { Some(self.cmp(other)) }
}

impl Ord for TypeId {
    fn cmp(&self, other: &TypeId) -> crate::cmp::Ordering { self.bits().cmp(&other.bits()) }
}

impl hash::Hash for TypeId {
    #[inline]
    fn hash<H: hash::Hasher>(&self, state: &mut H) { self.bits()[1].hash(state); }
}

impl fmt::Debug for TypeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.bits();
        write!(f, "TypeId({:#034x})", (bits[0] as u128) << 64 | bits[1] as u128)
    }
}

pub const fn type_name<T: ?Sized>() -> &'static str { constant!(intrinsics::type_name::<T>()) }

pub const fn type_name_of_val<T: ?Sized>(_val: &T) -> &'static str { type_name::<T>() }
