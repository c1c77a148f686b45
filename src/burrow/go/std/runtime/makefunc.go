// What package reflect needs of the machine to make func values: see burrow/go/lower/reflection.py.
package runtime

import "unsafe"

var makeFuncHook func(context, args, results unsafe.Pointer)

// makefunc is called by the code of a func value that reflect.MakeFunc has made.
func makefunc(context, args, results unsafe.Pointer) { makeFuncHook(context, args, results) }

func setmakefunc(f func(context, args, results unsafe.Pointer)) { makeFuncHook = f }

var stubs map[unsafe.Pointer]unsafe.Pointer

// registerstub notes the code of func values of type t.
func registerstub(t, code unsafe.Pointer) {
	if stubs == nil {
		stubs = map[unsafe.Pointer]unsafe.Pointer{}
	}
	stubs[t] = code
}

// stubtypes lists the func types that have been registered.
func stubtypes() []unsafe.Pointer {
	out := make([]unsafe.Pointer, 0, len(stubs))
	for t := range stubs {
		out = append(out, t)
	}
	return out
}

func stubof(t unsafe.Pointer) unsafe.Pointer { return stubs[t] }

// callcode calls an adapter (Type.Call of a func type).
func callcode(adapter, code, context, receiver unsafe.Pointer, method int, args, results unsafe.Pointer) {
	f := &adapter
	(*(*func(code, context, receiver unsafe.Pointer, method int, args, results unsafe.Pointer))(unsafe.Pointer(&f)))(
		code, context, receiver, method, args, results)
}
