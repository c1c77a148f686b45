//! Files.

use crate::fmt;
use crate::io::{self, Read, Seek, SeekFrom, Write};
use crate::path::Path;
use crate::sys;

const O_WRONLY: usize = 1;
const O_RDWR: usize = 2;
const O_CREAT: usize = 0o100;
const O_EXCL: usize = 0o200;
const O_TRUNC: usize = 0o1000;
const O_APPEND: usize = 0o2000;
const O_CLOEXEC: usize = 0o2000000;

pub struct File {
    fd: usize,
}

fn text(path: &Path) -> io::Result<&str> {
    match path.to_str() {
        Some(text) if !text.as_bytes().contains(&0) => Ok(text),
        _ => Err(io::Error::message(io::ErrorKind::InvalidInput, "file name contained an unexpected NUL byte")),
    }
}

impl File {
    pub fn open<P: AsRef<Path>>(path: P) -> io::Result<File> { OpenOptions::new().read(true).open(path.as_ref()) }

    pub fn create<P: AsRef<Path>>(path: P) -> io::Result<File> {
        OpenOptions::new().write(true).create(true).truncate(true).open(path.as_ref())
    }

    pub fn create_new<P: AsRef<Path>>(path: P) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create_new(true).open(path.as_ref())
    }

    pub fn options() -> OpenOptions { OpenOptions::new() }

    pub fn sync_all(&self) -> io::Result<()> { sys::sync(self.fd).map(|_| ()) }
    pub fn sync_data(&self) -> io::Result<()> { self.sync_all() }
    pub fn set_len(&self, size: u64) -> io::Result<()> { sys::truncate(self.fd, size).map(|_| ()) }
}

impl Drop for File {
    fn drop(&mut self) { sys::close(self.fd) }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("File").field("fd", &self.fd).finish() }
}

impl Read for File {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> { sys::read(self.fd, buf) }
}

impl Read for &File {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> { sys::read(self.fd, buf) }
}

impl Write for File {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> { sys::write(self.fd, buf) }
    fn flush(&mut self) -> io::Result<()> { Ok(()) }
}

impl Write for &File {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> { sys::write(self.fd, buf) }
    fn flush(&mut self) -> io::Result<()> { Ok(()) }
}

impl Seek for File {
    fn seek(&mut self, pos: SeekFrom) -> io::Result<u64> {
        let (offset, whence) = match pos {
            SeekFrom::Start(n) => (n as i64, 0),
            SeekFrom::Current(n) => (n, 1),
            SeekFrom::End(n) => (n, 2),
        };
        Ok(sys::seek(self.fd, offset, whence)? as u64)
    }
}

#[derive(Clone, Debug)]
pub struct OpenOptions {
    read: bool,
    write: bool,
    append: bool,
    truncate: bool,
    create: bool,
    create_new: bool,
}

macro_rules! setters {
    ($($name:ident)*) => { $(pub fn $name(&mut self, $name: bool) -> &mut Self {
        self.$name = $name;
        self
    })* };
}

impl OpenOptions {
    pub fn new() -> OpenOptions {
        OpenOptions { read: false, write: false, append: false, truncate: false, create: false, create_new: false }
    }

    setters! { read write append truncate create create_new }

    pub fn open<P: AsRef<Path>>(&self, path: P) -> io::Result<File> {
        let mut flags = O_CLOEXEC;
        let writes = self.write || self.append;
        if !writes && (!self.read || self.truncate || self.create || self.create_new) {
            return Err(io::Error::from_raw_os_error(22));
        }
        if writes {
            flags |= if self.read { O_RDWR } else { O_WRONLY };
        }
        if self.append {
            flags |= O_APPEND;
        }
        if self.truncate {
            flags |= O_TRUNC;
        }
        if self.create {
            flags |= O_CREAT;
        }
        if self.create_new {
            flags |= O_CREAT | O_EXCL;
        }
        Ok(File { fd: sys::open(text(path.as_ref())?, flags, 0o666)? })
    }
}

/// Size and kind of a file.
#[derive(Clone, Debug)]
pub struct Metadata {
    mode: u32,
    size: u64,
}

impl Metadata {
    pub fn len(&self) -> u64 { self.size }
    pub fn is_file(&self) -> bool { self.mode & 0o170000 == 0o100000 }
    pub fn is_dir(&self) -> bool { self.mode & 0o170000 == 0o040000 }
}

pub fn metadata<P: AsRef<Path>>(path: P) -> io::Result<Metadata> {
    let mut words = [0; 18];
    sys::stat(text(path.as_ref())?, &mut words)?;
    Ok(Metadata { mode: words[3] as u32, size: words[6] })
}

pub fn exists<P: AsRef<Path>>(path: P) -> io::Result<bool> {
    match metadata(path) {
        Ok(_) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

pub fn read<P: AsRef<Path>>(path: P) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub fn read_to_string<P: AsRef<Path>>(path: P) -> io::Result<String> {
    let mut string = String::new();
    File::open(path)?.read_to_string(&mut string)?;
    Ok(string)
}

pub fn write<P: AsRef<Path>, C: AsRef<[u8]>>(path: P, contents: C) -> io::Result<()> {
    File::create(path)?.write_all(contents.as_ref())
}

pub fn remove_file<P: AsRef<Path>>(path: P) -> io::Result<()> { sys::unlink(text(path.as_ref())?).map(|_| ()) }
pub fn create_dir<P: AsRef<Path>>(path: P) -> io::Result<()> { sys::mkdir(text(path.as_ref())?).map(|_| ()) }
pub fn remove_dir<P: AsRef<Path>>(path: P) -> io::Result<()> { sys::rmdir(text(path.as_ref())?).map(|_| ()) }

pub fn create_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {
    let path = path.as_ref();
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        if parent.to_str() != Some("") {
            create_dir_all(parent)?;
        }
    }
    create_dir(path)
}

pub fn rename<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<()> {
    sys::rename(text(from.as_ref())?, text(to.as_ref())?).map(|_| ())
}
