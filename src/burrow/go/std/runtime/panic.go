// Defer, panic, recover.  A function with deferred calls runs as two: the outer one has a deferFrame on its stack and calls
// the body through runtime.try, so that a recovered panic can continue at the outer one's end (see burrow/go/lower/defer.py).
// Go itself unwinds to a deferreturn address (runtime/panic.go); the order of calls and the texts are the same.
package runtime

import "unsafe"

// deferFrame belongs to one activation of a function with deferred calls.
type deferFrame struct {
	prev *deferFrame
	sp   uintptr // for runtime.jump
	head *deferRec
	fp   uintptr // the outer function's frame
}

// deferRec is one deferred call.
type deferRec struct {
	prev *deferRec
	fn   func()
}

// panicRec is one panic under way, on the stack of its gopanic.
type panicRec struct {
	prev      *panicRec
	value     any
	runner    uintptr // the frame whose callee may recover
	fp        uintptr // the frame of its gopanic
	recovered bool
	goexit    bool
}

func deferenter(f *deferFrame) {
	gp := getg()
	f.prev = gp.deferred
	gp.deferred = f
}

func deferpush(f *deferFrame, d *deferRec) {
	d.prev = f.head
	f.head = d
}

// deferreturn runs what is deferred as the body returns normally.
func deferreturn(f *deferFrame) {
	for f.head != nil {
		d := f.head
		f.head = d.prev
		d.fn()
	}
	getg().deferred = f.prev
}

func gopanic(v any) {
	if v == nil {
		v = new(PanicNilError)
	}
	var p panicRec
	p.value = v
	gp := getg()
	p.prev = gp.panicking
	p.fp = frameAddress()
	self := (*panicRec)(noescape(unsafe.Pointer(&p)))
	gp.panicking = self
	for {
		f := gp.deferred
		if f == nil {
			fatalpanic(self)
		}
		for f.head != nil {
			d := f.head
			f.head = d.prev
			rundeferred(self, d.fn)
			if self.recovered {
				recovered(gp, f)
			}
		}
		gp.deferred = f.prev
	}
}

// recovered continues the function of frame f; the panics that were raised below it are over.
func recovered(gp *g, f *deferFrame) {
	goexit := false
	for gp.panicking != nil && gp.panicking.fp < uintptr(unsafe.Pointer(f)) {
		goexit = goexit || gp.panicking.goexit
		gp.panicking = gp.panicking.prev
	}
	if goexit {
		Goexit() // a panic in a call deferred for Goexit was recovered: the goroutine ends all the same
	}
	gp.deferred = f
	deferreturn(f) // here and not in the outer function: what they refer to may be in the body's frame
	jump(&f.sp)
}

//go:noinline
func rundeferred(p *panicRec, fn func()) {
	p.runner = frameAddress()
	fn()
	p.runner = 0
}

// gorecover is the builtin recover; fp is the frame of the function that calls it.
func gorecover(fp uintptr) any {
	p := getg().panicking
	if p == nil || p.goexit || p.recovered || p.runner == 0 || *(*uintptr)(unsafe.Pointer(fp)) != p.runner {
		return nil
	}
	p.recovered = true
	return p.value
}

// wrapperframe lets the callee of a compiler-made wrapper recover as if the wrapper were not there.
func wrapperframe(fp uintptr) {
	p := getg().panicking
	if p != nil && p.runner != 0 && *(*uintptr)(unsafe.Pointer(fp)) == p.runner {
		p.runner = fp
	}
}

func printpanics(p *panicRec) {
	if p.prev != nil {
		printpanics(p.prev)
		if !p.prev.goexit {
			printstring("\t")
		}
	}
	if p.goexit {
		return
	}
	printstring("panic: ")
	printpanicval(p.value)
	if p.recovered {
		printstring(" [recovered]")
	}
	printnl()
}

func isMemoryError(v any) bool {
	_, ok := v.(memoryError)
	return ok
}

var dying uint32

func fatalpanic(p *panicRec) {
	if atomicAdd(&dying, 1) != 0 {
		for { // another goroutine is ending the program
			sleep(1 << 60)
		}
	}
	printpanics(p)
	fp := p.fp
	for p.prev != nil && !isMemoryError(p.value) {
		p = p.prev
	}
	if m, ok := p.value.(memoryError); ok {
		printstring("[signal SIGSEGV: segmentation violation code=0x1 addr=")
		printhex(uint64(m.addr))
		printstring(" pc=")
		printhex(uint64(getg().sigpc))
		printstring("]\n")
	}
	traceback(fp, 0)
	exit(2)
}

// Goexit ends the goroutine that calls it, after its deferred calls.
func Goexit() {
	gp := getg()
	var p panicRec
	p.goexit = true
	p.fp = frameAddress()
	p.prev = gp.panicking
	gp.panicking = (*panicRec)(noescape(unsafe.Pointer(&p)))
	for f := gp.deferred; f != nil; f = gp.deferred {
		for f.head != nil {
			d := f.head
			f.head = d.prev
			d.fn()
		}
		gp.deferred = f.prev
	}
	goexit0()
}
