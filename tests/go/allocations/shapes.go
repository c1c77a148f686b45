// Each line that starts with `count` says how often its function allocates.  What -m -l says of the line must agree:
// something escapes exactly where something is allocated; test_allocations.py names the exceptions.
package main

import (
	"errors"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

type T struct{ a, b int }

func (t *T) inc()    { t.a++ }
func (t T) sum() int { return t.a + t.b }

type I interface{ sum() int }

var sink int

func count(name string, f func()) {
	f()
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	for i := 0; i < 100; i++ {
		f()
	}
	runtime.ReadMemStats(&b)
	println(name, (b.Mallocs-a.Mallocs)/100)
}

func use(p *T) { sink += p.a }
func useI(i I) { sink += i.sum() }
func useAny(x any) {
	if n, ok := x.(int); ok {
		sink += n
	}
}
func vari(xs ...int) {
	for _, x := range xs {
		sink += x
	}
}
func call(f func() int) { sink += f() }

var gs = "hello world"
var gb = []byte("some bytes")
var n = 1000
var esc any

func main() {
	count("new", func() { p := new(T); p.inc(); use(p) })
	count("&T{}", func() { p := &T{1, 2}; use(p) })
	count("addr", func() { var t T; use(&t) })
	count("make8", func() { s := make([]int, 8); s[sink&7] = 1; sink += s[0] })
	count("maken", func() { s := make([]int, n&15); s[0] = 1; sink += s[0] })
	count("slicelit", func() { s := []int{1, 2, sink}; sink += s[sink&1] })
	count("append", func() {
		var s []int
		for i := 0; i < 3; i++ {
			s = append(s, i)
		}
		sink += len(s)
	})
	count("append1", func() { var s []int; s = append(s, sink); sink += s[0] })
	count("closure", func() { x := 1; call(func() int { x++; return x }) })
	count("methval", func() { t := T{1, 2}; call(t.sum) })
	count("iface", func() { useI(T{1, 2}) })
	count("any", func() { useAny(sink) })
	count("escsmall", func() { esc = 7 })
	count("escsmallvar", func() { esc = n & 63 })
	count("escbig", func() { esc = n })
	count("escstr", func() { esc = gs })
	count("escempty", func() { s := gs[:n&0]; esc = s })
	count("concat", func() { s := gs + "x"; sink += len(s) })
	count("concat3", func() { s := gs + "x" + gs; sink += len(s) })
	count("tostring", func() { s := string(gb); sink += len(s) })
	count("tobytes", func() { s := []byte(gs); s[0] = 1; sink += len(s) })
	count("tobytes0", func() { s := []byte(gs); sink += int(s[1]) })
	count("torunes", func() { s := []rune(gs); sink += len(s) })
	count("runestr", func() { s := string(rune(n)); sink += len(s) })
	count("cmp", func() {
		if string(gb) == gs {
			sink++
		}
	})
	count("variadic", func() { vari(1, 2, sink) })
	count("map", func() { m := map[int]int{}; m[1] = 2; sink += m[1] })
	count("mapmake", func() { m := make(map[string]int); m["a"] = 2; sink += m["a"] })
	count("mapmake100", func() { m := make(map[string]int, 100); m["a"] = 2; sink += m["a"] })
	count("maplookup", func() { sink += gm[string(gb)] })
	count("defer", func() { x := 1; defer func() { sink += x }() })
	count("deferarg", func() { x := sink; defer vari1(x) })
	count("defermeth", func() { var t T; defer t.inc() })
	count("deferloop", func() {
		for i := 0; i < 3; i++ {
			defer vari1(i)
		}
	})
	count("loopvar", func() {
		for i := 0; i < 3; i++ {
			p := &i
			sink += *p
		}
	})
	count("loopclo", func() {
		for i := 0; i < 3; i++ {
			func() { sink += i }()
		}
	})
	count("rangestr", func() {
		for _, b := range []byte(gs) {
			sink += int(b)
		}
	})
	count("rangefn", func() {
		for x := range seq {
			sink += x
		}
	})
	count("chan", func() { c := make(chan int, 1); c <- 1; sink += <-c })
	count("arr", func() { var a [100]int; s := a[:]; s[n%100] = 1; sink += a[5] })
	count("escape", func() { esc = &T{} })
	count("ptrmethod", func() { var t T; f := t.inc; f() })
	count("moved", func() { var t T; keep = &t; t.a = 1 })
	count("escclosure", func() { x := sink; fn = func() int { x++; return x } })
	count("escclosureval", func() { x := sink; fn = func() int { return x } })
	count("escmethval", func() { t := T{1, sink}; fn = t.sum })
	count("escvariadic", func() { keepAll(sink, 2, 3) })
	count("escloopvar", func() {
		for i := 0; i < 3; i++ {
			fn = func() int { i++; return i }
		}
	})
	count("elided", func() { s := []*T{{1, 2}, {3, sink}}; sink += s[sink&1].b })
	count("elidedslice", func() { s := []*[]int{{1, sink}}; sink += (*s[0])[0] })
	count("elidedesc", func() { s := []*T{{1, 2}, {3, sink}}; keep = s[0] })
	count("generic", func() { sink += *first(&[]int{sink, 2}) })
	count("genericesc", func() { keepInt = first(&[]int{sink, 2}) })
	count("gotoloop", func() {
		i := 0
		var last *int
	again:
		x := i
		last = &x
		if i++; i < 3 {
			goto again
		}
		sink += *last
	})
	count("outlives", func() {
		var last *int
		for i := 0; i < 3; i++ {
			x := i
			last = &x
		}
		sink += *last
	})
	count("rangefnbody", func() {
		for x := range seq {
			p := &x
			sink += *p
		}
	})
	count("rangefnesc", func() {
		for x := range seq {
			keepInt = &x
		}
	})
	count("result", func() { sink += *pointer(sink) })
	count("named", func() { sink += named(sink) })
	count("large", func() { var a [200000]byte; use8(a[:]) })
	count("implicit", func() { s := make([]byte, 70000); use8(s) })
	count("mutex", func() { var mu sync.Mutex; mu.Lock(); sink++; mu.Unlock() })
	count("rwmutex", func() { var mu sync.RWMutex; mu.RLock(); sink++; mu.RUnlock() })
	count("builder", func() { var b strings.Builder; b.WriteString(gs); b.WriteByte('x'); sink += b.Len() })
	count("errors", func() { esc = errors.New("x") })
	count("itoa", func() { s := strconv.Itoa(n); sink += len(s) })
	count("appendint", func() { var b [20]byte; sink += len(strconv.AppendInt(b[:0], int64(n), 10)) })
	count("contains", func() {
		if strings.Contains(gs, "wor") {
			sink++
		}
	})
	count("structptr", func() { x := struct{ p *int }{&[]int{sink}[0]}; sink += *x.p })
	count("switchstr", func() {
		switch string(gb) {
		case "some bytes":
			sink++
		}
	})
	count("recover", func() {
		defer func() { recover() }()
		var t T
		use(&t)
	})
	count("assert", func() { var x any = T{sink, 1}; sink += x.(T).a })
}

var (
	keep    *T
	keepInt *int
	fn      func() int
	all     []int
)

func keepAll(xs ...int)      { all = xs }
func first[E any](s *[]E) *E { return &(*s)[0] }
func pointer(x int) *int     { return &x }
func named(x int) (r int)    { p := &r; *p = x; return }
func use8(b []byte)          { b[sink&7]++ }

func seq(yield func(int) bool) {
	for i := 0; i < 3; i++ {
		if !yield(i) {
			return
		}
	}
}

var gm = map[string]int{"a": 1}

func vari1(x int) { sink += x }
