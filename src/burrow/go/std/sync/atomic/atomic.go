// Package atomic provides atomic memory operations: each is one of the machine's, sequentially consistent.
package atomic

import "unsafe"

//burrow:intrinsic atomic_load
func LoadInt32(addr *int32) (val int32)

//burrow:intrinsic atomic_store
func StoreInt32(addr *int32, val int32)

//burrow:intrinsic atomic_swap
func SwapInt32(addr *int32, new int32) (old int32)

//burrow:intrinsic atomic_cas
func casInt32(addr *int32, old, new int32) (found int32, swapped bool)

//burrow:intrinsic atomic_add
func fetchAddInt32(addr *int32, delta int32) (old int32)

//burrow:intrinsic atomic_and
func AndInt32(addr *int32, mask int32) (old int32)

//burrow:intrinsic atomic_or
func OrInt32(addr *int32, mask int32) (old int32)

func CompareAndSwapInt32(addr *int32, old, new int32) (swapped bool) {
	_, swapped = casInt32(addr, old, new)
	return
}

func AddInt32(addr *int32, delta int32) (new int32) { return fetchAddInt32(addr, delta) + delta }

// Int32 is an atomic int32.
type Int32 struct {
	_ noCopy
	v int32
}

func (x *Int32) Load() int32           { return LoadInt32(&x.v) }
func (x *Int32) Store(val int32)       { StoreInt32(&x.v, val) }
func (x *Int32) Swap(new int32) int32    { return SwapInt32(&x.v, new) }
func (x *Int32) Add(delta int32) int32   { return AddInt32(&x.v, delta) }
func (x *Int32) And(mask int32) int32    { return AndInt32(&x.v, mask) }
func (x *Int32) Or(mask int32) int32     { return OrInt32(&x.v, mask) }
func (x *Int32) CompareAndSwap(old, new int32) bool { return CompareAndSwapInt32(&x.v, old, new) }

//burrow:intrinsic atomic_load
func LoadInt64(addr *int64) (val int64)

//burrow:intrinsic atomic_store
func StoreInt64(addr *int64, val int64)

//burrow:intrinsic atomic_swap
func SwapInt64(addr *int64, new int64) (old int64)

//burrow:intrinsic atomic_cas
func casInt64(addr *int64, old, new int64) (found int64, swapped bool)

//burrow:intrinsic atomic_add
func fetchAddInt64(addr *int64, delta int64) (old int64)

//burrow:intrinsic atomic_and
func AndInt64(addr *int64, mask int64) (old int64)

//burrow:intrinsic atomic_or
func OrInt64(addr *int64, mask int64) (old int64)

func CompareAndSwapInt64(addr *int64, old, new int64) (swapped bool) {
	_, swapped = casInt64(addr, old, new)
	return
}

func AddInt64(addr *int64, delta int64) (new int64) { return fetchAddInt64(addr, delta) + delta }

// Int64 is an atomic int64.
type Int64 struct {
	_ noCopy
	v int64
}

func (x *Int64) Load() int64           { return LoadInt64(&x.v) }
func (x *Int64) Store(val int64)       { StoreInt64(&x.v, val) }
func (x *Int64) Swap(new int64) int64    { return SwapInt64(&x.v, new) }
func (x *Int64) Add(delta int64) int64   { return AddInt64(&x.v, delta) }
func (x *Int64) And(mask int64) int64    { return AndInt64(&x.v, mask) }
func (x *Int64) Or(mask int64) int64     { return OrInt64(&x.v, mask) }
func (x *Int64) CompareAndSwap(old, new int64) bool { return CompareAndSwapInt64(&x.v, old, new) }

//burrow:intrinsic atomic_load
func LoadUint32(addr *uint32) (val uint32)

//burrow:intrinsic atomic_store
func StoreUint32(addr *uint32, val uint32)

//burrow:intrinsic atomic_swap
func SwapUint32(addr *uint32, new uint32) (old uint32)

//burrow:intrinsic atomic_cas
func casUint32(addr *uint32, old, new uint32) (found uint32, swapped bool)

//burrow:intrinsic atomic_add
func fetchAddUint32(addr *uint32, delta uint32) (old uint32)

//burrow:intrinsic atomic_and
func AndUint32(addr *uint32, mask uint32) (old uint32)

//burrow:intrinsic atomic_or
func OrUint32(addr *uint32, mask uint32) (old uint32)

