./closures.go:5:6: can inline byValue with cost 22 as: func() func() int { x := 1; return func literal }
./closures.go:7:9: can inline byValue.func1 with cost 2 as: func() int { return x }
./closures.go:12:7: can inline byRef.func1 with cost 3 as: func() { x++ }
./closures.go:10:6: can inline byRef with cost 32 as: func() int { x := 1; f := func literal; f(); return x }
./closures.go:17:6: can inline counter with cost 38 as: func() (func() int, func()) { n := 0; return func literal, func literal }
./closures.go:19:9: can inline counter.func1 with cost 2 as: func() int { return n }
./closures.go:19:34: can inline counter.func2 with cost 3 as: func() { n++ }
./closures.go:22:6: can inline apply with cost 21 as: func(func(*int) *int, *int) *int { return f(p) }
./closures.go:26:10: can inline direct.func1 with cost 2 as: func(*int) *int { return p }
./closures.go:24:6: can inline direct with cost 28 as: func() int { y := 2; return *(func literal)(&y) }
./closures.go:29:6: cannot inline loops: unhandled op DEFER
./closures.go:31:9: can inline loops.func1 with cost 2 as: func() { println(i) }
./closures.go:34:6: can inline loops.func2 with cost 2 as: func() { println(i) }
./closures.go:38:19: can inline loops.func3 with cost 2 as: func() { println(i) }
./closures.go:51:6: can inline (*T).ptr with cost 3 as: method(*T) func() *int { return t.a }
./closures.go:52:6: can inline T.val with cost 3 as: method(T) func() *int { return t.b }
./closures.go:53:6: can inline (*T).self with cost 12 as: method(*T) func(int) { t.buf = t.buf[:n]; t.a = t.b }
./closures.go:54:6: can inline (*T).arrself with cost 7 as: method(*T) func() { t.buf = t.arr[:] }
./closures.go:56:6: can inline methodValue with cost 4 as: func(*T) func() *int { return t.ptr }
./closures.go:58:6: cannot inline methodValueLocal: function too complex: cost 85 exceeds budget 80
./closures.go:68:8: can inline deferred.func1 with cost 3 as: func(*int) { println(*x) }
./closures.go:69:5: can inline deferred.func2 with cost 3 as: func(*int) { println(*x) }
./closures.go:66:6: cannot inline deferred: unhandled op DEFER
./closures.go:67:2: can inline deferred.deferwrap1 with cost 2 as: func() { println(.autotmp_2) }
./closures.go:68:2: can inline deferred.deferwrap2 with cost 6 as: func() { .autotmp_3(.autotmp_4) }
./closures.go:69:2: can inline deferred.gowrap3 with cost 6 as: func() { .autotmp_5(.autotmp_6) }
./closures.go:73:7: can inline dead.func1 with cost 4 as: func() { sink = new(int) }
./closures.go:72:6: can inline dead with cost 31 as: func() { f := func literal; _ = 1; g := f; _ = g }
./closures.go:88:6: can inline two with cost 3 as: func() (*int, error) { return new(int), nil }
./closures.go:79:6: can inline multi with cost 40 as: func() (*int, error) { a, err = (*int)(.autotmp_2), .autotmp_3; b, err := (*int)(.autotmp_5), .autotmp_6; if err != nil { return b, err }; return (*int)(.autotmp_7), .autotmp_8 }
./closures.go:90:6: can inline labels with cost 31 as: func() { i := 0; p = <nil>; again: ; x := i; p = &x; if i++; i < 10 { goto again }; _ = *p }
./closures.go:13:3: inlining call to byRef.func1
./closures.go:26:40: inlining call to direct.func1
./closures.go:62:7: inlining call to T.val
./closures.go:68:36: inlining call to deferred.func1
./closures.go:69:33: inlining call to deferred.func2
./closures.go:80:14: inlining call to two
./closures.go:81:15: inlining call to two
./closures.go:85:12: inlining call to two
./closures.go:6:2: byValue capturing by value: x (addr=false assign=false width=8)
./closures.go:7:9: func literal escapes to heap in byValue:
./closures.go:7:9:   flow: ~r0 ← &{storage for func literal}:
./closures.go:7:9:     from func literal (spill) at ./closures.go:7:9
./closures.go:7:9:     from return func literal (return) at ./closures.go:7:2
./closures.go:7:9: func literal escapes to heap
./closures.go:18:2: counter capturing by ref: n (addr=false assign=true width=8)
./closures.go:18:2: counter capturing by ref: n (addr=true assign=true width=8)
./closures.go:19:34: func literal escapes to heap in counter:
./closures.go:19:34:   flow: ~r1 ← &{storage for func literal}:
./closures.go:19:34:     from func literal (spill) at ./closures.go:19:34
./closures.go:19:34:     from return func literal, func literal (return) at ./closures.go:19:2
./closures.go:18:2: n escapes to heap in counter:
./closures.go:18:2:   flow: {storage for func literal} ← &n:
./closures.go:18:2:     from n (captured by a closure) at ./closures.go:19:43
./closures.go:18:2:     from n (reference) at ./closures.go:19:43
./closures.go:19:9: func literal escapes to heap in counter:
./closures.go:19:9:   flow: ~r0 ← &{storage for func literal}:
./closures.go:19:9:     from func literal (spill) at ./closures.go:19:9
./closures.go:19:9:     from return func literal, func literal (return) at ./closures.go:19:2
./closures.go:18:2: moved to heap: n
./closures.go:19:9: func literal escapes to heap
./closures.go:19:34: func literal escapes to heap
./closures.go:22:31: parameter p leaks to {heap} for apply with derefs=0:
./closures.go:22:31:   flow: {heap} ← p:
./closures.go:22:31:     from f(p) (call parameter) at ./closures.go:22:54
./closures.go:22:12: f does not escape
./closures.go:22:31: leaking param: p
./closures.go:31:9: func literal escapes to heap in loops:
./closures.go:31:9:   flow: {heap} ← &{storage for func literal}:
./closures.go:31:9:     from func literal (spill) at ./closures.go:31:9
./closures.go:34:6: func literal escapes to heap in loops:
./closures.go:34:6:   flow: {heap} ← &{storage for func literal}:
./closures.go:34:6:     from func literal (spill) at ./closures.go:34:6
./closures.go:38:19: func literal escapes to heap in loops:
./closures.go:38:19:   flow: {heap} ← &{storage for func literal}:
./closures.go:38:19:     from func literal (spill) at ./closures.go:38:19
./closures.go:38:19:     from append(fs, func literal) (call parameter) at ./closures.go:38:14
./closures.go:30:6: loops capturing by value: i (addr=false assign=false width=8)
./closures.go:33:6: loops capturing by value: i (addr=false assign=false width=8)
./closures.go:37:6: loops capturing by value: i (addr=false assign=false width=8)
./closures.go:31:9: func literal escapes to heap
./closures.go:34:6: func literal escapes to heap
./closures.go:38:19: func literal escapes to heap
./closures.go:38:14: append does not escape
./closures.go:51:7: parameter t leaks to ~r0 for (*T).ptr with derefs=1:
./closures.go:51:7:   flow: ~r0 ← *t:
./closures.go:51:7:     from t.a (dot of pointer) at ./closures.go:51:35
./closures.go:51:7:     from return t.a (return) at ./closures.go:51:27
./closures.go:51:7: leaking param: t to result ~r0 level=1
./closures.go:52:7: parameter t leaks to ~r0 for T.val with derefs=0:
./closures.go:52:7:   flow: ~r0 ← t:
./closures.go:52:7:     from t.b (dot) at ./closures.go:52:35
./closures.go:52:7:     from return t.b (return) at ./closures.go:52:27
./closures.go:52:7: leaking param: t to result ~r0 level=0
./closures.go:53:33: (*T).self ignoring self-assignment in t.buf = t.buf[:n]
./closures.go:53:50: (*T).self ignoring self-assignment in t.a = t.b
./closures.go:53:7: t does not escape
./closures.go:54:7: parameter t leaks to {heap} for (*T).arrself with derefs=0:
./closures.go:54:7:   flow: {heap} ← t:
./closures.go:54:7:     from t.arr (dot of pointer) at ./closures.go:54:36
./closures.go:54:7:     from t.arr (address-of) at ./closures.go:54:40
./closures.go:54:7:     from t.arr[:] (slice) at ./closures.go:54:40
./closures.go:54:7:     from t.buf = t.arr[:] (assign) at ./closures.go:54:33
./closures.go:54:7: leaking param: t
./closures.go:56:18: parameter t leaks to {heap} for methodValue with derefs=1:
./closures.go:56:18:   flow: {temp} ← t:
./closures.go:56:18:   flow: {heap} ← *{temp}:
./closures.go:56:46: t.ptr escapes to heap in methodValue:
./closures.go:56:46:   flow: ~r0 ← &{storage for t.ptr}:
./closures.go:56:46:     from t.ptr (spill) at ./closures.go:56:46
./closures.go:56:46:     from return t.ptr (return) at ./closures.go:56:38
./closures.go:56:18: parameter t leaks to {storage for t.ptr} for methodValue with derefs=0:
./closures.go:56:18:   flow: {temp} ← t:
./closures.go:56:18:   flow: {storage for t.ptr} ← {temp}:
./closures.go:56:18: leaking param: t
./closures.go:56:46: t.ptr escapes to heap
./closures.go:60:8: t.ptr does not escape
./closures.go:68:13: x does not escape
./closures.go:69:10: x does not escape
./closures.go:69:2: func literal escapes to heap in deferred:
./closures.go:69:2:   flow: {heap} ← &{storage for func literal}:
./closures.go:69:2:     from func literal (spill) at ./closures.go:69:2
./closures.go:67:16: deferred capturing by value: .autotmp_2 (addr=false assign=false width=8)
./closures.go:68:8: deferred capturing by value: .autotmp_3 (addr=false assign=false width=8)
./closures.go:68:2: deferred capturing by value: .autotmp_4 (addr=false assign=false width=8)
./closures.go:69:5: deferred capturing by value: .autotmp_5 (addr=false assign=false width=8)
./closures.go:69:2: deferred capturing by value: .autotmp_6 (addr=false assign=false width=8)
./closures.go:69:5: func literal escapes to heap in deferred:
./closures.go:69:5:   flow: .autotmp_5 ← &{storage for func literal}:
./closures.go:69:5:     from func literal (spill) at ./closures.go:69:5
./closures.go:69:5:     from .autotmp_5, .autotmp_6 = func literal, p (assign-pair) at ./closures.go:69:2
./closures.go:69:5:   flow: {storage for func literal} ← .autotmp_5:
./closures.go:69:5:     from .autotmp_5 (captured by a closure) at ./closures.go:69:5
./closures.go:66:15: parameter p leaks to {storage for func literal} for deferred with derefs=0:
./closures.go:66:15:   flow: .autotmp_6 ← p:
./closures.go:66:15:     from .autotmp_5, .autotmp_6 = func literal, p (assign-pair) at ./closures.go:69:2
./closures.go:66:15:   flow: {storage for func literal} ← .autotmp_6:
./closures.go:66:15:     from .autotmp_6 (captured by a closure) at ./closures.go:69:2
./closures.go:66:15: leaking param: p
./closures.go:66:23: q does not escape
./closures.go:68:8: func literal does not escape
./closures.go:69:5: func literal escapes to heap
./closures.go:73:26: new(int) escapes to heap in dead.func1:
./closures.go:73:26:   flow: {heap} ← &{storage for new(int)}:
./closures.go:73:26:     from new(int) (spill) at ./closures.go:73:26
./closures.go:73:26:     from new(int) (interface-converted) at ./closures.go:73:26
./closures.go:73:26:     from sink = new(int) (assign) at ./closures.go:73:21
./closures.go:73:26: new(int) escapes to heap
./closures.go:73:7: func literal does not escape
./closures.go:80:14: new(int) escapes to heap in multi:
./closures.go:80:14:   flow: ~r0 ← &{storage for new(int)}:
./closures.go:80:14:     from new(int) (spill) at ./closures.go:80:14
./closures.go:80:14:     from ~r0, ~r1 = new(int), nil (assign-pair) at ./closures.go:80:14
./closures.go:80:14:   flow: .autotmp_2 ← ~r0:
./closures.go:80:14:   flow: a ← .autotmp_2:
./closures.go:80:14:     from a, err = (*int)(.autotmp_2), .autotmp_3 (assign-pair) at ./closures.go:80:9
./closures.go:85:12: new(int) escapes to heap in multi:
./closures.go:85:12:   flow: ~r0 ← &{storage for new(int)}:
./closures.go:85:12:     from new(int) (spill) at ./closures.go:85:12
./closures.go:85:12:     from ~r0, ~r1 = new(int), nil (assign-pair) at ./closures.go:85:12
./closures.go:85:12:   flow: .autotmp_7 ← ~r0:
./closures.go:85:12:   flow: a ← .autotmp_7:
./closures.go:85:12:     from return (*int)(.autotmp_7), .autotmp_8 (return) at ./closures.go:85:2
./closures.go:81:15: new(int) escapes to heap in multi:
./closures.go:81:15:   flow: ~r0 ← &{storage for new(int)}:
./closures.go:81:15:     from new(int) (spill) at ./closures.go:81:15
./closures.go:81:15:     from ~r0, ~r1 = new(int), nil (assign-pair) at ./closures.go:81:15
./closures.go:81:15:   flow: .autotmp_5 ← ~r0:
./closures.go:81:15:   flow: b ← .autotmp_5:
./closures.go:81:15:     from b, err := (*int)(.autotmp_5), .autotmp_6 (assign-pair) at ./closures.go:81:9
./closures.go:81:15:   flow: a ← b:
./closures.go:81:15:     from return b, err (return) at ./closures.go:83:3
./closures.go:80:14: new(int) escapes to heap
./closures.go:81:15: new(int) escapes to heap
./closures.go:85:12: new(int) escapes to heap
./closures.go:88:38: new(int) escapes to heap in two:
./closures.go:88:38:   flow: ~r0 ← &{storage for new(int)}:
./closures.go:88:38:     from new(int) (spill) at ./closures.go:88:38
./closures.go:88:38:     from return new(int), nil (return) at ./closures.go:88:28
./closures.go:88:38: new(int) escapes to heap
./closures.go:94:2: x escapes to heap in labels:
./closures.go:94:2:   flow: p ← &x:
./closures.go:94:2:     from &x (address-of) at ./closures.go:95:6
./closures.go:94:2:     from p = &x (assign) at ./closures.go:95:4
./closures.go:94:2: moved to heap: x
./closures.go:26:15: parameter p leaks to ~r0 for direct.func1 with derefs=0:
./closures.go:26:15:   flow: ~r0 ← p:
./closures.go:26:15:     from return p (return) at ./closures.go:26:30
./closures.go:26:15: leaking param: p to result ~r0 level=0
./closures.go:52:7: parameter t leaks to ~r0 for (*T).val with derefs=1:
./closures.go:52:7:   flow: t ← *t:
./closures.go:52:7:     from t (indirection) at <autogenerated>:1
./closures.go:52:7:     from t := t (assign-pair) at <autogenerated>:1
./closures.go:52:7:   flow: ~r0 ← t:
./closures.go:52:7:     from t.b (dot) at <autogenerated>:1
./closures.go:52:7:     from ~r0 = t.b (assign-pair) at <autogenerated>:1
./closures.go:52:7:   flow: ~r0 ← ~r0:
./closures.go:52:7:     from return ~r0 (return) at <autogenerated>:1
