//! The second word of wide pointers.

use crate::intrinsics;
use crate::{cmp, fmt, hash};

/// The compiler knows the metadata of every type: `()`, `usize` for slices and `str`, `DynMetadata` for trait objects.
#[lang = "pointee_trait"]
#[rustc_deny_explicit_impl]
pub trait Pointee {
    #[lang = "metadata_type"]
    type Metadata: fmt::Debug + Copy + Send + Sync + Ord + hash::Hash + Unpin;
}

#[inline]
pub const fn metadata<T: ?Sized>(ptr: *const T) -> <T as Pointee>::Metadata { intrinsics::ptr_metadata(ptr) }

#[inline]
pub const fn from_raw_parts<T: ?Sized>(data: *const (), metadata: <T as Pointee>::Metadata) -> *const T {
    intrinsics::aggregate_raw_ptr(data, metadata)
}

#[inline]
pub const fn from_raw_parts_mut<T: ?Sized>(data: *mut (), metadata: <T as Pointee>::Metadata) -> *mut T {
    intrinsics::aggregate_raw_ptr(data, metadata)
}

#[lang = "dyn_metadata"]
pub struct DynMetadata<Dyn: ?Sized> {
    vtable: *const (),
    phantom: crate::marker::PhantomData<Dyn>,
}

impl<Dyn: ?Sized> DynMetadata<Dyn> {
    // rustc lets nobody name the field.
    fn table(self) -> *const () { unsafe { crate::mem::transmute(self) } }
}

unsafe impl<Dyn: ?Sized> Send for DynMetadata<Dyn> {}
unsafe impl<Dyn: ?Sized> Sync for DynMetadata<Dyn> {}
impl<Dyn: ?Sized> Unpin for DynMetadata<Dyn> {}
impl<Dyn: ?Sized> Copy for DynMetadata<Dyn> {}

impl<Dyn: ?Sized> Clone for DynMetadata<Dyn> {
    fn clone(&self) -> Self { *self }
}

impl<Dyn: ?Sized> fmt::Debug for DynMetadata<Dyn> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DynMetadata").field(&self.table()).finish()
    }
}

impl<Dyn: ?Sized> Eq for DynMetadata<Dyn> {}

impl<Dyn: ?Sized> PartialEq for DynMetadata<Dyn> {
    fn eq(&self, other: &Self) -> bool { self.table() == other.table() }
}

impl<Dyn: ?Sized> Ord for DynMetadata<Dyn> {
    fn cmp(&self, other: &Self) -> cmp::Ordering { self.table().cmp(&other.table()) }
}

impl<Dyn: ?Sized> PartialOrd for DynMetadata<Dyn> {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> { Some(self.cmp(other)) }
}

impl<Dyn: ?Sized> hash::Hash for DynMetadata<Dyn> {
    fn hash<H: hash::Hasher>(&self, hasher: &mut H) { self.table().hash(hasher) }
}