func CompareAndSwapUint32(addr *uint32, old, new uint32) (swapped bool) {
	_, swapped = casUint32(addr, old, new)
	return
}

func AddUint32(addr *uint32, delta uint32) (new uint32) { return fetchAddUint32(addr, delta) + delta }

// Uint32 is an atomic uint32.
type Uint32 struct {
	_ noCopy
	v uint32
}

func (x *Uint32) Load() uint32           { return LoadUint32(&x.v) }
func (x *Uint32) Store(val uint32)       { StoreUint32(&x.v, val) }
func (x *Uint32) Swap(new uint32) uint32    { return SwapUint32(&x.v, new) }
func (x *Uint32) Add(delta uint32) uint32   { return AddUint32(&x.v, delta) }
func (x *Uint32) And(mask uint32) uint32    { return AndUint32(&x.v, mask) }
func (x *Uint32) Or(mask uint32) uint32     { return OrUint32(&x.v, mask) }
func (x *Uint32) CompareAndSwap(old, new uint32) bool { return CompareAndSwapUint32(&x.v, old, new) }

//burrow:intrinsic atomic_load
func LoadUint64(addr *uint64) (val uint64)

//burrow:intrinsic atomic_store
func StoreUint64(addr *uint64, val uint64)

//burrow:intrinsic atomic_swap
func SwapUint64(addr *uint64, new uint64) (old uint64)

//burrow:intrinsic atomic_cas
func casUint64(addr *uint64, old, new uint64) (found uint64, swapped bool)

//burrow:intrinsic atomic_add
func fetchAddUint64(addr *uint64, delta uint64) (old uint64)

//burrow:intrinsic atomic_and
func AndUint64(addr *uint64, mask uint64) (old uint64)

//burrow:intrinsic atomic_or
func OrUint64(addr *uint64, mask uint64) (old uint64)

func CompareAndSwapUint64(addr *uint64, old, new uint64) (swapped bool) {
	_, swapped = casUint64(addr, old, new)
	return
}

func AddUint64(addr *uint64, delta uint64) (new uint64) { return fetchAddUint64(addr, delta) + delta }

// Uint64 is an atomic uint64.
type Uint64 struct {
	_ noCopy
	v uint64
}

func (x *Uint64) Load() uint64           { return LoadUint64(&x.v) }
func (x *Uint64) Store(val uint64)       { StoreUint64(&x.v, val) }
func (x *Uint64) Swap(new uint64) uint64    { return SwapUint64(&x.v, new) }
func (x *Uint64) Add(delta uint64) uint64   { return AddUint64(&x.v, delta) }
func (x *Uint64) And(mask uint64) uint64    { return AndUint64(&x.v, mask) }
func (x *Uint64) Or(mask uint64) uint64     { return OrUint64(&x.v, mask) }
func (x *Uint64) CompareAndSwap(old, new uint64) bool { return CompareAndSwapUint64(&x.v, old, new) }

//burrow:intrinsic atomic_load
func LoadUintptr(addr *uintptr) (val uintptr)

//burrow:intrinsic atomic_store
func StoreUintptr(addr *uintptr, val uintptr)

//burrow:intrinsic atomic_swap
func SwapUintptr(addr *uintptr, new uintptr) (old uintptr)

//burrow:intrinsic atomic_cas
func casUintptr(addr *uintptr, old, new uintptr) (found uintptr, swapped bool)

//burrow:intrinsic atomic_add
func fetchAddUintptr(addr *uintptr, delta uintptr) (old uintptr)

//burrow:intrinsic atomic_and
func AndUintptr(addr *uintptr, mask uintptr) (old uintptr)

//burrow:intrinsic atomic_or
func OrUintptr(addr *uintptr, mask uintptr) (old uintptr)

func CompareAndSwapUintptr(addr *uintptr, old, new uintptr) (swapped bool) {
	_, swapped = casUintptr(addr, old, new)
	return
}

func AddUintptr(addr *uintptr, delta uintptr) (new uintptr) { return fetchAddUintptr(addr, delta) + delta }

// Uintptr is an atomic uintptr.
type Uintptr struct {
	_ noCopy
	v uintptr
}

