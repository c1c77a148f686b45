//! Formatting: the traits, `Formatter`, and writing what `format_args!` describes.

use crate::cell::{Cell, Ref, RefCell, RefMut, UnsafeCell};
use crate::marker::PhantomData;
use crate::mem;
use crate::ops::Deref;

mod builders;
mod float;
mod impls;
mod num;
pub mod rt;

pub use self::builders::{DebugList, DebugMap, DebugSet, DebugStruct, DebugTuple, FromFn, from_fn};
pub(crate) use self::impls::pointer_fmt_inner;

#[cfg(real)]
pub use crate::macros::derives::Debug;

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Alignment {
    Left,
    Right,
    Center,
}

pub type Result = crate::result::Result<(), Error>;

#[derive(Copy, Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Error;

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result { Display::fmt("an error occurred when formatting an argument", f) }
}

pub trait Write {
    fn write_str(&mut self, s: &str) -> Result;

    fn write_char(&mut self, c: char) -> Result { self.write_str(c.encode_utf8(&mut [0; 4])) }

    fn write_fmt(&mut self, args: Arguments<'_>) -> Result {
        let mut this = self;
        write(&mut this, args)
    }
}

impl<W: Write + ?Sized> Write for &mut W {
    fn write_str(&mut self, s: &str) -> Result { (**self).write_str(s) }
    fn write_char(&mut self, c: char) -> Result { (**self).write_char(c) }
    // the default would ask for a vtable of `&mut &mut W`, and so on without end
    fn write_fmt(&mut self, args: Arguments<'_>) -> Result { (**self).write_fmt(args) }
}

macro_rules! format_traits {
    ($($Name:ident)*) => { $(
        pub trait $Name {
            fn fmt(&self, f: &mut Formatter<'_>) -> Result;
        }

        impl<T: ?Sized + $Name> $Name for &T {
            fn fmt(&self, f: &mut Formatter<'_>) -> Result { $Name::fmt(&**self, f) }
        }

        impl<T: ?Sized + $Name> $Name for &mut T {
            fn fmt(&self, f: &mut Formatter<'_>) -> Result { $Name::fmt(&**self, f) }
        }
    )* };
}

format_traits! { Debug Display Octal Binary LowerHex UpperHex LowerExp UpperExp }

pub trait Pointer {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result;
}

/// What `format_args!` made: a template (`rt` describes its bytes), or a text alone, and the arguments.
#[lang = "format_arguments"]
#[derive(Copy, Clone)]
pub struct Arguments<'a> {
    // The text itself where there are no arguments, else the template.
    template: &'a [u8],
    args: Option<&'a [rt::Argument<'a>]>,
}

impl<'a> Arguments<'a> {
    #[inline]
    pub const unsafe fn new<const N: usize, const M: usize>(
        template: &'a [u8; N],
        args: &'a [rt::Argument<'a>; M],
    ) -> Arguments<'a> {
        Arguments { template, args: Some(args) }
    }

    #[inline]
    pub const fn from_str(s: &'static str) -> Arguments<'a> { Arguments { template: s.as_bytes(), args: None } }

    #[inline]
    pub fn from_str_nonconst(s: &'static str) -> Arguments<'a> { Arguments::from_str(s) }

    /// The text, when there is nothing to format.
    #[inline]
    pub const fn as_str(&self) -> Option<&'static str> {
        match self.args {
            None => unsafe {
                Some(crate::str::from_utf8_unchecked(mem::transmute::<&'a [u8], &'static [u8]>(self.template)))
            },
            Some(_) => None,
        }
    }

    #[inline]
    pub fn as_statically_known_str(&self) -> Option<&'static str> { self.as_str() }

    /// A guess at the length of the result.
    pub fn estimated_capacity(&self) -> usize { if self.args.is_none() { self.template.len() } else { 0 } }
}

impl Debug for Arguments<'_> {
    fn fmt(&self, fmt: &mut Formatter<'_>) -> Result { Display::fmt(self, fmt) }
}

impl Display for Arguments<'_> {
    fn fmt(&self, fmt: &mut Formatter<'_>) -> Result { write(fmt.buf, *self) }
}

pub fn write(output: &mut dyn Write, fmt: Arguments<'_>) -> Result {
    match fmt.args {
        None => output.write_str(unsafe { crate::str::from_utf8_unchecked(fmt.template) }),
        Some(args) => unsafe { rt::run(output, fmt.template.as_ptr(), args) },
    }
}

/// How one placeholder is to be written.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct FormattingOptions {
    pub(crate) flags: u32,
    pub(crate) width: u16,
    pub(crate) precision: u16,
}

impl FormattingOptions {
    pub const fn new() -> Self { FormattingOptions { flags: rt::DEFAULT_FLAGS, width: 0, precision: 0 } }
}

pub struct Formatter<'a> {
    pub(crate) options: FormattingOptions,
    pub(crate) buf: &'a mut (dyn Write + 'a),
}

