package p

var sink any

func byValue() func() int {
	x := 1
	return func() int { return x }
}

func byRef() int {
	x := 1
	f := func() { x++ }
	f()
	return x
}

func counter() (func() int, func()) {
	n := 0
	return func() int { return n }, func() { n++ }
}

func apply(f func(*int) *int, p *int) *int { return f(p) }

func direct() int {
	y := 2
	return *func(p *int) *int { return p }(&y)
}

func loops() {
	for i := 0; i < 3; i++ {
		defer func() { println(i) }()
	}
	for i := range 3 {
		go func() { println(i) }()
	}
	var fs []func()
	for i := 0; i < 3; i++ {
		fs = append(fs, func() { println(i) })
	}
	for _, f := range fs {
		f()
	}
}

type T struct {
	a, b *int
	buf  []byte
	arr  [4]byte
}

func (t *T) ptr() *int  { return t.a }
func (t T) val() *int   { return t.b }
func (t *T) self(n int) { t.buf = t.buf[:n]; t.a = t.b }
func (t *T) arrself()   { t.buf = t.arr[:] }

func methodValue(t *T) func() *int { return t.ptr }

func methodValueLocal() int {
	var t T
	f := t.ptr
	g := T.val
	_ = g(t)
	return *f()
}

func deferred(p *int, q *int) {
	defer println(*p)
	defer func(x *int) { println(*x) }(q)
	go func(x *int) { println(*x) }(p)
}

func dead() {
	f := func() { sink = new(int) }
	_ = 1
	var g = f
	_ = g
}

func multi() (a *int, err error) {
	a, err = two()
	b, err := two()
	if err != nil {
		return b, err
	}
	return two()
}

func two() (*int, error) { return new(int), nil }

func labels() {
	i := 0
	var p *int
again:
	x := i
	p = &x
	if i++; i < 10 {
		goto again
	}
	_ = *p
}
