package p

import "unsafe"

type Node struct {
	next *Node
	val  int
	m    map[string]*int
	ch   chan *int
	arr  [3]*int
}

var global *Node
var globals []*int

func slices(n int, k int) ([]int, []int) {
	a := make([]int, 10)
	b := make([]int, n)
	c := make([]int, 0, 5)
	d := make([]int, 70000)
	e := make([]struct{}, n)
	f := append(c, 1, 2, 3)
	g := append([]int(nil), a...)
	const size = 20
	h := make([]byte, size)
	q := 16
	r := make([]byte, q)
	_, _, _, _, _ = d, e, g, h, r
	copy(b, a)
	return f, append(a, k)
}

func pointers(p *int, q **int, s []*int) *int {
	globals = append(globals, p)
	*q = p
	s[0] = p
	return *q
}

func fields(n *Node) *Node {
	x := &Node{val: 1}
	x.next = n
	n.next = &Node{next: n}
	y := Node{}
	y.next = n.next.next
	global = n.next
	return y.next
}

func maps(k string, p *int) map[string]*int {
	m := map[string]*int{"a": new(int)}
	m[k] = p
	x := 1
	m["b"] = &x
	local := make(map[string]int, 8)
	local[k]++
	delete(local, k)
	v, ok := m[k]
	_, _ = v, ok
	return m
}

func channels(p *int, n *Node) {
	c := make(chan *int, 1)
	c <- p
	n.ch = c
	select {
	case x := <-c:
		_ = x
	case y, ok := <-n.ch:
		_, _ = y, ok
	default:
	}
}

func stringsAndBytes(s string, b []byte, r []rune) (string, []byte) {
	t := s + "x" + s
	u := string(b)
	if string(b) == s {
		u = string(r)
	}
	v := []byte(s)
	for i, c := range []byte(t) {
		_, _ = i, c
	}
	w := []rune(s)
	_ = w
	return u + t, v
}

func arrays() *[4]int {
	var a [4]int
	b := a
	s := b[:]
	_ = s
	var big [1 << 18]byte
	_ = big
	return &a
}

func inBlock() int {
	var p *int
	{
		x := 5
		p = &x
	}
	return *p
}

func inLoop() int {
	var p *int
	for i := 0; i < 2; i++ {
		x := 5
		p = &x
	}
	return *p
}

func unsafes(p *int) uintptr {
	u := uintptr(unsafe.Pointer(p))
	q := (*int)(unsafe.Pointer(u + 8))
	_ = q
	return u
}

func variadic(xs ...*int) *int {
	if len(xs) == 0 {
		return nil
	}
	return xs[0]
}

func callVariadic() {
	a, b := 1, 2
	_ = variadic(&a, &b)
	_ = variadic()
	global = &Node{val: *variadic(new(int))}
}

func recursive(n int, p *Node) *Node {
	if n == 0 {
		return p
	}
	return mutual(n-1, &Node{next: p})
}

func mutual(n int, p *Node) *Node {
	return recursive(n, p)
}

func named(p *int) (r *int) {
	defer func() { r = p }()
	return nil
}

func selfSlice(b *[]int) {
	*b = (*b)[1:]
}

func minmax(a, b string) string { return min(a, b) }

func constants() []any {
	return []any{1, "s", 2.5, 'x', uint8(3), Node{}.val}
}
