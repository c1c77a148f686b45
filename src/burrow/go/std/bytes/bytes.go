// Package bytes implements functions for the manipulation of byte slices; strings.go and bytes.go are alike.
package bytes

import (
	"unicode"
	"unicode/utf8"
)

// Compare returns an integer comparing two values lexicographically.
func Compare(a, b []byte) int {
	n := min(len(a), len(b))
	for i := 0; i < n; i++ {
		if a[i] != b[i] {
			if a[i] < b[i] {
				return -1
			}
			return 1
		}
	}
	switch {
	case len(a) < len(b):
		return -1
	case len(a) > len(b):
		return 1
	}
	return 0
}

// Contains reports whether substr is within s.
func Contains(s, substr []byte) bool { return Index(s, substr) >= 0 }

// ContainsAny reports whether any of the code points in chars are within s.
func ContainsAny(s []byte, chars string) bool { return IndexAny(s, chars) >= 0 }

// ContainsRune reports whether r is within s.
func ContainsRune(s []byte, r rune) bool { return IndexRune(s, r) >= 0 }

// ContainsFunc reports whether f holds for any code point of s.
func ContainsFunc(s []byte, f func(rune) bool) bool { return IndexFunc(s, f) >= 0 }

// Count counts the instances of substr in s that do not overlap.
func Count(s, substr []byte) int {
	if len(substr) == 0 {
		return utf8.RuneCount(s) + 1
	}
	n := 0
	for {
		i := Index(s, substr)
		if i < 0 {
			return n
		}
		n++
		s = s[i+len(substr):]
	}
}

// IndexByte returns the index of the first c in s, or -1.
func IndexByte(s []byte, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}

// LastIndexByte returns the index of the last c in s, or -1.
func LastIndexByte(s []byte, c byte) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == c {
			return i
		}
	}
	return -1
}

const prime = 16777619

// Index returns the index of the first instance of substr in s, or -1: a search for the first byte, and Rabin-Karp where
// that finds too much.
func Index(s, substr []byte) int {
	n := len(substr)
	switch {
	case n == 0:
		return 0
	case n == 1:
		return IndexByte(s, substr[0])
	case n == len(s):
		if Equal(s, substr) {
			return 0
		}
		return -1
	case n > len(s):
		return -1
	}
	c0, c1 := substr[0], substr[1]
	fails := 0
	last := len(s) - n
	i := 0
	for i <= last {
		if s[i] != c0 {
			o := IndexByte(s[i+1:last+1], c0)
			if o < 0 {
				return -1
			}
			i += o + 1
		}
		if s[i+1] == c1 && Equal(s[i:i+n], substr) {
			return i
		}
		i++
		fails++
		if fails > 8+i/8 && i <= last {
			j := rabinKarp(s[i:], substr)
			if j < 0 {
				return -1
			}
			return i + j
		}
	}
	return -1
}

func rabinKarp(s, sep []byte) int {
	var want, h uint32
	pow := uint32(1)
	n := len(sep)
	for i := 0; i < n; i++ {
		want = want*prime + uint32(sep[i])
		h = h*prime + uint32(s[i])
		pow *= prime
	}
	for i := n; ; i++ {
		if h == want && Equal(s[i-n:i], sep) {
			return i - n
		}
		if i == len(s) {
			return -1
		}
		h = h*prime + uint32(s[i]) - pow*uint32(s[i-n])
	}
}

// LastIndex returns the index of the last instance of substr in s, or -1.
func LastIndex(s, substr []byte) int {
	n := len(substr)
	for i := len(s) - n; i >= 0; i-- {
		if Equal(s[i:i+n], substr) {
			return i
		}
	}
	return -1
}

// IndexRune returns the index of the first instance of r, or -1.
func IndexRune(s []byte, r rune) int {
	switch {
	case 0 <= r && r < utf8.RuneSelf:
		return IndexByte(s, byte(r))
	case r == utf8.RuneError:
		for i := 0; i < len(s); {
			c, w := utf8.DecodeRune(s[i:])
			if c == utf8.RuneError {
				return i
			}
			i += w
		}
		return -1
	case !utf8.ValidRune(r):
		return -1
	}
	return Index(s, []byte(string(r)))
}

// IndexAny returns the index of the first of the code points in chars, or -1.
func IndexAny(s []byte, chars string) int {
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRune(s[i:])
		if runeIn(chars, r) {
			return i
		}
		i += w
	}
	return -1
}

func runeIn(chars string, r rune) bool {
	for _, c := range chars {
		if c == r {
			return true
		}
	}
	return false
}

