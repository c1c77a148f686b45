// Package path works on slash-separated paths.
package path

import "errors"

// ErrBadPattern indicates a pattern was malformed.
var ErrBadPattern = errors.New("syntax error in pattern")

// Clean returns the shortest path name equivalent to path by purely lexical processing.
func Clean(path string) string {
	if path == "" {
		return "."
	}
	rooted := path[0] == '/'
	var parts []string
	for i := 0; i < len(path); {
		if path[i] == '/' {
			i++
			continue
		}
		j := i
		for j < len(path) && path[j] != '/' {
			j++
		}
		switch part := path[i:j]; part {
		case ".":
		case "..":
			if n := len(parts); n > 0 && parts[n-1] != ".." {
				parts = parts[:n-1]
			} else if !rooted {
				parts = append(parts, part)
			}
		default:
			parts = append(parts, part)
		}
		i = j
	}
	out := make([]byte, 0, len(path))
	if rooted {
		out = append(out, '/')
	}
	for i, part := range parts {
		if i > 0 {
			out = append(out, '/')
		}
		out = append(out, part...)
	}
	if len(out) == 0 {
		return "."
	}
	return string(out)
}

// Split splits path immediately following the final slash.
func Split(path string) (dir, file string) {
	i := lastSlash(path)
	return path[:i+1], path[i+1:]
}

func lastSlash(s string) int {
	i := len(s) - 1
	for i >= 0 && s[i] != '/' {
		i--
	}
	return i
}

// Join joins any number of path elements into a single path.
func Join(elem ...string) string {
	var out []byte
	for _, e := range elem {
		if e == "" {
			continue
		}
		if len(out) > 0 {
			out = append(out, '/')
		}
		out = append(out, e...)
	}
	if len(out) == 0 {
		return ""
	}
	return Clean(string(out))
}

// Ext returns the file name extension used by path.
func Ext(path string) string {
	for i := len(path) - 1; i >= 0 && path[i] != '/'; i-- {
		if path[i] == '.' {
			return path[i:]
		}
	}
	return ""
}

// Base returns the last element of path.
func Base(path string) string {
	if path == "" {
		return "."
	}
	for len(path) > 0 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	if path == "" {
		return "/"
	}
	return path[lastSlash(path)+1:]
}

func IsAbs(path string) bool { return len(path) > 0 && path[0] == '/' }

// Dir returns all but the last element of path.
func Dir(path string) string { return Clean(path[:lastSlash(path)+1]) }

// Match reports whether name matches the shell pattern.
func Match(pattern, name string) (matched bool, err error) {
	if err := valid(pattern); err != nil {
		return false, err
	}
	return match(pattern, name), nil
}

// valid looks for the errors that a pattern can have.
func valid(p string) error {
	for i := 0; i < len(p); i++ {
		switch p[i] {
		case '\\':
			if i++; i == len(p) {
				return ErrBadPattern
			}
		case '[':
			if i++; i < len(p) && p[i] == '^' {
				i++
			}
			for first := true; ; first = false {
				if i >= len(p) {
					return ErrBadPattern
				}
				if p[i] == ']' && !first {
					break
				}
				var ok bool
				if _, i, ok = member(p, i); !ok {
					return ErrBadPattern
				}
				if i < len(p) && p[i] == '-' {
					if _, i, ok = member(p, i+1); !ok {
						return ErrBadPattern
					}
				}
			}
		}
	}
	return nil
}

// member reads one character of a class: it, and where the next one begins.
func member(p string, i int) (rune, int, bool) {
	if i >= len(p) || p[i] == '-' || p[i] == ']' {
		return 0, i, false
	}
	if p[i] == '\\' {
		if i++; i >= len(p) {
			return 0, i, false
		}
	}
	for j, r := range p[i:] {
		_ = j
		n := size(p[i:])
		return r, i + n, i+n < len(p)
	}
	return 0, i, false
}

func size(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}

func match(p, s string) bool {
	for len(p) > 0 {
		switch p[0] {
		case '*':
			for len(p) > 0 && p[0] == '*' {
				p = p[1:]
			}
			for i := 0; ; i++ {
				if match(p, s[i:]) {
					return true
				}
				if i == len(s) || s[i] == '/' {
					return false
				}
			}
		case '?':
			if len(s) == 0 || s[0] == '/' {
				return false
			}
			p, s = p[1:], s[size(s):]
		case '[':
			if len(s) == 0 {
				return false
			}
			var r rune
			for _, c := range s {
				r = c
				break
			}
			i := 1
			not := p[i] == '^'
			if not {
				i++
			}
			hit := false
			for first := true; p[i] != ']' || first; first = false {
				var lo, hi rune
				lo, i, _ = member(p, i)
				hi = lo
				if p[i] == '-' {
					hi, i, _ = member(p, i+1)
				}
				hit = hit || lo <= r && r <= hi
			}
			if hit == not {
				return false
			}
			p, s = p[i+1:], s[size(s):]
		default:
			if p[0] == '\\' {
				p = p[1:]
			}
			if len(s) == 0 || p[0] != s[0] {
				return false
			}
			p, s = p[1:], s[1:]
		}
	}
	return len(s) == 0
}
