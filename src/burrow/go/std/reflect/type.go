// Package reflect implements run-time reflection over the descriptors of internal/abi.  Not there: calling functions, making
// functions, and making struct, interface and func types at run time.
package reflect

import (
	"internal/abi"
	"strconv"
	"unsafe"
)

// A Kind represents the specific kind of type that a Type represents.
type Kind uint

const (
	Invalid Kind = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer
)

const Ptr = Pointer

var kindNames = []string{"invalid", "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64",
	"uintptr", "float32", "float64", "complex64", "complex128", "array", "chan", "func", "interface", "map", "ptr", "slice",
	"string", "struct", "unsafe.Pointer"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "kind" + strconv.Itoa(int(k))
}

// ChanDir represents a channel type's direction.
type ChanDir int

const (
	RecvDir ChanDir = 1 << iota
	SendDir
	BothDir = RecvDir | SendDir
)

func (d ChanDir) String() string {
	switch d {
	case SendDir:
		return "chan<-"
	case RecvDir:
		return "<-chan"
	case BothDir:
		return "chan"
	}
	return "ChanDir" + strconv.Itoa(int(d))
}

// Method represents a single method.
type Method struct {
	Name    string
	PkgPath string
	Type    Type
	Func    Value
	Index   int
}

func (m Method) IsExported() bool { return m.PkgPath == "" }

// A StructField describes a single field in a struct.
type StructField struct {
	Name      string
	PkgPath   string
	Type      Type
	Tag       StructTag
	Offset    uintptr
	Index     []int
	Anonymous bool
}

func (f StructField) IsExported() bool { return f.PkgPath == "" }

// A StructTag is the tag string in a struct field.
type StructTag string

func (tag StructTag) Get(key string) string {
	v, _ := tag.Lookup(key)
	return v
}

func (tag StructTag) Lookup(key string) (value string, ok bool) {
	for tag != "" {
		i := 0
		for i < len(tag) && tag[i] == ' ' {
			i++
		}
		tag = tag[i:]
		i = 0
		for i < len(tag) && tag[i] > ' ' && tag[i] != ':' && tag[i] != '"' && tag[i] != 0x7f {
			i++
		}
		if i == 0 || i+1 >= len(tag) || tag[i] != ':' || tag[i+1] != '"' {
			break
		}
		name := string(tag[:i])
		tag = tag[i+1:]
		i = 1
		for i < len(tag) && tag[i] != '"' {
			if tag[i] == '\\' {
				i++
			}
			i++
		}
		if i >= len(tag) {
			break
		}
		quoted := string(tag[:i+1])
		tag = tag[i+1:]
		if name == key {
			v, err := strconv.Unquote(quoted)
			if err != nil {
				break
			}
			return v, true
		}
	}
	return "", false
}

// Type is the representation of a Go type.
type Type interface {
	Align() int
	FieldAlign() int
	Method(int) Method
	MethodByName(string) (Method, bool)
	NumMethod() int
	Name() string
	PkgPath() string
	Size() uintptr
	String() string
	Kind() Kind
	Implements(u Type) bool
	AssignableTo(u Type) bool
	ConvertibleTo(u Type) bool
	Comparable() bool
	Bits() int
	ChanDir() ChanDir
	IsVariadic() bool
	Elem() Type
	Field(i int) StructField
	FieldByIndex(index []int) StructField
	FieldByName(name string) (StructField, bool)
	In(i int) Type
	Key() Type
	Len() int
	NumField() int
	NumIn() int
	NumOut() int
	Out(i int) Type
	common() *abi.Type
}

// rtype is a descriptor seen as a Type.
type rtype struct{ t abi.Type }

func toRType(t *abi.Type) *rtype { return (*rtype)(unsafe.Pointer(t)) }

func toType(t *abi.Type) Type {
	if t == nil {
		return nil
	}
	return toRType(t)
}

func TypeOf(i any) Type { return toType(abi.TypeOf(i)) }

func TypeFor[T any]() Type {
	var p *T
	return toType(abi.TypeOf(p).Elem)
}

func (r *rtype) common() *abi.Type { return &r.t }
func (r *rtype) Align() int        { return int(r.t.Align) }
func (r *rtype) FieldAlign() int   { return int(r.t.Align) }
func (r *rtype) Name() string {
	if r.t.Name == "" && r.t.Flags&abi.FlagNamed == 0 {
		return ""
	}
	return r.t.Name
}
func (r *rtype) PkgPath() string  { return r.t.PkgPath }
func (r *rtype) Size() uintptr    { return r.t.Size }
func (r *rtype) String() string   { return r.t.Str }
func (r *rtype) Kind() Kind       { return Kind(r.t.Kind) }
func (r *rtype) Comparable() bool { return r.t.Flags&abi.FlagComparable != 0 }
func (r *rtype) IsVariadic() bool { return r.t.Flags&abi.FlagVariadic != 0 }
func (r *rtype) ChanDir() ChanDir {
	r.must(Chan, "ChanDir")
	return ChanDir(r.t.Dir)
}