// LastIndexAny returns the index of the last of the code points in chars, or -1.
func LastIndexAny(s []byte, chars string) int {
	for i := len(s); i > 0; {
		r, w := utf8.DecodeLastRune(s[:i])
		i -= w
		if runeIn(chars, r) {
			return i
		}
	}
	return -1
}

// IndexFunc returns the index of the first code point for which f holds, or -1.
func IndexFunc(s []byte, f func(rune) bool) int { return indexFunc(s, f, true) }

func indexFunc(s []byte, f func(rune) bool, truth bool) int {
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRune(s[i:])
		if f(r) == truth {
			return i
		}
		i += w
	}
	return -1
}

// LastIndexFunc returns the index of the last code point for which f holds, or -1.
func LastIndexFunc(s []byte, f func(rune) bool) int { return lastIndexFunc(s, f, true) }

func lastIndexFunc(s []byte, f func(rune) bool, truth bool) int {
	for i := len(s); i > 0; {
		r, w := utf8.DecodeLastRune(s[:i])
		i -= w
		if f(r) == truth {
			return i
		}
	}
	return -1
}

func explode(s []byte, n int) [][]byte {
	l := utf8.RuneCount(s)
	if n < 0 || n > l {
		n = l
	}
	a := make([][]byte, n)
	for i := 0; i < n-1; i++ {
		_, w := utf8.DecodeRune(s)
		a[i] = s[:w:w]
		s = s[w:]
	}
	if n > 0 {
		a[n-1] = s
	}
	return a
}

func genSplit(s, sep []byte, save, n int) [][]byte {
	if n == 0 {
		return nil
	}
	if len(sep) == 0 {
		return explode(s, n)
	}
	if n < 0 {
		n = Count(s, sep) + 1
	}
	if n > len(s)+1 {
		n = len(s) + 1
	}
	a := make([][]byte, n)
	n--
	i := 0
	for i < n {
		m := Index(s, sep)
		if m < 0 {
			break
		}
		a[i] = s[:m+save:m+save]
		s = s[m+len(sep):]
		i++
	}
	a[i] = s
	return a[:i+1]
}

func SplitN(s, sep []byte, n int) [][]byte      { return genSplit(s, sep, 0, n) }
func SplitAfterN(s, sep []byte, n int) [][]byte { return genSplit(s, sep, len(sep), n) }
func Split(s, sep []byte) [][]byte              { return genSplit(s, sep, 0, -1) }
func SplitAfter(s, sep []byte) [][]byte         { return genSplit(s, sep, len(sep), -1) }

// Fields splits s around runs of white space.
func Fields(s []byte) [][]byte { return FieldsFunc(s, unicode.IsSpace) }

// FieldsFunc splits s around runs of code points for which f holds.
func FieldsFunc(s []byte, f func(rune) bool) [][]byte {
	out := [][]byte{}
	start := -1
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRune(s[i:])
		if f(r) {
			if start >= 0 {
				out = append(out, s[start:i:i])
				start = -1
			}
		} else if start < 0 {
			start = i
		}
		i += w
	}
	if start >= 0 {
		out = append(out, s[start:len(s):len(s)])
	}
	return out
}

func HasPrefix(s, prefix []byte) bool { return len(s) >= len(prefix) && Equal(s[:len(prefix)], prefix) }
func HasSuffix(s, suffix []byte) bool { return len(s) >= len(suffix) && Equal(s[len(s)-len(suffix):], suffix) }

// Map gives s with its characters changed by mapping; negative ones are dropped.
func Map(mapping func(rune) rune, s []byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c, w := utf8.DecodeRune(s[i:])
		r := mapping(c)
		if r >= 0 {
			out = utf8.AppendRune(out, r)
		}
		i += w
	}
	return out
}

func ToUpper(s []byte) []byte { return Map(unicode.ToUpper, s) }
func ToLower(s []byte) []byte { return Map(unicode.ToLower, s) }
func ToTitle(s []byte) []byte { return Map(unicode.ToTitle, s) }

// Title gives s with the first letter of each word in title case.
func Title(s []byte) []byte {
	prev := ' '
	return Map(func(r rune) rune {
		letter := !(unicode.IsLetter(prev) || unicode.IsDigit(prev) || prev == '_')
		if prev > 0x7F && !unicode.IsLetter(prev) && !unicode.IsDigit(prev) {
			letter = unicode.IsSpace(prev)
		} else if prev <= 0x7F && !unicode.IsLetter(prev) && !unicode.IsDigit(prev) && prev != '_' {
			letter = true
		}
		prev = r
		if letter {
			return unicode.ToTitle(r)
		}
		return r
	}, s)
}

