// What programs ask package runtime: callers, memory statistics, finalisers.
package runtime

import (
	"unsafe"
)

// A MemStats records statistics about the memory allocator.
type MemStats struct {
	Alloc         uint64
	TotalAlloc    uint64
	Sys           uint64
	Lookups       uint64
	Mallocs       uint64
	Frees         uint64
	HeapAlloc     uint64
	HeapSys       uint64
	HeapIdle      uint64
	HeapInuse     uint64
	HeapReleased  uint64
	HeapObjects   uint64
	StackInuse    uint64
	StackSys      uint64
	MSpanInuse    uint64
	MSpanSys      uint64
	MCacheInuse   uint64
	MCacheSys     uint64
	BuckHashSys   uint64
	GCSys         uint64
	OtherSys      uint64
	NextGC        uint64
	LastGC        uint64
	PauseTotalNs  uint64
	PauseNs       [256]uint64
	PauseEnd      [256]uint64
	NumGC         uint32
	NumForcedGC   uint32
	GCCPUFraction float64
	EnableGC      bool
	DebugGC       bool
	BySize        [61]struct {
		Size    uint32
		Mallocs uint64
		Frees   uint64
	}
}

// A Func is a function of the running program.
type Func struct {
	name  string
	entry uintptr
	file  string
	line  int
}

func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	return f.name
}

func (f *Func) Entry() uintptr { return f.entry }

var _ unsafe.Pointer

type rawStats struct {
	words  [28]uint64
	pauses [256]uint64
	ends   [256]uint64
	allocs [68]uint64
	frees  [68]uint64
}

// ReadMemStats populates m with memory allocator statistics.
func ReadMemStats(m *MemStats) {
	raw := new(rawStats)
	readmemstats(unsafe.Pointer(raw))
	w := &raw.words
	*m = MemStats{Alloc: w[0], TotalAlloc: w[1], Sys: w[2], Mallocs: w[4], Frees: w[5], HeapAlloc: w[6], HeapSys: w[7],
		HeapIdle: w[8], HeapInuse: w[9], HeapReleased: w[10], HeapObjects: w[11], StackInuse: w[12], StackSys: w[13],
		MSpanInuse: w[14], MSpanSys: w[15], MCacheInuse: w[16], MCacheSys: w[17], BuckHashSys: w[18], GCSys: w[19],
		OtherSys: w[20], NextGC: w[21], LastGC: w[22], PauseTotalNs: w[23], NumGC: uint32(w[24]), NumForcedGC: uint32(w[25])}
	m.EnableGC = true
	m.PauseNs = raw.pauses
	m.PauseEnd = raw.ends
	if t := nanotime(); t > 0 {
		m.GCCPUFraction = float64(w[26]) / float64(t)
	}
	for i := range m.BySize {
		if i > 0 {
			m.BySize[i].Size = uint32(sizeClasses[i-1])
		}
		m.BySize[i].Mallocs = raw.allocs[i]
		m.BySize[i].Frees = raw.frees[i]
	}
}

func returnAddress(fp uintptr) uintptr { return *(*uintptr)(unsafe.Pointer(fp + 8)) }
// MemProfileRate is the number of bytes between sampled allocations, on average: 1 samples all of them, 0 none.
var MemProfileRate int = 512 * 1024

const (
	recordBlock = 2
	recordMutex = 3
)

// SetBlockProfileRate samples one blocking event every rate nanoseconds spent blocked.
func SetBlockProfileRate(rate int) {
	if rate < 0 {
		rate = 0
	}
	recordWaits(recordBlock, rate)
}

// SetMutexProfileFraction reports one in rate contended mutexes; the previous fraction is returned.
func SetMutexProfileFraction(rate int) int { return recordWaits(recordMutex, rate) }

// Callers fills pc with return addresses of the calling goroutine's frames.
func Callers(skip int, pc []uintptr) int {
	n := 0
	fp := frameAddress()
	hi := uintptr(unsafe.Pointer(getg()))
	for i := 0; n < len(pc); i++ {
		if fp < 4096 || fp >= hi-16 {
			break
		}
		ret := *(*uintptr)(unsafe.Pointer(fp + 8))
		next := *(*uintptr)(unsafe.Pointer(fp))
		if i+1 >= skip && ret != 0 {
			pc[n] = ret
			n++
		}
		if next <= fp {
			break
		}
		fp = next
	}
	return n
}

