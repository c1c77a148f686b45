// Strings: concatenation, comparison, conversions.  Go's own is runtime/string.go.
package runtime

import (
	"internal/abi"
	"unsafe"
)

const maxAlloc = 1 << 47

// smallBuf is the size of the buffers that callers give for strings that do not escape.
const smallBuf = 32

// bytesIn gives room for n bytes: the caller's buffer, where there is one and it suffices.
func bytesIn(buf unsafe.Pointer, n int) unsafe.Pointer {
	if buf != nil && n <= smallBuf {
		return buf
	}
	return rawbytes(n)
}

// borrowed gives s as a result that the caller may keep: a copy if its bytes are on a stack.
func borrowed(buf unsafe.Pointer, s string) string {
	p := uintptr(unsafe.Pointer(unsafe.StringData(s)))
	if buf == nil && p-stacksLow < stacksSize {
		return slicebytetostring(nil, unsafe.StringData(s), len(s))
	}
	return s
}

// Where stacks are, as in burrow/memory/layout.py.
const (
	stacksLow  = 0x100000000000
	stacksSize = 1 << (28 + 17)
)

// rawbytes gives n bytes that hold no pointers and are not zeroed.
func rawbytes(n int) unsafe.Pointer {
	if n == 0 {
		return unsafe.Pointer(&zerobase)
	}
	return mallocraw(uintptr(n))
}

func makestring(p unsafe.Pointer, n int) string { return unsafe.String((*byte)(p), n) }

func concatstring2(buf unsafe.Pointer, a, b string) string {
	if len(a) == 0 {
		return borrowed(buf, b)
	}
	if len(b) == 0 {
		return borrowed(buf, a)
	}
	n := len(a) + len(b)
	if n < 0 {
		throw("string concatenation too long")
	}
	p := bytesIn(buf, n)
	memmove(p, unsafe.Pointer(unsafe.StringData(a)), uintptr(len(a)))
	memmove(add(p, uintptr(len(a))), unsafe.Pointer(unsafe.StringData(b)), uintptr(len(b)))
	return makestring(p, n)
}

// concatstrings joins the n strings at first.
func concatstrings(buf unsafe.Pointer, first *string, n int) string {
	parts := unsafe.Slice(first, n)
	total, used, last := 0, 0, 0
	for i, s := range parts {
		if len(s) != 0 {
			total += len(s)
			if total < 0 {
				throw("string concatenation too long")
			}
			used++
			last = i
		}
	}
	if used == 0 {
		return ""
	}
	if used == 1 {
		return borrowed(buf, parts[last])
	}
	p := bytesIn(buf, total)
	at := p
	for _, s := range parts {
		memmove(at, unsafe.Pointer(unsafe.StringData(s)), uintptr(len(s)))
		at = add(at, uintptr(len(s)))
	}
	return makestring(p, total)
}

func cmpstring(a, b string) int {
	n := len(a)
	if len(b) < n {
		n = len(b)
	}
	if c := memcmp(unsafe.Pointer(unsafe.StringData(a)), unsafe.Pointer(unsafe.StringData(b)), uintptr(n)); c != 0 {
		return int(c)
	}
	return len(a) - len(b)
}

func slicebytetostring(buf unsafe.Pointer, p *byte, n int) string {
	if n == 0 {
		return ""
	}
	q := bytesIn(buf, n)
	memmove(q, unsafe.Pointer(p), uintptr(n))
	return makestring(q, n)
}

func stringtoslicebyte(buf unsafe.Pointer, s string) []byte {
	n := len(s)
	if buf != nil && n <= smallBuf {
		b := (*[smallBuf]byte)(buf)
		*b = [smallBuf]byte{}
		copy(b[:], s)
		return b[:n]
	}
	c := n
	if n > 0 && n < 32 {
		c = 32
	} else {
		c = (n + 7) &^ 7
	}
	p := rawbytes(c)
	memmove(p, unsafe.Pointer(unsafe.StringData(s)), uintptr(n))
	if c > n {
		memclr(add(p, uintptr(n)), uintptr(c-n))
	}
	return unsafe.Slice((*byte)(p), c)[:n]
}

func stringtoslicerune(buf unsafe.Pointer, s string) []rune {
	n := 0
	for range s {
		n++
	}
	var out []rune
	if buf != nil && n <= smallBuf {
		b := (*[smallBuf]rune)(buf)
		*b = [smallBuf]rune{}
		out = b[:n]
	} else {
		out = make([]rune, n)
	}
	n = 0
	for _, r := range s {
		out[n] = r
		n++
	}
	return out
}

