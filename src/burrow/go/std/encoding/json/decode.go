package json

import (
	"encoding"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// Unmarshaler is the interface implemented by types that can unmarshal a JSON description of themselves.
type Unmarshaler interface {
	UnmarshalJSON([]byte) error
}

// An UnmarshalTypeError describes a JSON value that was not appropriate for a value of a specific Go type.
type UnmarshalTypeError struct {
	Value  string
	Type   reflect.Type
	Offset int64
	Struct string
	Field  string
}

func (e *UnmarshalTypeError) Error() string {
	if e.Struct != "" || e.Field != "" {
		return "json: cannot unmarshal " + e.Value + " into Go struct field " + e.Struct + "." + e.Field + " of type " + e.Type.String()
	}
	return "json: cannot unmarshal " + e.Value + " into Go value of type " + e.Type.String()
}

// An InvalidUnmarshalError describes an invalid argument passed to Unmarshal.
type InvalidUnmarshalError struct {
	Type reflect.Type
}

func (e *InvalidUnmarshalError) Error() string {
	if e.Type == nil {
		return "json: Unmarshal(nil)"
	}
	if e.Type.Kind() != reflect.Pointer {
		return "json: Unmarshal(non-pointer " + e.Type.String() + ")"
	}
	return "json: Unmarshal(nil " + e.Type.String() + ")"
}

// Unmarshal parses the JSON-encoded data and stores the result in the value pointed to by v.
func Unmarshal(data []byte, v any) error {
	if err := check(data); err != nil {
		return err
	}
	return (&decoder{reader: reader{data, 0}}).into(v)
}

type decoder struct {
	reader
	numbers bool // as Number where the type is open
	strict  bool // unknown members are errors
	err     error
	path    []string
	owner   string
}

func (d *decoder) into(v any) error {
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Pointer || rv.IsNil() {
		return &InvalidUnmarshalError{reflect.TypeOf(v)}
	}
	d.value(rv)
	return d.err
}

// save keeps the first error; decoding goes on.
func (d *decoder) save(err error) {
	if d.err == nil {
		d.err = err
	}
}

func (d *decoder) mismatch(what string, t reflect.Type, at int) {
	d.save(&UnmarshalTypeError{what, t, int64(at), d.owner, strings.Join(d.path, ".")})
}

// raw is the text of the next value, which is passed over.
func (d *decoder) raw() []byte {
	d.space()
	start := d.at
	d.skip(0)
	return d.data[start:d.at]
}

// target follows pointers, making what they point to, up to a value or an Unmarshaler.
func target(v reflect.Value, null bool) (Unmarshaler, encoding.TextUnmarshaler, reflect.Value) {
	if v.Kind() != reflect.Pointer && v.Type().Name() != "" && v.CanAddr() {
		v = v.Addr()
	}
	for {
		if v.Kind() == reflect.Interface && !v.IsNil() {
			e := v.Elem()
			if e.Kind() == reflect.Pointer && !e.IsNil() && (!null || e.Elem().Kind() == reflect.Pointer) {
				v = e
				continue
			}
		}
		if v.Kind() != reflect.Pointer {
			return nil, nil, v
		}
		if null && v.CanSet() {
			return nil, nil, v
		}
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		if v.NumMethod() > 0 && v.CanInterface() {
			if u, ok := v.Interface().(Unmarshaler); ok {
				return u, nil, reflect.Value{}
			}
			if !null {
				if u, ok := v.Interface().(encoding.TextUnmarshaler); ok {
					return nil, u, reflect.Value{}
				}
			}
		}
		v = v.Elem()
	}
}

func (d *decoder) value(v reflect.Value) {
	d.space()
	c := d.peek()
	u, text, v := target(v, c == 'n')
	if u != nil {
		if err := u.UnmarshalJSON(d.raw()); err != nil {
			d.save(err)
		}
		return
	}
	if text != nil {
		at := d.at
		lit := d.raw()
		if lit[0] != '"' {
			d.mismatch(describe(lit), reflect.TypeOf(text), at)
			return
		}
		if err := text.UnmarshalText([]byte(unquote(lit))); err != nil {
			d.save(err)
		}
		return
	}
	switch c {
	case '{':
		d.object(v)
	case '[':
		d.array(v)
	default:
		d.literal(d.raw(), v, false)
	}
}

func describe(lit []byte) string {
	switch lit[0] {
	case '"':
		return "string"
	case 't', 'f':
		return "bool"
	case '{':
		return "object"
	case '[':
		return "array"
	case 'n':
		return "null"
	}
	return "number"
}

// open gives a value whose type nobody prescribes.
func (d *decoder) open() any {
	d.space()
	switch d.peek() {
	case '{':
		m := map[string]any{}
		d.members(func(key string) { m[key] = d.open() })
		return m
	case '[':
		out := []any{}
		d.elements(func(int) { out = append(out, d.open()) })
		return out
	}
	lit := d.raw()
	switch lit[0] {
	case '"':
		return unquote(lit)
	case 't':
		return true
	case 'f':
		return false
	case 'n':
		return nil
	}
	if d.numbers {
		return Number(lit)
	}
	f, err := strconv.ParseFloat(string(lit), 64)
	if err != nil {
		d.mismatch("number "+string(lit), reflect.TypeOf(0.0), d.at)
	}
	return f
}

// members calls fn at the value of each member; fn reads it.
func (d *decoder) members(fn func(key string)) {
	d.at++
	for {
		d.space()
		if d.peek() == '}' {
			d.at++
			return
		}
		start := d.at
		d.text()
		key := unquote(d.data[start:d.at])
		d.space()
		d.at++
		fn(key)
		d.space()
		if d.peek() == ',' {
			d.at++
		}
	}
}

func (d *decoder) elements(fn func(i int)) {
	d.at++
	for i := 0; ; i++ {
		d.space()
		if d.peek() == ']' {
			d.at++
			return
		}
		fn(i)
		d.space()
		if d.peek() == ',' {
			d.at++
		}
	}
}

func (d *decoder) object(v reflect.Value) {
	t := v.Type()
	switch {
	case v.Kind() == reflect.Interface && v.NumMethod() == 0:
		v.Set(reflect.ValueOf(d.open()))
	case v.Kind() == reflect.Map:
		kt := t.Key()
		isText := reflect.PointerTo(kt).Implements(textUnmarshalerType)
		if k := kt.Kind(); k != reflect.String && (k < reflect.Int || k > reflect.Uintptr) && !isText {
			d.mismatch("object", t, d.at)
			d.raw()
			return
		}
		if v.IsNil() {
			v.Set(reflect.MakeMap(t))
		}
		d.members(func(key string) {
			elem := reflect.New(t.Elem()).Elem()
			d.value(elem)
			k := reflect.New(kt).Elem()
			switch kind := kt.Kind(); {
			case isText:
				if err := k.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(key)); err != nil {
					d.save(err)
				}
			case kind == reflect.String:
				k.SetString(key)
			case kind <= reflect.Int64:
				n, err := strconv.ParseInt(key, 10, 64)
				if err != nil || k.OverflowInt(n) {
					d.mismatch("number "+key, kt, d.at)
					return
				}
				k.SetInt(n)
			default:
				n, err := strconv.ParseUint(key, 10, 64)
				if err != nil || k.OverflowUint(n) {
					d.mismatch("number "+key, kt, d.at)
					return
				}
				k.SetUint(n)
			}
			v.SetMapIndex(k, elem)
		})
	case v.Kind() == reflect.Struct:
		d.structure(v)
	default:
		d.mismatch("object", t, d.at)
		d.raw()
	}
}

