// Package pprof serves runtime profiling data in the format of the pprof tool; runtime/pprof writes it.
package pprof

import (
	"bytes"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"
)

func init() {
	http.HandleFunc("/debug/pprof/", Index)
	http.HandleFunc("/debug/pprof/cmdline", Cmdline)
	http.HandleFunc("/debug/pprof/profile", Profile)
	http.HandleFunc("/debug/pprof/symbol", Symbol)
	http.HandleFunc("/debug/pprof/trace", Trace)
}

// Cmdline responds with the command line, with arguments separated by NUL bytes.
func Cmdline(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte(strings.Join(os.Args, "\x00")))
}

func fail(w http.ResponseWriter, status int, text string) {
	w.Header().Set("X-Go-Pprof", "1")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Del("Content-Disposition")
	w.WriteHeader(status)
	w.Write([]byte(text + "\n"))
}

// Profile responds with a CPU profile of the next `seconds`, 30 by default.
func Profile(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	sec, err := strconv.ParseInt(r.FormValue("seconds"), 10, 64)
	if sec <= 0 || err != nil {
		sec = 30
	}
	var data bytes.Buffer
	if err := pprof.StartCPUProfile(&data); err != nil {
		fail(w, http.StatusInternalServerError, "Could not enable CPU profiling: "+err.Error())
		return
	}
	time.Sleep(time.Duration(sec) * time.Second)
	pprof.StopCPUProfile()
	if data.Len() == 0 {
		fail(w, http.StatusInternalServerError, "Could not encode the profile")
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="profile"`)
	w.Write(data.Bytes())
}

// Trace is not there yet.
func Trace(w http.ResponseWriter, r *http.Request) {
	fail(w, http.StatusNotImplemented, "Could not enable tracing: not supported")
}

// Symbol answers that symbols are in the profiles already.
func Symbol(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte("num_symbols: 1\n"))
}

var profiles = []struct{ name, what string }{
	{"allocs", "A sampling of all past memory allocations"},
	{"block", "Stack traces that led to blocking on synchronization primitives"},
	{"cmdline", "The command line invocation of the current program"},
	{"goroutine", "Stack traces of all current goroutines. Use debug=2 as a query parameter to export in the same format as an unrecovered panic."},
	{"heap", "A sampling of memory allocations of live objects. You can specify the gc GET parameter to run GC before taking the heap sample."},
	{"mutex", "Stack traces of holders of contended mutexes"},
	{"profile", "CPU profile. You can specify the duration in the seconds GET parameter. After you get the profile file, use the go tool pprof command to investigate the profile."},
	{"symbol", "Maps given program counters to function names."},
	{"threadcreate", "Stack traces that led to the creation of new OS threads"},
	{"trace", "A trace of execution of the current program."},
}

func count(name string) int {
	if p := pprof.Lookup(name); p != nil {
		return p.Count()
	}
	return 0
}

// Index responds with the profile named by the request, or with a page that lists the available ones.
func Index(w http.ResponseWriter, r *http.Request) {
	if name, found := strings.CutPrefix(r.URL.Path, "/debug/pprof/"); found && name != "" {
		Handler(name).ServeHTTP(w, r)
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	var b strings.Builder
	b.WriteString("<html>\n<head>\n<title>/debug/pprof/</title>\n</head>\n<body>\n/debug/pprof/\n<br>\n<p>Types of profiles available:</p>\n<table>\n<thead><td>Count</td><td>Profile</td></thead>\n")
	for _, p := range profiles {
		b.WriteString("<tr><td>" + strconv.Itoa(count(p.name)) + "</td><td><a href='" + p.name + "?debug=1'>" + p.name + "</a></td></tr>\n")
	}
	b.WriteString("</table>\n<a href=\"goroutine?debug=2\">full goroutine stack dump</a>\n<br>\n<p>Profile Descriptions:</p>\n<ul>\n")
	for _, p := range profiles {
		b.WriteString("<li><div>" + p.name + ": </div> " + p.what + "</li>\n")
	}
	b.WriteString("</ul>\n</body>\n</html>\n")
	w.Write([]byte(b.String()))
}

type handler string

// Handler returns a handler that serves the named profile.
func Handler(name string) http.Handler { return handler(name) }

func (name handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	p := pprof.Lookup(string(name))
	if p == nil {
		fail(w, http.StatusNotFound, "Unknown profile")
		return
	}
	if sec := r.FormValue("seconds"); sec != "" {
		fail(w, http.StatusBadRequest, `"seconds" parameter is not supported for this profile type`)
		return
	}
	if gc, _ := strconv.Atoi(r.FormValue("gc")); name == "heap" && gc > 0 {
		runtime.GC()
	}
	debug, _ := strconv.Atoi(r.FormValue("debug"))
	var data bytes.Buffer
	if err := p.WriteTo(&data, debug); err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	if debug != 0 {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	} else {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", `attachment; filename="`+string(name)+`"`)
	}
	w.Write(data.Bytes())
}
