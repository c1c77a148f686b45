package json

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// A SyntaxError is a description of a JSON syntax error.
type SyntaxError struct {
	msg    string
	Offset int64
}

func (e *SyntaxError) Error() string { return e.msg }

// reader walks over a text; at is the next byte.
type reader struct {
	data []byte
	at   int
}

func quoteChar(c byte) string {
	if c == '\'' {
		return `'\''`
	}
	if c == '"' {
		return `'"'`
	}
	s := strconv.Quote(string(rune(c)))
	return "'" + s[1:len(s)-1] + "'"
}

func (r *reader) bad(context string) error {
	if r.at >= len(r.data) {
		return &SyntaxError{"unexpected end of JSON input", int64(len(r.data))}
	}
	return &SyntaxError{"invalid character " + quoteChar(r.data[r.at]) + " " + context, int64(r.at + 1)}
}

func (r *reader) space() {
	for r.at < len(r.data) {
		switch r.data[r.at] {
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			return
		}
	}
}

func (r *reader) peek() byte {
	if r.at < len(r.data) {
		return r.data[r.at]
	}
	return 0
}

// skip passes over one value and says whether it is well-formed.
func (r *reader) skip(depth int) error {
	if depth > 10000 {
		return &SyntaxError{"exceeded max depth", int64(r.at)}
	}
	r.space()
	switch c := r.peek(); {
	case c == '{':
		r.at++
		r.space()
		if r.peek() == '}' {
			r.at++
			return nil
		}
		for {
			r.space()
			if r.peek() != '"' {
				return r.bad("looking for beginning of object key string")
			}
			if err := r.text(); err != nil {
				return err
			}
			r.space()
			if r.peek() != ':' {
				return r.bad("after object key")
			}
			r.at++
			if err := r.skip(depth + 1); err != nil {
				return err
			}
			r.space()
			switch r.peek() {
			case ',':
				r.at++
				continue
			case '}':
				r.at++
				return nil
			}
			return r.bad("after object key:value pair")
		}
	case c == '[':
		r.at++
		r.space()
		if r.peek() == ']' {
			r.at++
			return nil
		}
		for {
			if err := r.skip(depth + 1); err != nil {
				return err
			}
			r.space()
			switch r.peek() {
			case ',':
				r.at++
				continue
			case ']':
				r.at++
				return nil
			}
			return r.bad("after array element")
		}
	case c == '"':
		return r.text()
	case c == '-' || '0' <= c && c <= '9':
		return r.number()
	case c == 't':
		return r.word("true")
	case c == 'f':
		return r.word("false")
	case c == 'n':
		return r.word("null")
	}
	return r.bad("looking for beginning of value")
}

func (r *reader) word(w string) error {
	for i := 0; i < len(w); i++ {
		if r.peek() != w[i] || r.at >= len(r.data) {
			return r.bad("in literal " + w + " (expecting " + quoteChar(w[i]) + ")")
		}
		r.at++
	}
	return nil
}

func (r *reader) digits() bool {
	start := r.at
	for '0' <= r.peek() && r.peek() <= '9' {
		r.at++
	}
	return r.at > start
}

func (r *reader) number() error {
	if r.peek() == '-' {
		r.at++
	}
	if r.peek() == '0' {
		r.at++
	} else if !r.digits() {
		return r.bad("in numeric literal")
	}
	if r.peek() == '.' {
		r.at++
		if !r.digits() {
			return r.bad("after decimal point in numeric literal")
		}
	}
	if c := r.peek(); c == 'e' || c == 'E' {
		r.at++
		if c := r.peek(); c == '+' || c == '-' {
			r.at++
		}
		if !r.digits() {
			return r.bad("in exponent of numeric literal")
		}
	}
	return nil
}

