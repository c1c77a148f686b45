// Package http provides HTTP/1.1 servers: what handlers, a mux and the endpoints of net/http/pprof need.
package http

import (
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	MethodGet    = "GET"
	MethodHead   = "HEAD"
	MethodPost   = "POST"
	MethodPut    = "PUT"
	MethodDelete = "DELETE"

	StatusOK                  = 200
	StatusCreated             = 201
	StatusNoContent           = 204
	StatusMovedPermanently    = 301
	StatusFound               = 302
	StatusBadRequest          = 400
	StatusUnauthorized        = 401
	StatusForbidden           = 403
	StatusNotFound            = 404
	StatusMethodNotAllowed    = 405
	StatusInternalServerError = 500
	StatusNotImplemented      = 501
	StatusServiceUnavailable  = 503
)

func StatusText(code int) string {
	switch code {
	case 200:
		return "OK"
	case 201:
		return "Created"
	case 204:
		return "No Content"
	case 301:
		return "Moved Permanently"
	case 302:
		return "Found"
	case 400:
		return "Bad Request"
	case 401:
		return "Unauthorized"
	case 403:
		return "Forbidden"
	case 404:
		return "Not Found"
	case 405:
		return "Method Not Allowed"
	case 500:
		return "Internal Server Error"
	case 501:
		return "Not Implemented"
	case 503:
		return "Service Unavailable"
	}
	return ""
}

var ErrServerClosed = errors.New("http: Server closed")

// A Header represents the key-value pairs in an HTTP header.
type Header map[string][]string

func canonical(k string) string {
	b := []byte(k)
	upper := true
	for i, c := range b {
		if upper && 'a' <= c && c <= 'z' {
			b[i] = c - 32
		} else if !upper && 'A' <= c && c <= 'Z' {
			b[i] = c + 32
		}
		upper = c == '-'
	}
	return string(b)
}

func CanonicalHeaderKey(s string) string { return canonical(s) }

func (h Header) Set(key, value string) { h[canonical(key)] = []string{value} }
func (h Header) Add(key, value string) {
	key = canonical(key)
	h[key] = append(h[key], value)
}
func (h Header) Get(key string) string {
	if v := h[canonical(key)]; len(v) > 0 {
		return v[0]
	}
	return ""
}
func (h Header) Del(key string)             { delete(h, canonical(key)) }
func (h Header) Values(key string) []string { return h[canonical(key)] }

// A ResponseWriter is used by a handler to construct a response.
type ResponseWriter interface {
	Header() Header
	Write([]byte) (int, error)
	WriteHeader(statusCode int)
}

// The Flusher interface is implemented by ResponseWriters that can send what is buffered.
type Flusher interface{ Flush() }

// A Handler responds to a request.
type Handler interface {
	ServeHTTP(ResponseWriter, *Request)
}

// HandlerFunc lets ordinary functions be handlers.
type HandlerFunc func(ResponseWriter, *Request)

func (f HandlerFunc) ServeHTTP(w ResponseWriter, r *Request) { f(w, r) }

// A Request is a request received by a server.
type Request struct {
	Method        string
	URL           *url.URL
	Proto         string
	Header        Header
	Body          io.ReadCloser
	ContentLength int64
	Host          string
	Form          url.Values
	RemoteAddr    string
	RequestURI    string
}

func (r *Request) ParseForm() error {
	if r.Form != nil {
		return nil
	}
	r.Form = r.URL.Query()
	if r.Method == "POST" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		v, err := url.ParseQuery(string(b))
		for k, vs := range v {
			r.Form[k] = append(vs, r.Form[k]...)
		}
		return err
	}
	return nil
}

func (r *Request) FormValue(key string) string {
	r.ParseForm()
	return r.Form.Get(key)
}

func (r *Request) UserAgent() string { return r.Header.Get("User-Agent") }

// Error replies with a message and a code.
func Error(w ResponseWriter, message string, code int) {
	h := w.Header()
	h.Del("Content-Length")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(code)
	io.WriteString(w, message+"\n")
}

func NotFound(w ResponseWriter, r *Request) { Error(w, "404 page not found", StatusNotFound) }
func NotFoundHandler() Handler              { return HandlerFunc(NotFound) }

