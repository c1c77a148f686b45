package time

import "sync"

// Timers are goroutines that sleep; stopping one closes the channel that it would rather not wait for.
type runtimeTimer struct {
	mu    sync.Mutex
	seq   int
	armed bool
}

func (r *runtimeTimer) start(d Duration, f func()) {
	r.mu.Lock()
	r.seq++
	seq := r.seq
	r.armed = true
	r.mu.Unlock()
	go func() {
		if d > 0 {
			sleep(int64(d))
		}
		r.mu.Lock()
		fire := r.armed && r.seq == seq
		if fire {
			r.armed = false
		}
		r.mu.Unlock()
		if fire {
			f()
		}
	}()
}

func (r *runtimeTimer) stop() bool {
	r.mu.Lock()
	was := r.armed
	r.armed = false
	r.mu.Unlock()
	return was
}

// The Timer type represents a single event.
type Timer struct {
	C <-chan Time
	c chan Time
	r runtimeTimer
	f func()
}

func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	t := &Timer{C: c, c: c}
	t.f = func() { send(c) }
	t.r.start(d, t.f)
	return t
}

func send(c chan Time) {
	select {
	case c <- Now():
	default:
	}
}

func (t *Timer) Stop() bool {
	was := t.r.stop()
	t.drain()
	return was
}

func (t *Timer) drain() {
	if t.c != nil {
		select {
		case <-t.c:
		default:
		}
	}
}

func (t *Timer) Reset(d Duration) bool {
	was := t.r.stop()
	t.drain()
	t.r.start(d, t.f)
	return was
}

func After(d Duration) <-chan Time { return NewTimer(d).C }

func AfterFunc(d Duration, f func()) *Timer {
	t := &Timer{}
	t.f = func() { go f() }
	t.r.start(d, t.f)
	return t
}

// A Ticker holds a channel that delivers ticks of a clock at intervals.
type Ticker struct {
	C <-chan Time
	c chan Time
	r runtimeTimer
	d Duration
}

func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	c := make(chan Time, 1)
	t := &Ticker{C: c, c: c, d: d}
	t.arm()
	return t
}

func (t *Ticker) arm() {
	t.r.start(t.d, func() {
		send(t.c)
		t.arm()
	})
}

func (t *Ticker) Stop() { t.r.stop() }

func (t *Ticker) Reset(d Duration) {
	t.r.stop()
	t.d = d
	t.arm()
}

func Tick(d Duration) <-chan Time {
	if d <= 0 {
		return nil
	}
	return NewTicker(d).C
}
