package strconv

import "unicode/utf8"

const lowerhex = "0123456789abcdef"

func appendQuoted(buf []byte, s string, quote byte, ascii, graphic bool) []byte {
	buf = append(buf, quote)
	for width := 0; len(s) > 0; s = s[width:] {
		r := rune(s[0])
		width = 1
		if r >= utf8.RuneSelf {
			r, width = utf8.DecodeRuneInString(s)
		}
		if width == 1 && r == utf8.RuneError {
			buf = append(buf, '\\', 'x', lowerhex[s[0]>>4], lowerhex[s[0]&0xF])
			continue
		}
		buf = appendEscaped(buf, r, quote, ascii, graphic)
	}
	return append(buf, quote)
}

func appendEscaped(buf []byte, r rune, quote byte, ascii, graphic bool) []byte {
	if r == rune(quote) || r == '\\' {
		return append(buf, '\\', byte(r))
	}
	if ascii {
		if r < utf8.RuneSelf && IsPrint(r) {
			return append(buf, byte(r))
		}
	} else if IsPrint(r) || graphic && IsGraphic(r) {
		return utf8.AppendRune(buf, r)
	}
	switch r {
	case '\a':
		return append(buf, `\a`...)
	case '\b':
		return append(buf, `\b`...)
	case '\f':
		return append(buf, `\f`...)
	case '\n':
		return append(buf, `\n`...)
	case '\r':
		return append(buf, `\r`...)
	case '\t':
		return append(buf, `\t`...)
	case '\v':
		return append(buf, `\v`...)
	}
	switch {
	case r < ' ' || r == 0x7f:
		return append(buf, '\\', 'x', lowerhex[byte(r)>>4], lowerhex[byte(r)&0xF])
	case !utf8.ValidRune(r):
		r = 0xFFFD
		fallthrough
	case r < 0x10000:
		buf = append(buf, `\u`...)
		for s := 12; s >= 0; s -= 4 {
			buf = append(buf, lowerhex[r>>uint(s)&0xF])
		}
	default:
		buf = append(buf, `\U`...)
		for s := 28; s >= 0; s -= 4 {
			buf = append(buf, lowerhex[r>>uint(s)&0xF])
		}
	}
	return buf
}

func Quote(s string) string          { return string(appendQuoted(nil, s, '"', false, false)) }
func QuoteToASCII(s string) string   { return string(appendQuoted(nil, s, '"', true, false)) }
func QuoteToGraphic(s string) string { return string(appendQuoted(nil, s, '"', false, true)) }
func AppendQuote(dst []byte, s string) []byte        { return appendQuoted(dst, s, '"', false, false) }
func AppendQuoteToASCII(dst []byte, s string) []byte { return appendQuoted(dst, s, '"', true, false) }
func AppendQuoteToGraphic(dst []byte, s string) []byte { return appendQuoted(dst, s, '"', false, true) }

func quoteRune(dst []byte, r rune, ascii, graphic bool) []byte {
	if !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	dst = append(dst, '\'')
	dst = appendEscaped(dst, r, '\'', ascii, graphic)
	return append(dst, '\'')
}

func QuoteRune(r rune) string                        { return string(quoteRune(nil, r, false, false)) }
func QuoteRuneToASCII(r rune) string                 { return string(quoteRune(nil, r, true, false)) }
func QuoteRuneToGraphic(r rune) string               { return string(quoteRune(nil, r, false, true)) }
func AppendQuoteRune(dst []byte, r rune) []byte      { return quoteRune(dst, r, false, false) }
func AppendQuoteRuneToASCII(dst []byte, r rune) []byte { return quoteRune(dst, r, true, false) }

// CanBackquote reports whether s can stand unchanged in a raw string literal on one line.
func CanBackquote(s string) bool {
	for len(s) > 0 {
		r, wid := utf8.DecodeRuneInString(s)
		s = s[wid:]
		if wid > 1 {
			if r == '\ufeff' {
				return false
			}
			continue
		}
		if r == utf8.RuneError || r < ' ' && r != '\t' || r == '`' || r == '\u007F' {
			return false
		}
	}
	return true
}

// UnquoteChar decodes the first character or byte of an escaped string.
func UnquoteChar(s string, quote byte) (value rune, multibyte bool, tail string, err error) {
	if len(s) == 0 {
		err = ErrSyntax
		return
	}
	c := s[0]
	switch {
	case c == quote && (quote == '\'' || quote == '"'):
		err = ErrSyntax
		return
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRuneInString(s)
		return r, true, s[size:], nil
	case c != '\\':
		return rune(s[0]), false, s[1:], nil
	}
	if len(s) <= 1 {
		err = ErrSyntax
		return
	}
	c = s[1]
	s = s[2:]
	switch c {
	case 'a':
		value = '\a'
	case 'b':
		value = '\b'
	case 'f':
		value = '\f'
	case 'n':
		value = '\n'
	case 'r':
		value = '\r'
	case 't':
		value = '\t'
	case 'v':
		value = '\v'
	case 'x', 'u', 'U':
		n := 2
		if c == 'u' {
			n = 4
		} else if c == 'U' {
			n = 8
		}
		if len(s) < n {
			err = ErrSyntax
			return
		}
		var v rune
		for j := 0; j < n; j++ {
			x, ok := unhex(s[j])
			if !ok {
				err = ErrSyntax
				return
			}
			v = v<<4 | x
		}
		s = s[n:]
		value = v
		if c == 'x' {
			break
		}
		if !utf8.ValidRune(v) {
			err = ErrSyntax
			return
		}
		multibyte = true
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v := rune(c) - '0'
		if len(s) < 2 {
			err = ErrSyntax
			return
		}
		for j := 0; j < 2; j++ {
			x := rune(s[j]) - '0'
			if x < 0 || x > 7 {
				err = ErrSyntax
				return
			}
			v = v<<3 | x
		}
		s = s[2:]
		if v > 255 {
			err = ErrSyntax
			return
		}
		value = v
	case '\\':
		value = '\\'
	case '\'', '"':
		if c != quote {
			err = ErrSyntax
			return
		}
		value = rune(c)
	default:
		err = ErrSyntax
		return
	}
	tail = s
	return
}

func unhex(b byte) (v rune, ok bool) {
	c := rune(b)
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return
}

// Unquote interprets s as a quoted string or character literal.
func Unquote(s string) (string, error) {
	n := len(s)
	if n < 2 || s[0] != s[n-1] {
		return "", ErrSyntax
	}
	quote := s[0]
	s = s[1 : n-1]
	switch quote {
	case '`':
		var buf []byte
		for i := 0; i < len(s); i++ {
			if s[i] == '`' {
				return "", ErrSyntax
			}
			if s[i] != '\r' {
				buf = append(buf, s[i])
			}
		}
		return string(buf), nil
	case '"', '\'':
		var buf []byte
		count := 0
		for len(s) > 0 {
			if s[0] == '\n' {
				return "", ErrSyntax
			}
			r, multi, tail, err := UnquoteChar(s, quote)
			if err != nil {
				return "", err
			}
			s = tail
			if r < utf8.RuneSelf || !multi {
				buf = append(buf, byte(r))
			} else {
				buf = utf8.AppendRune(buf, r)
			}
			count++
			if quote == '\'' && len(s) > 0 {
				return "", ErrSyntax
			}
		}
		if quote == '\'' && count != 1 {
			return "", ErrSyntax
		}
		return string(buf), nil
	}
	return "", ErrSyntax
}
