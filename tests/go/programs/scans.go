package main

import (
	"bufio"
	"fmt"
	"strings"
)

type celsius float64

func main() {
	var i int
	var u uint8
	var f float64
	var s, t string
	var b bool
	var r rune
	var bs []byte
	var c celsius
	var n0 int
	fmt.Println(fmt.Sscan(" 12\n-3.5e2 word true", &i, &f, &s, &b))
	fmt.Println(i, f, s, b)
	fmt.Println(fmt.Sscan("0x1f 017 0b11 1_000", &i, &u, &f))
	fmt.Println(fmt.Sscan("300", &u))
	fmt.Println(fmt.Sscan("x", &i))
	fmt.Println(fmt.Sscan("", &i))
	fmt.Println(fmt.Sscan("7", &i, &f))
	fmt.Println(fmt.Sscan("1", i))
	fmt.Println(fmt.Sscanln("4 five\nsix", &i, &s))
	fmt.Println(i, s)
	fmt.Println(fmt.Sscanln("4\nfive", &i, &s))
	fmt.Println(fmt.Sscanln("4 five six", &i, &s))
	fmt.Println(fmt.Sscanf("10-20:abc", "%d-%d:%s", &i, &u, &s))
	fmt.Println(i, u, s)
	fmt.Println(fmt.Sscanf("ff 1010 'x'", "%x %b '%c'", &i, &u, &r))
	fmt.Println(i, u, r)
	fmt.Println(fmt.Sscanf("12345", "%2d%3d", &i, &u))
	fmt.Println(i, u)
	fmt.Println(fmt.Sscanf(`"a b\n" 50%`, "%q %d%%", &s, &i))
	fmt.Printf("%q %d\n", s, i)
	fmt.Println(fmt.Sscanf("a b", "a c"))
	fmt.Println(fmt.Sscanf("abc 36.6", "%s %g", &bs, &c))
	fmt.Println(string(bs), c)
	fmt.Println(fmt.Sscanf("5 ", "%d %d", &i, &n0))
	fmt.Println(fmt.Sscan("-", &i))
	fmt.Println(fmt.Sscanln("5", &i, &n0))
	in := bufio.NewReader(strings.NewReader("3\n10 20\n30 end"))
	var n int
	fmt.Fscan(in, &n)
	sum := 0
	for k := 0; k < n; k++ {
		fmt.Fscan(in, &i)
		sum += i
	}
	fmt.Fscan(in, &t)
	fmt.Println(n, sum, t)
	fmt.Println(fmt.Fscan(in, &t))
	fmt.Println(fmt.Fscan(strings.NewReader("8 9"), &i, &u))
	fmt.Println(i, u)
}
