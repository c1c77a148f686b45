// Package fmt implements formatted I/O.  Values are walked by their type descriptors (internal/abi) rather than through package
// reflect, which Go's own uses; the verbs, flags and error texts are the same.
package fmt

import (
	"internal/abi"
	"io"
	"os"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// State represents the printer passed to custom formatters.
type State interface {
	Write(b []byte) (n int, err error)
	Width() (wid int, ok bool)
	Precision() (prec int, ok bool)
	Flag(c int) bool
}

// Formatter is implemented by any value that has a Format method.
type Formatter interface {
	Format(f State, verb rune)
}

// Stringer is implemented by any value that has a String method.
type Stringer interface {
	String() string
}

// GoStringer is implemented by any value that has a GoString method, for %#v.
type GoStringer interface {
	GoString() string
}

func newPrinter() *printer { return new(printer) }

func (p *printer) Write(b []byte) (n int, err error) {
	p.buf = append(p.buf, b...)
	return len(b), nil
}

func (p *printer) WriteString(s string) (n int, err error) {
	p.buf = append(p.buf, s...)
	return len(s), nil
}

func (p *printer) Width() (wid int, ok bool)      { return p.wid, p.hasWid }
func (p *printer) Precision() (prec int, ok bool) { return p.prec, p.hasPrec }

func (p *printer) Flag(c int) bool {
	switch c {
	case '-':
		return p.minus
	case '+':
		return p.plus || p.plusV
	case '#':
		return p.sharp || p.sharpV
	case ' ':
		return p.space
	case '0':
		return p.zero && !p.minus
	}
	return false
}

// FormatString gives the format directive that would lead to this state and verb.
func FormatString(state State, verb rune) string {
	b := []byte{'%'}
	for _, c := range " +-#0" {
		if state.Flag(int(c)) {
			b = append(b, byte(c))
		}
	}
	if w, ok := state.Width(); ok {
		b = strconv.AppendInt(b, int64(w), 10)
	}
	if p, ok := state.Precision(); ok {
		b = append(b, '.')
		b = strconv.AppendInt(b, int64(p), 10)
	}
	return string(utf8.AppendRune(b, verb))
}

func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	p := newPrinter()
	p.doPrintf(format, a)
	return w.Write(p.buf)
}

func Printf(format string, a ...any) (n int, err error) { return Fprintf(os.Stdout, format, a...) }

func Sprintf(format string, a ...any) string {
	p := newPrinter()
	p.doPrintf(format, a)
	return string(p.buf)
}

func Appendf(b []byte, format string, a ...any) []byte {
	p := newPrinter()
	p.doPrintf(format, a)
	return append(b, p.buf...)
}

func Fprint(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.doPrint(a)
	return w.Write(p.buf)
}

func Print(a ...any) (n int, err error) { return Fprint(os.Stdout, a...) }

func Sprint(a ...any) string {
	p := newPrinter()
	p.doPrint(a)
	return string(p.buf)
}

func Append(b []byte, a ...any) []byte {
	p := newPrinter()
	p.doPrint(a)
	return append(b, p.buf...)
}

func Fprintln(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.doPrintln(a)
	return w.Write(p.buf)
}

func Println(a ...any) (n int, err error) { return Fprintln(os.Stdout, a...) }

func Sprintln(a ...any) string {
	p := newPrinter()
	p.doPrintln(a)
	return string(p.buf)
}

func Appendln(b []byte, a ...any) []byte {
	p := newPrinter()
	p.doPrintln(a)
	return append(b, p.buf...)
}

func (p *printer) doPrint(a []any) {
	prevString := false
	for i, arg := range a {
		t := abi.TypeOf(arg)
		isString := t != nil && t.Kind == abi.String
		if i > 0 && !isString && !prevString {
			p.byte(' ')
		}
		p.printArg(arg, 'v')
		prevString = isString
	}
}

