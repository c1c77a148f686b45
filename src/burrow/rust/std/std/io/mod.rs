//! Input and output.

use crate::cmp;
use crate::fmt;

mod buffered;
mod cursor;
mod error;
mod impls;
mod stdio;
mod traits;
mod util;

pub use self::buffered::{BufReader, BufWriter, LineWriter};
pub use self::cursor::Cursor;
pub use self::error::{Error, ErrorKind, Result};
pub use self::stdio::{
    stderr, stdin, stdout, Stderr, StderrLock, Stdin, StdinLock, Stdout, StdoutLock, _eprint, _print,
};
pub(crate) use self::stdio::flush_at_exit;
pub use self::traits::{BufRead, Bytes, Chain, Lines, Read, Seek, SeekFrom, Split, Take, Write};
pub use self::util::{copy, empty, read_to_string, repeat, sink, Empty, Repeat, Sink};

pub mod prelude {
    pub use super::{BufRead, Read, Seek, Write};
}