var textUnmarshalerType = reflect.TypeOf((*encoding.TextUnmarshaler)(nil)).Elem()

func (d *decoder) structure(v reflect.Value) {
	t := v.Type()
	fields := fieldsOf(t)
	owner, path := d.owner, d.path
	d.members(func(key string) {
		var f *field
		for i := range fields {
			if fields[i].name == key {
				f = &fields[i]
				break
			}
			if f == nil && strings.EqualFold(fields[i].name, key) {
				f = &fields[i]
			}
		}
		if f == nil {
			if d.strict {
				d.save(errors.New("json: unknown field " + strconv.Quote(key)))
			}
			d.raw()
			return
		}
		x := v
		for _, i := range f.index {
			if x.Kind() == reflect.Pointer {
				if x.IsNil() {
					x.Set(reflect.New(x.Type().Elem()))
				}
				x = x.Elem()
			}
			x = x.Field(i)
		}
		d.owner = t.Name()
		d.path = append(append([]string(nil), path...), f.name)
		if f.quoted {
			at := d.at
			lit := d.raw()
			switch {
			case lit[0] == 'n':
			case lit[0] == '"':
				d.literal([]byte(unquote(lit)), x, true)
			default:
				_ = at
				d.save(errors.New("json: invalid use of ,string struct tag, trying to unmarshal unquoted value into " + f.typ.String()))
			}
		} else {
			d.value(x)
		}
		d.owner, d.path = owner, path
	})
}

func (d *decoder) array(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		if v.NumMethod() == 0 {
			v.Set(reflect.ValueOf(d.open()))
			return
		}
	case reflect.Slice:
		n := 0
		v.SetLen(0)
		d.elements(func(i int) {
			if i >= v.Cap() {
				grown := reflect.MakeSlice(v.Type(), i, 2*i+4)
				reflect.Copy(grown, v)
				v.Set(grown)
			}
			v.SetLen(i + 1)
			v.Index(i).SetZero()
			d.value(v.Index(i))
			n++
		})
		if n == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		return
	case reflect.Array:
		n := 0
		d.elements(func(i int) {
			if i < v.Len() {
				d.value(v.Index(i))
			} else {
				d.raw()
			}
			n++
		})
		for ; n < v.Len(); n++ {
			v.Index(n).SetZero()
		}
		return
	}
	d.mismatch("array", v.Type(), d.at)
	d.raw()
}

