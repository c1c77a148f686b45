// Package syscall is the part of Linux that the library needs.
package syscall

import "unsafe"

//burrow:runtime runtime.syscall6
func raw(nr, a, b, c, d, e, f uintptr) int

//burrow:runtime runtime.syscall_blocking
func blocking(nr, a, b, c, d, e, f uintptr) int

// Errno is an error number of the kernel.
type Errno uintptr

const (
	ENOENT      Errno = 2
	EINTR       Errno = 4
	EBADF       Errno = 9
	EAGAIN      Errno = 11
	EACCES      Errno = 13
	EEXIST      Errno = 17
	ENOTDIR     Errno = 20
	EISDIR      Errno = 21
	EINVAL      Errno = 22
	EPIPE       Errno = 32
	ENOSYS      Errno = 38
	EADDRINUSE  Errno = 98
	EINPROGRESS Errno = 115
)

var errnoTexts = map[Errno]string{
	1: "operation not permitted", 2: "no such file or directory", 4: "interrupted system call", 5: "input/output error",
	9: "bad file descriptor", 11: "resource temporarily unavailable", 12: "cannot allocate memory", 13: "permission denied",
	17: "file exists", 20: "not a directory", 21: "is a directory", 22: "invalid argument", 24: "too many open files",
	28: "no space left on device", 29: "illegal seek", 32: "broken pipe", 38: "function not implemented", 39: "directory not empty",
	98: "address already in use", 99: "cannot assign requested address", 104: "connection reset by peer",
	110: "connection timed out", 111: "connection refused", 115: "operation now in progress",
}

func (e Errno) Error() string {
	if s, ok := errnoTexts[e]; ok {
		return s
	}
	n := int(e)
	var b [8]byte
	i := len(b)
	for n > 0 || i == len(b) {
		i--
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return "errno " + string(b[i:])
}

func (e Errno) Is(target error) bool  { return false }
func (e Errno) Temporary() bool       { return e == EINTR || e == EAGAIN }
func (e Errno) Timeout() bool         { return e == EAGAIN || e == 110 }

// Syscall makes a system call.
func Syscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno) { return Syscall6(trap, a1, a2, a3, 0, 0, 0) }

func Syscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno) {
	r := blocking(trap, a1, a2, a3, a4, a5, a6)
	if r < 0 && r > -4096 {
		return ^uintptr(0), 0, Errno(-r)
	}
	return uintptr(r), 0, 0
}

func RawSyscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno) {
	r := raw(trap, a1, a2, a3, 0, 0, 0)
	if r < 0 && r > -4096 {
		return ^uintptr(0), 0, Errno(-r)
	}
	return uintptr(r), 0, 0
}

const (
	SYS_READ      = 0
	SYS_WRITE     = 1
	SYS_OPEN      = 2
	SYS_CLOSE     = 3
	SYS_FSTAT     = 5
	SYS_LSEEK     = 8
	SYS_MMAP      = 9
	SYS_MPROTECT  = 10
	SYS_MUNMAP    = 11
	SYS_GETPID    = 39
	SYS_KILL      = 62
	SYS_GETRUSAGE = 98
	SYS_GETPPID   = 110
	SYS_GETUID    = 102
	SYS_UNLINK    = 87
	SYS_MKDIR     = 83
)

const (
	O_RDONLY  = 0
	O_WRONLY  = 1
	O_RDWR    = 2
	O_CREAT   = 0x40
	O_EXCL    = 0x80
	O_TRUNC   = 0x200
	O_APPEND  = 0x400
	O_SYNC    = 0x101000
	O_CLOEXEC = 0x80000

	PROT_NONE   = 0
	PROT_READ   = 1
	PROT_WRITE  = 2
	PROT_EXEC   = 4
	MAP_SHARED  = 1
	MAP_PRIVATE = 2
	MAP_ANON    = 0x20

	RUSAGE_SELF = 0
)

