package fmt

import "errors"

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }
func (e *wrapError) Unwrap() error { return e.err }

type wrapErrors struct {
	msg  string
	errs []error
}

func (e *wrapErrors) Error() string   { return e.msg }
func (e *wrapErrors) Unwrap() []error { return e.errs }

// Errorf formats an error; operands of %w are what it wraps.
func Errorf(format string, a ...any) error {
	p := newPrinter()
	p.wrapErrs = true
	p.doPrintf(format, a)
	s := string(p.buf)
	switch len(p.wrapped) {
	case 0:
		return errors.New(s)
	case 1:
		w := &wrapError{msg: s}
		w.err, _ = a[p.wrapped[0]].(error)
		return w
	}
	seen := map[int]bool{}
	var errs []error
	for i := range a {
		for _, n := range p.wrapped {
			if n == i && !seen[i] {
				seen[i] = true
				if e, ok := a[i].(error); ok {
					errs = append(errs, e)
				}
			}
		}
	}
	return &wrapErrors{s, errs}
}
