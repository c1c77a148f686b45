package reflect

import (
	"internal/abi"
	"strconv"
	"unsafe"
)

const (
	flagIndirect = 1 // ptr points to the value
	flagAddr     = 2 // the value can be addressed
	flagRO       = 4 // it was reached through an unexported field
	flagMethod   = 8 // a method value: ptr is a *bound
	flagExpr     = 16 // a method as a function: ptr is an *expression
)

// Value is the reflection interface to a Go value.
type Value struct {
	typ  *abi.Type
	ptr  unsafe.Pointer
	flag uintptr
}

// A ValueError occurs when a Value method is invoked on a Value that does not support it.
type ValueError struct {
	Method string
	Kind   Kind
}

func (e *ValueError) Error() string {
	if e.Kind == 0 {
		return "reflect: call of " + e.Method + " on zero Value"
	}
	return "reflect: call of " + e.Method + " on " + e.Kind.String() + " Value"
}

//burrow:runtime runtime.typedmemmove
func typedmemmove(t *abi.Type, dst, src unsafe.Pointer)

//burrow:runtime runtime.newobject
func newobject(t *abi.Type) unsafe.Pointer

//burrow:runtime runtime.newarray
func newarray(t *abi.Type, n int) unsafe.Pointer

//burrow:runtime runtime.typedmemclr
func typedmemclr(t *abi.Type, p unsafe.Pointer, n uintptr)

//burrow:runtime runtime.assertE2I
func assertE2I(inter, t *abi.Type) *abi.Itab

//burrow:runtime runtime.makemap
func makemap(t *abi.Type, hint int) unsafe.Pointer

//burrow:runtime runtime.mapaccess2
func mapaccess2(t *abi.Type, m, key unsafe.Pointer) (unsafe.Pointer, bool)

//burrow:runtime runtime.mapassign
func mapassign(t *abi.Type, m, key unsafe.Pointer) unsafe.Pointer

//burrow:runtime runtime.mapdelete
func mapdelete(t *abi.Type, m, key unsafe.Pointer)

//burrow:runtime runtime.mapclear
func mapclear(t *abi.Type, m unsafe.Pointer)

//burrow:runtime runtime.mapiterinit
func mapiterinit(t *abi.Type, m unsafe.Pointer, it unsafe.Pointer)

//burrow:runtime runtime.mapiternext
func mapiternext(it unsafe.Pointer)

//burrow:runtime runtime.makechan
func makechan(t *abi.Type, size int) unsafe.Pointer

//burrow:runtime runtime.chansend
func chansend(c, elem unsafe.Pointer)

//burrow:runtime runtime.chanrecv
func chanrecv(c, elem unsafe.Pointer) bool

//burrow:runtime runtime.closechan
func closechan(c unsafe.Pointer)

//burrow:runtime runtime.chanlen
func chanlen(c unsafe.Pointer) int

//burrow:runtime runtime.chancap
func chancap(c unsafe.Pointer) int

//burrow:runtime runtime.typeequal
func typeequal(t *abi.Type, p, q unsafe.Pointer) bool

func ValueOf(i any) Value {
	e := abi.EfaceOf(&i)
	if e.Type == nil {
		return Value{}
	}
	if e.Type.Direct() {
		return Value{e.Type, e.Data, 0}
	}
	return Value{e.Type, e.Data, flagIndirect}
}

// data is where the value stands; v must live as long as the result is used.
func (v *Value) data() unsafe.Pointer {
	if v.flag&flagIndirect != 0 {
		return v.ptr
	}
	return unsafe.Pointer(&v.ptr)
}

// word is the value of a pointer-shaped type.
func (v Value) word() unsafe.Pointer {
	if v.flag&flagIndirect != 0 {
		return *(*unsafe.Pointer)(v.ptr)
	}
	return v.ptr
}

// at makes a Value for what stands at p.
func at(t *abi.Type, p unsafe.Pointer, flag uintptr) Value {
	return Value{t, p, flag | flagIndirect}
}

func (v Value) IsValid() bool { return v.typ != nil }
func (v Value) Kind() Kind {
	if v.typ == nil {
		return Invalid
	}
	return Kind(v.typ.Kind)
}

func (v Value) Type() Type {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.Type", Invalid})
	}
	return toType(v.typ)
}