func slicerunetostring(buf0 unsafe.Pointer, runes []rune) string {
	n := 0
	for _, r := range runes {
		n += runelen(r)
	}
	if n == 0 {
		return ""
	}
	p := bytesIn(buf0, n)
	buf := unsafe.Slice((*byte)(p), n)
	at := 0
	for _, r := range runes {
		at += encoderune(buf[at:], r)
	}
	return makestring(p, n)
}

// intstring is string(r) for an integer r.
func intstring(buf unsafe.Pointer, v int64) string {
	r := rune(v)
	if int64(r) != v {
		r = runeError
	}
	n := runelen(r)
	p := buf
	if p == nil {
		p = rawbytes(n)
	}
	encoderune(unsafe.Slice((*byte)(p), n), r)
	return makestring(p, n)
}

const runeError = '\uFFFD'

func runelen(r rune) int {
	switch {
	case r < 0:
		return 3
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case r > 0x10FFFF || r < 0x10000:
		return 3
	}
	return 4
}

func encoderune(p []byte, r rune) int {
	if r < 0 || r > 0x10FFFF || 0xD800 <= r && r <= 0xDFFF {
		r = runeError
	}
	switch {
	case r < 0x80:
		p[0] = byte(r)
		return 1
	case r < 0x800:
		p[0] = 0xC0 | byte(r>>6)
		p[1] = 0x80 | byte(r)&0x3F
		return 2
	case r < 0x10000:
		p[0] = 0xE0 | byte(r>>12)
		p[1] = 0x80 | byte(r>>6)&0x3F
		p[2] = 0x80 | byte(r)&0x3F
		return 3
	}
	p[0] = 0xF0 | byte(r>>18)
	p[1] = 0x80 | byte(r>>12)&0x3F
	p[2] = 0x80 | byte(r>>6)&0x3F
	p[3] = 0x80 | byte(r)&0x3F
	return 4
}

// decoderune reads the rune that starts at s[k], where s[k] is no ASCII, and gives the position after it.
func decoderune(s string, k int) (rune, int) {
	c := s[k]
	left := len(s) - k
	switch {
	case 0xC2 <= c && c < 0xE0:
		if left > 1 && s[k+1]&0xC0 == 0x80 {
			return rune(c&0x1F)<<6 | rune(s[k+1]&0x3F), k + 2
		}
	case 0xE0 <= c && c < 0xF0:
		if left > 2 && s[k+1]&0xC0 == 0x80 && s[k+2]&0xC0 == 0x80 {
			r := rune(c&0x0F)<<12 | rune(s[k+1]&0x3F)<<6 | rune(s[k+2]&0x3F)
			if r >= 0x800 && (r < 0xD800 || r > 0xDFFF) {
				return r, k + 3
			}
		}
	case 0xF0 <= c && c < 0xF5:
		if left > 3 && s[k+1]&0xC0 == 0x80 && s[k+2]&0xC0 == 0x80 && s[k+3]&0xC0 == 0x80 {
			r := rune(c&0x07)<<18 | rune(s[k+1]&0x3F)<<12 | rune(s[k+2]&0x3F)<<6 | rune(s[k+3]&0x3F)
			if r >= 0x10000 && r <= 0x10FFFF {
				return r, k + 4
			}
		}
	}
	return runeError, k + 1
}

// growslice gives room for newLen elements: old (oldCap elements of which oldLen are copied) grows as gc grows it.
func growslice(old unsafe.Pointer, oldLen, oldCap, newLen int, et *abi.Type) (p unsafe.Pointer, newCap int) {
	if newLen < 0 {
		panicGrowslice()
	}
	if et.Size == 0 {
		return unsafe.Pointer(&zerobase), newLen
	}
	newCap = nextslicecap(newLen, oldCap)
	if uint(newCap) > uint(maxAlloc)/uint(et.Size) {
		panicGrowslice()
	}
	size := roundupsize(uintptr(newCap) * et.Size)
	newCap = int(size / et.Size)
	used := uintptr(oldLen) * et.Size
	if et.Flags&abi.FlagPointers == 0 {
		p = mallocraw(size)
		memclr(add(p, used), size-used)
	} else {
		p = newarray(et, newCap)
	}
	memmove(p, old, used)
	return p, newCap
}

func panicGrowslice() { panic(errorString("growslice: len out of range")) }

func nextslicecap(newLen, oldCap int) int {
	double := oldCap + oldCap
	if newLen > double {
		return newLen
	}
	const threshold = 256
	if oldCap < threshold {
		return double
	}
	c := oldCap
	for {
		c += (c + 3*threshold) >> 2
		if uint(c) >= uint(newLen) {
			break
		}
	}
	if c <= 0 {
		return newLen
	}
	return c
}
