// Package os provides a platform-independent interface to operating system functionality.
package os

import (
	"errors"
	"io"
	"syscall"
	"unsafe"
)

//burrow:runtime runtime.args
func rawargs() *[3]uintptr

//burrow:runtime runtime.exit
func exit(code int)

//burrow:runtime runtime.write
func rawwrite(fd int, p unsafe.Pointer, n int) int

// Args hold the command-line arguments, starting with the program name.
var Args = readArgs()

func cstrings(p uintptr) []string {
	var out []string
	for {
		s := *(*uintptr)(unsafe.Pointer(p))
		if s == 0 {
			return out
		}
		out = append(out, cstring(s))
		p += 8
	}
}

func cstring(p uintptr) string {
	n := 0
	for *(*byte)(unsafe.Pointer(p + uintptr(n))) != 0 {
		n++
	}
	return string(unsafe.Slice((*byte)(unsafe.Pointer(p)), n))
}

func readArgs() []string { return cstrings(rawargs()[1]) }

var environ []string
var environRead bool

func env() []string {
	if !environRead {
		environ = cstrings(rawargs()[2])
		environRead = true
	}
	return environ
}

// LookupEnv retrieves the value of the environment variable named by the key.
func LookupEnv(key string) (string, bool) {
	for _, kv := range env() {
		if len(kv) > len(key) && kv[len(key)] == '=' && kv[:len(key)] == key {
			return kv[len(key)+1:], true
		}
	}
	return "", false
}

func Getenv(key string) string {
	v, _ := LookupEnv(key)
	return v
}

func Environ() []string { return append([]string(nil), env()...) }

func Setenv(key, value string) error {
	for i, kv := range env() {
		if len(kv) > len(key) && kv[len(key)] == '=' && kv[:len(key)] == key {
			environ[i] = key + "=" + value
			return nil
		}
	}
	environ = append(environ, key+"="+value)
	return nil
}

func Unsetenv(key string) error {
	for i, kv := range env() {
		if len(kv) > len(key) && kv[len(key)] == '=' && kv[:len(key)] == key {
			environ = append(environ[:i:i], environ[i+1:]...)
			return nil
		}
	}
	return nil
}

// Exit ends the program at once; deferred functions are not run.
func Exit(code int) { exit(code) }

func Getpid() int      { return syscall.Getpid() }
func Getppid() int     { return syscall.Getppid() }
func Getuid() int      { return syscall.Getuid() }
func Getpagesize() int { return 4096 }
func TempDir() string {
	if d := Getenv("TMPDIR"); d != "" {
		return d
	}
	return "/tmp"
}

func Getwd() (string, error) {
	if d := Getenv("PWD"); d != "" {
		return d, nil
	}
	return "", errors.New("no PWD")
}

func Hostname() (string, error) {
	b, err := ReadFile("/proc/sys/kernel/hostname")
	if err != nil {
		return "", err
	}
	for len(b) > 0 && b[len(b)-1] == '\n' {
		b = b[:len(b)-1]
	}
	return string(b), nil
}

const (
	O_RDONLY = syscall.O_RDONLY
	O_WRONLY = syscall.O_WRONLY
	O_RDWR   = syscall.O_RDWR
	O_APPEND = syscall.O_APPEND
	O_CREATE = syscall.O_CREAT
	O_EXCL   = syscall.O_EXCL
	O_SYNC   = syscall.O_SYNC
	O_TRUNC  = syscall.O_TRUNC

	PathSeparator     = '/'
	PathListSeparator = ':'
	DevNull           = "/dev/null"
)

var (
	ErrInvalid          = errors.New("invalid argument")
	ErrPermission       = errors.New("permission denied")
	ErrExist            = errors.New("file already exists")
	ErrNotExist         = errors.New("file does not exist")
	ErrClosed           = errors.New("file already closed")
	ErrDeadlineExceeded = errors.New("i/o timeout")
)

