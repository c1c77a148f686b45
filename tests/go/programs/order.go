package main

import "fmt"

type T struct{ i int }

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func two() ([]int, int)         { return []int{1}, 2 }
func parts() (float64, float64) { return 5, 7 }
func into() ([]byte, string)    { return make([]byte, 4), "abc" }
func nothing() struct{}         { return struct{}{} }

type catcher struct{ name string }

func (c *catcher) catch(arg any, n int) {
	fmt.Println(c.name, recover(), arg, n)
}

type closer interface{ Close() }

func seq(yield func(int, string) bool) {
	for i, s := range []string{"a", "b", "c"} {
		if !yield(i, s) {
			fmt.Println("stopped at", i)
			return
		}
	}
}

func find(want string) (int, bool) {
	for i, s := range seq {
		if s == want {
			return i, true
		}
	}
	return -1, false
}

func pi[C complex64 | complex128]() C { return C(3.14) }

var blank = struct{ a, _, c int }{1, 2, 3}

func nested() {
	c := &catcher{"nested"}
	defer c.catch("x", 3)
	defer func() {
		defer recover()
		panic("second")
	}()
	panic("first")
}

func main() {
	m := map[int]int{}
	var p *int
	var t *T
	s := []int{}
	try("deref", func() { m[1], *p = 1, 2 })
	try("field", func() { m[2], t.i = 1, 2 })
	try("index", func() { m[3], s[1] = 1, 2 })
	try("right first", func() { t.i = s[5] })
	fmt.Println(len(m))
	x := T{}
	q := &x
	q, q.i = new(T), 4
	fmt.Println(x.i, q.i)
	a := []int{1, 2, 3}
	i := 0
	i, a[i] = 2, 9
	fmt.Println(i, a)
	for i, a[i] = range []int{7, 8, 9} {
		break
	}
	fmt.Println(i, a)
	fmt.Println(append(two()))
	fmt.Println(complex(parts()))
	fmt.Println(copy(into()))
	fmt.Println(nothing() == nothing())
	try("defer of nil", func() {
		var c closer
		defer c.Close()
		fmt.Println("not reached")
	})
	nested()
	fmt.Printf("%#v %#v %#v\n", []byte{1, 0x20}, []byte(nil), struct{ B []byte }{[]byte{3}})
	fmt.Println(find("b"))
	fmt.Println(find("z"))
	total := 0
	for i := range seq {
		defer fmt.Println("deferred in a range over a function", i)
		total += i
	}
	fmt.Println(total)
	switch i := any(true); {
	case i:
		fmt.Println("an interface that is true")
	}
	fmt.Printf("%v\n", blank)
	fmt.Println(pi[complex64](), pi[complex128]())
	fmt.Println(new(T).i, (&T{5}).i, len(*new([3]int)), *&[]int{1, 2}[1], (&[2]int{3, 4})[1], *new(int))
	(&T{}).i = 3
	*new(int) = 1
	var fs []func() int
	for i := range seq {
		fs = append(fs, func() int { i += 10; return i })
	}
	fmt.Println(fs[0](), fs[0](), fs[1]())
}
