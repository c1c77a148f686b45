// Package unicode provides data and functions to test some properties of Unicode code points.
package unicode

const (
	MaxRune         = '\U0010FFFF'
	ReplacementChar = '\uFFFD'
	MaxASCII        = '\u007F'
	MaxLatin1       = '\u00FF'
	Version         = "17.0.0"
)

const (
	UpperCase = iota
	LowerCase
	TitleCase
	MaxCase
)

const UpperLower = MaxRune + 1

// set is the ranges of a category, decoded when first asked for.
type set struct {
	text string
	at   []uint32
}

func (s *set) has(r rune) bool {
	if s.at == nil {
		s.at = decode(s.text)
	}
	lo, hi := 0, len(s.at)
	for lo < hi {
		m := (lo + hi) / 2
		if s.at[m] <= uint32(r) {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo&1 == 1
}

type reader struct {
	s string
	i int
}

func (d *reader) more() bool { return d.i < len(d.s) }

func (d *reader) next() uint32 {
	v, shift := uint32(0), uint(0)
	for {
		c := d.s[d.i]
		d.i++
		v |= uint32(c&0x7F) << shift
		if c < 0x80 {
			return v
		}
		shift += 7
	}
}

func decode(text string) []uint32 {
	d := reader{text, 0}
	out := []uint32{}
	at := uint32(0)
	for d.more() {
		at += d.next()
		out = append(out, at)
	}
	return out
}

var letterSet, upperSet, lowerSet, titleSet = set{text: letters}, set{text: uppers}, set{text: lowers}, set{text: titles}
var markSet, numberSet, digitSet, punctSet = set{text: marks}, set{text: numbers}, set{text: digits}, set{text: puncts}
var symbolSet, spaceSet, zSet = set{text: symbols}, set{text: spaces}, set{text: zs}

func IsLetter(r rune) bool {
	if uint32(r) < 0x80 {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return letterSet.has(r)
}

func IsUpper(r rune) bool {
	if uint32(r) < 0x80 {
		return 'A' <= r && r <= 'Z'
	}
	return upperSet.has(r)
}

func IsLower(r rune) bool {
	if uint32(r) < 0x80 {
		return 'a' <= r && r <= 'z'
	}
	return lowerSet.has(r)
}

func IsTitle(r rune) bool { return r > 0x7F && titleSet.has(r) }

func IsDigit(r rune) bool {
	if uint32(r) < 0x80 {
		return '0' <= r && r <= '9'
	}
	return digitSet.has(r)
}

func IsNumber(r rune) bool {
	if uint32(r) < 0x80 {
		return '0' <= r && r <= '9'
	}
	return numberSet.has(r)
}

func IsSpace(r rune) bool {
	if uint32(r) < 0x80 {
		return r == ' ' || '\t' <= r && r <= '\r'
	}
	return spaceSet.has(r)
}

func IsMark(r rune) bool { return r > 0x7F && markSet.has(r) }

func IsPunct(r rune) bool {
	if uint32(r) < 0x80 {
		return r > ' ' && r < 0x7F && !IsLetter(r) && !IsDigit(r) && !IsSymbol(r)
	}
	return punctSet.has(r)
}

func IsSymbol(r rune) bool {
	if uint32(r) < 0x80 {
		switch r {
		case '$', '+', '<', '=', '>', '^', '`', '|', '~':
			return true
		}
		return false
	}
	return symbolSet.has(r)
}

func IsControl(r rune) bool { return 0 <= r && r < 0x20 || 0x7F <= r && r < 0xA0 }

func IsGraphic(r rune) bool {
	return IsPrint(r) || r > 0x7F && zSet.has(r) && r != 0x2028 && r != 0x2029
}

func IsPrint(r rune) bool {
	if uint32(r) < 0x80 {
		return ' ' <= r && r < 0x7F
	}
	return letterSet.has(r) || markSet.has(r) || numberSet.has(r) || punctSet.has(r) || symbolSet.has(r)
}

type caseRange struct {
	lo, hi uint32
	pairs  bool
	delta  [3]int32
}

var caseRanges []caseRange

func loadCases() {
	d := reader{cases, 0}
	at := uint32(0)
	out := []caseRange{}
	for d.more() {
		at += d.next()
		n := d.next()
		c := caseRange{lo: at, hi: at + n - 1}
		if d.next() == 1 {
			c.pairs = true
		} else {
			for i := range c.delta {
				v := d.next()
				c.delta[i] = int32(v>>1) ^ -int32(v&1)
			}
		}
		at += n
		out = append(out, c)
	}
	caseRanges = out
}

// To maps the rune to the given case.
func To(which int, r rune) rune {
	if uint32(r) < 0x80 {
		switch {
		case which == LowerCase && 'A' <= r && r <= 'Z':
			return r + 0x20
		case which != LowerCase && 'a' <= r && r <= 'z':
			return r - 0x20
		}
		return r
	}
	if which < 0 || which >= MaxCase {
		return ReplacementChar
	}
	if caseRanges == nil {
		loadCases()
	}
	lo, hi := 0, len(caseRanges)
	for lo < hi {
		m := (lo + hi) / 2
		c := &caseRanges[m]
		switch {
		case uint32(r) < c.lo:
			hi = m
		case uint32(r) > c.hi:
			lo = m + 1
		case c.pairs:
			return rune(c.lo + (uint32(r)-c.lo)&^1 + uint32(which&1))
		default:
			return r + rune(c.delta[which])
		}
	}
	return r
}

func ToUpper(r rune) rune { return To(UpperCase, r) }
func ToLower(r rune) rune { return To(LowerCase, r) }
func ToTitle(r rune) rune { return To(TitleCase, r) }

var orbitTable map[rune]rune

// SimpleFold gives the next rune that is the same but for its case.
func SimpleFold(r rune) rune {
	if r < 0 || r > MaxRune {
		return r
	}
	switch r {
	case 'K':
		return 'k'
	case 'k':
		return 0x212A
	case 'S':
		return 's'
	case 's':
		return 0x17F
	}
	if r >= 0x80 {
		if orbitTable == nil {
			m := map[rune]rune{}
			d := reader{orbits, 0}
			at := rune(0)
			for d.more() {
				at += rune(d.next())
				m[at] = rune(d.next())
			}
			orbitTable = m
		}
		if x, ok := orbitTable[r]; ok {
			return x
		}
	}
	if l := ToLower(r); l != r {
		return l
	}
	return ToUpper(r)
}
