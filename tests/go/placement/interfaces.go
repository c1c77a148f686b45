package p

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

type Shape interface {
	Area() float64
	Grow(*int)
}

type Square struct{ s float64 }

func (q Square) Area() float64 { return q.s * q.s }
func (q Square) Grow(n *int)   { *n = 1 }

type Big struct{ a [20]int }

func (b *Big) Area() float64 { return 1 }
func (b *Big) Grow(n *int)   { keep = n }

var keep *int

func area(s Shape) float64 { return s.Area() }

func known() float64 {
	n := 3
	var s Shape = Square{2}
	s.Grow(&n)
	return s.Area()
}

func unknown(s Shape) {
	n := 3
	s.Grow(&n)
}

func maybe(b bool) float64 {
	var s Shape
	if b {
		s = Square{1}
	} else {
		s = &Big{}
	}
	return s.Area()
}

func conv(x int, s string, b []byte, e error) []any {
	var i any = x
	var j any = &x
	var k any = 7
	var l any = s
	_, _, _ = i, k, l
	return []any{j, b, e, 'x', 1.5, true, struct{}{}}
}

func assert(v any) (string, bool) {
	switch t := v.(type) {
	case string:
		return t, true
	case fmt.Stringer:
		return t.String(), true
	case []byte:
		return string(t), true
	case nil:
		return "nil", false
	}
	s, ok := v.(string)
	return s, ok
}

func printing(w io.Writer, n int) string {
	fmt.Fprintf(w, "%d %s\n", n, "x")
	fmt.Println("a", n)
	return fmt.Sprintf("%v", &n)
}

func wrap(err error) error {
	if err == nil {
		return errors.New("nothing")
	}
	return fmt.Errorf("wrapped: %w", err)
}

func build(parts []string) string {
	var sb strings.Builder
	for _, p := range parts {
		sb.WriteString(p)
	}
	var buf bytes.Buffer
	buf.WriteString("x")
	return sb.String() + buf.String()
}

func panics(n int) {
	if n > 1 {
		panic(fmt.Sprint("bad", n))
	}
	panic("no")
}
