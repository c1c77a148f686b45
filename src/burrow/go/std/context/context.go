// Package context carries deadlines, cancellation and values across calls and goroutines.  A context that can be
// cancelled knows its children; a parent of another kind is watched by a goroutine.
package context

import (
	"internal/abi"
	"errors"
	"sync"
	"time"
)

// A Context carries a deadline, a cancellation signal, and other values across API boundaries.
type Context interface {
	Deadline() (deadline time.Time, ok bool)
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

// Canceled is the error returned by Context.Err when the context is canceled for some reason other than its deadline.
var Canceled = errors.New("context canceled")

// DeadlineExceeded is the error returned by Context.Err when the context's deadline passes.
var DeadlineExceeded error = deadlineExceeded{}

type deadlineExceeded struct{}

func (deadlineExceeded) Error() string   { return "context deadline exceeded" }
func (deadlineExceeded) Timeout() bool   { return true }
func (deadlineExceeded) Temporary() bool { return true }

// A CancelFunc tells an operation to abandon its work.
type CancelFunc func()

// A CancelCauseFunc behaves like a CancelFunc but additionally sets the cancellation cause.
type CancelCauseFunc func(cause error)

type empty struct{}

func (empty) Deadline() (deadline time.Time, ok bool) { return }
func (empty) Done() <-chan struct{}                   { return nil }
func (empty) Err() error                              { return nil }
func (empty) Value(key any) any                       { return nil }

type background struct{ empty }

func (background) String() string { return "context.Background" }

type todo struct{ empty }

func (todo) String() string { return "context.TODO" }

func Background() Context { return background{} }
func TODO() Context       { return todo{} }

func name(c Context) string {
	if s, ok := c.(interface{ String() string }); ok {
		return s.String()
	}
	return "context"
}

// own is the key under which a cancellable context gives itself.
type ownKey struct{}

var own ownKey

// cancelCtx can be cancelled; with a timer it also ends at its deadline.
type cancelCtx struct {
	parent   Context
	mu       sync.Mutex
	done     chan struct{}
	children map[*cancelCtx]struct{}
	err      error
	cause    error
	after    func() // of AfterFunc: what to run
	unwatch  func() // takes it from its parent
	deadline time.Time
	timer    *time.Timer
	timed    bool
}

func (c *cancelCtx) Deadline() (time.Time, bool) {
	if c.timed {
		return c.deadline, true
	}
	return c.parent.Deadline()
}

func (c *cancelCtx) Done() <-chan struct{} { return c.done }

func (c *cancelCtx) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

func (c *cancelCtx) Value(key any) any {
	if key == own {
		return c
	}
	return c.parent.Value(key)
}

func (c *cancelCtx) String() string {
	if c.timed {
		return name(c.parent) + ".WithDeadline(" + c.deadline.String() + " [" + time.Until(c.deadline).String() + "])"
	}
	return name(c.parent) + ".WithCancel"
}

func newCancel(parent Context) *cancelCtx {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	return &cancelCtx{parent: parent, done: make(chan struct{})}
}

// attach lets the end of the parent end c.
func (c *cancelCtx) attach() {
	done := c.parent.Done()
	if done == nil {
		return
	}
	select {
	case <-done:
		c.cancel(c.parent.Err(), Cause(c.parent), false)
		return
	default:
	}
	if p, ok := c.parent.Value(own).(*cancelCtx); ok && p.done == done {
		p.mu.Lock()
		if p.err != nil {
			err, cause := p.err, p.cause
			p.mu.Unlock()
			c.cancel(err, cause, false)
			return
		}
		if p.children == nil {
			p.children = map[*cancelCtx]struct{}{}
		}
		p.children[c] = struct{}{}
		p.mu.Unlock()
		c.unwatch = func() {
			p.mu.Lock()
			delete(p.children, c)
			p.mu.Unlock()
		}
		return
	}
	go func() {
		select {
		case <-done:
			c.cancel(c.parent.Err(), Cause(c.parent), false)
		case <-c.done:
		}
	}()
}

func (c *cancelCtx) cancel(err, cause error, detach bool) {
	if cause == nil {
		cause = err
	}
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return
	}
	c.err, c.cause = err, cause
	close(c.done)
	children := c.children
	c.children = nil
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	c.mu.Unlock()
	for child := range children {
		child.cancel(err, cause, false)
	}
	if detach && c.unwatch != nil {
		c.unwatch()
	}
	if c.after != nil {
		go c.after()
	}
}

