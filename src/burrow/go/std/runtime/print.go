// The builtins print and println, and how a panic's value is printed.
package runtime

import (
	"internal/abi"
	"internal/strconv"
	"unsafe"
)

func printstring(s string) { write(2, unsafe.Pointer(unsafe.StringData(s)), len(s)) }
func printnl()             { printstring("\n") }
func printsp()             { printstring(" ") }
func printint(v int64)     { printstring(itoa(v)) }
func printuint(v uint64)   { printstring(utoa(v)) }

func printbool(v bool) {
	if v {
		printstring("true")
	} else {
		printstring("false")
	}
}

func printhex(v uint64) {
	const digits = "0123456789abcdef"
	var buf [18]byte
	i := len(buf)
	for {
		i--
		buf[i] = digits[v%16]
		v /= 16
		if v == 0 {
			break
		}
	}
	i--
	buf[i] = 'x'
	i--
	buf[i] = '0'
	printstring(string(buf[i:]))
}

func printpointer(p unsafe.Pointer) { printhex(uint64(uintptr(p))) }

func printfloat(v float64) {
	var buf [32]byte
	printstring(string(strconv.AppendFloat(buf[:0], v, 'g', -1, 64)))
}

func printfloat32(v float32) {
	var buf [32]byte
	printstring(string(strconv.AppendFloat(buf[:0], float64(v), 'g', -1, 32)))
}

func printcomplex(re, im float64, size int) {
	var buf [32]byte
	b := strconv.AppendFloat(buf[:0], im, 'g', -1, size)
	printstring("(")
	var buf2 [32]byte
	printstring(string(strconv.AppendFloat(buf2[:0], re, 'g', -1, size)))
	if b[0] != '+' && b[0] != '-' {
		printstring("+")
	}
	printstring(string(b))
	printstring("i)")
}

func printslice(p unsafe.Pointer, n, c int) {
	printstring("[" + itoa(int64(n)) + "/" + itoa(int64(c)) + "]")
	printpointer(p)
}

func printiface(tab, data unsafe.Pointer) {
	printstring("(")
	printpointer(tab)
	printstring(",")
	printpointer(data)
	printstring(")")
}

// printpanicval prints the value of a panic that nobody recovered.
func printpanicval(v any) {
	switch v := v.(type) {
	case nil:
		printstring("nil")
	case error:
		printindented(v.Error())
	case stringer:
		printindented(v.String())
	case string:
		printindented(v)
	default:
		printother(v)
	}
}

type stringer interface{ String() string }

func printindented(s string) {
	for i := 0; i < len(s); i++ {
		if s[i] == '\n' {
			printstring(s[:i+1])
			printstring("\t")
			printindented(s[i+1:])
			return
		}
	}
	printstring(s)
}

func printother(v any) {
	e := abi.EfaceOf(&v)
	t, p := e.Type, e.Data
	named := t.Flags&abi.FlagNamed != 0 && t.PkgPath != ""
	open := t.Kind >= abi.Bool && t.Kind <= abi.Complex128 || t.Kind == abi.String
	if !open {
		printstring("(" + t.Str + ") ")
		printpointer(p)
		return
	}
	if named {
		printstring(t.Str + "(")
		if t.Kind == abi.String {
			printstring("\"")
		}
	}
	switch t.Kind {
	case abi.Bool:
		printbool(*(*bool)(p))
	case abi.Int, abi.Int64:
		printint(*(*int64)(p))
	case abi.Int8:
		printint(int64(*(*int8)(p)))
	case abi.Int16:
		printint(int64(*(*int16)(p)))
	case abi.Int32:
		printint(int64(*(*int32)(p)))
	case abi.Uint, abi.Uint64, abi.Uintptr:
		printuint(*(*uint64)(p))
	case abi.Uint8:
		printuint(uint64(*(*uint8)(p)))
	case abi.Uint16:
		printuint(uint64(*(*uint16)(p)))
	case abi.Uint32:
		printuint(uint64(*(*uint32)(p)))
	case abi.Float32:
		printfloat32(*(*float32)(p))
	case abi.Float64:
		printfloat(*(*float64)(p))
	case abi.Complex64:
		printcomplex(float64(*(*float32)(p)), float64(*(*float32)(add(p, 4))), 32)
	case abi.Complex128:
		printcomplex(*(*float64)(p), *(*float64)(add(p, 8)), 64)
	case abi.String:
		printindented(*(*string)(p))
	}
	if named {
		if t.Kind == abi.String {
			printstring("\"")
		}
		printstring(")")
	}
}
