./closures.go:7:9: func literal escapes to heap
./closures.go:12:7: func literal does not escape
./closures.go:18:2: moved to heap: n
./closures.go:19:9: func literal escapes to heap
./closures.go:19:34: func literal escapes to heap
./closures.go:22:12: f does not escape
./closures.go:22:31: leaking param: p
./closures.go:26:15: leaking param: p to result ~r0 level=0
./closures.go:26:10: func literal does not escape
./closures.go:31:9: func literal escapes to heap
./closures.go:34:6: func literal escapes to heap
./closures.go:38:19: func literal escapes to heap
./closures.go:38:14: append does not escape
./closures.go:51:7: leaking param: t to result ~r0 level=1
./closures.go:52:7: leaking param: t to result ~r0 level=0
./closures.go:53:33: (*T).self ignoring self-assignment in t.buf = t.buf[:n]
./closures.go:53:50: (*T).self ignoring self-assignment in t.a = t.b
./closures.go:53:7: t does not escape
./closures.go:54:7: leaking param: t
./closures.go:56:18: leaking param: t
./closures.go:56:46: t.ptr escapes to heap
./closures.go:60:8: t.ptr does not escape
./closures.go:68:13: x does not escape
./closures.go:69:10: x does not escape
./closures.go:66:15: leaking param: p
./closures.go:66:23: q does not escape
./closures.go:68:8: func literal does not escape
./closures.go:69:5: func literal escapes to heap
./closures.go:73:26: new(int) escapes to heap
./closures.go:73:7: func literal does not escape
./closures.go:88:38: new(int) escapes to heap
./closures.go:94:2: moved to heap: x
