// Package url parses URLs and implements query escaping.
package url

import (
	"errors"
	"sort"
	"strings"
)

// A URL represents a parsed URL.
type URL struct {
	Scheme   string
	Host     string
	Path     string
	RawQuery string
	Fragment string
}

func (u *URL) String() string {
	s := ""
	if u.Scheme != "" {
		s = u.Scheme + "://"
	}
	s += u.Host + u.Path
	if u.RawQuery != "" {
		s += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		s += "#" + u.Fragment
	}
	return s
}

func (u *URL) Query() Values {
	v, _ := ParseQuery(u.RawQuery)
	return v
}

func (u *URL) RequestURI() string {
	p := u.Path
	if p == "" {
		p = "/"
	}
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	return p
}

func Parse(raw string) (*URL, error) {
	u := &URL{}
	raw, u.Fragment, _ = strings.Cut(raw, "#")
	raw, u.RawQuery, _ = strings.Cut(raw, "?")
	if scheme, rest, ok := strings.Cut(raw, "://"); ok {
		u.Scheme = strings.ToLower(scheme)
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			u.Host, raw = rest[:i], rest[i:]
		} else {
			u.Host, raw = rest, ""
		}
	}
	p, err := PathUnescape(raw)
	u.Path = p
	return u, err
}

func ParseRequestURI(raw string) (*URL, error) { return Parse(raw) }

// Values maps a string key to a list of values.
type Values map[string][]string

func (v Values) Get(key string) string {
	if vs := v[key]; len(vs) > 0 {
		return vs[0]
	}
	return ""
}
func (v Values) Set(key, value string) { v[key] = []string{value} }
func (v Values) Add(key, value string) { v[key] = append(v[key], value) }
func (v Values) Del(key string)        { delete(v, key) }
func (v Values) Has(key string) bool {
	_, ok := v[key]
	return ok
}

func (v Values) Encode() string {
	keys := make([]string, 0, len(v))
	for k := range v {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var parts []string
	for _, k := range keys {
		for _, x := range v[k] {
			parts = append(parts, QueryEscape(k)+"="+QueryEscape(x))
		}
	}
	return strings.Join(parts, "&")
}

func ParseQuery(query string) (Values, error) {
	m := Values{}
	var first error
	for query != "" {
		var part string
		part, query, _ = strings.Cut(query, "&")
		if part == "" {
			continue
		}
		k, v, _ := strings.Cut(part, "=")
		k, err := QueryUnescape(k)
		if err == nil {
			v, err = QueryUnescape(v)
		}
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		m[k] = append(m[k], v)
	}
	return m, first
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

func unescape(s string, plus bool) (string, error) {
	if strings.IndexByte(s, '%') < 0 && !(plus && strings.IndexByte(s, '+') >= 0) {
		return s, nil
	}
	var out []byte
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '%':
			if i+2 >= len(s) || unhex(s[i+1]) < 0 || unhex(s[i+2]) < 0 {
				return "", errors.New("invalid URL escape " + s[i:])
			}
			out = append(out, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
		case s[i] == '+' && plus:
			out = append(out, ' ')
		default:
			out = append(out, s[i])
		}
	}
	return string(out), nil
}

func QueryUnescape(s string) (string, error) { return unescape(s, true) }
func PathUnescape(s string) (string, error)  { return unescape(s, false) }

func escape(s string, plus bool) string {
	const hex = "0123456789ABCDEF"
	var out []byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~':
			out = append(out, c)
		case c == ' ' && plus:
			out = append(out, '+')
		default:
			out = append(out, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(out)
}

func QueryEscape(s string) string { return escape(s, true) }
func PathEscape(s string) string  { return escape(s, false) }
