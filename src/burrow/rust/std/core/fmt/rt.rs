//! What `format_args!` compiles to.
//!
//! A template is a sequence of pieces and ends with a 0 byte.  A text of n < 128 bytes is the byte n and the text; a longer
//! one is 0x80, its length as u16, the text.  A placeholder is 0xC0 plus, each with its field after it in this order: 1 flags
//! (u32), 2 width (u16), 4 precision (u16), 8 number of the argument (u16); 16 and 32 say that width and precision are
//! themselves numbers of arguments.  Without a number it is the argument after the previous placeholder's.  Little-endian.

use super::{Binary, Debug, Display, Formatter, FormattingOptions, LowerExp, LowerHex, Octal, Pointer, Result, UpperExp, UpperHex, Write};
use crate::marker::PhantomData;

pub(crate) const FILL: u32 = (1 << 21) - 1;
pub(crate) const SIGN_PLUS: u32 = 1 << 21;
pub(crate) const SIGN_MINUS: u32 = 1 << 22;
pub(crate) const ALTERNATE: u32 = 1 << 23;
pub(crate) const ZERO_PAD: u32 = 1 << 24;
pub(crate) const DEBUG_LOWER_HEX: u32 = 1 << 25;
pub(crate) const DEBUG_UPPER_HEX: u32 = 1 << 26;
pub(crate) const WIDTH: u32 = 1 << 27;
pub(crate) const PRECISION: u32 = 1 << 28;
pub(crate) const ALIGN: u32 = 3 << 29;
pub(crate) const ALIGN_LEFT: u32 = 0;
pub(crate) const ALIGN_RIGHT: u32 = 1 << 29;
pub(crate) const ALIGN_CENTER: u32 = 2 << 29;
/// Filled with blanks, aligned as the type likes.
pub(crate) const DEFAULT_FLAGS: u32 = ' ' as u32 | ALIGN;

/// An argument and the function that writes it, or a number used as width or precision.
#[lang = "format_argument"]
#[derive(Copy, Clone)]
pub struct Argument<'a> {
    value: *const (),
    // Null for a number.
    formatter: *const (),
    _lifetime: PhantomData<&'a ()>,
}

type Erased = fn(*const (), &mut Formatter<'_>) -> Result;

impl Argument<'_> {
    #[inline]
    const fn make<T>(x: &T, f: fn(&T, &mut Formatter<'_>) -> Result) -> Argument<'_> {
        Argument { value: x as *const T as *const (), formatter: f as *const (), _lifetime: PhantomData }
    }

    #[inline]
    pub const fn new_display<T: Display>(x: &T) -> Argument<'_> { Argument::make(x, <T as Display>::fmt) }
    #[inline]
    pub const fn new_debug<T: Debug>(x: &T) -> Argument<'_> { Argument::make(x, <T as Debug>::fmt) }
    #[inline]
    pub const fn new_octal<T: Octal>(x: &T) -> Argument<'_> { Argument::make(x, <T as Octal>::fmt) }
    #[inline]
    pub const fn new_lower_hex<T: LowerHex>(x: &T) -> Argument<'_> { Argument::make(x, <T as LowerHex>::fmt) }
    #[inline]
    pub const fn new_upper_hex<T: UpperHex>(x: &T) -> Argument<'_> { Argument::make(x, <T as UpperHex>::fmt) }
    #[inline]
    pub const fn new_pointer<T: Pointer>(x: &T) -> Argument<'_> { Argument::make(x, <T as Pointer>::fmt) }
    #[inline]
    pub const fn new_binary<T: Binary>(x: &T) -> Argument<'_> { Argument::make(x, <T as Binary>::fmt) }
    #[inline]
    pub const fn new_lower_exp<T: LowerExp>(x: &T) -> Argument<'_> { Argument::make(x, <T as LowerExp>::fmt) }
    #[inline]
    pub const fn new_upper_exp<T: UpperExp>(x: &T) -> Argument<'_> { Argument::make(x, <T as UpperExp>::fmt) }

    #[inline]
    #[track_caller]
    pub const fn from_usize(x: &usize) -> Argument<'_> {
        if *x > u16::MAX as usize {
            panic!("Formatting argument out of range");
        }
        Argument { value: x as *const usize as *const (), formatter: crate::ptr::null(), _lifetime: PhantomData }
    }

    unsafe fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let formatter: Erased = unsafe { crate::mem::transmute(self.formatter) };
        formatter(self.value, f)
    }

    unsafe fn as_u16(&self) -> u16 { unsafe { *(self.value as *const usize) as u16 } }
}

unsafe fn u16_at(p: *const u8) -> u16 { unsafe { *p as u16 | (*p.add(1) as u16) << 8 } }

/// Writes the template at `p` with its arguments.
pub(super) unsafe fn run(output: &mut dyn Write, mut p: *const u8, args: &[Argument<'_>]) -> Result {
    let mut next = 0usize;
    unsafe {
        loop {
            let n = *p;
            p = p.add(1);
            if n == 0 {
                return Ok(());
            }
            if n <= 0x80 {
                let mut len = n as usize;
                if n == 0x80 {
                    len = u16_at(p) as usize;
                    p = p.add(2);
                }
                output.write_str(crate::str::from_utf8_unchecked(crate::slice::from_raw_parts(p, len)))?;
                p = p.add(len);
                continue;
            }
            let mut options = FormattingOptions::new();
            if n & 1 != 0 {
                options.flags = u16_at(p) as u32 | (u16_at(p.add(2)) as u32) << 16;
                p = p.add(4);
            }
            if n & 2 != 0 {
                options.width = u16_at(p);
                p = p.add(2);
            }
            if n & 4 != 0 {
                options.precision = u16_at(p);
                p = p.add(2);
            }
            if n & 8 != 0 {
                next = u16_at(p) as usize;
                p = p.add(2);
            }
            if n & 16 != 0 {
                options.width = args.get_unchecked(options.width as usize).as_u16();
            }
            if n & 32 != 0 {
                options.precision = args.get_unchecked(options.precision as usize).as_u16();
            }
            let mut formatter = Formatter { options, buf: output };
            args.get_unchecked(next).fmt(&mut formatter)?;
            next += 1;
        }
    }
}