func (p *printer) doPrintln(a []any) {
	for i, arg := range a {
		if i > 0 {
			p.byte(' ')
		}
		p.printArg(arg, 'v')
	}
	p.byte('\n')
}

const tooLarge = 1000000

func parsenum(s string, start, end int) (num int, isnum bool, newi int) {
	for newi = start; newi < end && '0' <= s[newi] && s[newi] <= '9'; newi++ {
		if num > tooLarge {
			return 0, false, end
		}
		num = num*10 + int(s[newi]-'0')
		isnum = true
	}
	return
}

// argNumber parses an argument index [n] at format[i].
func (p *printer) argNumber(argNum int, format string, i int, numArgs int) (newArg, newi int, found bool) {
	if i >= len(format) || format[i] != '[' {
		return argNum, i, false
	}
	p.reordered = true
	for j := i + 1; j < len(format); j++ {
		if format[j] == ']' {
			width, ok, end := parsenum(format, i+1, j)
			if !ok || end != j {
				p.goodArgNum = false
				return argNum, j + 1, false
			}
			if width-1 >= 0 && width-1 < numArgs {
				return width - 1, j + 1, true
			}
			p.goodArgNum = false
			return argNum, j + 1, true
		}
	}
	p.goodArgNum = false
	return argNum, i + 1, false
}

// intFromArg takes a width or precision from the arguments.
func intFromArg(a []any, argNum int) (num int, isInt bool, newArg int) {
	newArg = argNum
	if argNum < len(a) {
		newArg++
		e := abi.EfaceOf(&a[argNum])
		if e.Type != nil {
			switch k := e.Type.Kind; {
			case abi.Int <= k && k <= abi.Int64:
				n := readInt(e.Type, e.Data)
				num, isInt = int(n), true
			case abi.Uint <= k && k <= abi.Uintptr:
				n := readUint(e.Type, e.Data)
				num, isInt = int(n), int64(n) >= 0
			}
		}
		if num > tooLarge || num < -tooLarge {
			num, isInt = 0, false
		}
	}
	return
}

func (p *printer) badArg(verb rune, what string) {
	p.str("%!")
	p.buf = utf8.AppendRune(p.buf, verb)
	p.str(what)
}