func TrimLeftFunc(s []byte, f func(rune) bool) []byte {
	i := indexFunc(s, f, false)
	if i == -1 {
		return nil
	}
	return s[i:]
}

func TrimRightFunc(s []byte, f func(rune) bool) []byte {
	i := lastIndexFunc(s, f, false)
	if i >= 0 {
		_, w := utf8.DecodeRune(s[i:])
		i += w
	} else {
		i++
	}
	return s[:i]
}

func TrimFunc(s []byte, f func(rune) bool) []byte { return TrimRightFunc(TrimLeftFunc(s, f), f) }

func Trim(s []byte, cutset string) []byte {
	return TrimFunc(s, func(r rune) bool { return runeIn(cutset, r) })
}
func TrimLeft(s []byte, cutset string) []byte {
	return TrimLeftFunc(s, func(r rune) bool { return runeIn(cutset, r) })
}
func TrimRight(s []byte, cutset string) []byte {
	return TrimRightFunc(s, func(r rune) bool { return runeIn(cutset, r) })
}
func TrimSpace(s []byte) []byte { return TrimFunc(s, unicode.IsSpace) }

func TrimPrefix(s, prefix []byte) []byte {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix []byte) []byte {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

func CutPrefix(s, prefix []byte) (after []byte, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func CutSuffix(s, suffix []byte) (before []byte, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

// Cut slices s around the first instance of sep.
func Cut(s, sep []byte) (before, after []byte, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, nil, false
}

// EqualFold reports whether s and t are equal under Unicode's simple case folding.
func EqualFold(s, t []byte) bool {
	for len(s) > 0 && len(t) > 0 {
		a, wa := utf8.DecodeRune(s)
		b, wb := utf8.DecodeRune(t)
		s, t = s[wa:], t[wb:]
		if a == b {
			continue
		}
		r := unicode.SimpleFold(a)
		for r != a && r != b {
			r = unicode.SimpleFold(r)
		}
		if r != b {
			return false
		}
	}
	return len(s) == len(t)
}

// Repeat gives count copies of s.
func Repeat(s []byte, count int) []byte {
	if count < 0 {
		panic("bytes: negative Repeat count")
	}
	if len(s) > 0 && count > (1<<62)/len(s) {
		panic("bytes: Repeat output length overflow")
	}
	out := make([]byte, 0, len(s)*count)
	for i := 0; i < count; i++ {
		out = append(out, s...)
	}
	return out
}

// Replace gives s with the first n instances of old replaced (n < 0: all).
func Replace(s, old, new []byte, n int) []byte {
	if n == 0 || false {
		return append([]byte(nil), s...)
	}
	if m := Count(s, old); m == 0 {
		return append([]byte(nil), s...)
	} else if n < 0 || m < n {
		n = m
	}
	out := make([]byte, 0, len(s)+n*(len(new)-len(old)))
	start := 0
	for i := 0; i < n; i++ {
		j := start
		if len(old) == 0 {
			if i > 0 {
				_, w := utf8.DecodeRune(s[start:])
				j += w
			}
		} else {
			j += Index(s[start:], old)
		}
		out = append(out, s[start:j]...)
		out = append(out, new...)
		start = j + len(old)
	}
	out = append(out, s[start:]...)
	return out
}

func ReplaceAll(s, old, new []byte) []byte { return Replace(s, old, new, -1) }

// ToValidUTF8 replaces runs of wrong bytes.
func ToValidUTF8(s, replacement []byte) []byte {
	var out []byte
	bad := false
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRune(s[i:])
		if r == utf8.RuneError && w == 1 {
			if !bad {
				out = append(out, replacement...)
			}
			bad = true
		} else {
			out = append(out, s[i:i+w]...)
			bad = false
		}
		i += w
	}
	return out
}

// Equal reports whether a and b have the same length and contain the same bytes.
func Equal(a, b []byte) bool { return string(a) == string(b) }

// Join concatenates the elements with sep between them.
func Join(s [][]byte, sep []byte) []byte {
	out := []byte{}
	for i, e := range s {
		if i > 0 {
			out = append(out, sep...)
		}
		out = append(out, e...)
	}
	return out
}

// Clone returns a copy of b.
func Clone(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}

// Runes interprets s as UTF-8.
func Runes(s []byte) []rune { return []rune(string(s)) }