// A FileMode represents a file's mode and permission bits.
type FileMode uint32

// PathError records an error and the operation and file path that caused it.
type PathError struct {
	Op   string
	Path string
	Err  error
}

func (e *PathError) Error() string { return e.Op + " " + e.Path + ": " + e.Err.Error() }
func (e *PathError) Unwrap() error { return e.Err }
func (e *PathError) Is(target error) bool {
	n, ok := e.Err.(syscall.Errno)
	if !ok {
		return false
	}
	switch target {
	case ErrNotExist:
		return n == syscall.ENOENT
	case ErrExist:
		return n == syscall.EEXIST
	case ErrPermission:
		return n == syscall.EACCES
	}
	return false
}

func IsNotExist(err error) bool   { return errors.Is(err, ErrNotExist) }
func IsExist(err error) bool      { return errors.Is(err, ErrExist) }
func IsPermission(err error) bool { return errors.Is(err, ErrPermission) }

// File represents an open file descriptor.
type File struct {
	fd     int
	name   string
	closed bool
}

var (
	Stdin  = NewFile(0, "/dev/stdin")
	Stdout = NewFile(1, "/dev/stdout")
	Stderr = NewFile(2, "/dev/stderr")
)

func NewFile(fd uintptr, name string) *File { return &File{fd: int(fd), name: name} }

func (f *File) Name() string { return f.name }
func (f *File) Fd() uintptr  { return uintptr(f.fd) }

func (f *File) wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return &PathError{op, f.name, err}
}

func (f *File) check(op string) error {
	if f == nil {
		return ErrInvalid
	}
	if f.closed {
		return &PathError{op, f.name, ErrClosed}
	}
	return nil
}

func (f *File) Write(b []byte) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	if len(b) == 0 {
		return 0, nil
	}
	r := rawwrite(f.fd, unsafe.Pointer(unsafe.SliceData(b)), len(b))
	if r < 0 {
		return 0, f.wrap("write", syscall.Errno(-r))
	}
	return r, nil
}

func (f *File) WriteString(s string) (n int, err error) {
	return f.Write(unsafe.Slice(unsafe.StringData(s), len(s)))
}

func (f *File) Read(b []byte) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	if len(b) == 0 {
		return 0, nil
	}
	for {
		n, err = syscall.Read(f.fd, b)
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		return 0, f.wrap("read", err)
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (f *File) Seek(offset int64, whence int) (int64, error) {
	if err := f.check("seek"); err != nil {
		return 0, err
	}
	n, err := syscall.Seek(f.fd, offset, whence)
	return n, f.wrap("seek", err)
}

func (f *File) Close() error {
	if err := f.check("close"); err != nil {
		return err
	}
	f.closed = true
	return f.wrap("close", syscall.Close(f.fd))
}

func (f *File) Sync() error { return nil }

func Open(name string) (*File, error)   { return OpenFile(name, O_RDONLY, 0) }
func Create(name string) (*File, error) { return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666) }

func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	fd, err := syscall.Open(name, flag|syscall.O_CLOEXEC, uint32(perm))
	if err != nil {
		return nil, &PathError{"open", name, err}
	}
	return NewFile(uintptr(fd), name), nil
}

func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func WriteFile(name string, data []byte, perm FileMode) error {
	f, err := OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err1 := f.Close(); err1 != nil && err == nil {
		err = err1
	}
	return err
}

func Remove(name string) error {
	if err := syscall.Unlink(name); err != nil {
		return &PathError{"remove", name, err}
	}
	return nil
}

func Mkdir(name string, perm FileMode) error {
	if err := syscall.Mkdir(name, uint32(perm)); err != nil {
		return &PathError{"mkdir", name, err}
	}
	return nil
}

// Signal represents an operating system signal.
type Signal interface {
	String() string
	Signal()
}

var (
	Interrupt Signal = syscall.SIGINT
	Kill      Signal = syscall.SIGKILL
)
