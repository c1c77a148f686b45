// Package filepath works on file names; on Linux these are slash-separated paths.
package filepath

import (
	"errors"
	"os"
	"path"
	"strings"
)

const (
	Separator     = '/'
	ListSeparator = ':'
)

// ErrBadPattern indicates a pattern was malformed.
var ErrBadPattern = path.ErrBadPattern

func Clean(p string) string                    { return path.Clean(p) }
func Split(p string) (dir, file string)        { return path.Split(p) }
func Join(elem ...string) string               { return path.Join(elem...) }
func Ext(p string) string                      { return path.Ext(p) }
func Base(p string) string                     { return path.Base(p) }
func Dir(p string) string                      { return path.Dir(p) }
func IsAbs(p string) bool                      { return path.IsAbs(p) }
func ToSlash(p string) string                  { return p }
func FromSlash(p string) string                { return p }
func VolumeName(p string) string               { return "" }
func Match(pattern, name string) (bool, error) { return path.Match(pattern, name) }

// SplitList splits a list of paths joined by colons.
func SplitList(p string) []string {
	if p == "" {
		return []string{}
	}
	return strings.Split(p, ":")
}

// Abs returns an absolute representation of path.
func Abs(p string) (string, error) {
	if IsAbs(p) {
		return Clean(p), nil
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return Join(wd, p), nil
}

// Rel returns a relative path that leads from basepath to targpath.
func Rel(basepath, targpath string) (string, error) {
	base, target := Clean(basepath), Clean(targpath)
	if base == target {
		return ".", nil
	}
	if base == "." {
		base = ""
	}
	if IsAbs(base) != IsAbs(target) {
		return "", errors.New("Rel: can't make " + targpath + " relative to " + basepath)
	}
	b, t := parts(base), parts(target)
	same := 0
	for same < len(b) && same < len(t) && b[same] == t[same] {
		same++
	}
	var out []string
	for _, part := range b[same:] {
		if part == ".." {
			return "", errors.New("Rel: can't make " + targpath + " relative to " + basepath)
		}
		out = append(out, "..")
	}
	return strings.Join(append(out, t[same:]...), "/"), nil
}

func parts(p string) []string {
	p = strings.TrimPrefix(p, "/")
	if p == "" {
		return nil
	}
	return strings.Split(p, "/")
}
