package p

import "cmp"

type Number interface{ ~int | ~float64 }

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(v T) { s.items = append(s.items, v) }

func (s *Stack[T]) Pop() (T, bool) {
	var zero T
	if len(s.items) == 0 {
		return zero, false
	}
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func MapOf[K comparable, V any](ps ...Pair[K, V]) map[K]V {
	m := make(map[K]V, len(ps))
	for _, p := range ps {
		m[p.Key] = p.Val
	}
	return m
}

func Sum[T Number](xs []T) T {
	var t T
	for _, x := range xs {
		t += x
	}
	return t
}

func Largest[T cmp.Ordered](a, b T) T {
	if a > b {
		return a
	}
	return b
}

func Apply[T, U any](xs []T, f func(T) U) []U {
	var out []U
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func Ptr[T any](v T) *T { return &v }

type Namer interface{ Name() string }

type Dog struct{ n string }

func (d *Dog) Name() string { return d.n }

func Names[T Namer](xs []T) (out []string) {
	for _, x := range xs {
		out = append(out, x.Name())
	}
	return
}

func use() {
	var s Stack[*int]
	x := 1
	s.Push(&x)
	p, ok := s.Pop()
	_, _ = p, ok
	_ = MapOf(Pair[string, int]{"a", 1})
	_ = Sum([]int{1, 2})
	_ = Sum([]float64{1})
	_ = Largest("a", "b")
	_ = Apply([]int{1}, func(i int) string { return "x" })
	_ = Ptr(3)
	_ = Names([]*Dog{{"a"}})
	f := Largest[int]
	_ = f(1, 2)
}
