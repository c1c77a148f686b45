// Package pprof writes runtime profiling data in the format of the pprof tool.  What a profile is made of is recorded by the
// runtime (burrow/memory/records.py, sampler.py) and encoded by the host (burrow/run/host.py), which knows the symbols.
package pprof

import (
	"errors"
	"io"
	"runtime"
	"sort"
	"sync"
	"unsafe"
)

//burrow:runtime runtime.profile_start
func profileStart(hz int) int

//burrow:runtime runtime.profile_stop
func profileStop() int

//burrow:runtime runtime.record_allocations
func recordAllocations(rate *int)

//burrow:runtime runtime.goroutine_stacks
func goroutineStacks(buf *int64, words int) int

//burrow:runtime runtime.host
func host(op int, p unsafe.Pointer, n int) int

//burrow:runtime runtime.walltime
func walltime() int64

const (
	hostProfile = 1
	hostRecords = 5
	hertz       = 100
)

// What the host is asked to encode.
const (
	kindHeap = iota + 1
	kindBlock
	kindMutex
	kindAllocs
	kindGoroutine
	kindThreads
)

// As in Go, allocations are sampled only in programs that can write a heap profile: those that import this package.
func init() { recordAllocations(&runtime.MemProfileRate) }

// A Profile is a collection of stack traces.
type Profile struct {
	name string
	kind int64
	mu   sync.Mutex
	m    map[any]int
}

var (
	lock     sync.Mutex
	profiles = map[string]*Profile{
		"goroutine":    {name: "goroutine", kind: kindGoroutine},
		"threadcreate": {name: "threadcreate", kind: kindThreads},
		"heap":         {name: "heap", kind: kindHeap},
		"allocs":       {name: "allocs", kind: kindAllocs},
		"block":        {name: "block", kind: kindBlock},
		"mutex":        {name: "mutex", kind: kindMutex},
	}
)

// NewProfile creates a profile of the program's own.
func NewProfile(name string) *Profile {
	lock.Lock()
	defer lock.Unlock()
	if name == "" {
		panic("pprof: NewProfile with empty name")
	}
	if profiles[name] != nil {
		panic("pprof: NewProfile name already in use: " + name)
	}
	p := &Profile{name: name, m: map[any]int{}}
	profiles[name] = p
	return p
}

// Lookup returns the profile with the given name, or nil.
func Lookup(name string) *Profile {
	lock.Lock()
	defer lock.Unlock()
	return profiles[name]
}

// Profiles returns all known profiles, sorted by name.
func Profiles() []*Profile {
	lock.Lock()
	defer lock.Unlock()
	all := make([]*Profile, 0, len(profiles))
	for _, p := range profiles {
		all = append(all, p)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	return all
}

func (p *Profile) Name() string { return p.name }

// Count returns the number of stacks in the profile.
func (p *Profile) Count() int {
	switch p.kind {
	case 0:
		p.mu.Lock()
		defer p.mu.Unlock()
		return len(p.m)
	case kindGoroutine:
		return runtime.NumGoroutine()
	case kindThreads:
		return 0
	}
	n, _ := ask(p.kind, 0, true)
	return n
}

// Add adds the current stack to a profile of the program's own, associated with value.
func (p *Profile) Add(value any, skip int) {
	if p.kind != 0 {
		panic("pprof: Add called on built-in Profile " + p.name)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.m[value]; ok {
		panic("pprof: Profile.Add of duplicate value")
	}
	p.m[value] = skip
}

// Remove removes what was added with value.
func (p *Profile) Remove(value any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.m, value)
}

// WriteTo writes the profile: for the pprof tool with debug=0, else as text.
func (p *Profile) WriteTo(w io.Writer, debug int) error {
	if p.kind == 0 {
		return errors.New("pprof: profiles of the program's own cannot be written yet")
	}
	if p.kind == kindGoroutine && debug >= 2 {
		return writeTraces(w)
	}
	_, data := ask(p.kind, debug, false)
	if data == nil {
		return errors.New("pprof: the profile could not be encoded")
	}
	_, err := w.Write(data)
	return err
}

// writeTraces prints all goroutines as an unrecovered panic does.
func writeTraces(w io.Writer) error {
	buf := make([]byte, 64<<10)
	for {
		n := runtime.Stack(buf, true)
		if n < len(buf) {
			_, err := w.Write(buf[:n])
			return err
		}
		buf = make([]byte, 2*len(buf))
	}
}

// ask lets the host count the stacks of a profile, or encode it.
func ask(kind int64, debug int, count bool) (int, []byte) {
	words := new([8]int64)
	words[0], words[1] = kind, int64(debug)
	if count {
		words[1] = -1
	}
	words[2] = int64(runtime.MemProfileRate)
	var stacks []int64
	if kind == kindGoroutine {
		for n := 1 << 10; ; {
			stacks = make([]int64, n)
			used := goroutineStacks(&stacks[0], n)
			if used <= n {
				words[3], words[4] = int64(uintptr(unsafe.Pointer(&stacks[0]))), int64(used)
				break
			}
			n = used + used/4
		}
	}
	n := host(hostRecords, unsafe.Pointer(words), int(unsafe.Sizeof(*words)))
	runtime.KeepAlive(stacks)
	if count || n <= 0 {
		return n, nil
	}
	return n, append([]byte(nil), unsafe.Slice((*byte)(unsafe.Pointer(uintptr(words[6]))), int(words[7]))...)
}

// WriteHeapProfile is Lookup("heap").WriteTo(w, 0).
func WriteHeapProfile(w io.Writer) error { return Lookup("heap").WriteTo(w, 0) }

var cpu struct {
	sync.Mutex
	on    bool
	first int
	start int64
	w     io.Writer
}

// StartCPUProfile starts sampling; the profile is written to w when it is stopped.
func StartCPUProfile(w io.Writer) error {
	cpu.Lock()
	defer cpu.Unlock()
	if cpu.on {
		return errors.New("cpu profiling already in use")
	}
	cpu.start = walltime()
	if cpu.first = profileStart(hertz); cpu.first < 0 {
		return errors.New("cpu profiling already in use")
	}
	cpu.on, cpu.w = true, w
	return nil
}

// StopCPUProfile stops sampling and returns when the profile is written.
func StopCPUProfile() {
	cpu.Lock()
	defer cpu.Unlock()
	if !cpu.on {
		return
	}
	cpu.on = false
	last := profileStop()
	words := new([7]int64)
	words[0], words[1], words[2], words[3], words[4] = int64(cpu.first), int64(last), hertz, cpu.start, walltime()-cpu.start
	if host(hostProfile, unsafe.Pointer(words), int(unsafe.Sizeof(*words))) > 0 {
		cpu.w.Write(unsafe.Slice((*byte)(unsafe.Pointer(uintptr(words[5]))), int(words[6])))
	}
	cpu.w = nil
}
