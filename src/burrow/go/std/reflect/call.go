package reflect

import (
	"internal/abi"
	"unsafe"
)

// Calls of func values and methods, and func values made at run time.  The compiler gives each func type that has a
// descriptor an adapter that takes arguments and results from memory (burrow/go/lower/reflection.py).

//burrow:runtime runtime.callcode
func callcode(adapter, code, context, receiver unsafe.Pointer, method int, args, results unsafe.Pointer)

//burrow:runtime runtime.setmakefunc
func setmakefunc(f func(context, args, results unsafe.Pointer))

//burrow:runtime runtime.stubof
func stubof(t unsafe.Pointer) unsafe.Pointer

//burrow:runtime runtime.stubtypes
func stubtypes() []unsafe.Pointer

// bound is what a method value points to.
type bound struct {
	code     unsafe.Pointer
	receiver unsafe.Pointer // an interface's data word
}

// expression is what the Func of a type's Method points to: the receiver is the first argument.
type expression struct {
	code   unsafe.Pointer
	method int
}

// made is a func value of MakeFunc.
type madeFunc struct {
	code unsafe.Pointer
	typ  *abi.Type
	fn   func(args []Value) []Value
}

func init() { setmakefunc(callMade) }

// MakeFunc returns a new function of the given type that wraps the function fn.
func MakeFunc(typ Type, fn func(args []Value) (results []Value)) Value {
	if typ.Kind() != Func {
		panic("reflect: call of MakeFunc with non-Func type")
	}
	t := typ.common()
	code := stubof(unsafe.Pointer(t))
	if code == nil {
		panic("reflect: MakeFunc of a type of another package is not supported by burrow: " + t.Str)
	}
	return Value{t, unsafe.Pointer(&madeFunc{code, t, fn}), 0}
}

func callMade(context, args, results unsafe.Pointer) {
	m := (*madeFunc)(context)
	t := m.typ
	in := make([]Value, len(t.In))
	pointers := unsafe.Slice((*unsafe.Pointer)(args), len(t.In))
	for i, p := range pointers {
		in[i] = copyOf(t.In[i], p, 0)
	}
	out := m.fn(in)
	if len(out) != len(t.Out) {
		panic("reflect: wrong return count from function created by MakeFunc")
	}
	to := unsafe.Slice((*unsafe.Pointer)(results), len(t.Out))
	for i, p := range to {
		v := out[i]
		if v.typ == nil {
			panic("reflect: function created by MakeFunc returned zero Value")
		}
		if v.flag&flagRO != 0 {
			panic("reflect: function created by MakeFunc returned value obtained from unexported field")
		}
		v = v.assignTo("reflect.MakeFunc", t.Out[i])
		typedmemmove(t.Out[i], p, v.data())
	}
}

// Call calls the function v with the input arguments in.
func (v Value) Call(in []Value) []Value {
	v.callable("Call")
	t := v.typ
	if t.Flags&abi.FlagVariadic != 0 {
		fixed := len(t.In) - 1
		if len(in) < fixed {
			panic("reflect: Call with too few input arguments")
		}
		rest := MakeSlice(toType(t.In[fixed]), len(in)-fixed, len(in)-fixed)
		elem := t.In[fixed].Elem
		for i, x := range in[fixed:] {
			if x.typ == nil {
				panic("reflect: Call using zero Value argument")
			}
			if !assignableValue(elem, x) {
				panic("reflect: cannot use " + x.typ.Str + " as type " + elem.Str + " in Call")
			}
			rest.Index(i).Set(x)
		}
		in = append(append([]Value(nil), in[:fixed]...), rest)
	}
	return v.call("Call", in)
}

// CallSlice calls the variadic function v, assigning the slice in[len(in)-1] to v's final variadic argument.
func (v Value) CallSlice(in []Value) []Value {
	v.callable("CallSlice")
	if v.typ.Flags&abi.FlagVariadic == 0 {
		panic("reflect: CallSlice of non-variadic function")
	}
	return v.call("CallSlice", in)
}

func (v Value) callable(op string) {
	v.mustBe(Func, op)
	if v.flag&flagRO != 0 {
		panic("reflect: reflect.Value." + op + " using value obtained using unexported field")
	}
	if v.flag&(flagMethod|flagExpr) == 0 && v.word() == nil {
		panic("reflect.Value." + op + ": call of nil function")
	}
}

func assignableValue(t *abi.Type, v Value) bool {
	if t.Kind == abi.Interface {
		return v.Kind() == Interface && v.IsNil() || implementsAny(t, v.typ)
	}
	return assignable(t, v.typ)
}

