package runtime

// complex128div divides as C99's Annex G asks: an infinite quotient stays infinite, 0/0 is NaN.
func complex128div(n, m complex128) complex128 {
	var e, f float64
	a, b := real(n), imag(n)
	c, d := real(m), imag(m)
	if fabs(c) >= fabs(d) {
		ratio := d / c
		denom := c + ratio*d
		e = (a + b*ratio) / denom
		f = (b - a*ratio) / denom
	} else {
		ratio := c / d
		denom := d + ratio*c
		e = (a*ratio + b) / denom
		f = (b*ratio - a) / denom
	}
	if e != e || f != f {
		nan := n != n || m != m
		switch {
		case m == 0 && (a == a || b == b):
			s := copysign(inf(), c)
			e, f = s*a, s*b
		case (isinf(a) || isinf(b)) && !nan && !isinf(c) && !isinf(d):
			a, b = box(a), box(b)
			e, f = inf()*(a*c+b*d), inf()*(b*c-a*d)
		case (isinf(c) || isinf(d)) && a-a == 0 && b-b == 0:
			c, d = box(c), box(d)
			e, f = 0*(a*c+b*d), 0*(b*c-a*d)
		}
	}
	return complex(e, f)
}

func inf() float64 {
	zero := 0.0
	return 1 / zero
}

func isinf(x float64) bool { return x == x && x-x != 0 }

func box(x float64) float64 {
	if isinf(x) {
		return copysign(1, x)
	}
	return copysign(0, x)
}

//burrow:intrinsic fabs
func fabs(x float64) float64

//burrow:intrinsic copysign
func copysign(x, sign float64) float64
