package sort

import (
	"internal/abi"
	"unsafe"
)

//burrow:runtime runtime.typedmemmove
func typedmemmove(t *abi.Type, dst, src unsafe.Pointer)

//burrow:runtime runtime.newobject
func newobject(t *abi.Type) unsafe.Pointer

// lessSwap sorts any slice by its descriptor.
type lessSwap struct {
	less func(i, j int) bool
	data unsafe.Pointer
	n    int
	elem *abi.Type
	tmp  unsafe.Pointer
}

func (s *lessSwap) Len() int           { return s.n }
func (s *lessSwap) Less(i, j int) bool { return s.less(i, j) }
func (s *lessSwap) Swap(i, j int) {
	p := unsafe.Pointer(uintptr(s.data) + uintptr(i)*s.elem.Size)
	q := unsafe.Pointer(uintptr(s.data) + uintptr(j)*s.elem.Size)
	typedmemmove(s.elem, s.tmp, p)
	typedmemmove(s.elem, p, q)
	typedmemmove(s.elem, q, s.tmp)
}

func wrap(x any, less func(i, j int) bool) *lessSwap {
	e := abi.EfaceOf(&x)
	if e.Type == nil || e.Type.Kind != abi.Slice {
		panic("sort: not a slice")
	}
	h := (*abi.SliceHeader)(e.Data)
	return &lessSwap{less, h.Data, h.Len, e.Type.Elem, newobject(e.Type.Elem)}
}

// Slice sorts the slice x by the less function; it is not stable.
func Slice(x any, less func(i, j int) bool) { Sort(wrap(x, less)) }

func SliceStable(x any, less func(i, j int) bool) { Stable(wrap(x, less)) }

func SliceIsSorted(x any, less func(i, j int) bool) bool { return IsSorted(wrap(x, less)) }