func (v Value) call(op string, in []Value) []Value {
	t := v.typ
	if len(in) < len(t.In) {
		panic("reflect: " + op + " with too few input arguments")
	}
	if len(in) > len(t.In) {
		panic("reflect: " + op + " with too many input arguments")
	}
	for i, x := range in {
		if x.typ == nil {
			panic("reflect: " + op + " using zero Value argument")
		}
		if x.flag&flagRO != 0 {
			panic("reflect: reflect.Value." + op + " using value obtained using unexported field")
		}
		if !assignableValue(t.In[i], x) {
			panic("reflect: " + op + " using " + x.typ.Str + " as type " + t.In[i].Str)
		}
	}
	if v.flag&flagExpr != 0 {
		e := (*expression)(v.ptr)
		return in[0].Method(e.method).call(op, in[1:])
	}
	vals := make([]Value, len(in))
	args := make([]unsafe.Pointer, len(in)+1)
	for i, x := range in {
		vals[i] = x.assignTo("reflect.Value.Call", t.In[i])
		args[i] = vals[i].data()
	}
	results := make([]unsafe.Pointer, len(t.Out)+1)
	out := make([]Value, len(t.Out))
	for i, r := range t.Out {
		results[i] = newobject(r)
	}
	if v.flag&flagMethod != 0 {
		b := (*bound)(v.ptr)
		callcode(t.Call, b.code, nil, b.receiver, 1, unsafe.Pointer(&args[0]), unsafe.Pointer(&results[0]))
	} else {
		fn := v.word()
		callcode(t.Call, *(*unsafe.Pointer)(fn), fn, nil, 0, unsafe.Pointer(&args[0]), unsafe.Pointer(&results[0]))
	}
	for i, r := range t.Out {
		if r.Direct() {
			out[i] = Value{r, *(*unsafe.Pointer)(results[i]), 0}
		} else {
			out[i] = at(r, results[i], 0)
		}
	}
	return out
}

// Method returns a function value corresponding to v's i'th method.
func (v Value) Method(i int) Value {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.Method", Invalid})
	}
	list := toRType(v.typ).exportedMethods()
	if v.flag&flagMethod != 0 || i < 0 || i >= len(list) {
		panic("reflect: Method index out of range")
	}
	m := &v.typ.Methods[list[i]]
	b := new(bound)
	if v.Kind() == Interface {
		f := (*abi.Iface)(v.data())
		if f.Tab == nil {
			panic("reflect: Method on nil interface value")
		}
		fun := unsafe.Pointer(&f.Tab.Fun)
		b.code = *(*unsafe.Pointer)(unsafe.Add(fun, uintptr(list[i])*8))
		b.receiver = f.Data
	} else {
		b.code = m.Fn
		if v.typ.Direct() {
			b.receiver = v.word()
		} else {
			b.receiver = newobject(v.typ)
			typedmemmove(v.typ, b.receiver, v.data())
		}
	}
	return Value{m.Type, unsafe.Pointer(b), v.flag&flagRO | flagMethod}
}

// MethodByName returns a function value corresponding to the method of v with the given name.
func (v Value) MethodByName(name string) Value {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.MethodByName", Invalid})
	}
	m, ok := toRType(v.typ).MethodByName(name)
	if !ok {
		return Value{}
	}
	return v.Method(m.Index)
}

// asFunc makes a func value of a method value, as Interface needs it.
func (v Value) asFunc() Value {
	return MakeFunc(toType(v.typ), func(in []Value) []Value { return v.call("Call", in) })
}

type exprKey struct {
	recv, fn *abi.Type
}

var exprTypes map[exprKey]*abi.Type

// exprType is the type of a method as a function whose first parameter is the receiver.
func exprType(recv, fn *abi.Type) *abi.Type {
	k := exprKey{recv, fn}
	if t := exprTypes[k]; t != nil {
		return t
	}
	t := *fn
	t.In = append([]*abi.Type{recv}, fn.In...)
	for _, p := range stubtypes() { // the program may have a descriptor of the type
		if known := (*abi.Type)(p); sameFunc(known, &t) {
			return known
		}
	}
	t.Str = funcString(&t)
	t.Hash = fn.Hash*31 + recv.Hash
	t.Ptr, t.Call = nil, nil
	if exprTypes == nil {
		exprTypes = map[exprKey]*abi.Type{}
	}
	exprTypes[k] = &t
	return &t
}

func sameFunc(a, b *abi.Type) bool {
	if a.Flags&abi.FlagNamed != 0 || a.Flags&abi.FlagVariadic != b.Flags&abi.FlagVariadic ||
		len(a.In) != len(b.In) || len(a.Out) != len(b.Out) {
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
}

func funcString(t *abi.Type) string {
	s := "func("
	for i, p := range t.In {
		if i > 0 {
			s += ", "
		}
		if i == len(t.In)-1 && t.Flags&abi.FlagVariadic != 0 {
			s += "..." + p.Elem.Str
		} else {
			s += p.Str
		}
	}
	s += ")"
	switch len(t.Out) {
	case 0:
	case 1:
		s += " " + t.Out[0].Str
	default:
		for i, r := range t.Out {
			if i == 0 {
				s += " ("
			} else {
				s += ", "
			}
			s += r.Str
		}
		s += ")"
	}
	return s
}

