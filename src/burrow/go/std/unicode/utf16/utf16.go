// Package utf16 implements encoding and decoding of UTF-16 sequences.
package utf16

const (
	replacement = '\uFFFD'
	first       = 0x10000 // the first rune that takes two units
	high, low   = 0xD800, 0xDC00
	end         = 0xE000
)

// IsSurrogate reports whether the specified Unicode code point can appear in a surrogate pair.
func IsSurrogate(r rune) bool { return high <= r && r < end }

// DecodeRune returns the UTF-16 decoding of a surrogate pair, or U+FFFD if it is none.
func DecodeRune(r1, r2 rune) rune {
	if high <= r1 && r1 < low && low <= r2 && r2 < end {
		return (r1-high)<<10 | (r2 - low) + first
	}
	return replacement
}

// EncodeRune returns the UTF-16 surrogate pair for the given rune, or two U+FFFD if it needs none.
func EncodeRune(r rune) (r1, r2 rune) {
	if r < first || r > 0x10FFFF {
		return replacement, replacement
	}
	r -= first
	return high + r>>10&0x3FF, low + r&0x3FF
}

// RuneLen returns the number of 16-bit words in the UTF-16 encoding of the rune, -1 where there is none.
func RuneLen(r rune) int {
	switch {
	case 0 <= r && r < high, end <= r && r < first:
		return 1
	case first <= r && r <= 0x10FFFF:
		return 2
	}
	return -1
}

// AppendRune appends the UTF-16 encoding of r to p.
func AppendRune(p []uint16, r rune) []uint16 {
	switch RuneLen(r) {
	case 1:
		return append(p, uint16(r))
	case 2:
		r1, r2 := EncodeRune(r)
		return append(p, uint16(r1), uint16(r2))
	}
	return append(p, replacement)
}

// Encode returns the UTF-16 encoding of the Unicode code point sequence s.
func Encode(s []rune) []uint16 {
	out := make([]uint16, 0, len(s))
	for _, r := range s {
		out = AppendRune(out, r)
	}
	return out
}

// Decode returns the Unicode code point sequence represented by the UTF-16 encoding s.
func Decode(s []uint16) []rune {
	out := make([]rune, 0, len(s))
	for i := 0; i < len(s); i++ {
		r := rune(s[i])
		if IsSurrogate(r) {
			pair := rune(replacement)
			if i+1 < len(s) {
				pair = DecodeRune(r, rune(s[i+1]))
			}
			if pair != replacement {
				i++
			}
			r = pair
		}
		out = append(out, r)
	}
	return out
}
