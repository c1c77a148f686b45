// The errors that the language itself raises, with Go's texts (runtime/error.go).
package runtime

import (
	"internal/abi"
)

// The Error interface identifies a run time error.
type Error interface {
	error
	RuntimeError()
}

type errorString string

func (e errorString) RuntimeError() {}
func (e errorString) Error() string { return "runtime error: " + string(e) }

type plainError string

func (e plainError) RuntimeError() {}
func (e plainError) Error() string { return string(e) }

// A memoryError is a dereference of nil or of an address that is not mapped.
type memoryError struct{ addr uintptr }

func (e memoryError) RuntimeError() {}
func (e memoryError) Error() string {
	return "runtime error: invalid memory address or nil pointer dereference"
}

// A TypeAssertionError explains a failed type assertion.
type TypeAssertionError struct {
	_interface    *abi.Type
	concrete      *abi.Type
	asserted      *abi.Type
	missingMethod string
}

func (*TypeAssertionError) RuntimeError() {}
func (e *TypeAssertionError) Error() string {
	inter := "interface"
	if e._interface != nil {
		inter = e._interface.Str
	}
	as := e.asserted.Str
	if e.concrete == nil {
		return "interface conversion: " + inter + " is nil, not " + as
	}
	cs := e.concrete.Str
	if e.missingMethod == "" {
		msg := "interface conversion: " + inter + " is " + cs + ", not " + as
		if cs == as {
			if e.concrete.PkgPath != e.asserted.PkgPath {
				msg += " (types from different packages)"
			} else {
				msg += " (types from different scopes)"
			}
		}
		return msg
	}
	return "interface conversion: " + cs + " is not " + as + ": missing method " + e.missingMethod
}

// A PanicNilError is what recover gives after panic(nil).
type PanicNilError struct{ _ [0]func() }

func (*PanicNilError) Error() string { return "runtime error: panic called with nil argument" }
func (*PanicNilError) RuntimeError() {}

// A boundsError is an index or a slice expression out of range.
type boundsError struct {
	x      int64
	y      int
	signed bool
	code   uint8
}

const (
	boundsIndex = iota
	boundsSliceAlen
	boundsSliceAcap
	boundsSliceB
	boundsSlice3Alen
	boundsSlice3Acap
	boundsSlice3B
	boundsSlice3C
	boundsConvert
)

func (e boundsError) RuntimeError() {}

func (e boundsError) Error() string {
	x := itoa(e.x)
	if !e.signed {
		x = utoa(uint64(e.x))
	}
	y := itoa(int64(e.y))
	negative := e.signed && e.x < 0
	s := "runtime error: "
	switch e.code {
	case boundsIndex:
		s += "index out of range [" + x + "]"
		if !negative {
			s += " with length " + y
		}
	case boundsSliceAlen:
		s += "slice bounds out of range [:" + x + "]"
		if !negative {
			s += " with length " + y
		}
	case boundsSliceAcap:
		s += "slice bounds out of range [:" + x + "]"
		if !negative {
			s += " with capacity " + y
		}
	case boundsSliceB:
		s += "slice bounds out of range [" + x + ":"
		if !negative {
			s += y
		}
		s += "]"
	case boundsSlice3Alen:
		s += "slice bounds out of range [::" + x + "]"
		if !negative {
			s += " with length " + y
		}
	case boundsSlice3Acap:
		s += "slice bounds out of range [::" + x + "]"
		if !negative {
			s += " with capacity " + y
		}
	case boundsSlice3B:
		s += "slice bounds out of range [:" + x + ":"
		if !negative {
			s += y
		}
		s += "]"
	case boundsSlice3C:
		s += "slice bounds out of range [" + x + ":"
		if !negative {
			s += y
		}
		s += ":]"
	case boundsConvert:
		s = "runtime error: cannot convert slice with length " + x + " to array or pointer to array with length " + y
	}
	return s
}

func panicBounds(x int64, signed bool, y int, code uint8) {
	panic(boundsError{x, y, signed, code})
}

func panicIndex(x int64, y int)  { panicBounds(x, true, y, boundsIndex) }
func panicIndexU(x int64, y int) { panicBounds(x, false, y, boundsIndex) }

// panicSlice is for every other kind of bounds: code as above.
func panicSlice(x int64, signed bool, y int, code int) { panicBounds(x, signed, y, uint8(code)) }

func panicdivide()       { panic(errorString("integer divide by zero")) }
func panicshift()        { panic(errorString("negative shift amount")) }

// panicnil is called where a pointer was found to be nil: no fault has happened, but the text is the same.
func panicnil() {
	getg().sigpc = returnAddress(frameAddress())
	panic(memoryError{})
}

func panicmakeslicelen() { panic(errorString("makeslice: len out of range")) }
func panicmakeslicecap() { panic(errorString("makeslice: cap out of range")) }
func panicunsafeslicelen() { panic(errorString("unsafe.Slice: len out of range")) }
func panicunsafeslicenilptr() { panic(errorString("unsafe.Slice: ptr is nil and len is not zero")) }
func panicunsafestringlen() { panic(errorString("unsafe.String: len out of range")) }
func panicunsafestringnilptr() { panic(errorString("unsafe.String: ptr is nil and len is not zero")) }
func panicrangestate(state int) {
	switch state {
	case 1:
		panic(errorString("range function continued iteration after function for loop body returned false"))
	case 2:
		panic(errorString("range function continued iteration after loop body panic"))
	case 3:
		panic(errorString("range function continued iteration after whole loop exit"))
	case 4:
		panic(errorString("range function recovered a loop body panic and did not resume panicking"))
	}
	panic(errorString("range function continued iteration after loop body panic"))
}

// panicwrap is a method with a value receiver that was called through a nil pointer.
func panicwrap(pkg, typ, meth string) {
	panic(plainError("value method " + pkg + "." + typ + "." + meth + " called using nil *" + typ + " pointer"))
}

// sigpanic is where a fault at a small address continues.
func sigpanic(addr uintptr) {
	panic(memoryError{addr})
}

func itoa(v int64) string {
	if v < 0 {
		return "-" + utoa(uint64(-v))
	}
	return utoa(uint64(v))
}

func utoa(v uint64) string {
	var buf [20]byte
	i := len(buf)
	for {
		i--
		buf[i] = byte('0' + v%10)
		v /= 10
		if v == 0 {
			return string(buf[i:])
		}
	}
}

func throw(s string) {
	printstring("fatal error: " + s + "\n")
	traceback(frameAddress(), 1)
	exit(2)
}