func Redirect(w ResponseWriter, r *Request, to string, code int) {
	w.Header().Set("Location", to)
	w.WriteHeader(code)
}

// ServeMux matches the path of each request against patterns: the longest wins, one that ends in a slash matches all below.
type ServeMux struct {
	mu sync.RWMutex
	m  map[string]Handler
}

func NewServeMux() *ServeMux { return &ServeMux{} }

var DefaultServeMux = NewServeMux()

func (mux *ServeMux) Handle(pattern string, handler Handler) {
	if pattern == "" {
		panic("http: invalid pattern")
	}
	if handler == nil {
		panic("http: nil handler")
	}
	mux.mu.Lock()
	defer mux.mu.Unlock()
	if mux.m == nil {
		mux.m = map[string]Handler{}
	}
	if _, dup := mux.m[pattern]; dup {
		panic("http: multiple registrations for " + pattern)
	}
	mux.m[pattern] = handler
}

func (mux *ServeMux) HandleFunc(pattern string, handler func(ResponseWriter, *Request)) {
	if handler == nil {
		panic("http: nil handler")
	}
	mux.Handle(pattern, HandlerFunc(handler))
}

func (mux *ServeMux) find(method, path string) Handler {
	mux.mu.RLock()
	defer mux.mu.RUnlock()
	var best Handler
	length := -1
	for pattern, h := range mux.m {
		p := pattern
		if verb, rest, ok := strings.Cut(p, " "); ok {
			if verb != method && !(verb == "GET" && method == "HEAD") {
				continue
			}
			p = strings.TrimSpace(rest)
		}
		if p == path || p == "/" || strings.HasSuffix(p, "/") && strings.HasPrefix(path, p) {
			n := len(p) * 2
			if p != pattern {
				n++
			}
			if n > length {
				best, length = h, n
			}
		}
	}
	return best
}

func (mux *ServeMux) ServeHTTP(w ResponseWriter, r *Request) {
	h := mux.find(r.Method, r.URL.Path)
	if h == nil {
		if mux.find(r.Method, r.URL.Path+"/") != nil && mux.m[r.URL.Path+"/"] != nil {
			Redirect(w, r, r.URL.Path+"/", StatusMovedPermanently)
			return
		}
		NotFound(w, r)
		return
	}
	h.ServeHTTP(w, r)
}

func Handle(pattern string, handler Handler) { DefaultServeMux.Handle(pattern, handler) }
func HandleFunc(pattern string, handler func(ResponseWriter, *Request)) {
	DefaultServeMux.HandleFunc(pattern, handler)
}

// A Server defines parameters for running an HTTP server.
type Server struct {
	Addr         string
	Handler      Handler
	ReadTimeout  time.Duration
	WriteTimeout time.Duration
}

func ListenAndServe(addr string, handler Handler) error {
	s := &Server{Addr: addr, Handler: handler}
	return s.ListenAndServe()
}

func (s *Server) ListenAndServe() error {
	addr := s.Addr
	if addr == "" {
		addr = ":http"
	}
	fd, err := listen(addr)
	if err != nil {
		return err
	}
	for {
		c, err := accept(fd)
		if err != nil {
			return err
		}
		go s.serve(&conn{fd: c})
	}
}

func (s *Server) serve(c *conn) {
	defer c.Close()
	for {
		req, err := c.readRequest()
		if err != nil {
			if err == errBad {
				c.Write([]byte("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request"))
			}
			return
		}
		w := &response{c: c, req: req, header: Header{}}
		s.handle(w, req)
		w.finish()
		io.Copy(io.Discard, req.Body)
		if w.close {
			return
		}
	}
}

func (s *Server) handle(w *response, req *Request) {
	defer func() {
		if e := recover(); e != nil {
			w.close = true
			logPanic(e)
		}
	}()
	h := s.Handler
	if h == nil {
		h = DefaultServeMux
	}
	h.ServeHTTP(w, req)
}

func logPanic(e any) {
	text := "panic"
	switch e := e.(type) {
	case error:
		text = e.Error()
	case string:
		text = e
	}
	print("http: panic serving: ", text, "\n")
}

