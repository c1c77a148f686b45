// Channels.  The structure is runtime/chan.go's: a ring buffer, a queue of waiting receivers and one of senders, a lock.
// What differs: the records of waiters live on their goroutines' stacks, which never move, and a select is decided by one
// word that all of its records share.
package runtime

import (
	"internal/abi"
	"unsafe"
)

type hchan struct {
	count  int
	size   int
	buf    unsafe.Pointer
	elem   *abi.Type
	sendx  int
	recvx  int
	recvq  waitq
	sendq  waitq
	lock   int64
	closed bool
}

// waiter is one goroutine that waits for a channel or for one of several.
type waiter struct {
	g     *g
	done  uint32 // 1: somebody has chosen it
	lock  int64  // held from before the channels are released until the goroutine is parked
	fired *sudog // which of its records
	ok    bool   // a value was passed (false: the channel was closed)
}

type sudog struct {
	w          *waiter
	elem       unsafe.Pointer
	next, prev *sudog
	queued     bool
	sel        bool
	index      int
}

type waitq struct{ first, last *sudog }

func (q *waitq) push(s *sudog) {
	s.next, s.prev = nil, q.last
	if q.last == nil {
		q.first = s
	} else {
		q.last.next = s
	}
	q.last = s
	s.queued = true
}

func (q *waitq) remove(s *sudog) {
	if !s.queued {
		return
	}
	if s.prev == nil {
		q.first = s.next
	} else {
		s.prev.next = s.next
	}
	if s.next == nil {
		q.last = s.prev
	} else {
		s.next.prev = s.prev
	}
	s.queued = false
}

// pop takes the first waiter that nobody else has chosen.
func (q *waitq) pop() *sudog {
	for {
		s := q.first
		if s == nil {
			return nil
		}
		q.remove(s)
		if s.sel {
			if _, won := atomicCas(&s.w.done, 0, 1); !won {
				continue
			}
		}
		return s
	}
}

// wake lets the chosen waiter go on.
func wake(s *sudog, ok bool) {
	w := s.w
	w.fired, w.ok = s, ok
	gp := w.g
	if s.sel {
		lock(&w.lock) // until it is parked
		unlock(&w.lock)
	}
	goready(gp)
}

func makechan(t *abi.Type, size int) *hchan {
	et := t.Elem
	if size < 0 || et.Size != 0 && uintptr(size) > maxAlloc/et.Size {
		panic(plainError("makechan: size out of range"))
	}
	if et.Flags&abi.FlagPointers == 0 {
		// what it points to is itself, static or on the stacks of goroutines that wait
		c := (*hchan)(mallocgc(unsafe.Sizeof(hchan{})+uintptr(size)*et.Size, nil, 0))
		c.elem, c.size = et, size
		c.buf = add(unsafe.Pointer(c), unsafe.Sizeof(hchan{}))
		return c
	}
	c := new(hchan)
	c.elem, c.size = et, size
	if size > 0 && et.Size > 0 {
		c.buf = newarray(et, size)
	}
	return c
}

func (c *hchan) at(i int) unsafe.Pointer { return add(c.buf, uintptr(i)*c.elem.Size) }

func step(c *hchan, i int) int {
	if i++; i == c.size {
		return 0
	}
	return i
}

// copyElem moves a value between a channel and a goroutine that may be another's stack.
func copyElem(t *abi.Type, dst, src unsafe.Pointer) {
	if t.Size == 8 && t.Flags&abi.FlagPointers == 0 {
		*(*uint64)(dst) = *(*uint64)(src)
		return
	}
	typedmemmove(t, dst, src)
}

func chansend(c *hchan, elem unsafe.Pointer) {
	if c == nil {
		gopark(waitSendNil, nil)
	}
	lock(&c.lock)
	if trysend(c, elem) {
		unlock(&c.lock)
		return
	}
	var w waiter
	var s sudog
	w.g = getg()
	s.w, s.elem = (*waiter)(noescape(unsafe.Pointer(&w))), elem
	c.sendq.push((*sudog)(noescape(unsafe.Pointer(&s))))
	gopark(waitSend, &c.lock)
	keepAlive(elem)
	if !w.ok {
		panic(plainError("send on closed channel"))
	}
}

// trysend sends if it can at once; the lock is held, and released before a panic.
func trysend(c *hchan, elem unsafe.Pointer) bool {
	if c.closed {
		unlock(&c.lock)
		panic(plainError("send on closed channel"))
	}
	if s := c.recvq.pop(); s != nil {
		if s.elem != nil {
			copyElem(c.elem, s.elem, elem)
		}
		wake(s, true)
		return true
	}
	if c.count < c.size {
		if c.elem.Size > 0 {
			copyElem(c.elem, c.at(c.sendx), elem)
		}
		c.sendx = step(c, c.sendx)
		c.count++
		return true
	}
	return false
}

// chanrecv receives into elem (nil: the value is not wanted); false when the channel is closed and empty.
func chanrecv(c *hchan, elem unsafe.Pointer) bool {
	if c == nil {
		gopark(waitRecvNil, nil)
	}
	lock(&c.lock)
	if done, ok := tryrecv(c, elem); done {
		unlock(&c.lock)
		return ok
	}
	var w waiter
	var s sudog
	w.g = getg()
	s.w, s.elem = (*waiter)(noescape(unsafe.Pointer(&w))), elem
	c.recvq.push((*sudog)(noescape(unsafe.Pointer(&s))))
	gopark(waitRecv, &c.lock)
	return w.ok
}