func (v Value) CanAddr() bool      { return v.flag&flagAddr != 0 }
func (v Value) CanSet() bool       { return v.flag&(flagAddr|flagRO) == flagAddr }
func (v Value) CanInterface() bool {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.CanInterface", Invalid})
	}
	return v.flag&flagRO == 0
}

func (v Value) bad(method string) { panic(&ValueError{"reflect.Value." + method, v.Kind()}) }

func (v Value) mustBe(k Kind, method string) {
	if v.Kind() != k {
		v.bad(method)
	}
}

func (v Value) settable(method string) {
	if v.flag&flagRO != 0 {
		panic("reflect: reflect.Value." + method + " using value obtained using unexported field")
	}
	if v.flag&flagAddr == 0 {
		panic("reflect: reflect.Value." + method + " using unaddressable value")
	}
}

func pack(v Value) (i any) {
	e := abi.EfaceOf(&i)
	t := v.typ
	if t.Kind == abi.Interface {
		if len(t.Methods) == 0 {
			return *(*any)(v.ptr)
		}
		f := (*abi.Iface)(v.ptr)
		if f.Tab == nil {
			return nil
		}
		e.Type, e.Data = f.Tab.Type, f.Data
		return
	}
	e.Type = t
	if t.Direct() {
		e.Data = v.word()
		return
	}
	p := v.data()
	if v.flag&flagAddr != 0 {
		q := newobject(t)
		typedmemmove(t, q, p)
		p = q
	}
	e.Data = p
	return
}

func (v Value) Interface() any {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.Interface", Invalid})
	}
	if v.flag&flagRO != 0 {
		panic("reflect.Value.Interface: cannot return value obtained from unexported field or method")
	}
	if v.flag&(flagMethod|flagExpr) != 0 {
		v = v.asFunc()
	}
	return pack(v)
}

func (v Value) Bool() bool {
	v.mustBe(Bool, "Bool")
	return *(*bool)(v.data())
}

func (v Value) Int() int64 {
	p := v.data()
	switch v.Kind() {
	case Int, Int64:
		return *(*int64)(p)
	case Int8:
		return int64(*(*int8)(p))
	case Int16:
		return int64(*(*int16)(p))
	case Int32:
		return int64(*(*int32)(p))
	}
	panic(&ValueError{"reflect.Value.Int", v.Kind()})
}

func (v Value) Uint() uint64 {
	p := v.data()
	switch v.Kind() {
	case Uint, Uint64, Uintptr:
		return *(*uint64)(p)
	case Uint8:
		return uint64(*(*uint8)(p))
	case Uint16:
		return uint64(*(*uint16)(p))
	case Uint32:
		return uint64(*(*uint32)(p))
	}
	panic(&ValueError{"reflect.Value.Uint", v.Kind()})
}

func (v Value) Float() float64 {
	switch v.Kind() {
	case Float32:
		return float64(*(*float32)(v.data()))
	case Float64:
		return *(*float64)(v.data())
	}
	panic(&ValueError{"reflect.Value.Float", v.Kind()})
}

func (v Value) Complex() complex128 {
	switch v.Kind() {
	case Complex64:
		return complex128(*(*complex64)(v.data()))
	case Complex128:
		return *(*complex128)(v.data())
	}
	panic(&ValueError{"reflect.Value.Complex", v.Kind()})
}

func (v Value) CanInt() bool     { return v.Kind() >= Int && v.Kind() <= Int64 }
func (v Value) CanUint() bool    { return v.Kind() >= Uint && v.Kind() <= Uintptr }
func (v Value) CanFloat() bool   { return v.Kind() == Float32 || v.Kind() == Float64 }
func (v Value) CanComplex() bool { return v.Kind() == Complex64 || v.Kind() == Complex128 }

func (v Value) String() string {
	switch v.Kind() {
	case String:
		return *(*string)(v.data())
	case Invalid:
		return "<invalid Value>"
	}
	return "<" + v.typ.Str + " Value>"
}

func (v Value) Bytes() []byte {
	if v.Kind() == Slice && v.typ.Elem.Kind == abi.Uint8 {
		return *(*[]byte)(v.data())
	}
	if v.Kind() == Array && v.typ.Elem.Kind == abi.Uint8 && v.CanAddr() {
		return unsafe.Slice((*byte)(v.ptr), v.typ.Len)
	}
	panic(&ValueError{"reflect.Value.Bytes", v.Kind()})
}

