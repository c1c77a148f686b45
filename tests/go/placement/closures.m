./closures.go:5:6: can inline byValue
./closures.go:7:9: can inline byValue.func1
./closures.go:12:7: can inline byRef.func1
./closures.go:10:6: can inline byRef
./closures.go:17:6: can inline counter
./closures.go:19:9: can inline counter.func1
./closures.go:19:34: can inline counter.func2
./closures.go:22:6: can inline apply
./closures.go:26:10: can inline direct.func1
./closures.go:24:6: can inline direct
./closures.go:31:9: can inline loops.func1
./closures.go:34:6: can inline loops.func2
./closures.go:38:19: can inline loops.func3
./closures.go:51:6: can inline (*T).ptr
./closures.go:52:6: can inline T.val
./closures.go:53:6: can inline (*T).self
./closures.go:54:6: can inline (*T).arrself
./closures.go:56:6: can inline methodValue
./closures.go:68:8: can inline deferred.func1
./closures.go:69:5: can inline deferred.func2
./closures.go:67:2: can inline deferred.deferwrap1
./closures.go:68:2: can inline deferred.deferwrap2
./closures.go:69:2: can inline deferred.gowrap3
./closures.go:73:7: can inline dead.func1
./closures.go:72:6: can inline dead
./closures.go:88:6: can inline two
./closures.go:79:6: can inline multi
./closures.go:90:6: can inline labels
./closures.go:13:3: inlining call to byRef.func1
./closures.go:26:40: inlining call to direct.func1
./closures.go:62:7: inlining call to T.val
./closures.go:68:36: inlining call to deferred.func1
./closures.go:69:33: inlining call to deferred.func2
./closures.go:80:14: inlining call to two
./closures.go:81:15: inlining call to two
./closures.go:85:12: inlining call to two
./closures.go:7:9: func literal escapes to heap
./closures.go:18:2: moved to heap: n
./closures.go:19:9: func literal escapes to heap
./closures.go:19:34: func literal escapes to heap
./closures.go:22:12: f does not escape
./closures.go:22:31: leaking param: p
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
./closures.go:80:14: new(int) escapes to heap
./closures.go:81:15: new(int) escapes to heap
./closures.go:85:12: new(int) escapes to heap
./closures.go:88:38: new(int) escapes to heap
./closures.go:94:2: moved to heap: x
./closures.go:26:15: leaking param: p to result ~r0 level=0
