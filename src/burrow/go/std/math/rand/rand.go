// Package rand implements pseudo-random number generators.  The sequences are not those of Go's own package: splitmix64.
package rand

import "sync"

//burrow:runtime runtime.random
func random() uint64

// A Source is a source of uniformly distributed values in [0, 1<<63).
type Source interface {
	Int63() int64
	Seed(seed int64)
}

type Source64 interface {
	Source
	Uint64() uint64
}

type splitmix struct{ s uint64 }

func (r *splitmix) Seed(seed int64) { r.s = uint64(seed) }
func (r *splitmix) Uint64() uint64 {
	r.s += 0x9e3779b97f4a7c15
	z := r.s
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
func (r *splitmix) Int63() int64 { return int64(r.Uint64() >> 1) }

type locked struct {
	mu sync.Mutex
	s  splitmix
}

func (l *locked) Seed(seed int64) { l.mu.Lock(); l.s.Seed(seed); l.mu.Unlock() }
func (l *locked) Int63() int64    { l.mu.Lock(); defer l.mu.Unlock(); return l.s.Int63() }
func (l *locked) Uint64() uint64  { l.mu.Lock(); defer l.mu.Unlock(); return l.s.Uint64() }

func NewSource(seed int64) Source { return &splitmix{uint64(seed)} }

// A Rand is a source of random numbers.
type Rand struct{ src Source }

func New(src Source) *Rand { return &Rand{src} }

var global = New(&locked{s: splitmix{random()}})

func (r *Rand) Seed(seed int64) { r.src.Seed(seed) }
func (r *Rand) Int63() int64    { return r.src.Int63() }
func (r *Rand) Uint32() uint32  { return uint32(r.Int63() >> 31) }
func (r *Rand) Uint64() uint64 {
	if s, ok := r.src.(Source64); ok {
		return s.Uint64()
	}
	return uint64(r.Int63())>>31 | uint64(r.Int63())<<32
}
func (r *Rand) Int31() int32 { return int32(r.Int63() >> 32) }
func (r *Rand) Int() int     { return int(uint(r.Int63())) }

func (r *Rand) Int63n(n int64) int64 {
	if n <= 0 {
		panic("invalid argument to Int63n")
	}
	most := int64(1<<63 - 1 - (1<<63)%uint64(n))
	v := r.Int63()
	for v > most {
		v = r.Int63()
	}
	return v % n
}
func (r *Rand) Int31n(n int32) int32 {
	if n <= 0 {
		panic("invalid argument to Int31n")
	}
	return int32(r.Int63n(int64(n)))
}
func (r *Rand) Intn(n int) int {
	if n <= 0 {
		panic("invalid argument to Intn")
	}
	return int(r.Int63n(int64(n)))
}
func (r *Rand) Float64() float64 { return float64(r.Int63()>>10) / (1 << 53) }
func (r *Rand) Float32() float32 { return float32(r.Int63()>>39) / (1 << 24) }
func (r *Rand) Perm(n int) []int {
	m := make([]int, n)
	for i := 0; i < n; i++ {
		j := r.Intn(i + 1)
		m[i] = m[j]
		m[j] = i
	}
	return m
}
func (r *Rand) Shuffle(n int, swap func(i, j int)) {
	if n < 0 {
		panic("invalid argument to Shuffle")
	}
	for i := n - 1; i > 0; i-- {
		swap(i, r.Intn(i+1))
	}
}

func Seed(seed int64)                      { global.Seed(seed) }
func Int63() int64                         { return global.Int63() }
func Uint32() uint32                       { return global.Uint32() }
func Uint64() uint64                       { return global.Uint64() }
func Int31() int32                         { return global.Int31() }
func Int() int                             { return global.Int() }
func Int63n(n int64) int64                 { return global.Int63n(n) }
func Int31n(n int32) int32                 { return global.Int31n(n) }
func Intn(n int) int                       { return global.Intn(n) }
func Float64() float64                     { return global.Float64() }
func Float32() float32                     { return global.Float32() }
func Perm(n int) []int                     { return global.Perm(n) }
func Shuffle(n int, swap func(i, j int))   { global.Shuffle(n, swap) }
