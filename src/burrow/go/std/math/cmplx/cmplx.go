// Package cmplx provides basic constants and mathematical functions for complex numbers.
package cmplx

import "math"

func Abs(x complex128) float64        { return math.Hypot(real(x), imag(x)) }
func Phase(x complex128) float64      { return math.Atan2(imag(x), real(x)) }
func Conj(x complex128) complex128    { return complex(real(x), -imag(x)) }
func Polar(x complex128) (r, θ float64) { return Abs(x), Phase(x) }
func Rect(r, θ float64) complex128    { return complex(r*math.Cos(θ), r*math.Sin(θ)) }
func IsNaN(x complex128) bool {
	return !IsInf(x) && (math.IsNaN(real(x)) || math.IsNaN(imag(x)))
}
func IsInf(x complex128) bool { return math.IsInf(real(x), 0) || math.IsInf(imag(x), 0) }
func NaN() complex128         { return complex(math.NaN(), math.NaN()) }
func Inf() complex128         { return complex(math.Inf(1), math.Inf(1)) }
func Exp(x complex128) complex128 {
	r := math.Exp(real(x))
	return complex(r*math.Cos(imag(x)), r*math.Sin(imag(x)))
}
func Log(x complex128) complex128 { return complex(math.Log(Abs(x)), Phase(x)) }
func Sqrt(x complex128) complex128 {
	if x == 0 {
		return complex(0, imag(x))
	}
	r := Abs(x)
	re := math.Sqrt((r + math.Abs(real(x))) / 2)
	im := math.Abs(imag(x)) / (2 * re)
	if real(x) < 0 {
		re, im = im, re
	}
	return complex(re, math.Copysign(im, imag(x)))
}
func Pow(x, y complex128) complex128 {
	if x == 0 {
		if y == 0 {
			return 1
		}
		return 0
	}
	return Exp(y * Log(x))
}
