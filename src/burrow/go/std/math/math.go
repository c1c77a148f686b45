package math

// What the machine or the system's libm computes.

//burrow:intrinsic sqrt
func Sqrt(x float64) float64

//burrow:intrinsic floor
func Floor(x float64) float64

//burrow:intrinsic ceil
func Ceil(x float64) float64

//burrow:intrinsic trunc
func Trunc(x float64) float64

//burrow:intrinsic round
func Round(x float64) float64

//burrow:intrinsic rint
func RoundToEven(x float64) float64

//burrow:intrinsic fabs
func Abs(x float64) float64

//burrow:intrinsic copysign
func Copysign(f, sign float64) float64

//burrow:intrinsic fma
func FMA(x, y, z float64) float64

//burrow:intrinsic sin
func Sin(x float64) float64

//burrow:intrinsic cos
func Cos(x float64) float64

//burrow:intrinsic exp
func Exp(x float64) float64

//burrow:intrinsic exp2
func Exp2(x float64) float64

//burrow:intrinsic log
func Log(x float64) float64

//burrow:intrinsic log10
func Log10(x float64) float64

//burrow:intrinsic pow
func cpow(x, y float64) float64

// Pow returns x**y.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x != x || y != y:
		return NaN()
	}
	return cpow(x, y)
}

func Log2(x float64) float64 {
	frac, exp := Frexp(x)
	if frac == 0.5 {
		return float64(exp - 1)
	}
	return Log(frac)*(1/Ln2) + float64(exp)
}

func Tan(x float64) float64 { return Sin(x) / Cos(x) }

func Sincos(x float64) (sin, cos float64) { return Sin(x), Cos(x) }

func Max(x, y float64) float64 { return max(x, y) }
func Min(x, y float64) float64 { return min(x, y) }

func Dim(x, y float64) float64 {
	v := x - y
	if v <= 0 {
		return 0
	}
	return v
}

func Mod(x, y float64) float64 {
	if y == 0 || IsInf(x, 0) || x != x || y != y {
		return NaN()
	}
	y = Abs(y)
	yfr, yexp := Frexp(y)
	r := x
	if x < 0 {
		r = -x
	}
	for r >= y {
		rfr, rexp := Frexp(r)
		if rfr < yfr {
			rexp--
		}
		r -= Ldexp(y, rexp-yexp)
	}
	if x < 0 {
		r = -r
	}
	return r
}

func Remainder(x, y float64) float64 {
	if x != x || y != y || IsInf(x, 0) || y == 0 {
		return NaN()
	}
	if IsInf(y, 0) {
		return x
	}
	sign := false
	if x < 0 {
		x = -x
		sign = true
	}
	y = Abs(y)
	if x == y {
		if sign {
			return Copysign(0, -1)
		}
		return 0
	}
	if y <= MaxFloat64/2 {
		x = Mod(x, y+y)
	}
	if x > y/2 && (y > 1e-300 && x > y/2 || x+x > y) {
		x -= y
		if x >= y/2 {
			x -= y
		}
	}
	if sign {
		x = -x
	}
	return x
}

func Modf(f float64) (integer, frac float64) {
	if IsInf(f, 0) {
		return f, NaN()
	}
	integer = Trunc(f)
	return integer, Copysign(f-integer, f)
}

func Frexp(f float64) (frac float64, exp int) {
	if f == 0 || IsInf(f, 0) || f != f {
		return f, 0
	}
	if Abs(f) < 0x1p-1022 {
		f *= 1 << 52
		exp = -52
	}
	x := Float64bits(f)
	exp += int(x>>52&0x7FF) - 1022
	return Float64frombits(x&^(0x7FF<<52) | 1022<<52), exp
}

func Ldexp(frac float64, exp int) float64 {
	if frac == 0 || IsInf(frac, 0) || frac != frac {
		return frac
	}
	frac, e := Frexp(frac)
	exp += e
	switch {
	case exp > 1024:
		return Copysign(Inf(1), frac)
	case exp < -1075:
		return Copysign(0, frac)
	}
	m := 1.0
	if exp <= -1022 {
		exp += 53
		m = 0x1p-53
	}
	if exp == 1024 {
		exp--
		m = 2
	}
	x := Float64bits(frac)&^(0x7FF<<52) | uint64(exp+1022)<<52
	return m * Float64frombits(x)
}

