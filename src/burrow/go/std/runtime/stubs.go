// What the runtime image and the machine give (burrow/memory/abi.py, burrow/ir/intrinsics.py), as functions without bodies.
package runtime

import "unsafe"

//burrow:runtime runtime.mallocgc
func mallocgc(size uintptr, typ unsafe.Pointer, flags uintptr) unsafe.Pointer

//burrow:runtime runtime.memclrNoHeapPointers
func memclr(p unsafe.Pointer, n uintptr)

//burrow:runtime runtime.wbMove
func bulkMove(to, from unsafe.Pointer, n uintptr, typ unsafe.Pointer)

//burrow:runtime runtime.GC
func gcNow()

//burrow:runtime runtime.free_os_memory
func freeOSMemory()

//burrow:runtime runtime.readmemstats
func readmemstats(buf unsafe.Pointer)

//burrow:runtime runtime.record_waits
func recordWaits(kind, rate int) int

//burrow:runtime runtime.setgcpercent
func setgcpercent(percent int) int

//burrow:runtime runtime.setmemorylimit
func setmemorylimit(n int64) int64

//burrow:runtime runtime.newproc
func newproc1(fn, ctx unsafe.Pointer) uintptr

//burrow:runtime runtime.gosched
func gosched()

//burrow:runtime runtime.gopark
func gopark(reason int, lock *int64)

//burrow:runtime runtime.goready
func goready(gp *g)

//burrow:runtime runtime.getg
func getg() *g

//burrow:runtime runtime.goexit
func goexit0()

//burrow:runtime runtime.sleep
func sleep(ns int64)

//burrow:runtime runtime.block
func block()

//burrow:runtime runtime.lock
func lock(l *int64)

//burrow:runtime runtime.unlock
func unlock(l *int64)

//burrow:runtime runtime.numgoroutine
func numgoroutine() int

//burrow:runtime runtime.numcpu
func numcpu() int

//burrow:runtime runtime.gomaxprocs
func gomaxprocs(n int) int

//burrow:runtime runtime.timer_start
func timerStart(when int64, gp *g) int

//burrow:runtime runtime.timer_stop
func timerStop(gp *g) int

//burrow:runtime runtime.syscall6
func syscall6(nr, a, b, c, d, e, f uintptr) int

//burrow:runtime runtime.write
func write(fd int, p unsafe.Pointer, n int) int

//burrow:runtime runtime.nanotime
func nanotime() int64

//burrow:runtime runtime.walltime
func walltime() int64

//burrow:runtime runtime.exit
func exit(code int)

//burrow:runtime runtime.fatal
func fatal(p unsafe.Pointer, n int)

//burrow:runtime runtime.args
func rawargs() *[3]uintptr

//burrow:runtime runtime.random
func random() uint64

//burrow:runtime runtime.try
func try(fn, ctx unsafe.Pointer, frame *uintptr) int

//burrow:runtime runtime.jump
func jump(frame *uintptr)

//burrow:runtime runtime.host_now
func hostNow(op int, p unsafe.Pointer, n int) int

//burrow:runtime runtime.host
func host(op int, p unsafe.Pointer, n int) int

//burrow:runtime runtime.heap_object
func heapObject(p unsafe.Pointer) uintptr

//burrow:intrinsic memmove
func memmove(to, from unsafe.Pointer, n uintptr)

//burrow:intrinsic memcmp
func memcmp(p, q unsafe.Pointer, n uintptr) int32

//burrow:intrinsic mul_wide
func mul64(a, b uint64) (hi, lo uint64)

//burrow:intrinsic cttz
func ctz64(v uint64) uint64

//burrow:intrinsic frame_address
func frameAddress() uintptr

//burrow:intrinsic keep_alive
func keepAlive(p unsafe.Pointer)

//burrow:intrinsic atomic_load
func atomicLoad(p *uint32) uint32

//burrow:intrinsic atomic_store
func atomicStore(p *uint32, v uint32)

//burrow:intrinsic atomic_cas
func atomicCas(p *uint32, old, new uint32) (uint32, bool)

//burrow:intrinsic atomic_add
func atomicAdd(p *uint32, v uint32) uint32

// g is the goroutine record of burrow/memory/layout.py.
type g struct {
	sp, status, id, m, next, wait uintptr
	param                         unsafe.Pointer
	lo, fn, ctx, system           uintptr
	assist, wake, timer           uintptr
	lock, scanned                 uintptr
	deferred                      *deferFrame
	panicking                     *panicRec
	catch, label                  uintptr
	user                          [4]unsafe.Pointer
	waitsince, preempt, pollfd    uintptr
	syscall                       uintptr
	host                          [4]uintptr
	creator, creatorpc            uintptr
	sigpc, sigaddr                uintptr
}

// Reasons to wait, as in burrow/memory/layout.py.
const (
	waitIO            = 2
	waitRecvNil       = 3
	waitSendNil       = 4
	waitSelect        = 9
	waitSelectNone    = 10
	waitRecv          = 14
	waitSend          = 15
	waitSem           = 19
	waitSleep         = 20
	waitCond          = 21
	waitMutex         = 22
	waitRWMutexR      = 23
	waitRWMutexW      = 24
	waitWaitGroup     = 25
)

const flagNoZero = 1

var zerobase uintptr
