./interfaces.go:33:8: devirtualizing s.Grow to Square
./interfaces.go:34:15: devirtualizing s.Area to Square
./interfaces.go:19:22: n does not escape
./interfaces.go:23:7: b does not escape
./interfaces.go:24:7: b does not escape
./interfaces.go:24:20: leaking param: n
./interfaces.go:28:11: leaking param: s
./interfaces.go:32:22: Square{...} does not escape
./interfaces.go:37:14: leaking param: s
./interfaces.go:38:2: moved to heap: n
./interfaces.go:45:13: Square{...} escapes to heap
./interfaces.go:47:7: &Big{} escapes to heap
./interfaces.go:52:18: s does not escape
./interfaces.go:52:28: leaking param: b
./interfaces.go:52:38: leaking param: e
./interfaces.go:52:11: moved to heap: x
./interfaces.go:53:14: x does not escape
./interfaces.go:55:14: 7 does not escape
./interfaces.go:56:14: s does not escape
./interfaces.go:58:14: []any{...} escapes to heap
./interfaces.go:58:18: b escapes to heap
./interfaces.go:58:24: 'x' escapes to heap
./interfaces.go:58:29: 1.5 escapes to heap
./interfaces.go:58:34: true escapes to heap
./interfaces.go:58:48: struct {}{} escapes to heap
./interfaces.go:61:13: leaking param: v
./interfaces.go:68:17: string(t) escapes to heap
./interfaces.go:76:15: leaking param: w
./interfaces.go:76:28: moved to heap: n
./interfaces.go:77:13: ... argument does not escape
./interfaces.go:77:28: n escapes to heap
./interfaces.go:77:31: "x" escapes to heap
./interfaces.go:78:13: ... argument does not escape
./interfaces.go:78:14: "a" escapes to heap
./interfaces.go:78:19: n escapes to heap
./interfaces.go:79:20: ... argument does not escape
./interfaces.go:82:11: leaking param: err
./interfaces.go:86:19: ... argument does not escape
./interfaces.go:89:12: parts does not escape
./interfaces.go:96:21: (*strings.Builder).String(sb) + (*bytes.Buffer).String(buf) escapes to heap
./interfaces.go:101:19: fmt.Sprint(... argument...) escapes to heap
./interfaces.go:101:19: ... argument does not escape
./interfaces.go:101:20: "bad" escapes to heap
./interfaces.go:101:27: n escapes to heap
./interfaces.go:103:8: "no" escapes to heap