func (p *printer) doPrintf(format string, a []any) {
	end := len(format)
	argNum := 0
	afterIndex := false
	p.reordered = false
formatLoop:
	for i := 0; i < end; {
		p.goodArgNum = true
		lasti := i
		for i < end && format[i] != '%' {
			i++
		}
		if i > lasti {
			p.str(format[lasti:i])
		}
		if i >= end {
			break
		}
		i++
		p.spec = spec{}
	flags:
		for ; i < end; i++ {
			switch c := format[i]; c {
			case '#':
				p.sharp = true
			case '0':
				p.zero = true
			case '+':
				p.plus = true
			case '-':
				p.minus = true
			case ' ':
				p.space = true
			default:
				if 'a' <= c && c <= 'z' && argNum < len(a) {
					switch c {
					case 'w':
						p.wrapped = append(p.wrapped, argNum)
						fallthrough
					case 'v':
						p.sharpV = p.sharp
						p.sharp = false
						p.plusV = p.plus
						p.plus = false
					}
					p.printArg(a[argNum], rune(c))
					argNum++
					i++
					continue formatLoop
				}
				break flags
			}
		}
		argNum, i, afterIndex = p.argNumber(argNum, format, i, len(a))
		if i < end && format[i] == '*' {
			i++
			p.wid, p.hasWid, argNum = intFromArg(a, argNum)
			if !p.hasWid {
				p.str("%!(BADWIDTH)")
			}
			if p.wid < 0 {
				p.wid = -p.wid
				p.minus = true
				p.zero = false
			}
			afterIndex = false
		} else {
			p.wid, p.hasWid, i = parsenum(format, i, end)
			if afterIndex && p.hasWid {
				p.goodArgNum = false
			}
		}
		if i+1 <= end && format[i] == '.' {
			i++
			if afterIndex {
				p.goodArgNum = false
			}
			argNum, i, afterIndex = p.argNumber(argNum, format, i, len(a))
			if i < end && format[i] == '*' {
				i++
				p.prec, p.hasPrec, argNum = intFromArg(a, argNum)
				if p.prec < 0 {
					p.prec = 0
					p.hasPrec = false
				}
				if !p.hasPrec {
					p.str("%!(BADPREC)")
				}
				afterIndex = false
			} else {
				p.prec, p.hasPrec, i = parsenum(format, i, end)
				if !p.hasPrec {
					p.prec = 0
					p.hasPrec = true
				}
			}
		}
		if !afterIndex {
			argNum, i, afterIndex = p.argNumber(argNum, format, i, len(a))
		}
		if i >= end {
			p.str("%!(NOVERB)")
			break
		}
		verb, size := rune(format[i]), 1
		if verb >= utf8.RuneSelf {
			verb, size = utf8.DecodeRuneInString(format[i:])
		}
		i += size
		switch {
		case verb == '%':
			p.byte('%')
		case !p.goodArgNum:
			p.badArg(verb, "(BADINDEX)")
		case argNum >= len(a):
			p.badArg(verb, "(MISSING)")
		case verb == 'w', verb == 'v':
			if verb == 'w' {
				p.wrapped = append(p.wrapped, argNum)
			}
			p.sharpV = p.sharp
			p.sharp = false
			p.plusV = p.plus
			p.plus = false
			fallthrough
		default:
			p.printArg(a[argNum], verb)
			argNum++
		}
	}
	if !p.reordered && argNum < len(a) {
		p.spec = spec{}
		p.str("%!(EXTRA ")
		for i, arg := range a[argNum:] {
			if i > 0 {
				p.str(", ")
			}
			if arg == nil {
				p.str("<nil>")
			} else {
				p.str(abi.TypeOf(arg).Str)
				p.byte('=')
				p.printArg(arg, 'v')
			}
		}
		p.byte(')')
	}
}

// address of an interface's value: where it points, or the data word itself.
func dataOf(v *any) (*abi.Type, unsafe.Pointer) {
	e := abi.EfaceOf(v)
	if e.Type.Direct() {
		return e.Type, unsafe.Pointer(&e.Data)
	}
	return e.Type, e.Data
}

// asAny is the value of type t at q as an interface.
func asAny(t *abi.Type, q unsafe.Pointer) (v any) {
	e := abi.EfaceOf(&v)
	e.Type = t
	if t.Direct() {
		e.Data = *(*unsafe.Pointer)(q)
	} else {
		e.Data = q
	}
	return
}

func (p *printer) printArg(arg any, verb rune) {
	p.arg = arg
	if arg == nil {
		switch verb {
		case 'T', 'v':
			p.pad("<nil>")
		default:
			p.badVerb(verb, nil, nil)
		}
		return
	}
	switch verb {
	case 'T':
		p.fmtS(abi.TypeOf(arg).Str)
		return
	case 'p':
		t, q := dataOf(&arg)
		p.fmtPointer(t, q, 'p')
		return
	}
	t, q := dataOf(&arg)
	if t.Str == "reflect.Value" && t.PkgPath == "reflect" {
		if p.handleMethodsOfValue(q, verb) {
			return
		}
	} else if p.handleMethods(arg, verb) {
		return
	}
	if p.sharpV && t.Str == "[]uint8" {
		p.sharpBytes(*(*[]byte)(q))
		return
	}
	p.printValue(t, q, verb, 0, true)
}

// sharpBytes is %#v of a []byte that is an argument itself: its type is written as people write it.
func (p *printer) sharpBytes(b []byte) {
	if b == nil {
		p.str("[]byte(nil)")
		return
	}
	p.str("[]byte{")
	for i, c := range b {
		if i > 0 {
			p.str(", ")
		}
		p.printArgByte(c)
	}
	p.byte('}')
}

