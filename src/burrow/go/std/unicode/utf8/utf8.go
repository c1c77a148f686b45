// Package utf8 implements functions and constants to support text encoded in UTF-8.
package utf8

const (
	RuneError = '\uFFFD'
	RuneSelf  = 0x80
	MaxRune   = '\U0010FFFF'
	UTFMax    = 4
)

// decode reads the first rune of n bytes that at gives: the rune, its size, and whether more bytes could complete it.
func decode(n int, b0, b1, b2, b3 byte) (r rune, size int, short bool) {
	if n == 0 {
		return RuneError, 0, true
	}
	switch {
	case b0 < 0x80:
		return rune(b0), 1, false
	case 0xC2 <= b0 && b0 < 0xE0:
		if n < 2 {
			return RuneError, 1, true
		}
		if b1&0xC0 == 0x80 {
			return rune(b0&0x1F)<<6 | rune(b1&0x3F), 2, false
		}
	case 0xE0 <= b0 && b0 < 0xF0:
		if n < 2 {
			return RuneError, 1, true
		}
		lo, hi := byte(0x80), byte(0xBF)
		if b0 == 0xE0 {
			lo = 0xA0
		} else if b0 == 0xED {
			hi = 0x9F
		}
		if b1 < lo || b1 > hi {
			break
		}
		if n < 3 {
			return RuneError, 1, true
		}
		if b2&0xC0 == 0x80 {
			return rune(b0&0x0F)<<12 | rune(b1&0x3F)<<6 | rune(b2&0x3F), 3, false
		}
	case 0xF0 <= b0 && b0 < 0xF5:
		if n < 2 {
			return RuneError, 1, true
		}
		lo, hi := byte(0x80), byte(0xBF)
		if b0 == 0xF0 {
			lo = 0x90
		} else if b0 == 0xF4 {
			hi = 0x8F
		}
		if b1 < lo || b1 > hi {
			break
		}
		if n < 3 {
			return RuneError, 1, true
		}
		if b2&0xC0 != 0x80 {
			break
		}
		if n < 4 {
			return RuneError, 1, true
		}
		if b3&0xC0 == 0x80 {
			return rune(b0&0x07)<<18 | rune(b1&0x3F)<<12 | rune(b2&0x3F)<<6 | rune(b3&0x3F), 4, false
		}
	}
	return RuneError, 1, false
}

func first(p []byte) (rune, int, bool) {
	switch len(p) {
	case 0:
		return decode(0, 0, 0, 0, 0)
	case 1:
		return decode(1, p[0], 0, 0, 0)
	case 2:
		return decode(2, p[0], p[1], 0, 0)
	case 3:
		return decode(3, p[0], p[1], p[2], 0)
	}
	return decode(4, p[0], p[1], p[2], p[3])
}

func firstString(s string) (rune, int, bool) {
	switch len(s) {
	case 0:
		return decode(0, 0, 0, 0, 0)
	case 1:
		return decode(1, s[0], 0, 0, 0)
	case 2:
		return decode(2, s[0], s[1], 0, 0)
	case 3:
		return decode(3, s[0], s[1], s[2], 0)
	}
	return decode(4, s[0], s[1], s[2], s[3])
}

// FullRune reports whether p begins with a full encoding of a rune (a wrong one counts as full).
func FullRune(p []byte) bool {
	_, _, short := first(p)
	return !short
}

func FullRuneInString(s string) bool {
	_, _, short := firstString(s)
	return !short
}

// DecodeRune unpacks the first rune in p and its width in bytes.
func DecodeRune(p []byte) (rune, int) {
	r, size, _ := first(p)
	return r, size
}

func DecodeRuneInString(s string) (rune, int) {
	r, size, _ := firstString(s)
	return r, size
}

// DecodeLastRune unpacks the last rune in p.
func DecodeLastRune(p []byte) (rune, int) {
	end := len(p)
	if end == 0 {
		return RuneError, 0
	}
	for start := end - 1; start >= 0 && start >= end-UTFMax; start-- {
		if RuneStart(p[start]) {
			r, size := DecodeRune(p[start:end])
			if start+size == end {
				return r, size
			}
			break
		}
	}
	return RuneError, 1
}

func DecodeLastRuneInString(s string) (rune, int) {
	end := len(s)
	if end == 0 {
		return RuneError, 0
	}
	for start := end - 1; start >= 0 && start >= end-UTFMax; start-- {
		if RuneStart(s[start]) {
			r, size := DecodeRuneInString(s[start:end])
			if start+size == end {
				return r, size
			}
			break
		}
	}
	return RuneError, 1
}

// RuneLen returns the number of bytes that encode r, or -1.
func RuneLen(r rune) int {
	switch {
	case r < 0:
		return -1
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case 0xD800 <= r && r <= 0xDFFF:
		return -1
	case r < 0x10000:
		return 3
	case r <= MaxRune:
		return 4
	}
	return -1
}

// EncodeRune writes the encoding of r into p and returns its length.
func EncodeRune(p []byte, r rune) int { return copy(p, string(r)) }

// AppendRune appends the encoding of r to p.
func AppendRune(p []byte, r rune) []byte {
	if uint32(r) < RuneSelf {
		return append(p, byte(r))
	}
	return append(p, string(r)...)
}

func RuneCount(p []byte) int {
	n := 0
	for i := 0; i < len(p); n++ {
		if p[i] < RuneSelf {
			i++
			continue
		}
		_, size := DecodeRune(p[i:])
		i += size
	}
	return n
}

func RuneCountInString(s string) (n int) {
	for range s {
		n++
	}
	return n
}

// RuneStart reports whether b could be the first byte of a rune.
func RuneStart(b byte) bool { return b&0xC0 != 0x80 }

func Valid(p []byte) bool {
	for i := 0; i < len(p); {
		if p[i] < RuneSelf {
			i++
			continue
		}
		r, size := DecodeRune(p[i:])
		if r == RuneError && size == 1 {
			return false
		}
		i += size
	}
	return true
}

func ValidString(s string) bool {
	for i, r := range s {
		if r == RuneError {
			if _, size := DecodeRuneInString(s[i:]); size == 1 {
				return false
			}
		}
	}
	return true
}

func ValidRune(r rune) bool { return 0 <= r && r < 0xD800 || 0xDFFF < r && r <= MaxRune }