func (d *decoder) literal(lit []byte, v reflect.Value, quoted bool) {
	at := d.at
	if len(lit) == 0 {
		d.save(errors.New("json: invalid use of ,string struct tag, trying to unmarshal \"\" into " + v.Type().String()))
		return
	}
	switch lit[0] {
	case 'n':
		switch v.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Slice:
			v.SetZero()
		}
	case 't', 'f':
		switch {
		case v.Kind() == reflect.Bool:
			v.SetBool(lit[0] == 't')
		case v.Kind() == reflect.Interface && v.NumMethod() == 0:
			v.Set(reflect.ValueOf(lit[0] == 't'))
		default:
			d.mismatch("bool", v.Type(), at)
		}
	case '"':
		s := unquote(lit)
		switch {
		case v.Kind() == reflect.String:
			v.SetString(s)
		case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
			b, ok := fromBase64(s)
			if !ok {
				d.save(errors.New("illegal base64 data at input byte " + strconv.Itoa(len(b))))
				return
			}
			v.SetBytes(b)
		case v.Kind() == reflect.Interface && v.NumMethod() == 0:
			v.Set(reflect.ValueOf(s))
		default:
			d.mismatch("string", v.Type(), at)
		}
	default:
		s := string(lit)
		switch k := v.Kind(); {
		case k == reflect.Interface && v.NumMethod() == 0:
			if d.numbers {
				v.Set(reflect.ValueOf(Number(s)))
				return
			}
			f, err := strconv.ParseFloat(s, 64)
			if err != nil {
				d.mismatch("number "+s, reflect.TypeOf(0.0), at)
				return
			}
			v.Set(reflect.ValueOf(f))
		case k == reflect.String && v.Type() == reflect.TypeOf(Number("")):
			v.SetString(s)
		case reflect.Int <= k && k <= reflect.Int64:
			n, err := strconv.ParseInt(s, 10, 64)
			if err != nil || v.OverflowInt(n) {
				d.mismatch("number "+s, v.Type(), at)
				return
			}
			v.SetInt(n)
		case reflect.Uint <= k && k <= reflect.Uintptr:
			n, err := strconv.ParseUint(s, 10, 64)
			if err != nil || v.OverflowUint(n) {
				d.mismatch("number "+s, v.Type(), at)
				return
			}
			v.SetUint(n)
		case k == reflect.Float32 || k == reflect.Float64:
			bits := 64
			if k == reflect.Float32 {
				bits = 32
			}
			f, err := strconv.ParseFloat(s, bits)
			if err != nil || v.OverflowFloat(f) {
				d.mismatch("number "+s, v.Type(), at)
				return
			}
			v.SetFloat(f)
		default:
			d.mismatch("number", v.Type(), at)
		}
	}
	_ = quoted
}

func fromBase64(s string) ([]byte, bool) {
	var out []byte
	var v uint32
	n, pad := 0, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\n' || c == '\r' {
			continue
		}
		k := strings.IndexByte(base64, c)
		if c == '=' {
			pad++
			k = 0
		} else if k < 0 || pad > 0 {
			return out, false
		}
		v = v<<6 | uint32(k)
		if n++; n == 4 {
			out = append(out, byte(v>>16), byte(v>>8), byte(v))
			v, n = 0, 0
		}
	}
	if n != 0 || pad > 2 {
		return out, false
	}
	return out[:len(out)-pad], true
}

// A Decoder reads and decodes JSON values from an input stream.
type Decoder struct {
	r               io.Reader
	buf             []byte
	at              int
	err             error
	numbers, strict bool
}

func NewDecoder(r io.Reader) *Decoder { return &Decoder{r: r} }

func (d *Decoder) UseNumber()             { d.numbers = true }
func (d *Decoder) DisallowUnknownFields() { d.strict = true }
func (d *Decoder) InputOffset() int64     { return int64(d.at) }

func (d *Decoder) fill() bool {
	if d.err != nil {
		return false
	}
	chunk := make([]byte, 4096)
	n, err := d.r.Read(chunk)
	d.buf = append(d.buf, chunk[:n]...)
	d.err = err
	return n > 0 || err == nil
}

// More reports whether there is another element in the stream.
func (d *Decoder) More() bool {
	for {
		r := reader{d.buf, d.at}
		r.space()
		if r.at < len(d.buf) {
			return d.buf[r.at] != ']' && d.buf[r.at] != '}'
		}
		if !d.fill() {
			return false
		}
	}
}

// Decode reads the next JSON-encoded value from its input and stores it in the value pointed to by v.
func (d *Decoder) Decode(v any) error {
	for {
		r := reader{d.buf, d.at}
		r.space()
		start := r.at
		if start < len(d.buf) {
			err := r.skip(0)
			// a number may go on in what has not been read yet
			complete := err == nil && (r.at < len(d.buf) || d.err != nil || strings.IndexByte("}]\"el", d.buf[r.at-1]) >= 0)
			if complete {
				d.at = r.at
				dec := decoder{reader: reader{d.buf[start:r.at], 0}, numbers: d.numbers, strict: d.strict}
				return dec.into(v)
			}
			if err != nil && r.at < len(d.buf) {
				return err
			}
		}
		if !d.fill() {
			if d.err != io.EOF {
				return d.err
			}
			if start >= len(d.buf) {
				return io.EOF
			}
			return io.ErrUnexpectedEOF
		}
	}
}