func (p *printer) printArgByte(c byte) {
	const digits = "0123456789abcdef"
	p.str("0x")
	if c >= 16 {
		p.byte(digits[c>>4])
	}
	p.byte(digits[c&15])
}

// reflectValue is the shape of a reflect.Value.
type reflectValue struct {
	typ  *abi.Type
	ptr  unsafe.Pointer
	flag uintptr
}

const (
	flagIndirect = 1 // ptr points to the value
	flagRO       = 4 // came from an unexported field
)

func (r *reflectValue) data() unsafe.Pointer {
	if r.flag&flagIndirect != 0 {
		return r.ptr
	}
	return unsafe.Pointer(&r.ptr)
}

func (p *printer) handleMethodsOfValue(q unsafe.Pointer, verb rune) bool {
	r := (*reflectValue)(q)
	if r.typ == nil {
		if verb == 'v' {
			p.pad("<invalid reflect.Value>")
		} else {
			p.badVerb(verb, nil, nil)
		}
		return true
	}
	t, q := r.typ, r.data()
	if t.Kind == abi.Interface && !isNilInterface(t, q) {
		t, q = inside(t, q)
	}
	if r.flag&flagRO == 0 && t.Kind != abi.Interface && p.handleMethods(asAny(t, q), verb) {
		return true
	}
	p.printValue(t, q, verb, 0, r.flag&flagRO == 0)
	return true
}

// handleMethods lets Format, GoString, Error and String decide.
func (p *printer) handleMethods(arg any, verb rune) bool {
	if p.erroring {
		return false
	}
	if verb == 'w' {
		if _, ok := arg.(error); !ok || !p.wrapErrs {
			t, q := dataOf(&arg)
			p.badVerb(verb, t, q)
			return true
		}
		verb = 'v'
	}
	if f, ok := arg.(Formatter); ok {
		p.callFormat(f, arg, verb)
		return true
	}
	if p.sharpV {
		if s, ok := arg.(GoStringer); ok {
			p.callString(arg, verb, "GoString", s.GoString, true)
			return true
		}
		return false
	}
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		switch v := arg.(type) {
		case error:
			p.callString(arg, verb, "Error", v.Error, false)
			return true
		case Stringer:
			p.callString(arg, verb, "String", v.String, false)
			return true
		}
	}
	return false
}

func (p *printer) callFormat(f Formatter, arg any, verb rune) {
	defer p.catchPanic(arg, verb, "Format")
	f.Format(p, verb)
}

func (p *printer) callString(arg any, verb rune, method string, f func() string, plain bool) {
	defer p.catchPanic(arg, verb, method)
	s := f()
	if plain {
		p.fmtS(s)
	} else {
		p.fmtString(s, verb)
	}
}

// catchPanic prints the panic of a method: <nil> for a nil receiver, else a note.
func (p *printer) catchPanic(arg any, verb rune, method string) {
	if err := recover(); err != nil {
		if e := abi.EfaceOf(&arg); e.Type.Kind == abi.Pointer && e.Data == nil {
			p.str("<nil>")
			return
		}
		if p.panicking {
			panic(err)
		}
		old := p.spec
		p.spec = spec{}
		p.badArg(verb, "(PANIC=")
		p.str(method)
		p.str(" method: ")
		p.panicking = true
		p.printArg(err, 'v')
		p.panicking = false
		p.byte(')')
		p.spec = old
	}
}

func (p *printer) badVerb(verb rune, t *abi.Type, q unsafe.Pointer) {
	p.erroring = true
	p.badArg(verb, "(")
	switch {
	case t != nil:
		p.str(t.Str)
		p.byte('=')
		p.printValue(t, q, 'v', 0, false)
	default:
		p.str("<nil>")
	}
	p.byte(')')
	p.erroring = false
}

func readInt(t *abi.Type, q unsafe.Pointer) int64 {
	switch t.Size {
	case 1:
		return int64(*(*int8)(q))
	case 2:
		return int64(*(*int16)(q))
	case 4:
		return int64(*(*int32)(q))
	}
	return *(*int64)(q)
}

