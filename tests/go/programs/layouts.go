package main

import "fmt"

// Types that hold each other, met from every side.

type node struct {
	children []*node
	parent   *node
	n        int
}

func walk(list []*node) (sum int) {
	for _, n := range list {
		sum += n.n + walk(n.children)
	}
	return sum
}

type a struct {
	bs []b
	n  int
}

type b struct {
	a a
	n int
}

func sumB(bs []b) (sum int) {
	for _, x := range bs {
		sum += x.n + x.a.n + sumB(x.a.bs)
	}
	return sum
}

type c struct {
	d *d
	x [3]int
}

type d struct {
	c    c
	e    *e
	last string
}

type e struct {
	d d
	c [2]c
	n int
}

type list []list

type ptr *ptr

type fn func(fn) map[string]m

type m struct {
	f  fn
	in []m
	at map[int]*m
	n  int
}

type in interface{ get() s }

type s struct {
	i in
	p *[]s
	n int
}

func (x s) get() s { return x }

type tree[T any] struct {
	left, right *tree[T]
	kids        []tree[T]
	value       T
}

func total(t *tree[b]) int {
	if t == nil {
		return 0
	}
	sum := t.value.n
	for i := range t.kids {
		sum += total(&t.kids[i])
	}
	return sum + total(t.left) + total(t.right)
}

func main() {
	root := &node{n: 1}
	for i := 0; i < 3; i++ {
		root.children = append(root.children, &node{parent: root, n: i + 10})
	}
	fmt.Println(walk([]*node{root}), root.children[2].parent.n)
	fmt.Println(sumB([]b{{a{[]b{{a{nil, 1}, 2}}, 3}, 4}, {n: 5}}))
	x := e{n: 7}
	x.d.last = "last"
	x.d.c.x[2] = 8
	x.c[1].x = [3]int{1, 2, 3}
	x.c[1].d = &x.d
	x.d.e = &x
	fmt.Println(x.c[1].d.last, x.d.e.n, x.d.e.c[1].x, x.d.c.x)
	l := list{list{}, list{list{}}}
	fmt.Println(len(l), len(l[1]), l)
	var p ptr
	p = &p
	fmt.Println(*p == p)
	f := fn(func(g fn) map[string]m { return map[string]m{"k": {f: g, n: 9, in: []m{{n: 10}}}} })
	got := f(f)["k"]
	got.at = map[int]*m{1: &got}
	fmt.Println(got.n, got.in[0].n, got.f(nil)["k"].n, got.at[1].at[1].n)
	y := s{n: 11}
	y.i = y
	y.p = &[]s{y, {n: 12}}
	fmt.Println(y.i.get().n, (*y.p)[1].n, (*y.p)[0].i.get().n)
	t := tree[b]{value: b{n: 1}, kids: make([]tree[b], 2), left: &tree[b]{value: b{n: 2}}}
	t.kids[1].value.n = 4
	fmt.Println(total(&t))
}
