package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

type S struct {
	A int
	B string
	C []float64
	D map[string]int
	e *int
}
type E struct{}

func (E) Error() string { return "E!" }

type P struct{ x int }

func (p *P) String() string { return "P" + strconv.Itoa(p.x) }

func main() {
	fmt.Printf("%d %5d|%-5d|%05d %x %X %o %b %c %q %U\n", 42, 42, 42, 42, 255, 255, 8, 5, 'A', 'B', 0x1F600)
	fmt.Printf("%s|%10s|%-10s|%q|%x|%.2s\n", "hi", "hi", "hi", "h\"i\n", "hi", "hello")
	fmt.Printf("%f %.2f %8.3f %e %g %G %v\n", 3.14159, 3.14159, 3.14159, 31415.9, 1e21, 1e-7, 2.0)
	fmt.Printf("%t %v %p %v\n", true, false, nil, nil)
	s := S{1, "b", []float64{1, 2.5}, map[string]int{"z": 1, "a": 2}, nil}
	fmt.Printf("%v\n%+v\n%#v\n%T\n", s, s, s, s)
	fmt.Println([]string{"a", "b"}, [2]bool{true}, map[int]string{2: "b", 1: "a"}, &s == nil, E{}, &P{4}, P{5})
	fmt.Printf("%v %d %s %!|%z %d\n", []int{1, 2}, []int{3}, []string{"x"}, 1)
	fmt.Printf("%[2]d %[1]d %*d %.*f\n", 1, 2, 5, 3, 2, 1.2345)
	fmt.Printf("%6.2f|%-8v|%+d|% d|%#x|%08b\n", 1.5, "ab", 5, 5, 255, 5)
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.0), fmt.Sprintln("x", 1))
	err := fmt.Errorf("wrap %w", errors.New("inner"))
	fmt.Println(err, errors.Unwrap(err))
	fmt.Printf("%v %s %v\n", err, error(E{}), []error{E{}})
	fmt.Printf("%x %X % x %#v %q\n", []byte("abc"), "xyz", []byte{1, 2}, []byte{1}, []string{"a b"})
	fmt.Printf("%v %v %.3v %5t|%v\n", 1+2i, complex64(1), 3.14159, true, struct {
		a int
		b any
	}{1, "x"})
	fmt.Printf("%d %v %s\n", "str", make(chan int) == nil, 5)
	fmt.Fprintln(os.Stderr, "to stderr")
	fmt.Println(strings.Repeat("ab", 3), strings.Split("a,b,c", ","), strings.ToUpper("héy"), strings.Fields(" a b  c "), strings.Contains("abc", "bc"))
	fmt.Println(strings.Replace("aaa", "a", "b", 2), strings.TrimSpace("  x "), strings.Index("chicken", "ken"), strings.Join([]string{"x", "y"}, "-"))
	n, e := strconv.Atoi("12x")
	fmt.Println(n, e)
	fl, _ := strconv.ParseFloat("1e-5", 64)
	fmt.Println(fl, strconv.Quote("a\tb☺"), strconv.FormatInt(-255, 16))
	var sb strings.Builder
	for i := range 3 {
		fmt.Fprintf(&sb, "%d-", i)
	}
	fmt.Println(sb.String(), sb.Len())
	var np *P
	var ni fmt.Stringer
	fmt.Printf("%v %v %+v\n", np == nil, ni, struct{ P *P }{nil})
	fmt.Printf("%v %v\n", int8(-5), uint64(1<<63))
	fmt.Printf("%08.3f|%+.1e|%10v|%-10v|\n", -3.14159, 12345.678, []int{1}, "q")
}
