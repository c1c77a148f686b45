//! Declarations of derives and attributes in the form rustc wants; burrow's compiler knows them by name and never reads this.

macro_rules! builtin {
    ($($name:ident $(($($helper:ident),*))?)*) => { $(
        #[allow_internal_unstable(coverage_attribute)]
        #[rustc_builtin_macro($name, attributes($($($helper),*)?))]
        pub macro $name($item:item) {}
    )* };
}

builtin! { Clone Copy Debug Default(default) Eq Hash Ord PartialEq PartialOrd }

#[rustc_builtin_macro(test)]
pub macro test($item:item) {}
#[rustc_builtin_macro(derive)]
pub macro derive($item:item) {}
#[rustc_builtin_macro]
pub macro cfg_eval($($tt:tt)*) {}
#[rustc_builtin_macro(bench)]
pub macro bench($item:item) {}
#[rustc_builtin_macro(global_allocator)]
pub macro global_allocator($item:item) {}