func (r *rtype) must(k Kind, what string) {
	if r.Kind() != k {
		panic("reflect: " + what + " of non-" + k.String() + " type " + r.t.Str)
	}
}

func (r *rtype) Bits() int {
	k := r.Kind()
	if k < Int || k > Complex128 {
		panic("reflect: Bits of non-arithmetic Type " + r.t.Str)
	}
	return int(r.t.Size) * 8
}

func (r *rtype) Elem() Type {
	if r.t.Elem == nil {
		panic("reflect: Elem of invalid type " + r.t.Str)
	}
	return toType(r.t.Elem)
}

func (r *rtype) Key() Type {
	if r.Kind() != Map {
		panic("reflect: Key of non-map type " + r.t.Str)
	}
	return toType(r.t.Key)
}

func (r *rtype) Len() int {
	if r.Kind() != Array {
		panic("reflect: Len of non-array type " + r.t.Str)
	}
	return r.t.Len
}

func (r *rtype) NumField() int {
	if r.Kind() != Struct {
		panic("reflect: NumField of non-struct type " + r.t.Str)
	}
	return len(r.t.Fields)
}

func (r *rtype) NumIn() int {
	if r.Kind() != Func {
		panic("reflect: NumIn of non-func type " + r.t.Str)
	}
	return len(r.t.In)
}

func (r *rtype) NumOut() int {
	if r.Kind() != Func {
		panic("reflect: NumOut of non-func type " + r.t.Str)
	}
	return len(r.t.Out)
}
func (r *rtype) In(i int) Type  { return toType(r.t.In[i]) }
func (r *rtype) Out(i int) Type { return toType(r.t.Out[i]) }

func (r *rtype) Field(i int) StructField {
	if r.Kind() != Struct {
		panic("reflect: Field of non-struct type " + r.t.Str)
	}
	if i < 0 || i >= len(r.t.Fields) {
		panic("reflect: Field index out of bounds")
	}
	f := &r.t.Fields[i]
	return StructField{f.Name, f.PkgPath, toType(f.Type), StructTag(f.Tag), f.Offset, []int{i}, f.Embedded}
}

func (r *rtype) FieldByIndex(index []int) StructField {
	var f StructField
	var t Type = r
	for i, x := range index {
		if i > 0 && t.Kind() == Pointer && t.Elem().Kind() == Struct {
			t = t.Elem()
		}
		f = t.Field(x)
		t = f.Type
	}
	return f
}

func (r *rtype) FieldByName(name string) (StructField, bool) {
	if r.Kind() != Struct {
		panic("reflect: FieldByName of non-struct type " + r.t.Str)
	}
	type place struct {
		t     *abi.Type
		index []int
	}
	level := []place{{&r.t, nil}}
	seen := map[*abi.Type]bool{}
	for len(level) > 0 {
		var next []place
		var found StructField
		count := 0
		for _, p := range level {
			if seen[p.t] {
				continue
			}
			seen[p.t] = true
			for i := range p.t.Fields {
				f := &p.t.Fields[i]
				index := append(append([]int(nil), p.index...), i)
				if f.Name == name {
					found = toRType(p.t).Field(i)
					found.Index = index
					count++
				} else if f.Embedded {
					t := f.Type
					if t.Kind == abi.Pointer {
						t = t.Elem
					}
					if t.Kind == abi.Struct {
						next = append(next, place{t, index})
					}
				}
			}
		}
		if count > 0 {
			return found, count == 1
		}
		level = next
	}
	return StructField{}, false
}

func (r *rtype) exportedMethods() []int {
	var out []int
	for i := range r.t.Methods {
		if r.t.Methods[i].PkgPath == "" || r.Kind() == Interface {
			out = append(out, i)
		}
	}
	return out
}

func (r *rtype) NumMethod() int { return len(r.exportedMethods()) }

func (r *rtype) Method(i int) Method {
	list := r.exportedMethods()
	if i < 0 || i >= len(list) {
		panic("reflect: Method index out of range")
	}
	m := &r.t.Methods[list[i]]
	if r.Kind() == Interface {
		return Method{Name: m.Name, PkgPath: m.PkgPath, Type: toType(m.Type), Index: i}
	}
	t := exprType(&r.t, m.Type)
	fn := Value{t, unsafe.Pointer(&expression{m.Fn, i}), flagExpr}
	return Method{Name: m.Name, PkgPath: m.PkgPath, Type: toType(t), Func: fn, Index: i}
}

func (r *rtype) MethodByName(name string) (Method, bool) {
	for i, j := range r.exportedMethods() {
		if r.t.Methods[j].Name == name {
			return r.Method(i), true
		}
	}
	return Method{}, false
}

//burrow:runtime runtime.implements
func implements(inter, t *abi.Type) bool

func (r *rtype) Implements(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.Implements")
	}
	if u.Kind() != Interface {
		panic("reflect: non-interface type passed to Type.Implements")
	}
	return implementsAny(u.common(), &r.t)
}