func readUint(t *abi.Type, q unsafe.Pointer) uint64 {
	switch t.Size {
	case 1:
		return uint64(*(*uint8)(q))
	case 2:
		return uint64(*(*uint16)(q))
	case 4:
		return uint64(*(*uint32)(q))
	}
	return *(*uint64)(q)
}

func (p *printer) fmt0x64(v uint64, leading bool) {
	sharp := p.sharp
	p.sharp = leading
	p.fmtInteger(v, 16, false, 'v', ldigits)
	p.sharp = sharp
}

func (p *printer) fmtInt(v uint64, signed bool, verb rune, t *abi.Type, q unsafe.Pointer) {
	switch verb {
	case 'v':
		if p.sharpV && !signed {
			p.fmt0x64(v, true)
		} else {
			p.fmtInteger(v, 10, signed, verb, ldigits)
		}
	case 'd':
		p.fmtInteger(v, 10, signed, verb, ldigits)
	case 'b':
		p.fmtInteger(v, 2, signed, verb, ldigits)
	case 'o', 'O':
		p.fmtInteger(v, 8, signed, verb, ldigits)
	case 'x':
		p.fmtInteger(v, 16, signed, verb, ldigits)
	case 'X':
		p.fmtInteger(v, 16, signed, verb, udigits)
	case 'c':
		p.fmtC(v)
	case 'q':
		p.fmtQc(v)
	case 'U':
		p.fmtUnicode(v)
	default:
		p.badVerb(verb, t, q)
	}
}

func (p *printer) fmtFloatVerb(v float64, size int, verb rune, t *abi.Type, q unsafe.Pointer) {
	prec := -1
	if p.hasPrec {
		prec = p.prec
	}
	switch verb {
	case 'v':
		p.fmtFloat(v, size, 'g', prec)
	case 'b', 'g', 'G', 'x', 'X':
		p.fmtFloat(v, size, verb, prec)
	case 'f', 'e', 'E', 'F':
		if !p.hasPrec {
			prec = 6
		}
		if verb == 'F' {
			verb = 'f'
		}
		p.fmtFloat(v, size, verb, prec)
	default:
		p.badVerb(verb, t, q)
	}
}

func (p *printer) fmtComplex(v complex128, size int, verb rune, t *abi.Type, q unsafe.Pointer) {
	switch verb {
	case 'v', 'b', 'g', 'G', 'x', 'X', 'f', 'F', 'e', 'E':
		plus := p.plus
		p.byte('(')
		p.fmtFloatVerb(real(v), size/2, verb, t, q)
		p.plus = true
		p.fmtFloatVerb(imag(v), size/2, verb, t, q)
		p.str("i)")
		p.plus = plus
	default:
		p.badVerb(verb, t, q)
	}
}

func (p *printer) fmtString(s string, verb rune) {
	switch verb {
	case 'v':
		if p.sharpV {
			p.fmtQ(s)
		} else {
			p.fmtS(s)
		}
	case 's':
		p.fmtS(s)
	case 'x':
		p.fmtSbx(s, ldigits)
	case 'X':
		p.fmtSbx(s, udigits)
	case 'q':
		p.fmtQ(s)
	default:
		v := any(s)
		t, q := dataOf(&v)
		p.badVerb(verb, t, q)
	}
}

func (p *printer) fmtBytes(v []byte, verb rune, t *abi.Type, q unsafe.Pointer) {
	switch verb {
	case 'v', 'd':
		if p.sharpV {
			p.str(t.Str)
			if v == nil && t.Kind == abi.Slice {
				p.str("(nil)")
				return
			}
			p.byte('{')
			for i, c := range v {
				if i > 0 {
					p.str(", ")
				}
				p.fmt0x64(uint64(c), true)
			}
			p.byte('}')
			return
		}
		p.byte('[')
		for i, c := range v {
			if i > 0 {
				p.byte(' ')
			}
			p.fmtInteger(uint64(c), 10, false, verb, ldigits)
		}
		p.byte(']')
	case 's':
		p.fmtS(string(v))
	case 'x':
		p.fmtSbx(string(v), ldigits)
	case 'X':
		p.fmtSbx(string(v), udigits)
	case 'q':
		p.fmtQ(string(v))
	}
}

