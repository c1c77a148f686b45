package main

import "fmt"

type Animal interface {
	Name() string
	Sound() string
}
type Base struct{ name string }

func (b *Base) Name() string   { return b.name }
func (b Base) Upper() string   { return b.name + "!" }

type Dog struct {
	*Base
	age int
}

func (d Dog) Sound() string { return "woof" }

type Cat struct{ Base }

func (c *Cat) Sound() string { return "meow" }

type Func func(int) int

func (f Func) Apply(x int) int { return f(x) }

type Applier interface{ Apply(int) int }

type Num int

func (n Num) String() string { return fmt.Sprintf("Num(%d)", int(n)) }

type List[T any] struct {
	items []T
}

func (l *List[T]) Push(x T)  { l.items = append(l.items, x) }
func (l *List[T]) Len() int  { return len(l.items) }
func (l List[T]) Each(f func(T)) {
	for _, x := range l.items {
		f(x)
	}
}

type Number interface{ ~int | ~float64 }

func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}

func Map[A, B any](xs []A, f func(A) B) []B {
	out := make([]B, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func Keys[M ~map[K]V, K comparable, V any](m M) int { return len(m) }

type Pair[A comparable, B any] struct {
	First  A
	Second B
}

func classify(x any) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprint("int ", v)
	case string:
		return "string " + v
	case []int:
		return fmt.Sprint("slice ", len(v))
	case error:
		return "error " + v.Error()
	case fmt.Stringer:
		return "stringer " + v.String()
	case func() int:
		return fmt.Sprint("func ", v())
	default:
		return fmt.Sprintf("other %T", v)
	}
}

func main() {
	animals := []Animal{Dog{&Base{"rex"}, 3}, &Cat{Base{"tom"}}}
	for _, a := range animals {
		fmt.Println(a.Name(), a.Sound())
	}
	d := animals[0].(Dog)
	fmt.Println(d.Upper(), d.age)
	if _, ok := animals[1].(interface{ Upper() string }); ok {
		fmt.Println("cat has Upper")
	}
	f := Func(func(x int) int { return x * 2 })
	var ap Applier = f
	fmt.Println(ap.Apply(21))
	mv := animals[1].Name
	me := Base.Upper
	mp := (*Base).Name
	fmt.Println(mv(), me(Base{"z"}), mp(&Base{"y"}), f.Apply(4))
	l := &List[string]{}
	l.Push("a")
	l.Push("b")
	l.Each(func(s string) { fmt.Print(s, ";") })
	fmt.Println(l.Len(), Sum(1, 2, 3), Sum(1.5, 2.5), Sum[Num](1, 2))
	fmt.Println(Map([]int{1, 2, 3}, func(i int) string { return fmt.Sprint(i * i) }), Keys(map[string]bool{"q": true}))
	p := Pair[string, int]{"k", 7}
	fmt.Printf("%v %+v %T %#v\n", p, p, p, p)
	for _, x := range []any{nil, 5, int64(6), "s", []int{1}, fmt.Errorf("e%d", 1), Num(3), func() int { return 9 }, 2.5, struct{}{}} {
		fmt.Println(classify(x))
	}
	var e1, e2 any = p, Pair[string, int]{"k", 7}
	fmt.Println(e1 == e2, e1 != nil)
	type local struct{ A, B any }
	fmt.Printf("%v %+v\n", local{1, nil}, &local{"x", []string{"y"}})
}