func Logb(x float64) float64 {
	switch {
	case x == 0:
		return Inf(-1)
	case IsInf(x, 0):
		return Inf(1)
	case x != x:
		return x
	}
	return float64(Ilogb(x))
}

func Ilogb(x float64) int {
	_, e := Frexp(x)
	return e - 1
}

func Hypot(p, q float64) float64 {
	p, q = Abs(p), Abs(q)
	switch {
	case IsInf(p, 1) || IsInf(q, 1):
		return Inf(1)
	case p != p || q != q:
		return NaN()
	}
	if p < q {
		p, q = q, p
	}
	if p == 0 {
		return 0
	}
	q /= p
	return p * Sqrt(1+q*q)
}

func Cbrt(x float64) float64 {
	if x == 0 || x != x || IsInf(x, 0) {
		return x
	}
	a := Abs(x)
	r := Exp(Log(a) / 3)
	for i := 0; i < 3; i++ {
		r -= (r*r*r - a) / (3 * r * r)
	}
	return Copysign(r, x)
}

func Nextafter(x, y float64) float64 {
	switch {
	case x != x || y != y:
		return NaN()
	case x == y:
		return x
	case x == 0:
		return Copysign(Float64frombits(1), y)
	case (y > x) == (x > 0):
		return Float64frombits(Float64bits(x) + 1)
	}
	return Float64frombits(Float64bits(x) - 1)
}

func Expm1(x float64) float64 {
	if Abs(x) < 1e-5 {
		return x + x*x/2 + x*x*x/6
	}
	return Exp(x) - 1
}

func Log1p(x float64) float64 {
	u := 1 + x
	if u == 1 {
		return x
	}
	return Log(u) * x / (u - 1)
}

func Sinh(x float64) float64 { return (Exp(x) - Exp(-x)) / 2 }
func Cosh(x float64) float64 { return (Exp(x) + Exp(-x)) / 2 }
func Tanh(x float64) float64 {
	if x > 20 {
		return 1
	}
	if x < -20 {
		return -1
	}
	a, b := Exp(x), Exp(-x)
	return (a - b) / (a + b)
}

// Atan reduces the argument to [0, tan(pi/16)] by halving and sums the series.
func Atan(x float64) float64 {
	switch {
	case x != x || x == 0:
		return x
	case x < 0:
		return -Atan(-x)
	case x > 1:
		return Pi/2 - Atan(1/x)
	}
	n := 0
	for x > 0.2 {
		x = x / (1 + Sqrt(1+x*x))
		n++
	}
	x2 := x * x
	sum, term := 0.0, x
	for k := 1; k < 40; k += 2 {
		sum += term / float64(k)
		term *= -x2
	}
	for ; n > 0; n-- {
		sum *= 2
	}
	return sum
}

func Asin(x float64) float64 {
	if x > 1 || x < -1 || x != x {
		return NaN()
	}
	if x == 0 {
		return x
	}
	if Abs(x) == 1 {
		return Copysign(Pi/2, x)
	}
	return Atan(x / Sqrt((1-x)*(1+x)))
}

func Acos(x float64) float64 { return Pi/2 - Asin(x) }

func Atan2(y, x float64) float64 {
	switch {
	case y != y || x != x:
		return NaN()
	case y == 0:
		if x >= 0 && !Signbit(x) {
			return Copysign(0, y)
		}
		return Copysign(Pi, y)
	case x == 0:
		return Copysign(Pi/2, y)
	case IsInf(x, 0):
		if IsInf(x, 1) {
			if IsInf(y, 0) {
				return Copysign(Pi/4, y)
			}
			return Copysign(0, y)
		}
		if IsInf(y, 0) {
			return Copysign(3*Pi/4, y)
		}
		return Copysign(Pi, y)
	case IsInf(y, 0):
		return Copysign(Pi/2, y)
	}
	q := Atan(y / x)
	if x < 0 {
		if q <= 0 {
			return q + Pi
		}
		return q - Pi
	}
	return q
}
