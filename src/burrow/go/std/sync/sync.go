// Package sync provides basic synchronization primitives, on the runtime's semaphores.
package sync

import "sync/atomic"

//burrow:runtime runtime.semacquire
func semacquire(addr *uint32, reason int)

//burrow:runtime runtime.semrelease
func semrelease(addr *uint32)

//burrow:runtime runtime.throw
func throw(s string)

const (
	waitCond    = 21
	waitMutex   = 22
	waitRWRead  = 23
	waitRWWrite = 24
	waitGroup   = 25
)

type noCopy struct{}

// A Locker can be locked and unlocked.
type Locker interface {
	Lock()
	Unlock()
}

// A Mutex: state is 1 when it is locked, plus 2 for each waiter.
type Mutex struct {
	state int32
	sema  uint32
}

func (m *Mutex) Lock() {
	if atomic.CompareAndSwapInt32(&m.state, 0, 1) {
		return
	}
	for {
		old := atomic.LoadInt32(&m.state)
		if old&1 == 0 {
			if atomic.CompareAndSwapInt32(&m.state, old, old|1) {
				return
			}
			continue
		}
		if atomic.CompareAndSwapInt32(&m.state, old, old+2) {
			semacquire(&m.sema, waitMutex)
		}
	}
}

func (m *Mutex) TryLock() bool {
	old := atomic.LoadInt32(&m.state)
	return old&1 == 0 && atomic.CompareAndSwapInt32(&m.state, old, old|1)
}

func (m *Mutex) Unlock() {
	if atomic.CompareAndSwapInt32(&m.state, 1, 0) {
		return
	}
	for {
		old := atomic.LoadInt32(&m.state)
		if old&1 == 0 {
			throw("sync: unlock of unlocked mutex")
		}
		next := old &^ 1
		if next == 0 {
			if atomic.CompareAndSwapInt32(&m.state, old, 0) {
				return
			}
			continue
		}
		if atomic.CompareAndSwapInt32(&m.state, old, next-2) {
			semrelease(&m.sema)
			return
		}
	}
}

// A RWMutex: any number of readers or one writer.
type RWMutex struct {
	w       Mutex
	wsem    uint32
	rsem    uint32
	readers int32 // negative while a writer waits or holds it
	leaving int32
}

const maxReaders = 1 << 30

func (rw *RWMutex) RLock() {
	if atomic.AddInt32(&rw.readers, 1) < 0 {
		semacquire(&rw.rsem, waitRWRead)
	}
}

func (rw *RWMutex) TryRLock() bool {
	for {
		c := atomic.LoadInt32(&rw.readers)
		if c < 0 {
			return false
		}
		if atomic.CompareAndSwapInt32(&rw.readers, c, c+1) {
			return true
		}
	}
}

func (rw *RWMutex) RUnlock() {
	r := atomic.AddInt32(&rw.readers, -1)
	if r < 0 {
		if r+1 == 0 || r+1 == -maxReaders {
			throw("sync: RUnlock of unlocked RWMutex")
		}
		if atomic.AddInt32(&rw.leaving, -1) == 0 {
			semrelease(&rw.wsem)
		}
	}
}

func (rw *RWMutex) Lock() {
	rw.w.Lock()
	r := atomic.AddInt32(&rw.readers, -maxReaders) + maxReaders
	if r != 0 && atomic.AddInt32(&rw.leaving, r) != 0 {
		semacquire(&rw.wsem, waitRWWrite)
	}
}

func (rw *RWMutex) TryLock() bool {
	if !rw.w.TryLock() {
		return false
	}
	if !atomic.CompareAndSwapInt32(&rw.readers, 0, -maxReaders) {
		rw.w.Unlock()
		return false
	}
	return true
}

func (rw *RWMutex) Unlock() {
	r := atomic.AddInt32(&rw.readers, maxReaders)
	if r >= maxReaders {
		throw("sync: Unlock of unlocked RWMutex")
	}
	for i := 0; i < int(r); i++ {
		semrelease(&rw.rsem)
	}
	rw.w.Unlock()
}

type rlocker RWMutex

func (r *rlocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *rlocker) Unlock() { (*RWMutex)(r).RUnlock() }

func (rw *RWMutex) RLocker() Locker { return (*rlocker)(rw) }

// A WaitGroup waits for a number of goroutines to finish.
type WaitGroup struct {
	noCopy noCopy
	state  atomic.Uint64 // counter in the high half, waiters in the low one
	sema   uint32
}

func (wg *WaitGroup) Add(delta int) {
	state := wg.state.Add(uint64(delta) << 32)
	v := int32(state >> 32)
	w := uint32(state)
	if v < 0 {
		panic("sync: negative WaitGroup counter")
	}
	if v > 0 || w == 0 {
		return
	}
	wg.state.Store(0)
	for ; w != 0; w-- {
		semrelease(&wg.sema)
	}
}

func (wg *WaitGroup) Done() { wg.Add(-1) }

