// Package json reads and writes JSON as RFC 8259 has it, with Go values as encoding/json maps them: struct fields by tag,
// maps with sorted keys, []byte as base64.
package json

import (
	"encoding"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Marshaler is the interface implemented by types that can marshal themselves into valid JSON.
type Marshaler interface {
	MarshalJSON() ([]byte, error)
}

// An UnsupportedTypeError is returned by Marshal when attempting to encode an unsupported value type.
type UnsupportedTypeError struct {
	Type reflect.Type
}

func (e *UnsupportedTypeError) Error() string { return "json: unsupported type: " + e.Type.String() }

// An UnsupportedValueError is returned by Marshal when attempting to encode an unsupported value.
type UnsupportedValueError struct {
	Value reflect.Value
	Str   string
}

func (e *UnsupportedValueError) Error() string { return "json: unsupported value: " + e.Str }

// A MarshalerError represents an error from calling a MarshalJSON or MarshalText method.
type MarshalerError struct {
	Type       reflect.Type
	Err        error
	sourceFunc string
}

func (e *MarshalerError) Error() string {
	return "json: error calling " + e.sourceFunc + " for type " + e.Type.String() + ": " + e.Err.Error()
}

func (e *MarshalerError) Unwrap() error { return e.Err }

// Number represents a JSON number literal.
type Number string

func (n Number) String() string            { return string(n) }
func (n Number) Float64() (float64, error) { return strconv.ParseFloat(string(n), 64) }
func (n Number) Int64() (int64, error)     { return strconv.ParseInt(string(n), 10, 64) }

// RawMessage is a raw encoded JSON value.
type RawMessage []byte

func (m RawMessage) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("null"), nil
	}
	return m, nil
}

func (m *RawMessage) UnmarshalJSON(data []byte) error {
	*m = append((*m)[:0], data...)
	return nil
}

// Marshal returns the JSON encoding of v.
func Marshal(v any) ([]byte, error) { return marshal(v, true) }

func marshal(v any, html bool) (out []byte, err error) {
	e := encoder{html: html}
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(failure)
			if !ok {
				panic(r)
			}
			out, err = nil, f.err
		}
	}()
	e.value(reflect.ValueOf(v), false)
	return e.b, nil
}

// MarshalIndent is like Marshal but applies Indent to format the output.
func MarshalIndent(v any, prefix, indent string) ([]byte, error) {
	b, err := Marshal(v)
	if err != nil {
		return nil, err
	}
	return appendIndent(nil, b, prefix, indent), nil
}

type failure struct{ err error }

type encoder struct {
	b     []byte
	html  bool
	depth int
}

var marshalerType = reflect.TypeOf((*Marshaler)(nil)).Elem()
var textType = reflect.TypeOf((*encoding.TextMarshaler)(nil)).Elem()

// marshaler calls the value's own method, if it has one.
func (e *encoder) marshaler(v reflect.Value) bool {
	t := v.Type()
	if t.Kind() != reflect.Pointer && v.CanAddr() && !t.Implements(marshalerType) && !t.Implements(textType) {
		if p := reflect.PointerTo(t); p.Implements(marshalerType) || p.Implements(textType) {
			v, t = v.Addr(), p
		}
	}
	if !v.CanInterface() {
		return false
	}
	isNil := (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil()
	switch {
	case t.Implements(marshalerType):
		if isNil {
			e.b = append(e.b, "null"...)
			return true
		}
		b, err := v.Interface().(Marshaler).MarshalJSON()
		if err == nil {
			err = check(b)
		}
		if err != nil {
			panic(failure{&MarshalerError{t, err, "MarshalJSON"}})
		}
		e.b = appendCompact(e.b, b, e.html)
		return true
	case t.Implements(textType):
		if isNil {
			e.b = append(e.b, "null"...)
			return true
		}
		b, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			panic(failure{&MarshalerError{t, err, "MarshalText"}})
		}
		e.b = appendString(e.b, string(b), e.html)
		return true
	}
	return false
}

