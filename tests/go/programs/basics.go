package main

type point struct{ x, y int }

func (p point) sum() int   { return p.x + p.y }
func (p *point) move(d int) { p.x += d; p.y += d }

type shape interface{ area() float64 }
type square struct{ side float64 }
type circle struct{ r float64 }

func (s square) area() float64  { return s.side * s.side }
func (c *circle) area() float64 { return 3 * c.r * c.r }

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func divmod(a, b int) (q, r int) {
	q = a / b
	r = a % b
	return
}

func variadic(base int, xs ...int) int {
	for _, x := range xs {
		base += x
	}
	return base
}

const (
	a = iota
	b
	c
)

var table = [...]string{"zero", "one", "two"}
var global = fib(10)

func main() {
	println("hello", 42, true, 1.5)
	println(fib(20), global)
	q, r := divmod(-17, 5)
	println(q, r)
	p := point{1, 2}
	p.move(10)
	println(p.sum(), p.x, p.y)
	pp := &p
	pp.move(-1)
	println(pp.sum())
	shapes := []shape{square{2}, &circle{1}}
	total := 0.0
	for i, s := range shapes {
		total += s.area() * float64(i+1)
	}
	println(total)
	println(variadic(1), variadic(1, 2, 3), variadic(1, []int{4, 5}...))
	println(a, b, c, len(table), table[c])
	var arr [5]int
	for i := range arr {
		arr[i] = i * i
	}
	s := arr[1:4]
	s = append(s, 100, 200, 300)
	println(len(s), cap(s) >= 6, s[0], s[5], arr[4])
	copy(s, s[2:])
	println(s[0], s[1])
	x := 10
	inc := func(d int) int { x += d; return x }
	println(inc(1), inc(2), x)
	var fns []func() int
	for i := 0; i < 3; i++ {
		fns = append(fns, func() int { i += 10; return i })
	}
	for _, f := range fns {
		print(f(), " ")
	}
	println()
	switch {
	case x > 100:
		println("big")
	case x > 10:
		println("medium")
		fallthrough
	default:
		println("default")
	}
	switch table[1] {
	case "zero", "two":
		println("no")
	case "one":
		println("one!")
	}
outer:
	for i := 0; i < 3; i++ {
		for j := 0; j < 3; j++ {
			if j == 2 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			print(i, j, " ")
		}
	}
	println()
	i := 0
loop:
	if i < 3 {
		print(i)
		i++
		goto loop
	}
	println()
	for i := range 3 {
		print(i)
	}
	println()
	var u8 uint8 = 250
	u8 += 10
	var i8 int8 = 127
	i8++
	println(u8, i8, 1<<uint(x), -7>>1, uint32(1)<<31>>3, ^5, 6&^3)
	f32 := float32(0.1)
	println(float64(f32) == 0.1, int(f32*39.9), int(-f32*39.9), uint8(x*300))
	m := min(3, 1, 2)
	println(m, max(2.5, 1))
	mat := [2][3]int{{1, 2, 3}, {4, 5, 6}}
	mat2 := mat
	mat2[1][2] = 60
	println(mat[1][2], mat2[1][2], mat == mat2, mat == ([2][3]int{{1, 2, 3}, {4, 5, 6}}))
	y := 2
	x, y = y, x
	println(x, y)
	type pair struct {
		a int
		b string
	}
	k1, k2 := pair{1, "x"}, pair{1, "x"}
	println(k1 == k2, k1 != (pair{2, "x"}))
	var np *point
	println(np == nil, shapes[0] != nil)
	cc := complex(1, 2)
	cc *= cc
	println(real(cc), imag(cc))
}
