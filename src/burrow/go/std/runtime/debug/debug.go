// Package debug contains facilities for programs to debug themselves while they are running.
package debug

import (
	"os"
	"runtime"
)

//burrow:runtime runtime.setgcpercent
func setgcpercent(percent int) int

//burrow:runtime runtime.setmemorylimit
func SetMemoryLimit(limit int64) int64

//burrow:runtime runtime.free_os_memory
func FreeOSMemory()

func SetGCPercent(percent int) int {
	old := setgcpercent(percent)
	runtime.GC()
	return old
}

func SetMaxStack(bytes int) int          { return 1000000000 }
func SetMaxThreads(threads int) int      { return 10000 }
func SetPanicOnFault(enabled bool) bool  { return false }
func SetTraceback(level string)          {}

// Stack returns a formatted stack trace of the goroutine that calls it.
func Stack() []byte {
	buf := make([]byte, 1024)
	for {
		n := runtime.Stack(buf, false)
		if n < len(buf) {
			return buf[:n]
		}
		buf = make([]byte, 2*len(buf))
	}
}

// PrintStack prints to standard error the stack trace returned by runtime.Stack.
func PrintStack() { os.Stderr.Write(Stack()) }
