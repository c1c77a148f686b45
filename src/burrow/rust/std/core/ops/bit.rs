//! `! & | ^ << >>`, with their assigning forms.

#[lang = "not"]
pub trait Not {
    type Output;
    fn not(self) -> Self::Output;
}

macro_rules! not_impl {
    ($($t:ty)*) => { $(
        impl Not for $t {
            type Output = $t;
            #[inline]
            fn not(self) -> $t { !self }
        }
        forward_ref_unop! { impl Not, not for $t }
    )* };
}

not_impl! { bool usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }

impl Not for ! {
    type Output = !;
    fn not(self) -> ! { match self {} }
}

macro_rules! binary {
    ($lang:literal $Trait:ident $method:ident $op:tt : $($t:ty)*) => {
        #[lang = $lang]
        pub trait $Trait<Rhs = Self> {
            type Output;
            fn $method(self, rhs: Rhs) -> Self::Output;
        }

        $(impl $Trait for $t {
            type Output = $t;
            #[inline]
            fn $method(self, other: $t) -> $t { self $op other }
        }
        forward_ref_binop! { impl $Trait, $method for $t, $t })*
    };
}

macro_rules! assign {
    ($lang:literal $Trait:ident $method:ident $op:tt : $($t:ty)*) => {
        #[lang = $lang]
        pub trait $Trait<Rhs = Self> {
            fn $method(&mut self, rhs: Rhs);
        }

        $(impl $Trait for $t {
            #[inline]
            fn $method(&mut self, other: $t) { *self $op other }
        }
        forward_ref_op_assign! { impl $Trait, $method for $t, $t })*
    };
}

binary! { "bitand" BitAnd bitand & : bool usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }
binary! { "bitor" BitOr bitor | : bool usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }
binary! { "bitxor" BitXor bitxor ^ : bool usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }
assign! { "bitand_assign" BitAndAssign bitand_assign &= : bool usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }
assign! { "bitor_assign" BitOrAssign bitor_assign |= : bool usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }
assign! { "bitxor_assign" BitXorAssign bitxor_assign ^= : bool usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }

#[lang = "shl"]
pub trait Shl<Rhs = Self> {
    type Output;
    fn shl(self, rhs: Rhs) -> Self::Output;
}

#[lang = "shr"]
pub trait Shr<Rhs = Self> {
    type Output;
    fn shr(self, rhs: Rhs) -> Self::Output;
}

#[lang = "shl_assign"]
pub trait ShlAssign<Rhs = Self> {
    fn shl_assign(&mut self, rhs: Rhs);
}

#[lang = "shr_assign"]
pub trait ShrAssign<Rhs = Self> {
    fn shr_assign(&mut self, rhs: Rhs);
}

macro_rules! shift_impl {
    ($t:ty : $($f:ty)*) => { $(
        impl Shl<$f> for $t {
            type Output = $t;
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn shl(self, other: $f) -> $t { self << other }
        }
        impl Shr<$f> for $t {
            type Output = $t;
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn shr(self, other: $f) -> $t { self >> other }
        }
        impl ShlAssign<$f> for $t {
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn shl_assign(&mut self, other: $f) { *self <<= other }
        }
        impl ShrAssign<$f> for $t {
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn shr_assign(&mut self, other: $f) { *self >>= other }
        }
    )* };
}

/// A type that says how far to shift.
trait Amount: Copy {
    fn amount(self) -> i128;
}

// The other forms with references exist only where both sides have one type: 1,700 impls that nobody uses cost time.
macro_rules! shift_refs {
    ($Assign:ident $assign:ident $op:tt $t:ty) => {
        impl<F: Amount> $Assign<&F> for $t {
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn $assign(&mut self, other: &F) { *self $op other.amount() }
        }
    };
}

macro_rules! shift_impl_all {
    ($($t:ty)*) => { $(
        shift_impl! { $t : u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
        impl Amount for $t {
            #[inline]
            fn amount(self) -> i128 { self as i128 }
        }
        shift_refs! { ShlAssign shl_assign <<= $t }
        shift_refs! { ShrAssign shr_assign >>= $t }
        forward_ref_binop! { impl Shl, shl for $t, $t }
        forward_ref_binop! { impl Shr, shr for $t, $t }
    )* };
}

shift_impl_all! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