impl<'a> Formatter<'a> {
    pub fn new(write: &'a mut (dyn Write + 'a), options: FormattingOptions) -> Self { Formatter { options, buf: write } }

    pub(crate) fn wrap_buf<'b, 'c>(&'b mut self, buf: &'c mut (dyn Write + 'c)) -> Formatter<'c> {
        Formatter { options: self.options, buf }
    }

    #[inline]
    fn has(&self, flag: u32) -> bool { self.options.flags & flag != 0 }

    /// Writes an integer's digits with sign, prefix (under `#`) and padding.
    pub fn pad_integral(&mut self, is_nonnegative: bool, prefix: &str, buf: &str) -> Result {
        let mut width = buf.len();
        let mut sign = None;
        if !is_nonnegative {
            sign = Some('-');
            width += 1;
        } else if self.sign_plus() {
            sign = Some('+');
            width += 1;
        }
        let prefix = if self.alternate() {
            width += prefix.len();
            Some(prefix)
        } else {
            None
        };
        let min = self.options.width as usize;
        if width >= min {
            self.write_prefix(sign, prefix)?;
            self.buf.write_str(buf)
        } else if self.sign_aware_zero_pad() {
            // Zeros go between sign and digits whatever the alignment says.
            let old = self.options;
            self.options.flags = (old.flags & !(rt::FILL | rt::ALIGN)) | '0' as u32 | rt::ALIGN_RIGHT;
            self.write_prefix(sign, prefix)?;
            let post = self.padding(min - width, Alignment::Right)?;
            self.buf.write_str(buf)?;
            post.write(self)?;
            self.options = old;
            Ok(())
        } else {
            let post = self.padding(min - width, Alignment::Right)?;
            self.write_prefix(sign, prefix)?;
            self.buf.write_str(buf)?;
            post.write(self)
        }
    }

    fn write_prefix(&mut self, sign: Option<char>, prefix: Option<&str>) -> Result {
        if let Some(c) = sign {
            self.buf.write_char(c)?;
        }
        if let Some(prefix) = prefix { self.buf.write_str(prefix) } else { Ok(()) }
    }

    /// Writes a text, cut to the precision and padded to the width.
    pub fn pad(&mut self, s: &str) -> Result {
        if !self.has(rt::WIDTH | rt::PRECISION) {
            return self.buf.write_str(s);
        }
        let mut s = s;
        if let Some(max) = self.precision() {
            if let Some((i, _)) = s.char_indices().nth(max) {
                s = unsafe { s.get_unchecked(..i) };
            }
        }
        let width = self.options.width as usize;
        let count = s.chars().count();
        if count >= width {
            return self.buf.write_str(s);
        }
        let post = self.padding(width - count, Alignment::Left)?;
        self.buf.write_str(s)?;
        post.write(self)
    }

    /// Writes the padding that comes before; what comes after is the result.
    pub(crate) fn padding(&mut self, padding: usize, default: Alignment) -> crate::result::Result<PostPadding, Error> {
        let before = match self.align().unwrap_or(default) {
            Alignment::Left => 0,
            Alignment::Right => padding,
            Alignment::Center => padding / 2,
        };
        let fill = self.fill();
        for _ in 0..before {
            self.buf.write_char(fill)?;
        }
        Ok(PostPadding { fill, padding: padding - before })
    }

    pub fn write_str(&mut self, data: &str) -> Result { self.buf.write_str(data) }

    pub fn write_fmt(&mut self, fmt: Arguments<'_>) -> Result { write(self.buf, fmt) }

    pub fn flags(&self) -> u32 {
        (self.options.flags >> 21) & 0x3f
    }

    pub fn fill(&self) -> char { unsafe { char::from_u32_unchecked(self.options.flags & rt::FILL) } }

    pub fn align(&self) -> Option<Alignment> {
        match self.options.flags & rt::ALIGN {
            rt::ALIGN_LEFT => Some(Alignment::Left),
            rt::ALIGN_RIGHT => Some(Alignment::Right),
            rt::ALIGN_CENTER => Some(Alignment::Center),
            _ => None,
        }
    }

    pub fn width(&self) -> Option<usize> { if self.has(rt::WIDTH) { Some(self.options.width as usize) } else { None } }

    pub fn precision(&self) -> Option<usize> {
        if self.has(rt::PRECISION) { Some(self.options.precision as usize) } else { None }
    }

    pub fn sign_plus(&self) -> bool { self.has(rt::SIGN_PLUS) }
    pub fn sign_minus(&self) -> bool { self.has(rt::SIGN_MINUS) }
    pub fn alternate(&self) -> bool { self.has(rt::ALTERNATE) }
    pub fn sign_aware_zero_pad(&self) -> bool { self.has(rt::ZERO_PAD) }
    pub(crate) fn debug_lower_hex(&self) -> bool { self.has(rt::DEBUG_LOWER_HEX) }
    pub(crate) fn debug_upper_hex(&self) -> bool { self.has(rt::DEBUG_UPPER_HEX) }
    pub fn options(&self) -> FormattingOptions { self.options }

    pub fn debug_struct<'b>(&'b mut self, name: &str) -> DebugStruct<'b, 'a> { builders::debug_struct_new(self, name) }
    pub fn debug_tuple<'b>(&'b mut self, name: &str) -> DebugTuple<'b, 'a> { builders::debug_tuple_new(self, name) }
    pub fn debug_list<'b>(&'b mut self) -> DebugList<'b, 'a> { builders::debug_list_new(self) }
    pub fn debug_set<'b>(&'b mut self) -> DebugSet<'b, 'a> { builders::debug_set_new(self) }
    pub fn debug_map<'b>(&'b mut self) -> DebugMap<'b, 'a> { builders::debug_map_new(self) }
}

impl Write for Formatter<'_> {
    fn write_str(&mut self, s: &str) -> Result { self.buf.write_str(s) }
    fn write_char(&mut self, c: char) -> Result { self.buf.write_char(c) }
}

pub(crate) struct PostPadding {
    fill: char,
    padding: usize,
}

impl PostPadding {
    pub(crate) fn write(self, f: &mut Formatter<'_>) -> Result {
        for _ in 0..self.padding {
            f.buf.write_char(self.fill)?;
        }
        Ok(())
    }
}
