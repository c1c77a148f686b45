package p

func seq(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func pairs(yield func(string, *int) bool) {
	x := 1
	_ = yield("a", &x) && yield("b", &x)
}

func sum() (t int) {
	for i := range seq(10) {
		if i == 3 {
			continue
		}
		if i == 8 {
			break
		}
		t += i
	}
	return
}

func find() *int {
	for _, p := range pairs {
		return p
	}
	return nil
}

func nested() int {
	n := 0
outer:
	for i := range seq(3) {
		for j := range seq(3) {
			if j == 1 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			n += i * j
		}
	}
	return n
}

func others(s string, m map[string]*int, c chan *int, a *[3]*int) (out []*int) {
	for i, r := range s {
		_, _ = i, r
	}
	for k, v := range m {
		_ = k
		out = append(out, v)
	}
	for p := range c {
		out = append(out, p)
	}
	for i, p := range a {
		_ = i
		out = append(out, p)
	}
	for range 3 {
		out = nil
	}
	return
}