func (x *Uintptr) Load() uintptr           { return LoadUintptr(&x.v) }
func (x *Uintptr) Store(val uintptr)       { StoreUintptr(&x.v, val) }
func (x *Uintptr) Swap(new uintptr) uintptr    { return SwapUintptr(&x.v, new) }
func (x *Uintptr) Add(delta uintptr) uintptr   { return AddUintptr(&x.v, delta) }
func (x *Uintptr) And(mask uintptr) uintptr    { return AndUintptr(&x.v, mask) }
func (x *Uintptr) Or(mask uintptr) uintptr     { return OrUintptr(&x.v, mask) }
func (x *Uintptr) CompareAndSwap(old, new uintptr) bool { return CompareAndSwapUintptr(&x.v, old, new) }

type noCopy struct{}

//burrow:intrinsic atomic_load
func LoadPointer(addr *unsafe.Pointer) unsafe.Pointer

// Stores of pointers go through plain stores as well, so that the collector hears of them.
func StorePointer(addr *unsafe.Pointer, val unsafe.Pointer) {
	fence()
	*addr = val
	fence()
}

//burrow:intrinsic fence
func fence()

//burrow:runtime runtime.write_barrier
func writeBarrier(old unsafe.Pointer)

//burrow:intrinsic atomic_swap
func swapPointer(addr *unsafe.Pointer, new unsafe.Pointer) unsafe.Pointer

//burrow:intrinsic atomic_cas
func casPointer(addr *unsafe.Pointer, old, new unsafe.Pointer) (unsafe.Pointer, bool)

func SwapPointer(addr *unsafe.Pointer, new unsafe.Pointer) unsafe.Pointer {
	old := swapPointer(addr, new)
	writeBarrier(old)
	return old
}

func CompareAndSwapPointer(addr *unsafe.Pointer, old, new unsafe.Pointer) bool {
	_, ok := casPointer(addr, old, new)
	if ok {
		writeBarrier(old)
	}
	return ok
}

// Bool is an atomic bool.
type Bool struct {
	_ noCopy
	v uint32
}

func b32(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func (x *Bool) Load() bool         { return LoadUint32(&x.v) != 0 }
func (x *Bool) Store(val bool)     { StoreUint32(&x.v, b32(val)) }
func (x *Bool) Swap(new bool) bool { return SwapUint32(&x.v, b32(new)) != 0 }
func (x *Bool) CompareAndSwap(old, new bool) bool {
	return CompareAndSwapUint32(&x.v, b32(old), b32(new))
}

// Pointer is an atomic pointer of type *T.
type Pointer[T any] struct {
	_ [0]*T
	_ noCopy
	v unsafe.Pointer
}

func (x *Pointer[T]) Load() *T         { return (*T)(LoadPointer(&x.v)) }
func (x *Pointer[T]) Store(val *T)     { StorePointer(&x.v, unsafe.Pointer(val)) }
func (x *Pointer[T]) Swap(new *T) *T   { return (*T)(SwapPointer(&x.v, unsafe.Pointer(new))) }
func (x *Pointer[T]) CompareAndSwap(old, new *T) bool {
	return CompareAndSwapPointer(&x.v, unsafe.Pointer(old), unsafe.Pointer(new))
}

// A Value holds any value of one type.
type Value struct {
	p unsafe.Pointer // *any
}

func (v *Value) Load() any {
	p := (*any)(LoadPointer(&v.p))
	if p == nil {
		return nil
	}
	return *p
}

func (v *Value) check(val any) {
	if val == nil {
		panic("sync/atomic: store of nil value into Value")
	}
	if old := v.Load(); old != nil && typeWord(&old) != typeWord(&val) {
		panic("sync/atomic: store of inconsistently typed value into Value")
	}
}

func typeWord(p *any) uintptr { return *(*uintptr)(unsafe.Pointer(p)) }

func (v *Value) Store(val any) {
	v.check(val)
	StorePointer(&v.p, unsafe.Pointer(&val))
}

func (v *Value) Swap(new any) any {
	v.check(new)
	p := (*any)(SwapPointer(&v.p, unsafe.Pointer(&new)))
	if p == nil {
		return nil
	}
	return *p
}

func (v *Value) CompareAndSwap(old, new any) bool {
	v.check(new)
	p := LoadPointer(&v.p)
	if p == nil {
		if old != nil {
			return false
		}
	} else if *(*any)(p) != old {
		return false
	}
	return CompareAndSwapPointer(&v.p, p, unsafe.Pointer(&new))
}
