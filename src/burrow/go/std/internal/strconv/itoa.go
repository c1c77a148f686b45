package strconv

const digits = "0123456789abcdefghijklmnopqrstuvwxyz"

func AppendInt(dst []byte, i int64, base int) []byte   { return appendBits(dst, uint64(i), base, i < 0) }
func AppendUint(dst []byte, i uint64, base int) []byte { return appendBits(dst, i, base, false) }

func appendBits(dst []byte, u uint64, base int, neg bool) []byte {
	if base < 2 || base > len(digits) {
		panic("strconv: illegal AppendInt/FormatInt base")
	}
	var a [65]byte
	i := len(a)
	if neg {
		u = -u
	}
	if base == 10 {
		for u >= 10 {
			i--
			q := u / 10
			a[i] = byte('0' + u - q*10)
			u = q
		}
	} else {
		b := uint64(base)
		for u >= b {
			i--
			q := u / b
			a[i] = digits[u-q*b]
			u = q
		}
	}
	i--
	a[i] = digits[u]
	if neg {
		i--
		a[i] = '-'
	}
	return append(dst, a[i:]...)
}