func (e *encoder) value(v reflect.Value, quoted bool) {
	if !v.IsValid() {
		e.b = append(e.b, "null"...)
		return
	}
	if e.marshaler(v) {
		return
	}
	if e.depth++; e.depth > 1000 {
		panic(failure{&UnsupportedValueError{v, "encountered a cycle via " + v.Type().String()}})
	}
	defer func() { e.depth-- }()
	start := len(e.b)
	switch v.Kind() {
	case reflect.Bool:
		e.b = strconv.AppendBool(e.b, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.b = strconv.AppendInt(e.b, v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		e.b = strconv.AppendUint(e.b, v.Uint(), 10)
	case reflect.Float32:
		e.float(v, 32)
	case reflect.Float64:
		e.float(v, 64)
	case reflect.String:
		if n, ok := v.Interface().(Number); ok {
			if n == "" {
				n = "0"
			}
			e.b = append(e.b, n...)
			break
		}
		if quoted {
			e.b = appendString(e.b, string(appendString(nil, v.String(), e.html)), e.html)
			return
		}
		e.b = appendString(e.b, v.String(), e.html)
		return
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			e.b = append(e.b, "null"...)
			return
		}
		e.value(v.Elem(), quoted)
		return
	case reflect.Struct:
		e.object(v)
		return
	case reflect.Map:
		e.mapping(v)
		return
	case reflect.Slice:
		if v.IsNil() {
			e.b = append(e.b, "null"...)
			return
		}
		if v.Type().Elem().Kind() == reflect.Uint8 && !reflect.PointerTo(v.Type().Elem()).Implements(marshalerType) {
			e.b = append(e.b, '"')
			e.b = appendBase64(e.b, v.Bytes())
			e.b = append(e.b, '"')
			return
		}
		e.list(v)
		return
	case reflect.Array:
		e.list(v)
		return
	default:
		panic(failure{&UnsupportedTypeError{v.Type()}})
	}
	if quoted {
		e.b = append(e.b, '"')
		copy(e.b[start+1:], e.b[start:])
		e.b[start] = '"'
		e.b = append(e.b, '"')
	}
}

func (e *encoder) float(v reflect.Value, bits int) {
	f := v.Float()
	if math.IsInf(f, 0) || math.IsNaN(f) {
		panic(failure{&UnsupportedValueError{v, strconv.FormatFloat(f, 'g', -1, bits)}})
	}
	abs := math.Abs(f)
	format := byte('f')
	if abs != 0 && (bits == 64 && (abs < 1e-6 || abs >= 1e21) ||
		bits == 32 && (float32(abs) < 1e-6 || float32(abs) >= 1e21)) {
		format = 'e'
	}
	e.b = strconv.AppendFloat(e.b, f, format, -1, bits)
	if n := len(e.b); format == 'e' && n >= 4 && e.b[n-4] == 'e' && (e.b[n-3] == '-' || e.b[n-3] == '+') && e.b[n-2] == '0' {
		e.b[n-2] = e.b[n-1]
		e.b = e.b[:n-1]
	}
}

func (e *encoder) list(v reflect.Value) {
	e.b = append(e.b, '[')
	for i := 0; i < v.Len(); i++ {
		if i > 0 {
			e.b = append(e.b, ',')
		}
		e.value(v.Index(i), false)
	}
	e.b = append(e.b, ']')
}

func keyText(k reflect.Value) string {
	if k.Kind() == reflect.String {
		return k.String()
	}
	if m, ok := k.Interface().(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		if err != nil {
			panic(failure{&MarshalerError{k.Type(), err, "MarshalText"}})
		}
		return string(b)
	}
	switch k.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(k.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return strconv.FormatUint(k.Uint(), 10)
	}
	panic(failure{&UnsupportedTypeError{k.Type()}})
}

func (e *encoder) mapping(v reflect.Value) {
	switch v.Type().Key().Kind() {
	case reflect.String, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint,
		reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
	default:
		if !v.Type().Key().Implements(textType) {
			panic(failure{&UnsupportedTypeError{v.Type()}})
		}
	}
	if v.IsNil() {
		e.b = append(e.b, "null"...)
		return
	}
	type entry struct {
		key string
		val reflect.Value
	}
	var entries []entry
	for it := v.MapRange(); it.Next(); {
		entries = append(entries, entry{keyText(it.Key()), it.Value()})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	e.b = append(e.b, '{')
	for i, x := range entries {
		if i > 0 {
			e.b = append(e.b, ',')
		}
		e.b = append(appendString(e.b, x.key, e.html), ':')
		e.value(x.val, false)
	}
	e.b = append(e.b, '}')
}

func (e *encoder) object(v reflect.Value) {
	e.b = append(e.b, '{')
	first := true
	for _, f := range fieldsOf(v.Type()) {
		x, ok := follow(v, f.index)
		if !ok || f.omitEmpty && isEmpty(x) || f.omitZero && x.IsZero() {
			continue
		}
		if !first {
			e.b = append(e.b, ',')
		}
		first = false
		e.b = append(appendString(e.b, f.name, e.html), ':')
		e.value(x, f.quoted)
	}
	e.b = append(e.b, '}')
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func follow(v reflect.Value, index []int) (reflect.Value, bool) {
	for _, i := range index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return reflect.Value{}, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, true
}

// field is one member of a struct's object.
type field struct {
	name      string
	index     []int
	typ       reflect.Type
	tagged    bool
	omitEmpty bool
	omitZero  bool
	quoted    bool
}

// fieldsOf lists a struct's members: those of embedded structs too, by Go's rules of which one is seen.
func fieldsOf(t reflect.Type) []field {
	var all []field
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type, index []int)
	walk = func(t reflect.Type, index []int) {
		if seen[t] {
			return
		}
		seen[t] = true
		for i := 0; i < t.NumField(); i++ {
			sf := t.Field(i)
			inner := sf.Type
			if sf.Anonymous && inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if !sf.IsExported() && !(sf.Anonymous && inner.Kind() == reflect.Struct) {
				continue
			}
			tag := sf.Tag.Get("json")
			if tag == "-" {
				continue
			}
			name, options, _ := strings.Cut(tag, ",")
			at := append(append([]int(nil), index...), i)
			if sf.Anonymous && name == "" && inner.Kind() == reflect.Struct {
				walk(inner, at)
				continue
			}
			f := field{name: name, index: at, typ: sf.Type, tagged: name != ""}
			if name == "" {
				f.name = sf.Name
			}
			for _, o := range strings.Split(options, ",") {
				f.omitEmpty = f.omitEmpty || o == "omitempty"
				f.omitZero = f.omitZero || o == "omitzero"
				if o == "string" {
					switch k := sf.Type.Kind(); {
					case k >= reflect.Bool && k <= reflect.Float64, k == reflect.String:
						f.quoted = true
					}
				}
			}
			all = append(all, f)
		}
		delete(seen, t)
	}
	walk(t, nil)
	var out []field
	for i, f := range all {
		best := true
		for j, g := range all {
			if i == j || g.name != f.name {
				continue
			}
			if len(g.index) < len(f.index) || len(g.index) == len(f.index) && (g.tagged || !f.tagged) {
				best = false
			}
		}
		if best {
			out = append(out, f)
		}
	}
	return out
}

const hex = "0123456789abcdef"

func appendString(b []byte, s string, html bool) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && (!html || c != '<' && c != '>' && c != '&') {
				i++
				continue
			}
			b = append(b, s[start:i]...)
			switch c {
			case '\\', '"':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, '\\', 'b')
			case '\f':
				b = append(b, '\\', 'f')
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(append(b, s[start:i]...), `\ufffd`...)
			i++
			start = i
			continue
		}
		if r == '\u2028' || r == '\u2029' {
			b = append(append(b, s[start:i]...), `\u202`...)
			b = append(b, hex[r&15])
			i += n
			start = i
			continue
		}
		i += n
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

func appendBase64(b, src []byte) []byte {
	for len(src) > 0 {
		var v uint32
		n := min(len(src), 3)
		for i := 0; i < 3; i++ {
			v <<= 8
			if i < n {
				v |= uint32(src[i])
			}
		}
		for i := 0; i < 4; i++ {
			if i <= n {
				b = append(b, base64[v>>18&63])
			} else {
				b = append(b, '=')
			}
			v <<= 6
		}
		src = src[n:]
	}
	return b
}

// An Encoder writes JSON values to an output stream.
type Encoder struct {
	w              io.Writer
	prefix, indent string
	html           bool
}

func NewEncoder(w io.Writer) *Encoder { return &Encoder{w: w, html: true} }

func (e *Encoder) SetIndent(prefix, indent string) { e.prefix, e.indent = prefix, indent }
func (e *Encoder) SetEscapeHTML(on bool)           { e.html = on }

func (e *Encoder) Encode(v any) error {
	b, err := marshal(v, e.html)
	if err != nil {
		return err
	}
	if e.prefix != "" || e.indent != "" {
		b = appendIndent(nil, b, e.prefix, e.indent)
	}
	_, err = e.w.Write(append(b, '\n'))
	return err
}