// response buffers a small body, so that its length is known; a larger one goes out in chunks.
type response struct {
	c       *conn
	req     *Request
	header  Header
	status  int
	buf     []byte
	sent    bool // the header is out
	chunked bool
	close   bool
}

func (w *response) Header() Header { return w.header }

func (w *response) WriteHeader(code int) {
	if w.status == 0 {
		w.status = code
	}
}

func (w *response) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = 200
	}
	w.buf = append(w.buf, p...)
	if len(w.buf) > 4096 {
		w.Flush()
	}
	return len(p), nil
}

func (w *response) WriteString(s string) (int, error) { return w.Write([]byte(s)) }

func (w *response) Flush() {
	if w.status == 0 {
		w.status = 200
	}
	if !w.sent {
		w.sendHeader(false)
	}
	if len(w.buf) == 0 || w.req.Method == "HEAD" {
		w.buf = w.buf[:0]
		return
	}
	if w.chunked {
		out := strconv.AppendInt(nil, int64(len(w.buf)), 16)
		out = append(out, "\r\n"...)
		out = append(out, w.buf...)
		out = append(out, "\r\n"...)
		w.c.Write(out)
	} else {
		w.c.Write(w.buf)
	}
	w.buf = w.buf[:0]
}

func (w *response) sendHeader(whole bool) {
	w.sent = true
	h := w.header
	if h.Get("Content-Type") == "" && len(w.buf) > 0 {
		h.Set("Content-Type", DetectContentType(w.buf))
	}
	if h.Get("Content-Length") == "" {
		if whole {
			h.Set("Content-Length", strconv.Itoa(len(w.buf)))
		} else if w.req.Proto == "HTTP/1.1" {
			w.chunked = true
			h.Set("Transfer-Encoding", "chunked")
		} else {
			w.close = true
		}
	}
	if strings.EqualFold(w.req.Header.Get("Connection"), "close") || w.req.Proto == "HTTP/1.0" {
		w.close = true
	}
	if w.close {
		h.Set("Connection", "close")
	}
	if h.Get("Date") == "" {
		h.Set("Date", httpDate(time.Now()))
	}
	out := []byte("HTTP/1.1 " + strconv.Itoa(w.status) + " " + StatusText(w.status) + "\r\n")
	keys := make([]string, 0, len(h))
	for k := range h {
		keys = append(keys, k)
	}
	for i := 1; i < len(keys); i++ {
		for j := i; j > 0 && keys[j] < keys[j-1]; j-- {
			keys[j], keys[j-1] = keys[j-1], keys[j]
		}
	}
	for _, k := range keys {
		for _, v := range h[k] {
			out = append(out, k+": "+v+"\r\n"...)
		}
	}
	out = append(out, "\r\n"...)
	w.c.Write(out)
}

func (w *response) finish() {
	if w.status == 0 {
		w.status = 200
	}
	if !w.sent {
		w.sendHeader(true)
	}
	w.Flush()
	if w.chunked {
		w.c.Write([]byte("0\r\n\r\n"))
	}
}

func httpDate(t time.Time) string {
	two := func(n int) string {
		s := strconv.Itoa(n)
		if n < 10 {
			return "0" + s
		}
		return s
	}
	y, m, d := t.Date()
	hh, mm, ss := t.Clock()
	return t.Weekday().String()[:3] + ", " + two(d) + " " + m.String()[:3] + " " + strconv.Itoa(y) + " " + two(hh) + ":" + two(mm) + ":" +
		two(ss) + " GMT"
}

// DetectContentType tells text, HTML and bytes apart.
func DetectContentType(data []byte) string {
	n := min(len(data), 512)
	s := strings.ToLower(strings.TrimSpace(string(data[:n])))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<table", "<p>", "<h1", "<div", "<a ", "<br", "<title"} {
		if strings.HasPrefix(s, tag) {
			return "text/html; charset=utf-8"
		}
	}
	for _, c := range data[:n] {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0x0c && c != 0x1b {
			return "application/octet-stream"
		}
	}
	return "text/plain; charset=utf-8"
}
