package http

import (
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

//burrow:runtime runtime.syscall6
func syscall6(nr, a, b, c, d, e, f uintptr) int

//burrow:runtime runtime.pollwait
func pollwait(fd, mode int) int

//burrow:runtime runtime.pollclose
func pollclose(fd int)

const (
	sysRead       = 0
	sysSendto     = 44
	msgNoSignal   = 0x4000 // a client that has gone is an error, not the end of the server
	sysClose      = 3
	sysSocket     = 41
	sysBind       = 49
	sysListen     = 50
	sysSetsockopt = 54
	sysAccept4    = 288
)

var errBad = errors.New("malformed HTTP request")

// An OpError is what failed on an address.
type OpError struct {
	Op, Net, Addr, Call string
	Err                 error
}

func (e *OpError) Error() string { return e.Op + " " + e.Net + " " + e.Addr + ": " + e.Call + ": " + e.Err.Error() }
func (e *OpError) Unwrap() error { return e.Err }

// listen opens a socket for host:port; localhost and an empty host are known, others are IPv4 addresses.
func listen(addr string) (int, error) {
	i := strings.LastIndexByte(addr, ':')
	if i < 0 {
		return -1, errors.New("listen tcp: address " + addr + ": missing port in address")
	}
	host, service := addr[:i], addr[i+1:]
	port, err := strconv.Atoi(service)
	if service == "http" {
		port, err = 80, nil
	}
	if err != nil || port < 0 || port > 65535 {
		return -1, errors.New("listen tcp: lookup tcp/" + service + ": unknown port")
	}
	ip := [4]byte{}
	switch host {
	case "localhost":
		ip = [4]byte{127, 0, 0, 1}
	case "", "0.0.0.0", "[::]":
	default:
		parts := strings.Split(host, ".")
		if len(parts) != 4 {
			return -1, errors.New("listen tcp: lookup " + host + ": no such host")
		}
		for k, p := range parts {
			n, err := strconv.Atoi(p)
			if err != nil || n > 255 || n < 0 {
				return -1, errors.New("listen tcp: lookup " + host + ": no such host")
			}
			ip[k] = byte(n)
		}
	}
	shown := strconv.Itoa(int(ip[0])) + "." + strconv.Itoa(int(ip[1])) + "." + strconv.Itoa(int(ip[2])) + "." + strconv.Itoa(int(ip[3])) + ":" + service
	fail := func(call string, r int) (int, error) {
		return -1, &OpError{"listen", "tcp", shown, call, syscall.Errno(-r)}
	}
	fd := syscall6(sysSocket, 2, 1|0x800|0x80000, 0, 0, 0, 0)
	if fd < 0 {
		return fail("socket", fd)
	}
	one := int32(1)
	syscall6(sysSetsockopt, uintptr(fd), 1, 2, uintptr(unsafe.Pointer(&one)), 4, 0)
	sa := [16]byte{2, 0, byte(port >> 8), byte(port), ip[0], ip[1], ip[2], ip[3]}
	if r := syscall6(sysBind, uintptr(fd), uintptr(unsafe.Pointer(&sa)), 16, 0, 0, 0); r < 0 {
		syscall6(sysClose, uintptr(fd), 0, 0, 0, 0, 0)
		return fail("bind", r)
	}
	if r := syscall6(sysListen, uintptr(fd), 128, 0, 0, 0, 0); r < 0 {
		syscall6(sysClose, uintptr(fd), 0, 0, 0, 0, 0)
		return fail("listen", r)
	}
	return fd, nil
}

func accept(fd int) (int, error) {
	for {
		r := syscall6(sysAccept4, uintptr(fd), 0, 0, 0x800|0x80000, 0, 0)
		if r >= 0 {
			return r, nil
		}
		switch syscall.Errno(-r) {
		case syscall.EAGAIN:
			pollwait(fd, 'r')
		case syscall.EINTR, 103:
		default:
			return -1, syscall.Errno(-r)
		}
	}
}

// conn is a connection: reads are buffered.
type conn struct {
	fd   int
	buf  [4096]byte
	r, w int
}

func (c *conn) fill() error {
	for {
		n := syscall6(sysRead, uintptr(c.fd), uintptr(unsafe.Pointer(&c.buf)), uintptr(len(c.buf)), 0, 0, 0)
		switch {
		case n > 0:
			c.r, c.w = 0, n
			return nil
		case n == 0:
			return io.EOF
		case syscall.Errno(-n) == syscall.EAGAIN:
			pollwait(c.fd, 'r')
		case syscall.Errno(-n) != syscall.EINTR:
			return syscall.Errno(-n)
		}
	}
}

func (c *conn) Read(p []byte) (int, error) {
	if c.r == c.w {
		if err := c.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.buf[c.r:c.w])
	c.r += n
	return n, nil
}

func (c *conn) Write(p []byte) (int, error) {
	done := 0
	for done < len(p) {
		n := syscall6(sysSendto, uintptr(c.fd), uintptr(unsafe.Pointer(&p[done])), uintptr(len(p)-done), msgNoSignal, 0, 0)
		switch {
		case n >= 0:
			done += n
		case syscall.Errno(-n) == syscall.EAGAIN:
			pollwait(c.fd, 'w')
		case syscall.Errno(-n) != syscall.EINTR:
			return done, syscall.Errno(-n)
		}
	}
	return done, nil
}

func (c *conn) Close() error {
	pollclose(c.fd)
	syscall6(sysClose, uintptr(c.fd), 0, 0, 0, 0, 0)
	return nil
}

func (c *conn) line() (string, error) {
	var out []byte
	for {
		if c.r == c.w {
			if err := c.fill(); err != nil {
				return "", err
			}
		}
		b := c.buf[c.r]
		c.r++
		if b == '\n' {
			if n := len(out); n > 0 && out[n-1] == '\r' {
				out = out[:n-1]
			}
			return string(out), nil
		}
		out = append(out, b)
		if len(out) > 1<<16 {
			return "", errBad
		}
	}
}

type body struct {
	r io.Reader
}

func (b *body) Read(p []byte) (int, error) { return b.r.Read(p) }
func (b *body) Close() error               { return nil }

// chunks reads a chunked body.
type chunks struct {
	c    *conn
	left int64
	done bool
}

func (k *chunks) Read(p []byte) (int, error) {
	if k.done {
		return 0, io.EOF
	}
	if k.left == 0 {
		s, err := k.c.line()
		if err != nil {
			return 0, err
		}
		s, _, _ = strings.Cut(s, ";")
		n, err := strconv.ParseInt(strings.TrimSpace(s), 16, 63)
		if err != nil {
			return 0, errBad
		}
		if n == 0 {
			k.done = true
			for {
				s, err := k.c.line()
				if err != nil || s == "" {
					return 0, io.EOF
				}
			}
		}
		k.left = n
	}
	if int64(len(p)) > k.left {
		p = p[:k.left]
	}
	n, err := k.c.Read(p)
	k.left -= int64(n)
	if k.left == 0 {
		k.c.line()
	}
	return n, err
}

func (c *conn) readRequest() (*Request, error) {
	first, err := c.line()
	if err != nil {
		return nil, err
	}
	method, rest, ok := strings.Cut(first, " ")
	target, proto, ok2 := strings.Cut(rest, " ")
	if !ok || !ok2 || !strings.HasPrefix(proto, "HTTP/1.") {
		return nil, errBad
	}
	u, err := url.ParseRequestURI(target)
	if err != nil {
		return nil, errBad
	}
	req := &Request{Method: method, URL: u, Proto: proto, Header: Header{}, RequestURI: target}
	for {
		s, err := c.line()
		if err != nil {
			return nil, err
		}
		if s == "" {
			break
		}
		k, v, ok := strings.Cut(s, ":")
		if !ok {
			return nil, errBad
		}
		req.Header.Add(k, strings.TrimSpace(v))
	}
	req.Host = req.Header.Get("Host")
	req.Header.Del("Host")
	if strings.EqualFold(req.Header.Get("Transfer-Encoding"), "chunked") {
		req.ContentLength = -1
		req.Body = &body{&chunks{c: c}}
	} else {
		n, _ := strconv.ParseInt(req.Header.Get("Content-Length"), 10, 64)
		req.ContentLength = n
		req.Body = &body{io.LimitReader(c, n)}
	}
	return req, nil
}