func (wg *WaitGroup) Wait() {
	for {
		state := wg.state.Load()
		if state>>32 == 0 {
			return
		}
		if wg.state.CompareAndSwap(state, state+1) {
			semacquire(&wg.sema, waitGroup)
			return
		}
	}
}

// Go calls f in a new goroutine that the group waits for.
func (wg *WaitGroup) Go(f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}

// Once does something exactly once.
type Once struct {
	done atomic.Uint32
	m    Mutex
}

func (o *Once) Do(f func()) {
	if o.done.Load() == 0 {
		o.slow(f)
	}
}

func (o *Once) slow(f func()) {
	o.m.Lock()
	defer o.m.Unlock()
	if o.done.Load() == 0 {
		defer o.done.Store(1)
		f()
	}
}

// OnceFunc returns a function that calls f only once.
func OnceFunc(f func()) func() {
	var once Once
	valid := false
	var p any
	g := func() {
		defer func() {
			p = recover()
			if !valid {
				panic(p)
			}
		}()
		f()
		f = nil
		valid = true
	}
	return func() {
		once.Do(g)
		if !valid {
			panic(p)
		}
	}
}

// OnceValue returns a function that calls f only once and gives its value.
func OnceValue[T any](f func() T) func() T {
	var result T
	once := OnceFunc(func() { result = f() })
	return func() T {
		once()
		return result
	}
}

// OnceValues is OnceValue for two values.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	var r1 T1
	var r2 T2
	once := OnceFunc(func() { r1, r2 = f() })
	return func() (T1, T2) {
		once()
		return r1, r2
	}
}

// A Cond is a place where goroutines wait for an event.
type Cond struct {
	noCopy  noCopy
	L       Locker
	mu      Mutex
	waiters []*uint32
}

func NewCond(l Locker) *Cond { return &Cond{L: l} }

func (c *Cond) Wait() {
	sema := new(uint32)
	c.mu.Lock()
	c.waiters = append(c.waiters, sema)
	c.mu.Unlock()
	c.L.Unlock()
	semacquire(sema, waitCond)
	c.L.Lock()
}

func (c *Cond) Signal() {
	c.mu.Lock()
	if len(c.waiters) > 0 {
		w := c.waiters[0]
		c.waiters = c.waiters[1:]
		semrelease(w)
	}
	c.mu.Unlock()
}

func (c *Cond) Broadcast() {
	c.mu.Lock()
	for _, w := range c.waiters {
		semrelease(w)
	}
	c.waiters = nil
	c.mu.Unlock()
}

// A Pool keeps values for later use.
type Pool struct {
	noCopy noCopy
	mu     Mutex
	items  []any
	New    func() any
}

func (p *Pool) Get() any {
	p.mu.Lock()
	if n := len(p.items); n > 0 {
		x := p.items[n-1]
		p.items[n-1] = nil
		p.items = p.items[:n-1]
		p.mu.Unlock()
		return x
	}
	p.mu.Unlock()
	if p.New != nil {
		return p.New()
	}
	return nil
}

func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	p.mu.Lock()
	if len(p.items) < 64 {
		p.items = append(p.items, x)
	}
	p.mu.Unlock()
}

// A Map is a map that several goroutines may use.
type Map struct {
	mu Mutex
	m  map[any]any
}

func (m *Map) Load(key any) (value any, ok bool) {
	m.mu.Lock()
	value, ok = m.m[key]
	m.mu.Unlock()
	return
}

func (m *Map) Store(key, value any) {
	m.mu.Lock()
	if m.m == nil {
		m.m = map[any]any{}
	}
	m.m[key] = value
	m.mu.Unlock()
}

func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.m[key]; ok {
		return v, true
	}
	if m.m == nil {
		m.m = map[any]any{}
	}
	m.m[key] = value
	return value, false
}

func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, loaded = m.m[key]
	delete(m.m, key)
	return
}

func (m *Map) Delete(key any) { m.LoadAndDelete(key) }

func (m *Map) Swap(key, value any) (previous any, loaded bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	previous, loaded = m.m[key]
	if m.m == nil {
		m.m = map[any]any{}
	}
	m.m[key] = value
	return
}

func (m *Map) CompareAndSwap(key, old, new any) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.m[key]; ok && v == old {
		m.m[key] = new
		return true
	}
	return false
}

func (m *Map) CompareAndDelete(key, old any) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.m[key]; ok && v == old {
		delete(m.m, key)
		return true
	}
	return false
}

func (m *Map) Clear() {
	m.mu.Lock()
	clear(m.m)
	m.mu.Unlock()
}

func (m *Map) Range(f func(key, value any) bool) {
	m.mu.Lock()
	keys := make([]any, 0, len(m.m))
	for k := range m.m {
		keys = append(keys, k)
	}
	m.mu.Unlock()
	for _, k := range keys {
		if v, ok := m.Load(k); ok && !f(k, v) {
			return
		}
	}
}