func (p *printer) fmtPointer(t *abi.Type, q unsafe.Pointer, verb rune) {
	var u uintptr
	switch t.Kind {
	case abi.Chan, abi.Func, abi.Map, abi.Pointer, abi.UnsafePointer, abi.Slice:
		u = *(*uintptr)(q)
		if t.Kind == abi.Func && u != 0 {
			u = *(*uintptr)(unsafe.Pointer(u))
		}
	default:
		p.badVerb(verb, t, q)
		return
	}
	switch verb {
	case 'v':
		if p.sharpV {
			p.byte('(')
			p.str(t.Str)
			p.str(")(")
			if u == 0 {
				p.str("nil")
			} else {
				p.fmt0x64(uint64(u), true)
			}
			p.byte(')')
		} else if u == 0 {
			p.pad("<nil>")
		} else {
			p.fmt0x64(uint64(u), !p.sharp)
		}
	case 'p':
		p.fmt0x64(uint64(u), !p.sharp)
	case 'b', 'o', 'd', 'x', 'X':
		p.fmtInt(uint64(u), false, verb, t, q)
	default:
		p.badVerb(verb, t, q)
	}
}

// printValue prints the value of type t at q.
func (p *printer) printValue(t *abi.Type, q unsafe.Pointer, verb rune, depth int, exported bool) {
	if depth > 0 && exported && t != nil {
		if t.Str == "reflect.Value" && t.PkgPath == "reflect" {
			if p.handleMethodsOfValue(q, verb) {
				return
			}
		} else {
			v := asAny(t, q)
			p.arg = v
			if len(t.Methods) > 0 && t.Kind != abi.Interface && p.handleMethods(v, verb) {
				return
			}
		}
	}
	switch t.Kind {
	case abi.Bool:
		if verb == 't' || verb == 'v' {
			p.fmtBool(*(*bool)(q))
		} else {
			p.badVerb(verb, t, q)
		}
	case abi.Int, abi.Int8, abi.Int16, abi.Int32, abi.Int64:
		p.fmtInt(uint64(readInt(t, q)), true, verb, t, q)
	case abi.Uint, abi.Uint8, abi.Uint16, abi.Uint32, abi.Uint64, abi.Uintptr:
		p.fmtInt(readUint(t, q), false, verb, t, q)
	case abi.Float32:
		p.fmtFloatVerb(float64(*(*float32)(q)), 32, verb, t, q)
	case abi.Float64:
		p.fmtFloatVerb(*(*float64)(q), 64, verb, t, q)
	case abi.Complex64:
		p.fmtComplex(complex128(*(*complex64)(q)), 64, verb, t, q)
	case abi.Complex128:
		p.fmtComplex(*(*complex128)(q), 128, verb, t, q)
	case abi.String:
		switch verb {
		case 'v', 's', 'x', 'X', 'q':
			p.fmtString(*(*string)(q), verb)
		default:
			p.badVerb(verb, t, q)
		}
	case abi.Map:
		p.printMap(t, q, verb, depth, exported)
	case abi.Struct:
		if p.sharpV {
			p.str(t.Str)
		}
		p.byte('{')
		for i := range t.Fields {
			f := &t.Fields[i]
			if i > 0 {
				if p.sharpV {
					p.str(", ")
				} else {
					p.byte(' ')
				}
			}
			if p.plusV || p.sharpV {
				p.str(f.Name)
				p.byte(':')
			}
			ft, fq := f.Type, unsafe.Pointer(uintptr(q)+f.Offset)
			if ft.Kind == abi.Interface && !isNilInterface(ft, fq) {
				ft, fq = inside(ft, fq)
			}
			p.printValue(ft, fq, verb, depth+1, exported && f.PkgPath == "")
		}
		p.byte('}')
	case abi.Interface:
		if isNilInterface(t, q) {
			if p.sharpV {
				p.str(t.Str)
				p.str("(nil)")
			} else {
				p.str("<nil>")
			}
			return
		}
		it, iq := inside(t, q)
		p.printValue(it, iq, verb, depth+1, exported)
	case abi.Array, abi.Slice:
		p.printSequence(t, q, verb, depth, exported)
	case abi.Pointer:
		if depth == 0 && *(*uintptr)(q) != 0 {
			switch t.Elem.Kind {
			case abi.Array, abi.Slice, abi.Struct, abi.Map:
				p.byte('&')
				p.printValue(t.Elem, *(*unsafe.Pointer)(q), verb, depth+1, exported)
				return
			}
		}
		p.fmtPointer(t, q, verb)
	case abi.Chan, abi.Func, abi.UnsafePointer:
		p.fmtPointer(t, q, verb)
	default:
		p.str("?")
	}
}