func implementsAny(inter, t *abi.Type) bool {
	if t.Kind != abi.Interface {
		return implements(inter, t)
	}
	for i := range inter.Methods {
		want, ok := &inter.Methods[i], false
		for j := range t.Methods {
			have := &t.Methods[j]
			ok = ok || have.Name == want.Name && have.Type == want.Type && have.PkgPath == want.PkgPath
		}
		if !ok {
			return false
		}
	}
	return true
}

func (r *rtype) AssignableTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.AssignableTo")
	}
	return assignable(u.common(), &r.t)
}

func assignable(dst, src *abi.Type) bool {
	if dst == src || dst.Kind == abi.Interface && implementsAny(dst, src) {
		return true
	}
	if named(dst) && named(src) || dst.Kind != src.Kind {
		return false
	}
	if dst.Kind == abi.Chan && src.Dir == 3 && dst.Elem == src.Elem {
		return true
	}
	return sameUnderlying(dst, src, true)
}

func named(t *abi.Type) bool { return t.Flags&abi.FlagNamed != 0 }

// sameUnderlying compares what stands behind two types' names.
func sameUnderlying(a, b *abi.Type, tags bool) bool {
	if a == b {
		return true
	}
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case abi.Array:
		return a.Len == b.Len && a.Elem == b.Elem
	case abi.Chan:
		return a.Dir == b.Dir && a.Elem == b.Elem
	case abi.Map:
		return a.Key == b.Key && a.Elem == b.Elem
	case abi.Pointer, abi.Slice:
		return a.Elem == b.Elem
	case abi.Func:
		if len(a.In) != len(b.In) || len(a.Out) != len(b.Out) || (a.Flags^b.Flags)&abi.FlagVariadic != 0 {
			return false
		}
		for i := range a.In {
			if a.In[i] != b.In[i] {
				return false
			}
		}
		for i := range a.Out {
			if a.Out[i] != b.Out[i] {
				return false
			}
		}
		return true
	case abi.Interface:
		return len(a.Methods) == len(b.Methods) && implementsAny(a, b)
	case abi.Struct:
		if len(a.Fields) != len(b.Fields) {
			return false
		}
		for i := range a.Fields {
			f, g := &a.Fields[i], &b.Fields[i]
			if f.Name != g.Name || f.PkgPath != g.PkgPath || f.Embedded != g.Embedded || tags && f.Tag != g.Tag {
				return false
			}
			if f.Type != g.Type && (tags || !sameUnderlying(f.Type, g.Type, tags)) {
				return false
			}
		}
		return true
	}
	return true
}

func numeric(k Kind) bool { return k >= Int && k <= Float64 }

func (r *rtype) ConvertibleTo(u Type) bool { return convertible(u.common(), &r.t) }

func convertible(dst, src *abi.Type) bool {
	d, s := Kind(dst.Kind), Kind(src.Kind)
	switch {
	case numeric(d) && numeric(s), (d == Complex64 || d == Complex128) && (s == Complex64 || s == Complex128):
		return true
	case d == String && (s >= Int && s <= Uintptr), d == String && s == String:
		return true
	case d == String && s == Slice, s == String && d == Slice:
		e := src.Elem
		if d == Slice {
			e = dst.Elem
		}
		return e.Kind == abi.Uint8 || e.Kind == abi.Int32
	case s == Slice && d == Array:
		return src.Elem == dst.Elem
	case s == Slice && d == Pointer && dst.Elem.Kind == abi.Array:
		return src.Elem == dst.Elem.Elem
	case sameUnderlying(dst, src, false):
		return true
	case d == Pointer && s == Pointer && !named(dst) && !named(src):
		return sameUnderlying(dst.Elem, src.Elem, false)
	}
	return d == Interface && implementsAny(dst, src) || assignable(dst, src)
}

var made []*abi.Type // types that were made at run time

func PtrTo(t Type) Type     { return PointerTo(t) }
func PointerTo(t Type) Type { return toType(ptrTo(t.common())) }

func ptrTo(t *abi.Type) *abi.Type {
	if t.Ptr != nil {
		return t.Ptr
	}
	for _, m := range made {
		if m.Kind == abi.Pointer && m.Elem == t {
			return m
		}
	}
	var model any = (*byte)(nil)
	p := *abi.TypeOf(model)
	p.Str = "*" + t.Str
	p.Elem = t
	p.Hash = t.Hash*31 + 1
	p.Methods = nil
	p.Ptr = nil
	made = append(made, &p)
	return &p
}

func SliceOf(t Type) Type {
	e := t.common()
	for _, m := range made {
		if m.Kind == abi.Slice && m.Elem == e {
			return toType(m)
		}
	}
	var model any = []byte(nil)
	s := *abi.TypeOf(model)
	if e == s.Elem {
		return toType(abi.TypeOf(model))
	}
	s.Str = "[]" + e.Str
	s.Elem = e
	s.Hash = e.Hash*31 + 2
	s.Ptr = nil
	made = append(made, &s)
	return toType(&s)
}
