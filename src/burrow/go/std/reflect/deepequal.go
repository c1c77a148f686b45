package reflect

import "unsafe"

type visit struct {
	a, b unsafe.Pointer
	t    unsafe.Pointer
}

func deep(a, b Value, visited map[visit]bool) bool {
	if !a.IsValid() || !b.IsValid() {
		return a.IsValid() == b.IsValid()
	}
	if a.typ != b.typ {
		return false
	}
	switch a.Kind() {
	case Pointer, Map, Slice, Interface:
		if a.Kind() != Interface && !a.IsNil() && !b.IsNil() {
			v := visit{unsafe.Pointer(a.Pointer()), unsafe.Pointer(b.Pointer()), unsafe.Pointer(a.typ)}
			if a.Kind() != Slice {
				if visited[v] {
					return true
				}
				visited[v] = true
			}
		}
	}
	switch a.Kind() {
	case Array:
		for i := 0; i < a.Len(); i++ {
			if !deep(a.Index(i), b.Index(i), visited) {
				return false
			}
		}
		return true
	case Slice:
		if a.IsNil() != b.IsNil() || a.Len() != b.Len() {
			return false
		}
		if a.Pointer() == b.Pointer() {
			return true
		}
		for i := 0; i < a.Len(); i++ {
			if !deep(a.Index(i), b.Index(i), visited) {
				return false
			}
		}
		return true
	case Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return deep(a.Elem(), b.Elem(), visited)
	case Pointer:
		if a.word() == b.word() {
			return true
		}
		return deep(a.Elem(), b.Elem(), visited)
	case Struct:
		for i := 0; i < a.NumField(); i++ {
			if !deep(a.Field(i), b.Field(i), visited) {
				return false
			}
		}
		return true
	case Map:
		if a.IsNil() != b.IsNil() || a.Len() != b.Len() {
			return false
		}
		if a.word() == b.word() {
			return true
		}
		it := a.MapRange()
		for it.Next() {
			other := b.MapIndex(it.Key())
			if !other.IsValid() || !deep(it.Value(), other, visited) {
				return false
			}
		}
		return true
	case Func:
		return a.IsNil() && b.IsNil()
	}
	return typeequal(a.typ, a.data(), b.data())
}

// DeepEqual reports whether x and y are deeply equal.
func DeepEqual(x, y any) bool {
	if x == nil || y == nil {
		return x == y
	}
	return deep(ValueOf(x), ValueOf(y), map[visit]bool{})
}
