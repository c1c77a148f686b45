//! `format!`.

pub use core::fmt::*;

use crate::string::String;

#[inline]
pub fn format(args: Arguments<'_>) -> String {
    match args.as_str() {
        Some(s) => String::from(s),
        None => format_inner(args),
    }
}

fn format_inner(args: Arguments<'_>) -> String {
    let mut output = String::with_capacity(args.estimated_capacity());
    output.write_fmt(args).expect("a formatting trait implementation returned an error when the underlying stream did not");
    output
}
