//! `Wrapping` and `Saturating`: integers whose operators never panic.

use crate::fmt;
use crate::ops::*;

#[derive(PartialEq, PartialOrd, Eq, Ord, Clone, Copy, Default, Hash)]
#[repr(transparent)]
pub struct Wrapping<T>(pub T);

#[derive(PartialEq, PartialOrd, Eq, Ord, Clone, Copy, Default, Hash)]
#[repr(transparent)]
pub struct Saturating<T>(pub T);

macro_rules! fmt_through {
    ($Name:ident: $($Trait:ident)*) => { $(impl<T: fmt::$Trait> fmt::$Trait for $Name<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
    })* };
}

fmt_through! { Wrapping: Debug Display Binary Octal LowerHex UpperHex }
fmt_through! { Saturating: Debug Display Binary Octal LowerHex UpperHex }

macro_rules! op {
    ($Name:ident $t:ident: $($Op:ident $op:ident $Assign:ident $assign:ident |$a:ident, $b:ident| $e:expr;)*) => { $(
        impl $Op for $Name<$t> {
            type Output = $Name<$t>;
            #[inline]
            fn $op(self, other: $Name<$t>) -> $Name<$t> {
                let ($a, $b) = (self.0, other.0);
                $Name($e)
            }
        }
        forward_ref_binop! { impl $Op, $op for $Name<$t>, $Name<$t> }

        impl $Assign for $Name<$t> {
            #[inline]
            fn $assign(&mut self, other: $Name<$t>) { *self = $Op::$op(*self, other); }
        }

        impl $Assign<$t> for $Name<$t> {
            #[inline]
            fn $assign(&mut self, other: $t) { *self = $Op::$op(*self, $Name(other)); }
        }
    )* };
}

macro_rules! wrappers {
    ($($t:ident)*) => { $(
        op! { Wrapping $t:
            Add add AddAssign add_assign |a, b| a.wrapping_add(b);
            Sub sub SubAssign sub_assign |a, b| a.wrapping_sub(b);
            Mul mul MulAssign mul_assign |a, b| a.wrapping_mul(b);
            Div div DivAssign div_assign |a, b| a.wrapping_div(b);
            Rem rem RemAssign rem_assign |a, b| a.wrapping_rem(b);
            BitXor bitxor BitXorAssign bitxor_assign |a, b| a ^ b;
            BitOr bitor BitOrAssign bitor_assign |a, b| a | b;
            BitAnd bitand BitAndAssign bitand_assign |a, b| a & b;
        }
        op! { Saturating $t:
            Add add AddAssign add_assign |a, b| a.saturating_add(b);
            Sub sub SubAssign sub_assign |a, b| a.saturating_sub(b);
            Mul mul MulAssign mul_assign |a, b| a.saturating_mul(b);
            Div div DivAssign div_assign |a, b| a.saturating_div(b);
        }

        impl Not for Wrapping<$t> {
            type Output = Wrapping<$t>;
            #[inline]
            fn not(self) -> Wrapping<$t> { Wrapping(!self.0) }
        }

        impl Neg for Wrapping<$t> {
            type Output = Wrapping<$t>;
            #[inline]
            fn neg(self) -> Wrapping<$t> { Wrapping(self.0.wrapping_neg()) }
        }

        impl Shl<usize> for Wrapping<$t> {
            type Output = Wrapping<$t>;
            #[inline]
            fn shl(self, other: usize) -> Wrapping<$t> { Wrapping(self.0.wrapping_shl(other as u32)) }
        }

        impl Shr<usize> for Wrapping<$t> {
            type Output = Wrapping<$t>;
            #[inline]
            fn shr(self, other: usize) -> Wrapping<$t> { Wrapping(self.0.wrapping_shr(other as u32)) }
        }

        impl Wrapping<$t> {
            pub const MIN: Self = Wrapping($t::MIN);
            pub const MAX: Self = Wrapping($t::MAX);
            #[inline]
            pub fn pow(self, exp: u32) -> Self { Wrapping(self.0.wrapping_pow(exp)) }
        }
    )* };
}

wrappers! { usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }
