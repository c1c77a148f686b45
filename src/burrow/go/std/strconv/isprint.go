package strconv

var printRanges []uint32 // first, one past the last, …

func decodeRanges(s string) []uint32 {
	var out []uint32
	at := uint32(0)
	for i := 0; i < len(s); {
		v, shift := uint32(0), uint(0)
		for {
			c := s[i]
			i++
			v |= uint32(c&0x7F) << shift
			if c < 0x80 {
				break
			}
			shift += 7
		}
		at += v
		out = append(out, at)
	}
	return out
}

// IsPrint reports whether the rune is printable: letters, marks, numbers, punctuation, symbols, and the ASCII space.
func IsPrint(r rune) bool {
	if r < 0x80 {
		return 0x20 <= r && r < 0x7F
	}
	if printRanges == nil {
		printRanges = decodeRanges(printable)
	}
	lo, hi := 0, len(printRanges)
	for lo < hi {
		m := (lo + hi) / 2
		if printRanges[m] <= uint32(r) {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo&1 == 1
}

// IsGraphic reports whether the rune is printable or one of the other spaces.
func IsGraphic(r rune) bool {
	if IsPrint(r) {
		return true
	}
	switch r {
	case 0xA0, 0x1680, 0x202F, 0x205F, 0x3000:
		return true
	}
	return 0x2000 <= r && r <= 0x200A
}