func (v Value) Pointer() uintptr {
	switch v.Kind() {
	case Pointer, Chan, Map, UnsafePointer:
		return uintptr(v.word())
	case Func:
		p := v.word()
		if p != nil {
			p = *(*unsafe.Pointer)(p)
		}
		return uintptr(p)
	case Slice:
		return uintptr((*abi.SliceHeader)(v.data()).Data)
	case String:
		return uintptr((*abi.StringHeader)(v.data()).Data)
	}
	panic(&ValueError{"reflect.Value.Pointer", v.Kind()})
}

func (v Value) UnsafePointer() unsafe.Pointer { return unsafe.Pointer(v.Pointer()) }

func (v Value) UnsafeAddr() uintptr {
	if v.flag&flagAddr == 0 {
		panic("reflect.Value.UnsafeAddr of unaddressable value")
	}
	return uintptr(v.ptr)
}

func (v Value) IsNil() bool {
	switch v.Kind() {
	case Chan, Func, Map, Pointer, UnsafePointer:
		return v.word() == nil
	case Interface, Slice:
		return *(*unsafe.Pointer)(v.data()) == nil
	}
	panic(&ValueError{"reflect.Value.IsNil", v.Kind()})
}

func (v Value) IsZero() bool {
	switch v.Kind() {
	case Invalid:
		panic(&ValueError{"reflect.Value.IsZero", Invalid})
	case Float32, Float64:
		f := v.Float()
		return f == 0 && !(1/f < 0)
	case Array:
		for i := 0; i < v.Len(); i++ {
			if !v.Index(i).IsZero() {
				return false
			}
		}
		return true
	case Struct:
		for i := 0; i < v.NumField(); i++ {
			if !v.Field(i).IsZero() {
				return false
			}
		}
		return true
	case String:
		return v.Len() == 0
	}
	p := v.data()
	for i := uintptr(0); i < v.typ.Size; i++ {
		if i < 8 || v.Kind() != Slice {
			if *(*byte)(unsafe.Pointer(uintptr(p) + i)) != 0 {
				return false
			}
		}
	}
	return true
}

func (v Value) Len() int {
	switch v.Kind() {
	case Slice:
		return (*abi.SliceHeader)(v.data()).Len
	case String:
		return (*abi.StringHeader)(v.data()).Len
	case Array:
		return v.typ.Len
	case Map:
		if m := v.word(); m != nil {
			return *(*int)(m)
		}
		return 0
	case Chan:
		return chanlen(v.word())
	case Pointer:
		if v.typ.Elem.Kind == abi.Array {
			return v.typ.Elem.Len
		}
		panic("reflect: call of reflect.Value.Len on ptr to non-array Value")
	}
	panic(&ValueError{"reflect.Value.Len", v.Kind()})
}

func (v Value) Cap() int {
	switch v.Kind() {
	case Slice:
		return (*abi.SliceHeader)(v.data()).Cap
	case Array:
		return v.typ.Len
	case Chan:
		return chancap(v.word())
	}
	panic(&ValueError{"reflect.Value.Cap", v.Kind()})
}

func (v Value) Index(i int) Value {
	switch v.Kind() {
	case Slice:
		h := (*abi.SliceHeader)(v.data())
		if uint(i) >= uint(h.Len) {
			panic("reflect: slice index out of range")
		}
		return at(v.typ.Elem, unsafe.Pointer(uintptr(h.Data)+uintptr(i)*v.typ.Elem.Size), flagAddr|v.flag&flagRO)
	case Array:
		if uint(i) >= uint(v.typ.Len) {
			panic("reflect: array index out of range")
		}
		if v.flag&flagIndirect == 0 {
			return Value{v.typ.Elem, v.ptr, v.flag}
		}
		return at(v.typ.Elem, unsafe.Pointer(uintptr(v.ptr)+uintptr(i)*v.typ.Elem.Size), v.flag&(flagAddr|flagRO))
	case String:
		s := *(*string)(v.data())
		if uint(i) >= uint(len(s)) {
			panic("reflect: string index out of range")
		}
		r := ValueOf(s[i])
		r.flag |= v.flag & flagRO
		return r
	}
	panic(&ValueError{"reflect.Value.Index", v.Kind()})
}

func (v Value) NumField() int {
	v.mustBe(Struct, "NumField")
	return len(v.typ.Fields)
}

