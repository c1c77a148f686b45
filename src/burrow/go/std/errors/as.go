package errors

import (
	"internal/abi"
	"unsafe"
)

//burrow:runtime runtime.typedmemmove
func typedmemmove(t *abi.Type, dst, src unsafe.Pointer)

//burrow:runtime runtime.assertE2I2
func assertE2I2(inter, t *abi.Type) *abi.Itab

// As finds the first error in err's tree that can be assigned to what target points to, and assigns it.
func As(err error, target any) bool {
	if err == nil {
		return false
	}
	if target == nil {
		panic("errors: target cannot be nil")
	}
	e := abi.EfaceOf(&target)
	if e.Type.Kind != abi.Pointer || e.Data == nil {
		panic("errors: target must be a non-nil pointer")
	}
	t := e.Type.Elem
	if t.Kind != abi.Interface {
		var want *abi.Type = abi.TypeOf((*error)(nil)).Elem
		if assertE2I2(want, t) == nil {
			panic("errors: *target must be interface or implement error")
		}
	}
	return as(err, target, e.Data, t)
}

func as(err error, target any, p unsafe.Pointer, t *abi.Type) bool {
	for {
		v := any(err)
		e := abi.EfaceOf(&v)
		if t.Kind == abi.Interface {
			if len(t.Methods) == 0 {
				*(*any)(p) = v
				return true
			}
			if tab := assertE2I2(t, e.Type); tab != nil {
				*(*abi.Iface)(p) = abi.Iface{tab, e.Data}
				return true
			}
		} else if e.Type == t {
			if t.Direct() {
				*(*unsafe.Pointer)(p) = e.Data
			} else {
				typedmemmove(t, p, e.Data)
			}
			return true
		}
		if x, ok := err.(interface{ As(any) bool }); ok && x.As(target) {
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
			if err == nil {
				return false
			}
		case interface{ Unwrap() []error }:
			for _, one := range x.Unwrap() {
				if one != nil && as(one, target, p, t) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
}

// AsType finds the first error in err's tree of type E.
func AsType[E error](err error) (E, bool) {
	var e E
	if As(err, &e) {
		return e, true
	}
	return e, false
}
