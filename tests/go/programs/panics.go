package main

import "errors"

type myErr struct{ code int }

func (e *myErr) Error() string { return "my error" }

func safe(name string, f func()) {
	defer func() {
		r := recover()
		switch r := r.(type) {
		case nil:
			println(name, "no panic")
		case error:
			println(name, "error:", r.Error())
		case string:
			println(name, "string:", r)
		default:
			println(name, "other")
		}
	}()
	f()
}

func named() (x int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("recovered")
			x *= 2
		}
	}()
	x = 21
	panic("boom")
}

func order() {
	for i := 0; i < 3; i++ {
		defer print(i, " ")
	}
	defer println("last first")
}

func nested() (s string) {
	defer func() {
		s += " outer:" + recover().(string)
	}()
	defer func() {
		defer func() {
			s += " inner:" + recover().(string)
		}()
		panic("second")
	}()
	panic("first")
}

func reuse() {
	defer func() { println("reuse", recover() == nil) }()
	defer func() { recover() }()
	panic(1)
}

func helper() any { return recover() }

func indirect() {
	defer func() { println("indirect", recover() != nil) }()
	defer func() { println("helper", helper() == nil) }()
	panic("x")
}

type T struct{ n int }

func (t *T) get() int { return t.n }

func main() {
	var p *T
	var m map[string]int
	var s []int
	var i any = "str"
	z := 0
	n := -1
	safe("nil", func() { println(p.get()) })
	safe("map", func() { m["x"] = 1 })
	safe("index", func() { println(s[5]) })
	safe("index neg", func() { println(s[n]) })
	safe("slice", func() { println(len(s[1:3])) })
	safe("slice2", func() { s := make([]int, 3); k := 2; j := 1; println(len(s[k:j])) })
	safe("div", func() { println(1 / z) })
	safe("shift", func() { println(1 << n) })
	safe("assert", func() { println(i.(int)) })
	safe("assert2", func() { println(i.(error)) })
	safe("make", func() { s = make([]int, n) })
	safe("custom", func() { panic(&myErr{3}) })
	safe("none", func() {})
	safe("nilfunc", func() { var f func(); f() })
	safe("close", func() { var c chan int; close(c) })
	safe("conv", func() { a := [4]int(s); println(a[0]) })
	safe("hash", func() { mm := map[any]int{}; mm[[]int{1}] = 2 })
	safe("cmp", func() { var a, b any = []int{1}, []int{1}; println(a == b) })
	safe("nilpanic", func() { panic(nil) })
	x, err := named()
	println(x, err.Error())
	order()
	println()
	println(nested())
	reuse()
	indirect()
	var e error = &myErr{7}
	wrapped := errors.Join(errors.New("a"), e)
	var me *myErr
	println(errors.As(wrapped, &me), me.code, errors.Is(wrapped, e), wrapped.Error())
}
