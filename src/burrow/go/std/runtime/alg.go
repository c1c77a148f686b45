// Equality and hashing of values whose type is known only at run time, by walking type descriptors.  Go's compiler
// generates a function for each type instead (cmd/compile/internal/reflectdata/alg.go); a walk needs no code and the
// common key types have paths of their own in mapfast.go.
package runtime

import (
	"internal/abi"
	"unsafe"
)

func add(p unsafe.Pointer, n uintptr) unsafe.Pointer { return unsafe.Pointer(uintptr(p) + n) }

// The finaliser of MurmurHash3 mixed with a multiplication's two halves, as in wyhash.
func mix(a, b uint64) uint64 {
	hi, lo := mul64(a, b)
	return hi ^ lo
}

const (
	hashK0 = 0xa0761d6478bd642f
	hashK1 = 0xe7037ed1a0b428db
	hashK2 = 0x8ebc6af09c88c6e3
)

var hashSeed uint64 = 0x9e3779b97f4a7c15

func hash64(v, seed uint64) uint64 { return mix(v^hashK0, seed^hashK1) }

func memhash(p unsafe.Pointer, seed uint64, n uintptr) uint64 {
	h := seed ^ hashK2 ^ uint64(n)
	for n >= 16 {
		h = mix(*(*uint64)(p)^hashK1, *(*uint64)(add(p, 8))^h)
		p = add(p, 16)
		n -= 16
	}
	if n >= 8 {
		h = mix(*(*uint64)(p)^hashK1, h^hashK0)
		p = add(p, 8)
		n -= 8
	}
	var last uint64
	if n >= 4 {
		last = uint64(*(*uint32)(p)) << 32
		p = add(p, 4)
		n -= 4
	}
	for n > 0 {
		last = last<<8 | uint64(*(*uint8)(p))
		p = add(p, 1)
		n--
	}
	return mix(last^hashK2, h^hashK0)
}

func strhash(s string, seed uint64) uint64 {
	return memhash(unsafe.Pointer(unsafe.StringData(s)), seed, uintptr(len(s)))
}

func f64hash(f float64, seed uint64) uint64 {
	if f == 0 {
		return hash64(0, seed) // +0 and -0 are equal
	}
	if f != f {
		return hash64(fastrand64(), seed) // NaN equals nothing
	}
	return hash64(*(*uint64)(unsafe.Pointer(&f)), seed)
}

// typehash hashes the value of type t at p; it panics where a dynamic type inside cannot be hashed.
func typehash(t *abi.Type, p unsafe.Pointer, seed uint64) uint64 {
	if t.Flags&abi.FlagMemory != 0 {
		return memhash(p, seed, t.Size)
	}
	switch t.Kind {
	case abi.Float32:
		return f64hash(float64(*(*float32)(p)), seed)
	case abi.Float64:
		return f64hash(*(*float64)(p), seed)
	case abi.Complex64:
		return f64hash(float64(*(*float32)(add(p, 4))), f64hash(float64(*(*float32)(p)), seed))
	case abi.Complex128:
		return f64hash(*(*float64)(add(p, 8)), f64hash(*(*float64)(p), seed))
	case abi.String:
		return strhash(*(*string)(p), seed)
	case abi.Interface:
		return interhash(t, p, seed)
	case abi.Array:
		for i := 0; i < t.Len; i++ {
			seed = typehash(t.Elem, add(p, uintptr(i)*t.Elem.Size), seed)
		}
		return seed
	case abi.Struct:
		for i := range t.Fields {
			f := &t.Fields[i]
			if f.Name != "_" {
				seed = typehash(f.Type, add(p, f.Offset), seed)
			}
		}
		return seed
	}
	panic(errorString("hash of unhashable type " + t.Str))
}

func interhash(t *abi.Type, p unsafe.Pointer, seed uint64) uint64 {
	var dyn *abi.Type
	if len(t.Methods) == 0 {
		dyn = (*abi.Eface)(p).Type
	} else if tab := (*abi.Iface)(p).Tab; tab != nil {
		dyn = tab.Type
	}
	if dyn == nil {
		return seed
	}
	if dyn.Flags&abi.FlagComparable == 0 {
		panic(errorString("hash of unhashable type " + dyn.Str))
	}
	data := (*abi.Eface)(p).Data
	if dyn.Direct() {
		return hash64(uint64(uintptr(data)), seed^uint64(dyn.Hash))
	}
	return typehash(dyn, data, seed^uint64(dyn.Hash))
}

// typeequal compares two values of type t.
func typeequal(t *abi.Type, p, q unsafe.Pointer) bool {
	if t.Flags&abi.FlagMemory != 0 {
		return memequal(p, q, t.Size)
	}
	switch t.Kind {
	case abi.Float32:
		return *(*float32)(p) == *(*float32)(q)
	case abi.Float64:
		return *(*float64)(p) == *(*float64)(q)
	case abi.Complex64:
		return *(*complex64)(p) == *(*complex64)(q)
	case abi.Complex128:
		return *(*complex128)(p) == *(*complex128)(q)
	case abi.String:
		return *(*string)(p) == *(*string)(q)
	case abi.Interface:
		if len(t.Methods) == 0 {
			a, b := (*abi.Eface)(p), (*abi.Eface)(q)
			return a.Type == b.Type && efaceeq(a.Type, a.Data, b.Data)
		}
		a, b := (*abi.Iface)(p), (*abi.Iface)(q)
		return ifaceeq(a.Tab, a.Data, b.Tab, b.Data)
	case abi.Array:
		for i := 0; i < t.Len; i++ {
			off := uintptr(i) * t.Elem.Size
			if !typeequal(t.Elem, add(p, off), add(q, off)) {
				return false
			}
		}
		return true
	case abi.Struct:
		for i := range t.Fields {
			f := &t.Fields[i]
			if f.Name != "_" && !typeequal(f.Type, add(p, f.Offset), add(q, f.Offset)) {
				return false
			}
		}
		return true
	}
	panic(errorString("comparing uncomparable type " + t.Str))
}

// efaceeq compares the data of two interfaces whose dynamic types are both t.
func efaceeq(t *abi.Type, x, y unsafe.Pointer) bool {
	if t == nil {
		return true
	}
	if t.Flags&abi.FlagComparable == 0 {
		panic(errorString("comparing uncomparable type " + t.Str))
	}
	if t.Direct() {
		return x == y
	}
	return x == y && t.Flags&abi.FlagMemory != 0 || typeequal(t, x, y)
}

func ifaceeq(a *abi.Itab, x unsafe.Pointer, b *abi.Itab, y unsafe.Pointer) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Type == b.Type && efaceeq(a.Type, x, y)
}

func memequal(p, q unsafe.Pointer, n uintptr) bool { return p == q || memcmp(p, q, n) == 0 }

// A xorshift generator for iteration order, select and the scheduler; nothing about it is secret.
var randState uint64 = 0x2545f4914f6cdd1d

func fastrand64() uint64 {
	x := randState
	if x == 0x2545f4914f6cdd1d {
		x ^= uint64(nanotime())*hashK0 | 1
	}
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	randState = x
	return x
}
