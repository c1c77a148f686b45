// Finalizers and cleanups.  The table and the question whether an object has ended are the runtime image's
// (burrow/memory/finalizers.py); here is what is called, by one goroutine, one after the other, as runtime/mfinal.go does.
package runtime

import (
	"internal/abi"
	"unsafe"
)

//burrow:runtime runtime.finalizer_set
func finalizerSet(p, record unsafe.Pointer, cleanup int) int

//burrow:runtime runtime.finalizer_next
func finalizerNext(out *endedObject)

type endedObject struct {
	obj    unsafe.Pointer // nil after a cleanup
	record *ending
}

// ending says what to do when an object has ended.
type ending struct {
	fn      any       // of a finalizer
	typ     *abi.Type // of its object's pointer
	cleanup func()
}

var finalizerGoroutine uint32

func startFinalizers() {
	if _, first := atomicCas(&finalizerGoroutine, 0, 1); first {
		go runFinalizers()
	}
}

func runFinalizers() {
	for {
		ended := new(endedObject)
		finalizerNext(ended)
		if r := ended.record; r.cleanup != nil {
			r.cleanup()
		} else if r.fn != nil {
			r.call(ended.obj)
		}
	}
}

// call calls the finalizer: of type func(*T) or of an interface that *T implements, its results are dropped.
func (r *ending) call(obj unsafe.Pointer) {
	f := (*abi.Eface)(unsafe.Pointer(&r.fn))
	in := f.Type.In[0]
	arg := new([2]unsafe.Pointer)
	switch {
	case in.Kind != abi.Interface:
		arg[0] = obj
	case len(in.Methods) == 0:
		*(*abi.Eface)(unsafe.Pointer(arg)) = abi.Eface{Type: r.typ, Data: obj}
	default:
		*(*abi.Iface)(unsafe.Pointer(arg)) = abi.Iface{Tab: assertE2I(in, r.typ), Data: obj}
	}
	args := []unsafe.Pointer{unsafe.Pointer(arg)}
	results := make([]unsafe.Pointer, len(f.Type.Out)+1)
	for i, t := range f.Type.Out {
		results[i] = newobject(t)
	}
	callcode(f.Type.Call, *(*unsafe.Pointer)(f.Data), f.Data, nil, 0, unsafe.Pointer(&args[0]), unsafe.Pointer(&results[0]))
}

// SetFinalizer has finalizer called with obj once obj has become unreachable.
func SetFinalizer(obj any, finalizer any) {
	e := (*abi.Eface)(unsafe.Pointer(&obj))
	if e.Type == nil {
		throw("runtime.SetFinalizer: first argument is nil")
	}
	if e.Type.Kind != abi.Pointer {
		throw("runtime.SetFinalizer: first argument is " + e.Type.Str + ", not pointer")
	}
	if e.Data == nil {
		throw("nil elem type!")
	}
	if finalizer == nil {
		finalizerSet(e.Data, nil, 0)
		return
	}
	f := abi.TypeOf(finalizer)
	if f.Kind != abi.Func {
		throw("runtime.SetFinalizer: second argument is " + f.Str + ", not a function")
	}
	if f.Flags&abi.FlagVariadic != 0 {
		throw("runtime.SetFinalizer: cannot pass " + e.Type.Str + " to finalizer " + f.Str + " because dotdotdot")
	}
	if len(f.In) != 1 || !finalizerTakes(f.In[0], e.Type) {
		throw("runtime.SetFinalizer: cannot pass " + e.Type.Str + " to finalizer " + f.Str)
	}
	startFinalizers()
	if finalizerSet(e.Data, unsafe.Pointer(&ending{fn: finalizer, typ: e.Type}), 0) == 2 {
		throw("runtime.SetFinalizer: finalizer already set")
	}
}

func finalizerTakes(in, typ *abi.Type) bool {
	switch {
	case in == typ:
		return true
	case in.Kind == abi.Pointer:
		return in.Elem == typ.Elem && (in.Flags&abi.FlagNamed == 0 || typ.Flags&abi.FlagNamed == 0)
	}
	return in.Kind == abi.Interface && implements(in, typ)
}

// Cleanup is a handle to a cleanup call for a specific object.
type Cleanup struct{ record *ending }

// AddCleanup has cleanup called with arg once *ptr has become unreachable.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	p := unsafe.Pointer(ptr)
	if p == nil {
		panic(plainError("runtime.AddCleanup: ptr is nil"))
	}
	if a, ok := any(arg).(*T); ok && a == ptr {
		panic(plainError("runtime.AddCleanup: ptr is equal to arg, cleanup will never run"))
	}
	return addCleanup(p, func() { cleanup(arg) })
}

func addCleanup(p unsafe.Pointer, cleanup func()) Cleanup {
	startFinalizers()
	r := &ending{cleanup: cleanup}
	finalizerSet(p, unsafe.Pointer(r), 1)
	return Cleanup{r}
}

// Stop cancels the cleanup call, if it has not begun.
func (c Cleanup) Stop() {
	if c.record != nil {
		c.record.cleanup = nil
	}
}
