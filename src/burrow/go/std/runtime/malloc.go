// Allocation where the type is known only at run time, and copies that the collector must hear of.
package runtime

import (
	"internal/abi"
	"unsafe"
)

// mallocraw gives n bytes without pointers and without zeroing.
func mallocraw(n uintptr) unsafe.Pointer { return mallocgc(n, nil, flagNoZero) }

func gcType(t *abi.Type) unsafe.Pointer {
	if t.Flags&abi.FlagPointers == 0 {
		return nil
	}
	return t.GC
}

func newobject(t *abi.Type) unsafe.Pointer { return mallocgc(t.Size, gcType(t), 0) }

func newarray(t *abi.Type, n int) unsafe.Pointer {
	if n < 0 || t.Size != 0 && uintptr(n) > maxAlloc/t.Size {
		panic(plainError("runtime: allocation size out of range"))
	}
	return mallocgc(t.Size*uintptr(n), gcType(t), 0)
}

func typedmemmove(t *abi.Type, dst, src unsafe.Pointer) {
	if t.Flags&abi.FlagPointers != 0 {
		bulkMove(dst, src, t.Size, t.GC)
		return
	}
	memmove(dst, src, t.Size)
}

func typedmemclr(t *abi.Type, p unsafe.Pointer, n uintptr) {
	if t.Flags&abi.FlagPointers != 0 {
		bulkMove(p, nil, n, t.GC)
		return
	}
	memclr(p, n)
}

// memclrtyped zeroes count values of type t: what `clear` of a slice does.
func memclrtyped(t *abi.Type, p unsafe.Pointer, count int) {
	typedmemclr(t, p, t.Size*uintptr(count))
}

// roundupsize is the size that an allocation of n bytes takes.
func roundupsize(n uintptr) uintptr {
	if n <= 1024 {
		if n <= 8 {
			return 8
		}
		return uintptr(smallSizes[(n+7)>>3])
	}
	if n <= 32768 {
		return uintptr(largeSizes[(n-1024+127)>>7])
	}
	return (n + 8191) &^ 8191
}

// The sizes of small objects, as in burrow/memory/sizeclasses.py.
var sizeClasses = [67]uint16{
	8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240,
	256, 288, 320, 352, 384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280,
	1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192,
	9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
}

var smallSizes [129]uint16
var largeSizes [249]uint16

func initSizes() {
	for i, class := 0, 0; i < len(smallSizes); i++ {
		for int(sizeClasses[class]) < i*8 {
			class++
		}
		smallSizes[i] = sizeClasses[class]
	}
	for i, class := 0, 0; i < len(largeSizes); i++ {
		for int(sizeClasses[class]) < 1024+i*128 {
			class++
		}
		largeSizes[i] = sizeClasses[class]
	}
}

// noescape hides that p points to a local: for records that others see only while their owner waits.
func noescape(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return unsafe.Pointer(x ^ 0)
}
