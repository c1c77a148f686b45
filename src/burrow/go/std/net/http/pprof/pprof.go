// Package pprof serves runtime profiling data in the format of the pprof tool.  The bytes of a profile are encoded by the host
// (burrow/run/host.py), which knows the symbols of the running image.
package pprof

import (
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unsafe"
)

func init() {
	http.HandleFunc("/debug/pprof/", Index)
	http.HandleFunc("/debug/pprof/cmdline", Cmdline)
	http.HandleFunc("/debug/pprof/profile", Profile)
	http.HandleFunc("/debug/pprof/symbol", Symbol)
	http.HandleFunc("/debug/pprof/trace", Trace)
}

//burrow:runtime runtime.profile_start
func profileStart(hz int) int

//burrow:runtime runtime.profile_stop
func profileStop() int

//burrow:runtime runtime.host
func host(op int, p unsafe.Pointer, n int) int

//burrow:runtime runtime.walltime
func walltime() int64

const hostProfile = 1

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
	const hz = 100
	start := walltime()
	first := profileStart(hz)
	if first < 0 {
		fail(w, http.StatusInternalServerError, "Could not enable CPU profiling: cpu profiling already in use")
		return
	}
	time.Sleep(time.Duration(sec) * time.Second)
	last := profileStop()
	words := new([7]int64)
	words[0], words[1], words[2], words[3], words[4] = int64(first), int64(last), hz, start, walltime()-start
	n := host(hostProfile, unsafe.Pointer(words), int(unsafe.Sizeof(*words)))
	if n <= 0 {
		fail(w, http.StatusInternalServerError, "Could not encode the profile")
		return
	}
	data := append([]byte(nil), unsafe.Slice((*byte)(unsafe.Pointer(uintptr(words[5]))), int(words[6]))...)
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="profile"`)
	w.Write(data)
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
	switch name {
	case "goroutine":
		return runtime.NumGoroutine()
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
	switch name {
	case "heap", "allocs":
		if r.FormValue("gc") != "" {
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write([]byte("heap profile: " + strconv.FormatUint(m.HeapObjects, 10) + ": " + strconv.FormatUint(m.HeapAlloc, 10) + " [" +
			strconv.FormatUint(m.Mallocs, 10) + ": " + strconv.FormatUint(m.TotalAlloc, 10) + "] @ heap/1048576\n"))
	case "goroutine":
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write([]byte("goroutine profile: total " + strconv.Itoa(runtime.NumGoroutine()) + "\n"))
	case "block", "mutex", "threadcreate":
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write([]byte("--- " + string(name) + ":\n"))
	default:
		fail(w, http.StatusNotFound, "Unknown profile")
	}
}