func check(r int) (int, error) {
	if r < 0 {
		return -1, Errno(-r)
	}
	return r, nil
}

func Read(fd int, p []byte) (int, error) {
	return check(blocking(SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), 0, 0, 0))
}

func Write(fd int, p []byte) (int, error) {
	return check(blocking(SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), 0, 0, 0))
}

func cstring(s string) *byte {
	b := make([]byte, len(s)+1)
	copy(b, s)
	return &b[0]
}

func Open(path string, mode int, perm uint32) (int, error) {
	return check(blocking(SYS_OPEN, uintptr(unsafe.Pointer(cstring(path))), uintptr(mode), uintptr(perm), 0, 0, 0))
}

func Close(fd int) error {
	_, err := check(raw(SYS_CLOSE, uintptr(fd), 0, 0, 0, 0, 0))
	return err
}

func Seek(fd int, offset int64, whence int) (int64, error) {
	n, err := check(raw(SYS_LSEEK, uintptr(fd), uintptr(offset), uintptr(whence), 0, 0, 0))
	return int64(n), err
}

func Unlink(path string) error {
	_, err := check(raw(SYS_UNLINK, uintptr(unsafe.Pointer(cstring(path))), 0, 0, 0, 0, 0))
	return err
}

func Mkdir(path string, mode uint32) error {
	_, err := check(raw(SYS_MKDIR, uintptr(unsafe.Pointer(cstring(path))), uintptr(mode), 0, 0, 0, 0))
	return err
}

func Getpid() int      { return raw(SYS_GETPID, 0, 0, 0, 0, 0, 0) }
func Getppid() int     { return raw(SYS_GETPPID, 0, 0, 0, 0, 0, 0) }
func Getuid() int      { return raw(SYS_GETUID, 0, 0, 0, 0, 0, 0) }
func Getpagesize() int { return 4096 }

func Mmap(fd int, offset int64, length int, prot int, flags int) ([]byte, error) {
	r := raw(SYS_MMAP, 0, uintptr(length), uintptr(prot), uintptr(flags), uintptr(fd), uintptr(offset))
	if r < 0 && r > -4096 {
		return nil, Errno(-r)
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(uintptr(r))), length), nil
}

func Munmap(b []byte) error {
	_, err := check(raw(SYS_MUNMAP, uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), 0, 0, 0, 0))
	return err
}

func Mprotect(b []byte, prot int) error {
	_, err := check(raw(SYS_MPROTECT, uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), uintptr(prot), 0, 0, 0))
	return err
}

type Timeval struct {
	Sec  int64
	Usec int64
}

func (tv *Timeval) Nano() int64          { return tv.Sec*1e9 + tv.Usec*1000 }
func (tv *Timeval) Unix() (int64, int64) { return tv.Sec, tv.Usec * 1000 }

type Rusage struct {
	Utime, Stime                                 Timeval
	Maxrss, Ixrss, Idrss, Isrss                  int64
	Minflt, Majflt, Nswap, Inblock, Oublock      int64
	Msgsnd, Msgrcv, Nsignals, Nvcsw, Nivcsw      int64
}

func Getrusage(who int, r *Rusage) error {
	_, err := check(raw(SYS_GETRUSAGE, uintptr(who), uintptr(unsafe.Pointer(r)), 0, 0, 0, 0))
	return err
}

// A Signal is a number describing a process signal.
type Signal int

const (
	SIGABRT Signal = 6
	SIGHUP  Signal = 1
	SIGINT  Signal = 2
	SIGKILL Signal = 9
	SIGPIPE Signal = 13
	SIGQUIT Signal = 3
	SIGSEGV Signal = 11
	SIGTERM Signal = 15
	SIGUSR1 Signal = 10
)

func (s Signal) Signal()        {}
func (s Signal) String() string { return "signal" }

func Kill(pid int, sig Signal) error {
	_, err := check(raw(SYS_KILL, uintptr(pid), uintptr(sig), 0, 0, 0, 0))
	return err
}
