./interfaces.go:18:6: can inline Square.Area
./interfaces.go:19:6: can inline Square.Grow
./interfaces.go:23:6: can inline (*Big).Area
./interfaces.go:24:6: can inline (*Big).Grow
./interfaces.go:28:6: can inline area
./interfaces.go:37:6: can inline unknown
./interfaces.go:42:6: can inline maybe
./interfaces.go:52:6: can inline conv
./interfaces.go:99:6: can inline panics
./interfaces.go:33:8: devirtualizing s.Grow to Square
./interfaces.go:34:15: devirtualizing s.Area to Square
./interfaces.go:33:8: inlining call to Square.Grow
./interfaces.go:34:15: inlining call to Square.Area
./interfaces.go:78:13: inlining call to fmt.Println
./interfaces.go:84:20: inlining call to errors.New
./interfaces.go:86:19: inlining call to fmt.Errorf
./interfaces.go:86:19: inlining call to errors.New
./interfaces.go:92:17: inlining call to strings.(*Builder).WriteString
./interfaces.go:96:18: inlining call to strings.(*Builder).String
./interfaces.go:96:33: inlining call to bytes.(*Buffer).String
./interfaces.go:92:17: inlining call to strings.(*Builder).copyCheck
./interfaces.go:92:17: inlining call to abi.NoEscape
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
./interfaces.go:84:20: &errors.errorString{...} escapes to heap
./interfaces.go:86:19: ... argument does not escape
./interfaces.go:86:19: &errors.errorString{...} escapes to heap
./interfaces.go:89:12: parts does not escape
./interfaces.go:92:17: "strings: illegal use of non-zero Builder copied by value" escapes to heap
./interfaces.go:92:17: append escapes to heap
./interfaces.go:96:21: ~r0 + ~r0 escapes to heap
./interfaces.go:96:33: string(bytes.b.buf[bytes.b.off:]) does not escape
./interfaces.go:101:19: fmt.Sprint(... argument...) escapes to heap
./interfaces.go:101:19: ... argument does not escape
./interfaces.go:101:20: "bad" escapes to heap
./interfaces.go:101:27: n escapes to heap
./interfaces.go:103:8: "no" escapes to heap
