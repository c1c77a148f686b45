//! `+ - * / %` and unary `-`, with their assigning forms.

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
            #[track_caller]
            #[rustc_inherit_overflow_checks]
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
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn $method(&mut self, other: $t) { *self $op other }
        }
        forward_ref_op_assign! { impl $Trait, $method for $t, $t })*
    };
}

binary! { "add" Add add + : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
binary! { "sub" Sub sub - : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
binary! { "mul" Mul mul * : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
binary! { "div" Div div / : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
binary! { "rem" Rem rem % : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
assign! { "add_assign" AddAssign add_assign += : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
assign! { "sub_assign" SubAssign sub_assign -= : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
assign! { "mul_assign" MulAssign mul_assign *= : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
assign! { "div_assign" DivAssign div_assign /= : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
assign! { "rem_assign" RemAssign rem_assign %= : usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }

#[lang = "neg"]
pub trait Neg {
    type Output;
    fn neg(self) -> Self::Output;
}

macro_rules! neg_impl {
    ($($t:ty)*) => { $(
        impl Neg for $t {
            type Output = $t;
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn neg(self) -> $t { -self }
        }
        forward_ref_unop! { impl Neg, neg for $t }
    )* };
}

neg_impl! { isize i8 i16 i32 i64 i128 f32 f64 }
