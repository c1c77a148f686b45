// Frames and their names.  Stacks are walked by frame pointers; names, files and lines are asked of the host, which reads
// the image's debugging information (burrow/run/trace.py).  Go's own tables are runtime/symtab.go's pclntab.
package runtime

import "unsafe"

const (
	hostTrace  = 2 // print a trace
	hostFrames = 3 // the frames of an address
	hostStack  = 4 // a trace as text
)

// request is what the host reads and answers: text of n bytes at p.
type request struct {
	g, fp, pc, all uintptr
	p              unsafe.Pointer
	n              int
}

// traceback prints the goroutine's frames from the caller of the frame at fp on, and with all those of the others.
func traceback(fp uintptr, all uintptr) {
	r := request{g: uintptr(unsafe.Pointer(getg())), fp: fp, all: all}
	if hostNow(hostTrace, unsafe.Pointer(&r), 0) <= 0 {
		printstring("\ngoroutine " + itoa(int64(getg().id)) + " [running]:\n")
	}
}

// Stack formats a stack trace of the calling goroutine (of all) into buf.
func Stack(buf []byte, all bool) int {
	r := request{g: uintptr(unsafe.Pointer(getg())), fp: frameAddress()}
	if all {
		r.all = 1
	}
	return copy(buf, ask(hostStack, &r))
}

func ask(op int, r *request) string {
	if host(op, unsafe.Pointer(r), 0) <= 0 {
		return ""
	}
	return string(unsafe.Slice((*byte)(r.p), r.n))
}

// A Frame is the information returned by Frames for each call frame.
type Frame struct {
	PC       uintptr
	Func     *Func
	Function string
	File     string
	Line     int
	startLine int
	Entry    uintptr
}

// A Frames may be used to get function/file/line information for a slice of PC values returned by Callers.
type Frames struct {
	pcs   []uintptr
	ready []Frame
}

func CallersFrames(callers []uintptr) *Frames { return &Frames{pcs: callers} }

func (f *Frames) Next() (Frame, bool) {
	for len(f.ready) == 0 {
		if len(f.pcs) == 0 {
			return Frame{}, false
		}
		f.ready = framesAt(f.pcs[0])
		f.pcs = f.pcs[1:]
	}
	next := f.ready[0]
	f.ready = f.ready[1:]
	for len(f.ready) == 0 && len(f.pcs) > 0 {
		f.ready = framesAt(f.pcs[0])
		f.pcs = f.pcs[1:]
	}
	return next, len(f.ready) > 0
}

var framesLock int64

// framesKnown keeps answers; while the lock is held nothing may be allocated.
var framesKnown [512]struct {
	pc     uintptr
	frames []Frame
}

// framesAt gives the frames at a return address, inlined ones first; those that Go would not show are left out.
func framesAt(pc uintptr) []Frame {
	slot := &framesKnown[(pc>>1^pc>>10)%uintptr(len(framesKnown))]
	lock(&framesLock)
	known, ok := slot.frames, slot.pc == pc
	unlock(&framesLock)
	if ok {
		return known
	}
	r := request{pc: pc}
	text := ask(hostFrames, &r)
	var out []Frame
	for len(text) > 0 {
		var words [4]string
		for i := range words {
			words[i], text = cut(text, "\t\t\t\n"[i])
		}
		fr := Frame{PC: pc, Function: words[0], File: words[1], Line: number(words[2]), Entry: uintptr(number(words[3]))}
		fr.Func = &Func{fr.Function, fr.Entry, fr.File, fr.Line}
		out = append(out, fr)
	}
	lock(&framesLock)
	slot.pc, slot.frames = pc, out
	unlock(&framesLock)
	return out
}

func cut(s string, sep byte) (string, string) {
	for i := 0; i < len(s); i++ {
		if s[i] == sep {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

func number(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// Caller reports file and line number information about function invocations on the calling goroutine's stack.
func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	var pcs [64]uintptr
	n := Callers(1, pcs[:])
	for _, pc := range pcs[:n] {
		for _, f := range framesAt(pc) {
			if f.Function == "runtime.Caller" {
				continue
			}
			if skip == 0 {
				return pc, f.File, f.Line, true
			}
			skip--
		}
	}
	return 0, "", 0, false
}

// FuncForPC returns a *Func describing the function that contains the given program counter address.
func FuncForPC(pc uintptr) *Func {
	frames := framesAt(pc + 1)
	if len(frames) == 0 {
		return nil
	}
	return frames[len(frames)-1].Func
}

func (f *Func) FileLine(pc uintptr) (file string, line int) {
	frames := framesAt(pc + 1)
	if len(frames) == 0 {
		return "?", 0
	}
	last := frames[len(frames)-1]
	return last.File, last.Line
}
