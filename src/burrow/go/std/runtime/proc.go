// Goroutines as programs see them, and the program's start.
package runtime

import "unsafe"

// schedinit is called before any package is initialised.
func schedinit() {
	initSizes()
	randState ^= random() | 1
}

// goproc starts fn as a goroutine.
func goproc(fn func()) {
	fv := *(*unsafe.Pointer)(unsafe.Pointer(&fn))
	if fv == nil {
		throw("go of nil func value")
	}
	newproc1(*(*unsafe.Pointer)(fv), fv)
}

func Gosched()              { gosched() }
func NumGoroutine() int     { return numgoroutine() }
func NumCPU() int           { return numcpu() }
func GOMAXPROCS(n int) int  { return gomaxprocs(n) }
//burrow:runtime runtime.GC
func GC()
func KeepAlive(x any)       {}
func NumCgoCall() int64     { return 0 }
func LockOSThread()         {}
func UnlockOSThread()       {}
func GOROOT() string        { return "/usr/local/go" }
func Version() string       { return "go1.27.3" }
func Breakpoint()           {}

const (
	GOOS     = "linux"
	GOARCH   = "amd64"
	Compiler = "gc"
)

func timeSleep(ns int64) {
	if ns <= 0 {
		return
	}
	sleep(ns)
}

// timer wakes a goroutine of its own at a time; package time builds on it.
type timer struct {
	lock    int64
	gp      *g
	when    int64
	fn      func()
	state   int // 0 idle, 1 waiting, 2 stopped
	seq     int
}

var _ = unsafe.Pointer(nil)
