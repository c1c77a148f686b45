package main

func main() {
	s := "héllo, 世界"
	for i, r := range s {
		print(i, ":", r, " ")
	}
	println()
	println(len(s), s[1], s[0:1], s[7:], s < "i", s == "héllo, "+"世界")
	b := []byte(s)
	b[0] = 'H'
	println(string(b), string([]rune{0x4e16, 'x'}), string(rune(65)))
	r := []rune(s)
	println(len(r), r[1])
	t := ""
	for i := 0; i < 5; i++ {
		t += string(rune('a' + i))
	}
	println(t, t+"-"+t+"-"+s)
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	m["d"] += 4
	delete(m, "a")
	v, ok := m["a"]
	println(v, ok, m["d"], len(m))
	sum := 0
	for k, v := range m {
		sum += v + len(k)
	}
	println(sum)
	im := map[int][]string{}
	for i := 0; i < 1000; i++ {
		im[i%10] = append(im[i%10], t)
	}
	println(len(im), len(im[3]))
	type key struct {
		a int
		s string
	}
	km := map[key]float64{}
	for i := 0; i < 100; i++ {
		km[key{i, t}] = float64(i)
	}
	println(km[key{50, "abcde"}], len(km))
	var ifm = map[any]int{1: 1, "x": 2, 1.5: 3, key{1, "z"}: 4}
	println(ifm["x"], ifm[1.5], ifm[key{1, "z"}], ifm[2])
	var nilmap map[string]int
	println(nilmap["q"], len(nilmap))
	clear(m)
	println(len(m))
	big := map[uint64]uint64{}
	for i := uint64(0); i < 20000; i++ {
		big[i*7919] = i
	}
	n := 0
	for i := uint64(0); i < 20000; i += 2 {
		delete(big, i*7919)
	}
	for k, v := range big {
		if k == v*7919 {
			n++
		}
	}
	println(n, len(big))
	bm := map[bool]string{true: "yes"}
	println(bm[1 < 2])
	for i, c := range []byte("xyz") {
		print(i, c, " ")
	}
	println()
	switch "b" + "c" {
	case "bc":
		println("ok")
	}
}