func (v Value) Field(i int) Value {
	v.mustBe(Struct, "Field")
	if uint(i) >= uint(len(v.typ.Fields)) {
		panic("reflect: Field index out of range")
	}
	f := &v.typ.Fields[i]
	flag := v.flag & (flagAddr | flagRO)
	if f.PkgPath != "" {
		flag |= flagRO
	}
	if v.flag&flagIndirect == 0 {
		return Value{f.Type, v.ptr, flag}
	}
	return at(f.Type, unsafe.Pointer(uintptr(v.ptr)+f.Offset), flag)
}

func (v Value) FieldByIndex(index []int) Value {
	for i, x := range index {
		if i > 0 && v.Kind() == Pointer {
			if v.IsNil() {
				panic("reflect: indirection through nil pointer to embedded struct")
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v
}

func (v Value) FieldByName(name string) Value {
	v.mustBe(Struct, "FieldByName")
	if f, ok := toRType(v.typ).FieldByName(name); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

func (v Value) NumMethod() int {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.NumMethod", Invalid})
	}
	return toRType(v.typ).NumMethod()
}

func (v Value) Elem() Value {
	switch v.Kind() {
	case Interface:
		if v.IsNil() {
			return Value{}
		}
		x := ValueOf(pack(v))
		x.flag |= v.flag & flagRO
		return x
	case Pointer:
		p := v.word()
		if p == nil {
			return Value{}
		}
		return at(v.typ.Elem, p, flagAddr|v.flag&flagRO)
	}
	panic(&ValueError{"reflect.Value.Elem", v.Kind()})
}

func Indirect(v Value) Value {
	if v.Kind() != Pointer {
		return v
	}
	return v.Elem()
}

func (v Value) Addr() Value {
	if v.flag&flagAddr == 0 {
		panic("reflect.Value.Addr of unaddressable value")
	}
	return Value{ptrTo(v.typ), v.ptr, v.flag & flagRO}
}

// assignTo gives v as a value of type t, for assignment.
func (v Value) assignTo(context string, t *abi.Type) Value {
	if v.typ == nil {
		panic(context + ": value of type nil is not assignable to type " + t.Str)
	}
	if v.typ == t {
		return v
	}
	if t.Kind == abi.Interface && (v.Kind() == Interface || implementsAny(t, v.typ)) {
		if v.Kind() == Interface && v.IsNil() {
			return Zero(toType(t))
		}
		if v.Kind() == Interface && !implementsAny(t, v.typ) {
			panic(context + ": value of type " + v.typ.Str + " is not assignable to type " + t.Str)
		}
		return toInterface(t, pack(v), v.flag&flagRO)
	}
	if assignable(t, v.typ) {
		v.typ = t
		return v
	}
	panic(context + ": value of type " + v.typ.Str + " is not assignable to type " + t.Str)
}

func toInterface(t *abi.Type, x any, flag uintptr) Value {
	p := newobject(t)
	if len(t.Methods) == 0 {
		*(*any)(p) = x
	} else {
		e := abi.EfaceOf(&x)
		*(*abi.Iface)(p) = abi.Iface{assertE2I(t, e.Type), e.Data}
	}
	return at(t, p, flag)
}

func (v Value) Set(x Value) {
	v.settable("Set")
	if x.flag&flagRO != 0 {
		panic("reflect: reflect.Value.Set using value obtained using unexported field")
	}
	x = x.assignTo("reflect.Set", v.typ)
	typedmemmove(v.typ, v.ptr, x.data())
}

func (v Value) SetZero() {
	v.settable("SetZero")
	typedmemclr(v.typ, v.ptr, v.typ.Size)
}

func (v Value) SetBool(x bool) {
	v.settable("SetBool")
	v.mustBe(Bool, "SetBool")
	*(*bool)(v.ptr) = x
}

func (v Value) SetInt(x int64) {
	v.settable("SetInt")
	switch v.Kind() {
	case Int, Int64:
		*(*int64)(v.ptr) = x
	case Int8:
		*(*int8)(v.ptr) = int8(x)
	case Int16:
		*(*int16)(v.ptr) = int16(x)
	case Int32:
		*(*int32)(v.ptr) = int32(x)
	default:
		v.bad("SetInt")
	}
}

func (v Value) SetUint(x uint64) {
	v.settable("SetUint")
	switch v.Kind() {
	case Uint, Uint64, Uintptr:
		*(*uint64)(v.ptr) = x
	case Uint8:
		*(*uint8)(v.ptr) = uint8(x)
	case Uint16:
		*(*uint16)(v.ptr) = uint16(x)
	case Uint32:
		*(*uint32)(v.ptr) = uint32(x)
	default:
		v.bad("SetUint")
	}
}

func (v Value) SetFloat(x float64) {
	v.settable("SetFloat")
	switch v.Kind() {
	case Float32:
		*(*float32)(v.ptr) = float32(x)
	case Float64:
		*(*float64)(v.ptr) = x
	default:
		v.bad("SetFloat")
	}
}

func (v Value) SetComplex(x complex128) {
	v.settable("SetComplex")
	switch v.Kind() {
	case Complex64:
		*(*complex64)(v.ptr) = complex64(x)
	case Complex128:
		*(*complex128)(v.ptr) = x
	default:
		v.bad("SetComplex")
	}
}

func (v Value) SetString(x string) {
	v.settable("SetString")
	v.mustBe(String, "SetString")
	*(*string)(v.ptr) = x
}

func (v Value) SetBytes(x []byte) {
	v.settable("SetBytes")
	v.mustBe(Slice, "SetBytes")
	*(*[]byte)(v.ptr) = x
}

func (v Value) SetPointer(x unsafe.Pointer) {
	v.settable("SetPointer")
	v.mustBe(UnsafePointer, "SetPointer")
	*(*unsafe.Pointer)(v.ptr) = x
}

func (v Value) SetLen(n int) {
	v.settable("SetLen")
	v.mustBe(Slice, "SetLen")
	h := (*abi.SliceHeader)(v.ptr)
	if uint(n) > uint(h.Cap) {
		panic("reflect: slice length out of range in SetLen")
	}
	h.Len = n
}

func (v Value) OverflowInt(x int64) bool {
	bits := v.typ.Size * 8
	return x != x<<(64-bits)>>(64-bits)
}

func (v Value) OverflowUint(x uint64) bool {
	bits := v.typ.Size * 8
	return x != x<<(64-bits)>>(64-bits)
}

func (v Value) OverflowFloat(x float64) bool {
	if x < 0 {
		x = -x
	}
	return v.Kind() == Float32 && x > 3.4028234663852886e38 && x <= 1.7976931348623157e308
}

func New(t Type) Value {
	if t == nil {
		panic("reflect: New(nil)")
	}
	return Value{ptrTo(t.common()), newobject(t.common()), 0}
}

func NewAt(t Type, p unsafe.Pointer) Value { return Value{ptrTo(t.common()), p, 0} }

func Zero(t Type) Value {
	if t == nil {
		panic("reflect: Zero(nil)")
	}
	return zero(t.common())
}

func zero(t *abi.Type) Value {
	if t.Direct() {
		return Value{t, nil, 0}
	}
	return at(t, newobject(t), 0)
}

func MakeSlice(t Type, n, c int) Value {
	if t.Kind() != Slice {
		panic("reflect.MakeSlice of non-slice type")
	}
	h := new(abi.SliceHeader)
	h.Data, h.Len, h.Cap = newarray(t.common().Elem, c), n, c
	return at(t.common(), unsafe.Pointer(h), 0)
}

func MakeMap(t Type) Value { return MakeMapWithSize(t, 0) }

func MakeMapWithSize(t Type, n int) Value {
	if t.Kind() != Map {
		panic("reflect.MakeMapWithSize of non-map type")
	}
	return Value{t.common(), makemap(t.common(), n), 0}
}

func MakeChan(t Type, n int) Value {
	if t.Kind() != Chan {
		panic("reflect.MakeChan of non-chan type")
	}
	return Value{t.common(), makechan(t.common(), n), 0}
}

func (v Value) Slice(i, j int) Value {
	var base unsafe.Pointer
	var c int
	t := v.typ
	switch v.Kind() {
	case String:
		s := (*(*string)(v.data()))[i:j]
		p := new(string)
		*p = s
		return at(t, unsafe.Pointer(p), v.flag&flagRO)
	case Slice:
		h := (*abi.SliceHeader)(v.data())
		base, c = h.Data, h.Cap
	case Array:
		if v.flag&flagAddr == 0 {
			panic("reflect.Value.Slice: slice of unaddressable array")
		}
		base, c = v.ptr, t.Len
		t = SliceOf(toType(t.Elem)).common()
	default:
		v.bad("Slice")
	}
	if i < 0 || j < i || j > c {
		panic("reflect.Value.Slice: slice index out of bounds")
	}
	h := new(abi.SliceHeader)
	h.Len, h.Cap = j-i, c-i
	h.Data = base
	if c > i {
		h.Data = unsafe.Pointer(uintptr(base) + uintptr(i)*t.Elem.Size)
	}
	return at(t, unsafe.Pointer(h), v.flag&flagRO)
}

func Append(s Value, x ...Value) Value {
	n := s.Len()
	c := s.Cap()
	if n+len(x) > c {
		c = c*2 + len(x)
	}
	out := MakeSlice(s.Type(), n+len(x), c)
	Copy(out, s)
	for i, v := range x {
		out.Index(n + i).Set(v)
	}
	return out
}

func AppendSlice(s, t Value) Value {
	n := s.Len()
	out := MakeSlice(s.Type(), n+t.Len(), n+t.Len())
	Copy(out, s)
	for i := 0; i < t.Len(); i++ {
		out.Index(n + i).Set(t.Index(i))
	}
	return out
}

func Copy(dst, src Value) int {
	n := min(dst.Len(), src.Len())
	for i := 0; i < n; i++ {
		typedmemmove(dst.typ.Elem, dst.Index(i).ptr, src.Index(i).ptr)
	}
	return n
}

func copyOf(t *abi.Type, p unsafe.Pointer, flag uintptr) Value {
	if t.Direct() {
		return Value{t, *(*unsafe.Pointer)(p), flag}
	}
	q := newobject(t)
	typedmemmove(t, q, p)
	return at(t, q, flag)
}

func (v Value) MapIndex(key Value) Value {
	v.mustBe(Map, "MapIndex")
	key = key.assignTo("reflect.Value.MapIndex", v.typ.Key)
	p, ok := mapaccess2(v.typ, v.word(), key.data())
	if !ok {
		return Value{}
	}
	return copyOf(v.typ.Elem, p, (v.flag|key.flag)&flagRO)
}

func (v Value) SetMapIndex(key, elem Value) {
	v.mustBe(Map, "SetMapIndex")
	key = key.assignTo("reflect.Value.SetMapIndex", v.typ.Key)
	if elem.typ == nil {
		mapdelete(v.typ, v.word(), key.data())
		return
	}
	elem = elem.assignTo("reflect.Value.SetMapIndex", v.typ.Elem)
	typedmemmove(v.typ.Elem, mapassign(v.typ, v.word(), key.data()), elem.data())
}

func (v Value) MapKeys() []Value {
	v.mustBe(Map, "MapKeys")
	out := []Value{}
	it := v.MapRange()
	for it.Next() {
		out = append(out, it.Key())
	}
	return out
}

// A MapIter is an iterator for ranging over a map.
type MapIter struct {
	m       Value
	started bool
	it      [16]unsafe.Pointer
}

func (v Value) MapRange() *MapIter {
	v.mustBe(Map, "MapRange")
	return &MapIter{m: v}
}

func (i *MapIter) Next() bool {
	if !i.started {
		i.started = true
		mapiterinit(i.m.typ, i.m.word(), unsafe.Pointer(&i.it))
	} else {
		if i.it[0] == nil {
			panic("MapIter.Next called on exhausted iterator")
		}
		mapiternext(unsafe.Pointer(&i.it))
	}
	return i.it[0] != nil
}

func (i *MapIter) Key() Value   { return copyOf(i.m.typ.Key, i.it[0], i.m.flag&flagRO) }
func (i *MapIter) Value() Value { return copyOf(i.m.typ.Elem, i.it[1], i.m.flag&flagRO) }

func (v Value) Clear() {
	switch v.Kind() {
	case Map:
		mapclear(v.typ, v.word())
	case Slice:
		h := (*abi.SliceHeader)(v.data())
		typedmemclr(v.typ.Elem, h.Data, v.typ.Elem.Size*uintptr(h.Len))
	default:
		v.bad("Clear")
	}
}

func (v Value) Send(x Value) {
	v.mustBe(Chan, "Send")
	x = x.assignTo("reflect.Value.Send", v.typ.Elem)
	chansend(v.word(), x.data())
}

func (v Value) Recv() (Value, bool) {
	v.mustBe(Chan, "Recv")
	p := newobject(v.typ.Elem)
	ok := chanrecv(v.word(), p)
	return copyOf(v.typ.Elem, p, 0), ok
}

func (v Value) Close() {
	v.mustBe(Chan, "Close")
	closechan(v.word())
}

func (v Value) Comparable() bool {
	switch v.Kind() {
	case Invalid:
		return true
	case Interface:
		return v.IsNil() || v.Elem().Comparable()
	case Array:
		for i := 0; i < v.Len(); i++ {
			if !v.Index(i).Comparable() {
				return false
			}
		}
		return true
	case Struct:
		for i := 0; i < v.NumField(); i++ {
			if !v.Field(i).Comparable() {
				return false
			}
		}
		return true
	}
	return v.typ.Flags&abi.FlagComparable != 0
}

func (v Value) Equal(u Value) bool {
	if v.Kind() == Interface {
		v = v.Elem()
	}
	if u.Kind() == Interface {
		u = u.Elem()
	}
	if v.typ == nil || u.typ == nil {
		return v.typ == u.typ
	}
	return v.typ == u.typ && typeequal(v.typ, v.data(), u.data())
}

func (v Value) CanConvert(t Type) bool { return convertible(t.common(), v.typ) }

func (v Value) Convert(t Type) Value {
	dst := t.common()
	if !convertible(dst, v.typ) {
		panic("reflect.Value.Convert: value of type " + v.typ.Str + " cannot be converted to type " + dst.Str)
	}
	s, d := v.Kind(), Kind(dst.Kind)
	ro := v.flag & flagRO
	out := at(dst, newobject(dst), flagAddr)
	switch {
	case d == Interface:
		return v.assignTo("reflect.Value.Convert", dst)
	case numeric(s) && numeric(d):
		switch {
		case d >= Int && d <= Int64:
			out.SetInt(v.asInt())
		case d >= Uint && d <= Uintptr:
			out.SetUint(v.asUint())
		default:
			out.SetFloat(v.asFloat())
		}
	case v.CanComplex():
		out.SetComplex(v.Complex())
	case d == String && v.CanInt():
		out.SetString(runeString(v.Int()))
	case d == String && v.CanUint():
		out.SetString(runeString(int64(v.Uint())))
	case d == String && s == Slice && v.typ.Elem.Kind == abi.Uint8:
		out.SetString(string(*(*[]byte)(v.data())))
	case d == String && s == Slice:
		out.SetString(string(*(*[]rune)(v.data())))
	case d == Slice && s == String && dst.Elem.Kind == abi.Uint8:
		*(*[]byte)(out.ptr) = []byte(v.String())
	case d == Slice && s == String:
		*(*[]rune)(out.ptr) = []rune(v.String())
	case s == Slice && d != Slice:
		panic("reflect: conversion of a slice to an array is not there")
	default:
		v.typ = dst
		v.flag &^= flagAddr
		return v
	}
	out.flag = flagIndirect | ro
	return out
}

func runeString(n int64) string {
	if n != int64(rune(n)) {
		return "\uFFFD"
	}
	return string(rune(n))
}

func (v Value) asInt() int64 {
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(v.Uint())
	}
	return int64(v.Float())
}

func (v Value) asUint() uint64 {
	switch {
	case v.CanInt():
		return uint64(v.Int())
	case v.CanUint():
		return v.Uint()
	}
	return uint64(v.Float())
}

func (v Value) asFloat() float64 {
	switch {
	case v.CanInt():
		return float64(v.Int())
	case v.CanUint():
		return float64(v.Uint())
	}
	return v.Float()
}

// Swapper returns a function that swaps the elements of a slice.
func Swapper(slice any) func(i, j int) {
	v := ValueOf(slice)
	if v.Kind() != Slice {
		panic(&ValueError{Method: "Swapper", Kind: v.Kind()})
	}
	tmp := newobject(v.typ.Elem)
	return func(i, j int) {
		p, q := v.Index(i).ptr, v.Index(j).ptr
		typedmemmove(v.typ.Elem, tmp, p)
		typedmemmove(v.typ.Elem, p, q)
		typedmemmove(v.typ.Elem, q, tmp)
	}
}

var _ = strconv.Itoa

// SliceHeader is the runtime representation of a slice.
type SliceHeader struct {
	Data uintptr
	Len  int
	Cap  int
}

// StringHeader is the runtime representation of a string.
type StringHeader struct {
	Data uintptr
	Len  int
}
