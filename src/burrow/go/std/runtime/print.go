// The builtins print and println, and how a panic's value is printed.
package runtime

import (
	"internal/abi"
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

// printfloat prints seven digits and an exponent of at least three: +1.500000e+000.
func printfloat(v float64) {
	switch {
	case v != v:
		printstring("NaN")
		return
	case v+v == v && v > 0:
		printstring("+Inf")
		return
	case v+v == v && v < 0:
		printstring("-Inf")
		return
	}
	const n = 7
	var buf [n + 7]byte
	buf[0] = '+'
	e := 0
	if v == 0 {
		if 1/v < 0 {
			buf[0] = '-'
		}
	} else {
		if v < 0 {
			v = -v
			buf[0] = '-'
		}
		for v >= 10 {
			e++
			v /= 10
		}
		for v < 1 {
			e--
			v *= 10
		}
		h := 5.0
		for i := 0; i < n; i++ {
			h /= 10
		}
		v += h
		if v >= 10 {
			e++
			v /= 10
		}
	}
	for i := 0; i < n; i++ {
		s := int(v)
		buf[i+2] = byte(s + '0')
		v -= float64(s)
		v *= 10
	}
	buf[1] = buf[2]
	buf[2] = '.'
	buf[n+2] = 'e'
	buf[n+3] = '+'
	if e < 0 {
		e = -e
		buf[n+3] = '-'
	}
	buf[n+4] = byte(e/100) + '0'
	buf[n+5] = byte(e/10)%10 + '0'
	buf[n+6] = byte(e%10) + '0'
	printstring(string(buf[:]))
}

func printcomplex(re, im float64) {
	printstring("(")
	printfloat(re)
	printfloat(im)
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
		printfloat(float64(*(*float32)(p)))
	case abi.Float64:
		printfloat(*(*float64)(p))
	case abi.Complex64:
		printcomplex(float64(*(*float32)(p)), float64(*(*float32)(add(p, 4))))
	case abi.Complex128:
		printcomplex(*(*float64)(p), *(*float64)(add(p, 8)))
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
