//! The macros that `core` exports, and the declarations of those that the compiler itself expands.

/// Panics.  The compiler expands it to `panic::panic_2015!` or `panic::panic_2021!`, by the edition of the call.
#[macro_export]
#[rustc_builtin_macro(core_panic)]
#[allow_internal_unstable(edition_panic)]
macro_rules! panic {
    ($($arg:tt)*) => {};
}

#[macro_export]
macro_rules! panic_2015 {
    () => { $crate::panicking::panic("explicit panic") };
    ($msg:literal $(,)?) => { $crate::panicking::panic($msg) };
    ($msg:expr $(,)?) => { $crate::panicking::panic_str_2015($msg) };
    ("{}", $arg:expr $(,)?) => { $crate::panicking::panic_display(&$arg) };
    ($fmt:expr, $($arg:tt)+) => { $crate::panicking::panic_fmt($crate::format_args!($fmt, $($arg)+)) };
}

#[macro_export]
macro_rules! panic_2021 {
    () => { $crate::panicking::panic("explicit panic") };
    ("{}", $arg:expr $(,)?) => { $crate::panicking::panic_display(&$arg) };
    ($($t:tt)+) => { $crate::panicking::panic_fmt($crate::format_args!($($t)+)) };
}

#[macro_export]
macro_rules! unreachable_2015 {
    () => { $crate::panicking::panic("internal error: entered unreachable code") };
    ($msg:expr $(,)?) => { $crate::panicking::unreachable_display(&$msg) };
    ($fmt:expr, $($arg:tt)*) => {
        $crate::panic!($crate::concat!("internal error: entered unreachable code: ", $fmt), $($arg)*)
    };
}

#[macro_export]
macro_rules! unreachable_2021 {
    () => { $crate::panicking::panic("internal error: entered unreachable code") };
    ($($t:tt)+) => {
        $crate::panic!("internal error: entered unreachable code: {}", $crate::format_args!($($t)+))
    };
}

/// As `panic!`, for what cannot be reached.  The compiler picks `unreachable_2015!` or `unreachable_2021!`.
#[macro_export]
#[rustc_builtin_macro(unreachable)]
#[allow_internal_unstable(edition_panic)]
macro_rules! unreachable {
    ($($arg:tt)*) => {};
}

#[macro_export]
macro_rules! assert_eq {
    ($left:expr, $right:expr $(,)?) => {
        match (&$left, &$right) {
            (left_val, right_val) => {
                if !(*left_val == *right_val) {
                    let kind = $crate::panicking::AssertKind::Eq;
                    $crate::panicking::assert_failed(kind, &*left_val, &*right_val, $crate::option::Option::None);
                }
            }
        }
    };
    ($left:expr, $right:expr, $($arg:tt)+) => {
        match (&$left, &$right) {
            (left_val, right_val) => {
                if !(*left_val == *right_val) {
                    let kind = $crate::panicking::AssertKind::Eq;
                    $crate::panicking::assert_failed(kind, &*left_val, &*right_val,
                        $crate::option::Option::Some($crate::format_args!($($arg)+)));
                }
            }
        }
    };
}

#[macro_export]
macro_rules! assert_ne {
    ($left:expr, $right:expr $(,)?) => {
        match (&$left, &$right) {
            (left_val, right_val) => {
                if *left_val == *right_val {
                    let kind = $crate::panicking::AssertKind::Ne;
                    $crate::panicking::assert_failed(kind, &*left_val, &*right_val, $crate::option::Option::None);
                }
            }
        }
    };
    ($left:expr, $right:expr, $($arg:tt)+) => {
        match (&$left, &$right) {
            (left_val, right_val) => {
                if *left_val == *right_val {
                    let kind = $crate::panicking::AssertKind::Ne;
                    $crate::panicking::assert_failed(kind, &*left_val, &*right_val,
                        $crate::option::Option::Some($crate::format_args!($($arg)+)));
                }
            }
        }
    };
}