func (r *reader) text() error {
	r.at++
	for r.at < len(r.data) {
		switch c := r.data[r.at]; {
		case c == '"':
			r.at++
			return nil
		case c == '\\':
			r.at++
			switch r.peek() {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
				r.at++
			case 'u':
				r.at++
				for i := 0; i < 4; i++ {
					if c := r.peek(); hexValue(c) < 0 {
						return r.bad("in \\u hexadecimal character escape")
					}
					r.at++
				}
			default:
				return r.bad("in string escape code")
			}
		case c < ' ':
			return r.bad("in string literal")
		default:
			r.at++
		}
	}
	return r.bad("")
}

func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// check says whether data is one well-formed value.
func check(data []byte) error {
	r := reader{data, 0}
	if err := r.skip(0); err != nil {
		return err
	}
	r.space()
	if r.at < len(data) {
		return r.bad("after top-level value")
	}
	return nil
}

// Valid reports whether data is a valid JSON encoding.
func Valid(data []byte) bool { return check(data) == nil }

// unquote gives the text of a well-formed string literal.
func unquote(lit []byte) string {
	lit = lit[1 : len(lit)-1]
	if bytes.IndexByte(lit, '\\') < 0 && utf8.Valid(lit) {
		return string(lit)
	}
	out := make([]byte, 0, len(lit))
	for i := 0; i < len(lit); {
		c := lit[i]
		if c != '\\' {
			r, n := utf8.DecodeRune(lit[i:])
			out = utf8.AppendRune(out, r)
			i += n
			continue
		}
		i++
		switch lit[i] {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r := unit(lit[i+1:])
			i += 4
			if utf16.IsSurrogate(r) {
				r2 := rune(-1)
				if i+6 < len(lit)+0 && lit[i+1] == '\\' && lit[i+2] == 'u' {
					r2 = utf16.DecodeRune(r, unit(lit[i+3:]))
				}
				if r2 >= 0 && r2 != utf8.RuneError {
					i += 6
					r = r2
				} else {
					r = utf8.RuneError
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, lit[i])
		}
		i++
	}
	return string(out)
}

func unit(b []byte) rune {
	var r rune
	for _, c := range b[:4] {
		r = r<<4 | rune(hexValue(c))
	}
	return r
}

// Compact appends to dst the JSON-encoded src with insignificant space characters elided.
func Compact(dst *bytes.Buffer, src []byte) error {
	if err := check(src); err != nil {
		return err
	}
	dst.Write(appendCompact(nil, src, false))
	return nil
}

func appendCompact(b, src []byte, html bool) []byte {
	quoted := false
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch {
		case quoted && c == '\\':
			b = append(b, c, src[i+1])
			i++
			continue
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			continue
		case html && (c == '<' || c == '>' || c == '&'):
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			continue
		}
		b = append(b, c)
	}
	return b
}

// Indent appends to dst an indented form of the JSON-encoded src.
func Indent(dst *bytes.Buffer, src []byte, prefix, indent string) error {
	if err := check(src); err != nil {
		return err
	}
	dst.Write(appendIndent(nil, src, prefix, indent))
	return nil
}

func appendIndent(b, src []byte, prefix, indent string) []byte {
	depth := 0
	line := func() {
		b = append(append(b, '\n'), prefix...)
		for i := 0; i < depth; i++ {
			b = append(b, indent...)
		}
	}
	src = appendCompact(nil, src, false)
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch c {
		case '"':
			j := i + 1
			for src[j] != '"' {
				if src[j] == '\\' {
					j++
				}
				j++
			}
			b = append(b, src[i:j+1]...)
			i = j
		case '{', '[':
			b = append(b, c)
			if src[i+1] == c+2 {
				b = append(b, src[i+1])
				i++
				break
			}
			depth++
			line()
		case '}', ']':
			depth--
			line()
			b = append(b, c)
		case ',':
			b = append(b, c)
			line()
		case ':':
			b = append(b, c, ' ')
		default:
			b = append(b, c)
		}
	}
	return b
}
