package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

type T struct {
	n int
	s string
}

func (t T) Sum(a, b int) int                      { return t.n + a + b }
func (t *T) Set(s string) (old string, err error) { old, t.s = t.s, s; return old, errors.New("set " + s) }
func (t T) Many(f float64, xs ...string) string   { return fmt.Sprint(f, len(xs), xs, t.s) }

type S struct{ a, b, c, d, e, f int }

func big(s S, x float32, y int8, z *int, m map[string]int) (S, string, float64, error) {
	s.a += *z
	return s, fmt.Sprint(y, m), float64(x) * 2, nil
}

type Summer interface{ Sum(a, b int) int }

func try(f func()) {
	defer func() { fmt.Println("panic:", recover()) }()
	f()
}

func main() {
	v := reflect.ValueOf(T{1, "x"})
	fmt.Println(v.Method(1).Call([]reflect.Value{reflect.ValueOf(2), reflect.ValueOf(3)})[0])
	p := &T{10, "y"}
	out := reflect.ValueOf(p).MethodByName("Set").Call([]reflect.Value{reflect.ValueOf("new")})
	fmt.Println(out[0], out[1], p.s)
	fmt.Println(v.MethodByName("Many").Call([]reflect.Value{reflect.ValueOf(1.5), reflect.ValueOf("a"), reflect.ValueOf("b")})[0])
	fmt.Println(v.MethodByName("Many").CallSlice([]reflect.Value{reflect.ValueOf(1.5), reflect.ValueOf([]string{"c"})})[0])
	k := 5
	r := reflect.ValueOf(big).Call([]reflect.Value{
		reflect.ValueOf(S{1, 2, 3, 4, 5, 6}), reflect.ValueOf(float32(1.25)), reflect.ValueOf(int8(-3)),
		reflect.ValueOf(&k), reflect.ValueOf(map[string]int{"k": 1})})
	for _, x := range r {
		fmt.Printf("%v %v; ", x.Type(), x)
	}
	fmt.Println()
	var s Summer = p
	fmt.Println(reflect.ValueOf(&s).Elem().Method(0).Call([]reflect.Value{reflect.ValueOf(1), reflect.ValueOf(1)})[0])
	swap := reflect.MakeFunc(reflect.TypeOf(func(int, string) (string, int) { return "", 0 }),
		func(in []reflect.Value) []reflect.Value { return []reflect.Value{in[1], in[0]} })
	a, b := swap.Interface().(func(int, string) (string, int))(7, "seven")
	fmt.Println(a, b)
	f := reflect.ValueOf(strings.Repeat)
	fmt.Println(f.Call([]reflect.Value{reflect.ValueOf("ab"), reflect.ValueOf(2)})[0], f.Type())
	t := reflect.TypeOf(p)
	for i := 0; i < t.NumMethod(); i++ {
		m := t.Method(i)
		fmt.Println(m.Name, m.Type, m.Index)
	}
	m, _ := reflect.TypeOf(T{}).MethodByName("Sum")
	fmt.Println(m.Func.Call([]reflect.Value{v, reflect.ValueOf(4), reflect.ValueOf(5)})[0], m.Type.NumIn())
	g := v.Method(1).Interface().(func(int, int) int)
	fmt.Println(g(100, 200))
	try(func() { f.Call(nil) })
	try(func() { f.Call([]reflect.Value{reflect.ValueOf(1), reflect.ValueOf(2)}) })
	try(func() { reflect.ValueOf((func())(nil)).Call(nil) })
	try(func() { reflect.ValueOf(func() { panic("inside") }).Call(nil) })
	try(func() { v.Method(9) })
	fmt.Println(reflect.TypeOf((*error)(nil)).Elem().Method(0).Type)
	fmt.Println(v.MethodByName("None").IsValid())
}