// tryrecv receives if it can at once: whether it could, and whether there was a value.
func tryrecv(c *hchan, elem unsafe.Pointer) (done, ok bool) {
	if c.count > 0 {
		if c.elem.Size > 0 {
			p := c.at(c.recvx)
			if elem != nil {
				copyElem(c.elem, elem, p)
			}
			if c.elem.Flags&abi.FlagPointers != 0 {
				typedmemclr(c.elem, p, c.elem.Size)
			}
		}
		c.recvx = step(c, c.recvx)
		c.count--
		if s := c.sendq.pop(); s != nil {
			if c.elem.Size > 0 {
				copyElem(c.elem, c.at(c.sendx), s.elem)
			}
			c.sendx = step(c, c.sendx)
			c.count++
			wake(s, true)
		}
		return true, true
	}
	if c.closed {
		if elem != nil {
			typedmemclr(c.elem, elem, c.elem.Size)
		}
		return true, false
	}
	if s := c.sendq.pop(); s != nil {
		if elem != nil {
			copyElem(c.elem, elem, s.elem)
		}
		wake(s, true)
		return true, true
	}
	return false, false
}

func closechan(c *hchan) {
	if c == nil {
		panic(plainError("close of nil channel"))
	}
	lock(&c.lock)
	if c.closed {
		unlock(&c.lock)
		panic(plainError("close of closed channel"))
	}
	c.closed = true
	for s := c.recvq.pop(); s != nil; s = c.recvq.pop() {
		if s.elem != nil {
			typedmemclr(c.elem, s.elem, c.elem.Size)
		}
		wake(s, false)
	}
	for s := c.sendq.pop(); s != nil; s = c.sendq.pop() {
		wake(s, false)
	}
	unlock(&c.lock)
}

func chanlen(c *hchan) int {
	if c == nil {
		return 0
	}
	return c.count
}

func chancap(c *hchan) int {
	if c == nil {
		return 0
	}
	return c.size
}

// scase is one case of a select, made by the compiler.
type scase struct {
	c    *hchan
	elem unsafe.Pointer
	send bool
}

// selectgo waits until one of the n cases can go on and does it: which one, and for a receive whether there was a value.
// Without `wait` (the select has a default) the answer may be -1.
func selectgo(first *scase, n int, wait bool) (int, bool) {
	cases := unsafe.Slice(first, n)
	var orderBuf, pollBuf [8]uint16
	var sudogBuf [8]sudog
	order, poll, records := orderBuf[:0], pollBuf[:0], sudogBuf[:]
	if n > 8 {
		order, poll, records = make([]uint16, 0, n), make([]uint16, 0, n), make([]sudog, n)
	}
	for i := range cases {
		if cases[i].c == nil {
			continue
		}
		poll = append(poll, uint16(i))
		j := int(fastrand64() % uint64(len(poll)))
		poll[len(poll)-1], poll[j] = poll[j], uint16(i)
		order = append(order, uint16(i))
		for k := len(order) - 1; k > 0 && chanAddr(cases, order[k]) < chanAddr(cases, order[k-1]); k-- {
			order[k], order[k-1] = order[k-1], order[k]
		}
	}
	lockAll(cases, order)
	for _, i := range poll {
		k := &cases[i]
		if k.send {
			if k.c.closed {
				unlockAll(cases, order)
				panic(plainError("send on closed channel"))
			}
			if trysend(k.c, k.elem) {
				unlockAll(cases, order)
				return int(i), false
			}
		} else if done, ok := tryrecv(k.c, k.elem); done {
			unlockAll(cases, order)
			return int(i), ok
		}
	}
	if !wait {
		unlockAll(cases, order)
		return -1, false
	}
	if len(poll) == 0 {
		unlockAll(cases, order)
		gopark(waitSelect, nil)
	}
	var w waiter
	w.g = getg()
	for _, i := range order {
		s := (*sudog)(noescape(unsafe.Pointer(&records[i])))
		k := &cases[i]
		s.w = (*waiter)(noescape(unsafe.Pointer(&w)))
		s.elem, s.sel, s.index = k.elem, true, int(i)
		if k.send {
			k.c.sendq.push(s)
		} else {
			k.c.recvq.push(s)
		}
	}
	lock(&w.lock)
	unlockAll(cases, order)
	gopark(waitSelect, &w.lock)
	lockAll(cases, order)
	for _, i := range order {
		k := &cases[i]
		if k.send {
			k.c.sendq.remove(&records[i])
		} else {
			k.c.recvq.remove(&records[i])
		}
	}
	unlockAll(cases, order)
	chosen := w.fired.index
	if cases[chosen].send && !w.ok {
		panic(plainError("send on closed channel"))
	}
	return chosen, w.ok
}

func chanAddr(cases []scase, i uint16) uintptr { return uintptr(unsafe.Pointer(cases[i].c)) }

func lockAll(cases []scase, order []uint16) {
	var last *hchan
	for _, i := range order {
		if c := cases[i].c; c != last {
			last = c
			lock(&c.lock)
		}
	}
}

func unlockAll(cases []scase, order []uint16) {
	for k := len(order) - 1; k >= 0; k-- {
		c := cases[order[k]].c
		if k == 0 || cases[order[k-1]].c != c {
			unlock(&c.lock)
		}
	}
}
