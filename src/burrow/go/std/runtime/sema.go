// Semaphores by address, which package sync is built on.
package runtime

import "unsafe"

type semaWaiter struct {
	g    *g
	addr *uint32
	next *semaWaiter
	got  bool
}

type semaBucket struct {
	lock        int64
	first, last *semaWaiter
}

var semaTable [251]semaBucket

func semaBucketOf(addr *uint32) *semaBucket {
	return &semaTable[(uintptr(unsafe.Pointer(addr))>>3)%251]
}

func cansemacquire(addr *uint32) bool {
	for {
		v := atomicLoad(addr)
		if v == 0 {
			return false
		}
		if _, ok := atomicCas(addr, v, v-1); ok {
			return true
		}
	}
}

// semacquire waits until *addr > 0 and takes one from it.
func semacquire(addr *uint32, reason int) {
	if cansemacquire(addr) {
		return
	}
	b := semaBucketOf(addr)
	lock(&b.lock)
	if cansemacquire(addr) {
		unlock(&b.lock)
		return
	}
	var w semaWaiter
	w.g, w.addr = getg(), addr
	p := (*semaWaiter)(noescape(unsafe.Pointer(&w)))
	if b.last == nil {
		b.first = p
	} else {
		b.last.next = p
	}
	b.last = p
	gopark(reason, &b.lock)
}

// semrelease hands one to the first waiter, or leaves it in *addr.
func semrelease(addr *uint32) {
	b := semaBucketOf(addr)
	lock(&b.lock)
	var prev *semaWaiter
	for w := b.first; w != nil; prev, w = w, w.next {
		if w.addr != addr {
			continue
		}
		if prev == nil {
			b.first = w.next
		} else {
			prev.next = w.next
		}
		if b.last == w {
			b.last = prev
		}
		gp := w.g
		unlock(&b.lock)
		goready(gp)
		return
	}
	atomicAdd(addr, 1)
	unlock(&b.lock)
}