func isNilInterface(t *abi.Type, q unsafe.Pointer) bool { return *(*uintptr)(q) == 0 }

// inside gives the dynamic type and the value of the interface at q.
func inside(t *abi.Type, q unsafe.Pointer) (*abi.Type, unsafe.Pointer) {
	e := (*abi.Eface)(q)
	dyn := e.Type
	if len(t.Methods) > 0 {
		dyn = (*abi.Iface)(q).Tab.Type
	}
	if dyn.Direct() {
		return dyn, unsafe.Pointer(&e.Data)
	}
	return dyn, e.Data
}

func (p *printer) printSequence(t *abi.Type, q unsafe.Pointer, verb rune, depth int, exported bool) {
	n := t.Len
	base := q
	if t.Kind == abi.Slice {
		h := (*abi.SliceHeader)(q)
		n, base = h.Len, h.Data
	}
	switch verb {
	case 's', 'q', 'x', 'X':
		if t.Elem.Kind == abi.Uint8 {
			p.fmtBytes(unsafe.Slice((*byte)(base), n), verb, t, q)
			return
		}
	}
	if p.sharpV {
		p.str(t.Str)
		if t.Kind == abi.Slice && base == nil {
			p.str("(nil)")
			return
		}
		p.byte('{')
	} else {
		p.byte('[')
	}
	for i := 0; i < n; i++ {
		if i > 0 {
			if p.sharpV {
				p.str(", ")
			} else {
				p.byte(' ')
			}
		}
		p.printValue(t.Elem, unsafe.Pointer(uintptr(base)+uintptr(i)*t.Elem.Size), verb, depth+1, exported)
	}
	if p.sharpV {
		p.byte('}')
	} else {
		p.byte(']')
	}
}

//burrow:runtime runtime.mapiterinit
func mapiterinit(t *abi.Type, m unsafe.Pointer, it unsafe.Pointer)

//burrow:runtime runtime.mapiternext
func mapiternext(it unsafe.Pointer)

type mapEntry struct{ key, elem unsafe.Pointer }

func (p *printer) printMap(t *abi.Type, q unsafe.Pointer, verb rune, depth int, exported bool) {
	m := *(*unsafe.Pointer)(q)
	if p.sharpV {
		p.str(t.Str)
		if m == nil {
			p.str("(nil)")
			return
		}
		p.byte('{')
	} else {
		p.str("map[")
	}
	for i, e := range sortedEntries(t, m) {
		if i > 0 {
			if p.sharpV {
				p.str(", ")
			} else {
				p.byte(' ')
			}
		}
		p.printValue(t.Key, e.key, verb, depth+1, exported)
		p.byte(':')
		p.printValue(t.Elem, e.elem, verb, depth+1, exported)
	}
	if p.sharpV {
		p.byte('}')
	} else {
		p.byte(']')
	}
}