#[macro_export]
macro_rules! debug_assert {
    ($($arg:tt)*) => { if $crate::cfg!(debug_assertions) { $crate::assert!($($arg)*); } };
}

#[macro_export]
macro_rules! debug_assert_eq {
    ($($arg:tt)*) => { if $crate::cfg!(debug_assertions) { $crate::assert_eq!($($arg)*); } };
}

#[macro_export]
macro_rules! debug_assert_ne {
    ($($arg:tt)*) => { if $crate::cfg!(debug_assertions) { $crate::assert_ne!($($arg)*); } };
}

#[macro_export]
macro_rules! matches {
    ($expression:expr, $pattern:pat $(if $guard:expr)? $(,)?) => {
        match $expression {
            $pattern $(if $guard)? => true,
            _ => false,
        }
    };
}

#[macro_export]
macro_rules! r#try {
    ($expr:expr $(,)?) => {
        match $expr {
            $crate::result::Result::Ok(val) => val,
            $crate::result::Result::Err(err) => {
                return $crate::result::Result::Err($crate::convert::From::from(err));
            }
        }
    };
}

#[macro_export]
macro_rules! write {
    ($dst:expr, $($arg:tt)*) => { $dst.write_fmt($crate::format_args!($($arg)*)) };
}

#[macro_export]
macro_rules! writeln {
    ($dst:expr $(,)?) => { $crate::write!($dst, "\n") };
    ($dst:expr, $($arg:tt)*) => { $dst.write_fmt($crate::format_args_nl!($($arg)*)) };
}

#[macro_export]
macro_rules! unimplemented {
    () => { $crate::panicking::panic("not implemented") };
    ($($arg:tt)+) => { $crate::panic!("not implemented: {}", $crate::format_args!($($arg)+)) };
}

#[macro_export]
macro_rules! todo {
    () => { $crate::panicking::panic("not yet implemented") };
    ($($arg:tt)+) => { $crate::panic!("not yet implemented: {}", $crate::format_args!($($arg)+)) };
}

// What follows is expanded by the compiler: only the names are declared here.

#[macro_export]
#[rustc_builtin_macro]
macro_rules! assert {
    ($cond:expr $(,)?) => {};
    ($cond:expr, $($arg:tt)+) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! cfg {
    ($($cfg:tt)*) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! column {
    () => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! compile_error {
    ($msg:expr $(,)?) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! concat {
    ($($e:expr),* $(,)?) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! env {
    ($name:expr $(,)?) => {};
    ($name:expr, $error_msg:expr $(,)?) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! option_env {
    ($name:expr $(,)?) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! file {
    () => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! line {
    () => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! module_path {
    () => {};
}

#[macro_export]
#[rustc_builtin_macro]
#[allow_internal_unstable(fmt_internals)]
macro_rules! format_args {
    ($fmt:expr) => {};
    ($fmt:expr, $($args:tt)*) => {};
}

#[macro_export]
#[rustc_builtin_macro]
#[allow_internal_unstable(fmt_internals)]
macro_rules! const_format_args {
    ($fmt:expr) => {};
    ($fmt:expr, $($args:tt)*) => {};
}

#[macro_export]
#[rustc_builtin_macro]
#[allow_internal_unstable(fmt_internals)]
macro_rules! format_args_nl {
    ($fmt:expr) => {};
    ($fmt:expr, $($args:tt)*) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! include {
    ($file:expr $(,)?) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! include_bytes {
    ($file:expr $(,)?) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! include_str {
    ($file:expr $(,)?) => {};
}

#[macro_export]
#[rustc_builtin_macro]
macro_rules! stringify {
    ($($t:tt)*) => {};
}

/// The derive macros, the built-in attributes: rustc wants them declared; elsewhere the compiler simply knows the names.
#[cfg(real)]
pub mod derives;
