//! Macros for the library's own repetitions.

/// `impl Op<&U> for T`, `impl Op<U> for &T`, `impl Op<&U> for &T`, each by the one for values.
macro_rules! forward_ref_binop {
    (impl $imp:ident, $method:ident for $t:ty, $u:ty) => {
        impl<'a> $imp<$u> for &'a $t {
            type Output = <$t as $imp<$u>>::Output;
            #[inline]
            #[track_caller]
            fn $method(self, other: $u) -> <$t as $imp<$u>>::Output { $imp::$method(*self, other) }
        }
        impl<'a> $imp<&'a $u> for $t {
            type Output = <$t as $imp<$u>>::Output;
            #[inline]
            #[track_caller]
            fn $method(self, other: &'a $u) -> <$t as $imp<$u>>::Output { $imp::$method(self, *other) }
        }
        impl<'a, 'b> $imp<&'a $u> for &'b $t {
            type Output = <$t as $imp<$u>>::Output;
            #[inline]
            #[track_caller]
            fn $method(self, other: &'a $u) -> <$t as $imp<$u>>::Output { $imp::$method(*self, *other) }
        }
    };
}

macro_rules! forward_ref_unop {
    (impl $imp:ident, $method:ident for $t:ty) => {
        impl<'a> $imp for &'a $t {
            type Output = <$t as $imp>::Output;
            #[inline]
            fn $method(self) -> <$t as $imp>::Output { $imp::$method(*self) }
        }
    };
}

macro_rules! forward_ref_op_assign {
    (impl $imp:ident, $method:ident for $t:ty, $u:ty) => {
        impl<'a> $imp<&'a $u> for $t {
            #[inline]
            #[track_caller]
            fn $method(&mut self, other: &'a $u) { $imp::$method(self, *other); }
        }
    };
}

/// A constant of each instance.  rustc insists on a const block where nothing else is needed.
#[cfg(real)]
macro_rules! constant {
    ($e:expr) => { const { $e } };
}
#[cfg(not(real))]
macro_rules! constant {
    ($e:expr) => { $e };
}