func sortedEntries(t *abi.Type, m unsafe.Pointer) []mapEntry {
	var it [16]unsafe.Pointer // runtime.mapiter: key and element first
	var out []mapEntry
	mapiterinit(t, m, unsafe.Pointer(&it))
	for it[0] != nil {
		out = append(out, mapEntry{it[0], it[1]})
		mapiternext(unsafe.Pointer(&it))
	}
	mergeSort(t.Key, out)
	return out
}

func mergeSort(t *abi.Type, a []mapEntry) {
	if len(a) < 2 {
		return
	}
	mid := len(a) / 2
	left := append([]mapEntry(nil), a[:mid]...)
	right := append([]mapEntry(nil), a[mid:]...)
	mergeSort(t, left)
	mergeSort(t, right)
	for i, j, k := 0, 0, 0; k < len(a); k++ {
		if j == len(right) || i < len(left) && compare(t, left[i].key, right[j].key) <= 0 {
			a[k] = left[i]
			i++
		} else {
			a[k] = right[j]
			j++
		}
	}
}

func order[T int64 | uint64 | uintptr | string | int](a, b T) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

func orderFloat(a, b float64) int {
	switch {
	case a < b || a != a && b == b:
		return -1
	case a > b || b != b && a == a:
		return 1
	}
	return 0
}

// compare orders keys as internal/fmtsort says: false before true, NaN first, nil first, structs and arrays by their parts.
func compare(t *abi.Type, a, b unsafe.Pointer) int {
	switch t.Kind {
	case abi.Int, abi.Int8, abi.Int16, abi.Int32, abi.Int64:
		return order(readInt(t, a), readInt(t, b))
	case abi.Uint, abi.Uint8, abi.Uint16, abi.Uint32, abi.Uint64, abi.Uintptr:
		return order(readUint(t, a), readUint(t, b))
	case abi.String:
		return order(*(*string)(a), *(*string)(b))
	case abi.Float32:
		return orderFloat(float64(*(*float32)(a)), float64(*(*float32)(b)))
	case abi.Float64:
		return orderFloat(*(*float64)(a), *(*float64)(b))
	case abi.Complex64, abi.Complex128:
		x, y := complexAt(t, a), complexAt(t, b)
		if c := orderFloat(real(x), real(y)); c != 0 {
			return c
		}
		return orderFloat(imag(x), imag(y))
	case abi.Bool:
		return order(int(*(*uint8)(a)), int(*(*uint8)(b)))
	case abi.Pointer, abi.UnsafePointer, abi.Chan:
		return order(*(*uintptr)(a), *(*uintptr)(b))
	case abi.Struct:
		for i := range t.Fields {
			f := &t.Fields[i]
			if c := compare(f.Type, unsafe.Pointer(uintptr(a)+f.Offset), unsafe.Pointer(uintptr(b)+f.Offset)); c != 0 {
				return c
			}
		}
	case abi.Array:
		for i := 0; i < t.Len; i++ {
			off := uintptr(i) * t.Elem.Size
			if c := compare(t.Elem, unsafe.Pointer(uintptr(a)+off), unsafe.Pointer(uintptr(b)+off)); c != 0 {
				return c
			}
		}
	case abi.Interface:
		an, bn := isNilInterface(t, a), isNilInterface(t, b)
		if an || bn {
			switch {
			case an && bn:
				return 0
			case an:
				return -1
			}
			return 1
		}
		at, ap := inside(t, a)
		bt, bp := inside(t, b)
		if at != bt {
			return order(uintptr(unsafe.Pointer(at)), uintptr(unsafe.Pointer(bt)))
		}
		return compare(at, ap, bp)
	}
	return 0
}

func complexAt(t *abi.Type, p unsafe.Pointer) complex128 {
	if t.Kind == abi.Complex64 {
		return complex128(*(*complex64)(p))
	}
	return *(*complex128)(p)
}