// WithCancel returns a derived context whose Done channel is closed by the returned function, or by the parent's end.
func WithCancel(parent Context) (ctx Context, cancel CancelFunc) {
	c := newCancel(parent)
	c.attach()
	return c, func() { c.cancel(Canceled, nil, true) }
}

func WithCancelCause(parent Context) (ctx Context, cancel CancelCauseFunc) {
	c := newCancel(parent)
	c.attach()
	return c, func(cause error) { c.cancel(Canceled, cause, true) }
}

// Cause returns a non-nil error explaining why c was canceled.
func Cause(c Context) error {
	if cc, ok := c.Value(own).(*cancelCtx); ok {
		cc.mu.Lock()
		cause := cc.cause
		cc.mu.Unlock()
		if cause != nil {
			return cause
		}
	}
	return c.Err()
}

func WithDeadline(parent Context, d time.Time) (Context, CancelFunc) {
	return WithDeadlineCause(parent, d, nil)
}

func WithDeadlineCause(parent Context, d time.Time, cause error) (Context, CancelFunc) {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	if now, ok := parent.Deadline(); ok && now.Before(d) {
		return WithCancel(parent)
	}
	c := newCancel(parent)
	c.deadline, c.timed = d, true
	c.attach()
	left := time.Until(d)
	if left <= 0 {
		c.cancel(DeadlineExceeded, cause, true)
		return c, func() { c.cancel(Canceled, nil, false) }
	}
	c.mu.Lock()
	if c.err == nil {
		c.timer = time.AfterFunc(left, func() { c.cancel(DeadlineExceeded, cause, true) })
	}
	c.mu.Unlock()
	return c, func() { c.cancel(Canceled, nil, true) }
}

func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	return WithDeadline(parent, time.Now().Add(timeout))
}

func WithTimeoutCause(parent Context, timeout time.Duration, cause error) (Context, CancelFunc) {
	return WithDeadlineCause(parent, time.Now().Add(timeout), cause)
}

// AfterFunc arranges to call f in its own goroutine after ctx is canceled.
func AfterFunc(ctx Context, f func()) (stop func() bool) {
	c := newCancel(ctx)
	ran := false
	var once sync.Once
	c.after = func() {
		once.Do(func() {
			ran = true
			f()
		})
	}
	c.attach()
	return func() bool {
		stopped := false
		c.mu.Lock()
		ended := c.err != nil
		c.mu.Unlock()
		if !ended {
			once.Do(func() { stopped = !ran })
			c.cancel(Canceled, nil, true)
		}
		return stopped
	}
}

type withoutCancel struct{ c Context }

// WithoutCancel returns a derived context that points to the parent context and is not canceled when parent is.
func WithoutCancel(parent Context) Context {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	return withoutCancel{parent}
}

func (withoutCancel) Deadline() (deadline time.Time, ok bool) { return }
func (withoutCancel) Done() <-chan struct{}                   { return nil }
func (withoutCancel) Err() error                              { return nil }
func (c withoutCancel) Value(key any) any {
	if key == own {
		return nil
	}
	return c.c.Value(key)
}
func (c withoutCancel) String() string { return name(c.c) + ".WithoutCancel" }

type valueCtx struct {
	Context
	key, val any
}

// WithValue returns a derived context in which the value associated with key is val.
func WithValue(parent Context, key, val any) Context {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	if key == nil {
		panic("nil key")
	}
	return &valueCtx{parent, key, val}
}

func (c *valueCtx) Value(key any) any {
	if c.key == key {
		return c.val
	}
	return c.Context.Value(key)
}

func (c *valueCtx) String() string {
	text := func(v any) string {
		switch s := v.(type) {
		case interface{ String() string }:
			return s.String()
		case string:
			return s
		case nil:
			return "<nil>"
		}
		return typeName(v)
	}
	return name(c.Context) + ".WithValue(" + text(c.key) + ", " + text(c.val) + ")"
}

func typeName(v any) string { return abi.TypeOf(v).Str }
