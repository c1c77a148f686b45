./values.go:16:6: cannot inline slices: function too complex: cost 83 exceeds budget 80
./values.go:33:6: can inline pointers with cost 17 as: func(*int, **int, []*int) *int { globals = append(globals, p); *q = p; s[0] = p; return *q }
./values.go:40:6: can inline fields with cost 37 as: func(*Node) *Node { x := &Node{...}; x.next = n; n.next = &Node{...}; y := Node{}; y.next = n.next.next; global = n.next; return y.next }
./values.go:50:6: can inline maps with cost 55 as: func(string, *int) map[string]*int { m := map[string]*int{...}; m[k] = p; x := 1; m["b"] = &x; local := make(map[string]int, 8); local[k]++; delete(local, k); v, ok := (*int)(.autotmp_8), .autotmp_9; _, _ = v, ok; return m }
./values.go:63:6: can inline channels with cost 51 as: func(*int, *Node) { c := make(chan *int, 1); c <- p; n.ch = c; select statement }
./values.go:76:6: can inline stringsAndBytes with cost 57 as: func(string, []byte, []rune) (string, []byte) { t := s + "x" + s; u := string(b); if string(b) == s { u = string(r) }; v := ([]byte)(s); for loop; w := ([]rune)(s); _ = w; return u + t, v }
./values.go:91:6: can inline arrays with cost 29 as: func() *[4]int { a = <nil>; b := a; s := b[:]; _ = s; big = <nil>; _ = big; return &a }
./values.go:101:6: can inline inBlock with cost 16 as: func() int { p = <nil>; x := 5; p = &x; return *p }
./values.go:110:6: can inline inLoop with cost 28 as: func() int { p = <nil>; for loop; return *p }
./values.go:119:6: can inline unsafes with cost 17 as: func(*int) uintptr { u := uintptr(unsafe.Pointer(p)); q := (*int)(unsafe.Pointer(u + uintptr(8))); _ = q; return u }
./values.go:126:6: can inline variadic with cost 11 as: func(...*int) *int { if len(xs) == 0 { return nil }; return xs[0] }
./values.go:133:6: can inline callVariadic with cost 68 as: func() { a, b := 1, 2; _ = variadic(... argument...); _ = variadic(nil...); global = &Node{...} }
./values.go:140:6: can inline recursive with cost 73 as: func(int, *Node) *Node { if n == 0 { return p }; return mutual(n - 1, &Node{...}) }
./values.go:147:6: can inline mutual with cost 78 as: func(int, *Node) *Node { return recursive(n, p) }
./values.go:151:6: cannot inline named: unhandled op DEFER
./values.go:152:8: can inline named.func1 with cost 3 as: func() { r = p }
./values.go:156:6: can inline selfSlice with cost 7 as: func(*[]int) { *b = (*b)[1:] }
./values.go:160:6: can inline minmax with cost 4 as: func(string, string) string { return min(a, b) }
./values.go:162:6: can inline constants with cost 16 as: func() []any { return []any{...} }
./values.go:135:14: inlining call to variadic
./values.go:136:14: inlining call to variadic
./values.go:137:31: inlining call to variadic
./values.go:144:15: inlining call to mutual
./values.go:144:15: inlining call to recursive
./values.go:148:18: inlining call to recursive
./values.go:148:18: inlining call to mutual
./values.go:20:11: make([]int, 70000) escapes to heap in slices:
./values.go:20:11:   flow: {heap} ← &{storage for make([]int, 70000)}:
./values.go:20:11:     from make([]int, 70000) (too large for stack) at ./values.go:20:11
./values.go:21:11: make([]struct {}, n) escapes to heap in slices:
./values.go:21:11:   flow: {heap} ← &{storage for make([]struct {}, n)}:
./values.go:21:11:     from make([]struct {}, n) (zero-sized element) at ./values.go:21:11
./values.go:30:18: append(a, k) escapes to heap in slices:
./values.go:30:18:   flow: ~r1 ← &{storage for append(a, k)}:
./values.go:30:18:     from append(a, k) (spill) at ./values.go:30:18
./values.go:30:18:     from return f, append(a, k) (return) at ./values.go:30:2
./values.go:17:11: make([]int, 10) escapes to heap in slices:
./values.go:17:11:   flow: a ← &{storage for make([]int, 10)}:
./values.go:17:11:     from make([]int, 10) (spill) at ./values.go:17:11
./values.go:17:11:     from a := make([]int, 10) (assign) at ./values.go:17:4
./values.go:17:11:   flow: {temp} ← a:
./values.go:17:11:     from append(a, k) (call parameter) at ./values.go:30:18
./values.go:17:11:   flow: ~r1 ← {temp}:
./values.go:17:11:     from return f, append(a, k) (return) at ./values.go:30:2
./values.go:22:13: append(c, 1, 2, 3) escapes to heap in slices:
./values.go:22:13:   flow: f ← &{storage for append(c, 1, 2, 3)}:
./values.go:22:13:     from append(c, 1, 2, 3) (spill) at ./values.go:22:13
./values.go:22:13:     from f := append(c, 1, 2, 3) (assign) at ./values.go:22:4
./values.go:22:13:   flow: ~r0 ← f:
./values.go:22:13:     from return f, append(a, k) (return) at ./values.go:30:2
./values.go:19:11: make([]int, 0, 5) escapes to heap in slices:
./values.go:19:11:   flow: c ← &{storage for make([]int, 0, 5)}:
./values.go:19:11:     from make([]int, 0, 5) (spill) at ./values.go:19:11
./values.go:19:11:     from c := make([]int, 0, 5) (assign) at ./values.go:19:4
./values.go:19:11:   flow: {temp} ← c:
./values.go:19:11:     from append(c, 1, 2, 3) (call parameter) at ./values.go:22:13
./values.go:19:11:   flow: f ← {temp}:
./values.go:19:11:     from f := append(c, 1, 2, 3) (assign) at ./values.go:22:4
./values.go:19:11:   flow: ~r0 ← f:
./values.go:19:11:     from return f, append(a, k) (return) at ./values.go:30:2
./values.go:17:11: make([]int, 10) escapes to heap
./values.go:18:11: make([]int, n) does not escape
./values.go:19:11: make([]int, 0, 5) escapes to heap
./values.go:20:11: make([]int, 70000) escapes to heap
./values.go:21:11: make([]struct {}, n) escapes to heap
./values.go:22:13: append escapes to heap
./values.go:23:13: append does not escape
./values.go:25:11: make([]byte, 20) does not escape
./values.go:27:11: make([]byte, 16) does not escape
./values.go:30:18: append escapes to heap
./values.go:34:18: append(globals, p) escapes to heap in pointers:
./values.go:34:18:   flow: {heap} ← &{storage for append(globals, p)}:
./values.go:34:18:     from append(globals, p) (spill) at ./values.go:34:18
./values.go:34:18:     from globals = append(globals, p) (assign) at ./values.go:34:10
./values.go:33:15: parameter p leaks to {heap} for pointers with derefs=0:
./values.go:33:15:   flow: {heap} ← p:
./values.go:33:15:     from append(globals, p) (call parameter) at ./values.go:34:18
./values.go:33:23: parameter q leaks to ~r0 for pointers with derefs=1:
./values.go:33:23:   flow: ~r0 ← *q:
./values.go:33:23:     from *q (indirection) at ./values.go:37:9
./values.go:33:23:     from return *q (return) at ./values.go:37:2
./values.go:33:15: leaking param: p
./values.go:33:23: leaking param: q to result ~r0 level=1
./values.go:33:32: s does not escape
./values.go:34:18: append escapes to heap
./values.go:43:11: &Node{...} escapes to heap in fields:
./values.go:43:11:   flow: {heap} ← &{storage for &Node{...}}:
./values.go:43:11:     from &Node{...} (spill) at ./values.go:43:11
./values.go:43:11:     from n.next = &Node{...} (assign) at ./values.go:43:9
./values.go:40:13: parameter n leaks to {heap} for fields with derefs=0:
./values.go:40:13:   flow: {heap} ← n:
./values.go:40:13:     from x.next = n (assign) at ./values.go:42:9
./values.go:40:13: parameter n leaks to {storage for &Node{...}} for fields with derefs=0:
./values.go:40:13:   flow: {storage for &Node{...}} ← n:
./values.go:40:13:     from Node{...} (struct literal element) at ./values.go:43:16
./values.go:40:13: parameter n leaks to ~r0 for fields with derefs=2:
./values.go:40:13:   flow: y ← **n:
./values.go:40:13:     from n.next (dot of pointer) at ./values.go:45:12
./values.go:40:13:     from n.next.next (dot of pointer) at ./values.go:45:17
./values.go:40:13:     from y.next = n.next.next (assign) at ./values.go:45:9
./values.go:40:13:   flow: ~r0 ← y:
./values.go:40:13:     from y.next (dot) at ./values.go:47:10
./values.go:40:13:     from return y.next (return) at ./values.go:47:2
./values.go:40:13: leaking param: n
./values.go:41:7: &Node{...} does not escape
./values.go:43:11: &Node{...} escapes to heap
./values.go:51:31: new(int) escapes to heap in maps:
./values.go:51:31:   flow: {heap} ← &{storage for new(int)}:
./values.go:51:31:     from new(int) (spill) at ./values.go:51:31
./values.go:51:31:     from map[string]*int{...} (map literal value) at ./values.go:51:22
./values.go:53:2: x escapes to heap in maps:
./values.go:53:2:   flow: {heap} ← &x:
./values.go:53:2:     from &x (address-of) at ./values.go:54:11
./values.go:53:2:     from m["b"] = &x (assign) at ./values.go:54:9
./values.go:50:11: parameter k leaks to {heap} for maps with derefs=0:
./values.go:50:11:   flow: {heap} ← k:
./values.go:50:11:     from m[k] (key of map put) at ./values.go:52:3
./values.go:50:21: parameter p leaks to {heap} for maps with derefs=0:
./values.go:50:21:   flow: {heap} ← p:
./values.go:50:21:     from m[k] = p (assign) at ./values.go:52:7
./values.go:51:22: map[string]*int{...} escapes to heap in maps:
./values.go:51:22:   flow: m ← &{storage for map[string]*int{...}}:
./values.go:51:22:     from map[string]*int{...} (spill) at ./values.go:51:22
./values.go:51:22:     from m := map[string]*int{...} (assign) at ./values.go:51:4
./values.go:51:22:   flow: ~r0 ← m:
./values.go:51:22:     from return m (return) at ./values.go:60:2
./values.go:50:11: leaking param: k
./values.go:50:21: leaking param: p
./values.go:53:2: moved to heap: x
./values.go:51:22: map[string]*int{...} escapes to heap
./values.go:51:31: new(int) escapes to heap
./values.go:55:15: make(map[string]int, 8) does not escape
./values.go:63:15: parameter p leaks to {heap} for channels with derefs=0:
./values.go:63:15:   flow: {heap} ← p:
./values.go:63:15:     from c <- p (send) at ./values.go:65:4
./values.go:63:15: leaking param: p
./values.go:63:23: n does not escape
./values.go:82:14: ([]byte)(s) escapes to heap in stringsAndBytes:
./values.go:82:14:   flow: v ← &{storage for ([]byte)(s)}:
./values.go:82:14:     from ([]byte)(s) (spill) at ./values.go:82:14
./values.go:82:14:     from v := ([]byte)(s) (assign) at ./values.go:82:4
./values.go:82:14:   flow: ~r1 ← v:
./values.go:82:14:     from return u + t, v (return) at ./values.go:88:2
./values.go:88:11: u + t escapes to heap in stringsAndBytes:
./values.go:88:11:   flow: ~r0 ← &{storage for u + t}:
./values.go:88:11:     from u + t (spill) at ./values.go:88:11
./values.go:88:11:     from return u + t, v (return) at ./values.go:88:2
./values.go:76:22: s does not escape
./values.go:76:32: b does not escape
./values.go:76:42: r does not escape
./values.go:77:15: s + "x" + s does not escape
./values.go:78:14: string(b) does not escape
./values.go:79:12: string(b) does not escape
./values.go:80:14: string(r) does not escape
./values.go:82:14: ([]byte)(s) escapes to heap
./values.go:83:27: ([]byte)(t) does not escape
./values.go:83:27: zero-copy string->[]byte conversion
./values.go:86:14: ([]rune)(s) does not escape
./values.go:88:11: u + t escapes to heap
./values.go:96:6: big escapes to heap in arrays:
./values.go:96:6:   flow: {heap} ← &big:
./values.go:96:6:     from big (too large for stack) at ./values.go:96:6
./values.go:92:6: a escapes to heap in arrays:
./values.go:92:6:   flow: ~r0 ← &a:
./values.go:92:6:     from &a (address-of) at ./values.go:98:9
./values.go:92:6:     from return &a (return) at ./values.go:98:2
./values.go:92:6: moved to heap: a
./values.go:96:6: moved to heap: big
./values.go:113:3: x escapes to heap in inLoop:
./values.go:113:3:   flow: p ← &x:
./values.go:113:3:     from &x (address-of) at ./values.go:114:7
./values.go:113:3:     from p = &x (assign) at ./values.go:114:5
./values.go:113:3: moved to heap: x
./values.go:119:14: p does not escape
./values.go:126:15: parameter xs leaks to ~r0 for variadic with derefs=1:
./values.go:126:15:   flow: ~r0 ← *xs:
./values.go:126:15:     from xs[0] (dot of pointer) at ./values.go:130:11
./values.go:126:15:     from return xs[0] (return) at ./values.go:130:2
./values.go:126:15: leaking param: xs to result ~r0 level=1
./values.go:137:11: &Node{...} escapes to heap in callVariadic:
./values.go:137:11:   flow: {heap} ← &{storage for &Node{...}}:
./values.go:137:11:     from &Node{...} (spill) at ./values.go:137:11
./values.go:137:11:     from global = &Node{...} (assign) at ./values.go:137:9
./values.go:135:14: ... argument does not escape
./values.go:137:11: &Node{...} escapes to heap
./values.go:137:31: ... argument does not escape
./values.go:137:35: new(int) does not escape
./values.go:147:20: parameter p leaks to ~r0 for mutual with derefs=0:
./values.go:147:20:   flow: p ← p:
./values.go:147:20:     from n, p := n, p (assign-pair) at ./values.go:148:18
./values.go:147:20:   flow: ~r0 ← p:
./values.go:147:20:     from ~r0 = p (assign-pair) at ./values.go:148:18
./values.go:147:20:   flow: ~r0 ← ~r0:
./values.go:147:20:     from return ~r0 (return) at ./values.go:148:2
./values.go:144:15: &Node{...} escapes to heap in recursive:
./values.go:144:15:   flow: p ← &{storage for &Node{...}}:
./values.go:144:15:     from &Node{...} (spill) at ./values.go:144:15
./values.go:144:15:     from mutual(n - 1, &Node{...}) (call parameter) at ./values.go:144:15
./values.go:144:15:   flow: p ← p:
./values.go:144:15:     from n, p := n, p (assign-pair) at ./values.go:148:18
./values.go:144:15:   flow: ~r0 ← p:
./values.go:144:15:     from ~r0 = p (assign-pair) at ./values.go:148:18
./values.go:144:15:   flow: ~r0 ← ~r0:
./values.go:144:15:     from return ~r0 (return) at ./values.go:148:2
./values.go:140:23: parameter p leaks to ~r0 for recursive with derefs=0:
./values.go:140:23:   flow: ~r0 ← p:
./values.go:140:23:     from return p (return) at ./values.go:142:3
./values.go:140:23:   flow: ~r0 ← ~r0:
./values.go:140:23:     from ~r0 = recursive(n, p) (assign-pair) at ./values.go:148:18
./values.go:140:23:   flow: ~r0 ← ~r0:
./values.go:140:23:     from ~r0 = ~r0 (assign-pair) at ./values.go:148:18
./values.go:140:23:   flow: ~r0 ← ~r0:
./values.go:140:23:     from return ~r0 (return) at ./values.go:148:2
./values.go:148:18: &Node{...} escapes to heap in mutual:
./values.go:148:18:   flow: p ← &{storage for &Node{...}}:
./values.go:148:18:     from &Node{...} (spill) at ./values.go:148:18
./values.go:148:18:     from n, p := n - 1, &Node{...} (assign-pair) at ./values.go:148:18
./values.go:148:18:   flow: p ← p:
./values.go:148:18:     from recursive(n, p) (call parameter) at ./values.go:148:18
./values.go:148:18:   flow: ~r0 ← p:
./values.go:148:18:     from return p (return) at ./values.go:142:3
./values.go:148:18:   flow: ~r0 ← ~r0:
./values.go:148:18:     from ~r0 = recursive(n, p) (assign-pair) at ./values.go:148:18
./values.go:148:18:   flow: ~r0 ← ~r0:
./values.go:148:18:     from ~r0 = ~r0 (assign-pair) at ./values.go:148:18
./values.go:148:18:   flow: ~r0 ← ~r0:
./values.go:148:18:     from return ~r0 (return) at ./values.go:148:2
./values.go:144:21: &Node{...} escapes to heap in recursive:
./values.go:144:21:   flow: p ← &{storage for &Node{...}}:
./values.go:144:21:     from &Node{...} (spill) at ./values.go:144:21
./values.go:144:21:     from n, p := n - 1, &Node{...} (assign-pair) at ./values.go:144:15
./values.go:144:21:   flow: p ← p:
./values.go:144:21:     from n, p := n, p (assign-pair) at ./values.go:144:15
./values.go:144:21:   flow: ~r0 ← p:
./values.go:144:21:     from ~r0 = p (assign-pair) at ./values.go:144:15
./values.go:144:21:   flow: ~r0 ← ~r0:
./values.go:144:21:     from ~r0 = ~r0 (assign-pair) at ./values.go:144:15
./values.go:144:21:   flow: ~r0 ← ~r0:
./values.go:144:21:     from return ~r0 (return) at ./values.go:144:2
./values.go:144:21:   flow: ~r0 ← ~r0:
./values.go:144:21:     from ~r0 = recursive(n, p) (assign-pair) at ./values.go:148:18
./values.go:144:21:   flow: ~r0 ← ~r0:
./values.go:144:21:     from ~r0 = ~r0 (assign-pair) at ./values.go:148:18
./values.go:144:21:   flow: ~r0 ← ~r0:
./values.go:144:21:     from return ~r0 (return) at ./values.go:148:2
./values.go:140:23: parameter p leaks to ~r0 for recursive with derefs=0:
./values.go:140:23:   flow: ~r0 ← p:
./values.go:140:23:     from return p (return) at ./values.go:142:3
./values.go:147:20: parameter p leaks to ~r0 for mutual with derefs=0:
./values.go:147:20:   flow: p ← p:
./values.go:147:20:     from n, p := n, p (assign-pair) at ./values.go:148:18
./values.go:147:20:   flow: ~r0 ← p:
./values.go:147:20:     from ~r0 = p (assign-pair) at ./values.go:148:18
./values.go:147:20:   flow: ~r0 ← ~r0:
./values.go:147:20:     from return ~r0 (return) at ./values.go:148:2
./values.go:147:20:   flow: ~r0 ← ~r0:
./values.go:147:20:     from ~r0 = mutual(n - 1, &Node{...}) (assign-pair) at ./values.go:144:15
./values.go:147:20:   flow: ~r0 ← ~r0:
./values.go:147:20:     from ~r0 = ~r0 (assign-pair) at ./values.go:144:15
./values.go:147:20:   flow: ~r0 ← ~r0:
./values.go:147:20:     from return ~r0 (return) at ./values.go:144:2
./values.go:147:20: parameter p leaks to {storage for &Node{...}} for mutual with derefs=0:
./values.go:147:20:   flow: p ← p:
./values.go:147:20:     from n, p := n, p (assign-pair) at ./values.go:148:18
./values.go:147:20:   flow: {storage for &Node{...}} ← p:
./values.go:147:20:     from Node{...} (struct literal element) at ./values.go:148:18
./values.go:140:23: parameter p leaks to {storage for &Node{...}} for recursive with derefs=0:
./values.go:140:23:   flow: {storage for &Node{...}} ← p:
./values.go:140:23:     from Node{...} (struct literal element) at ./values.go:144:26
./values.go:140:23: leaking param: p
./values.go:147:20: leaking param: p
./values.go:144:21: &Node{...} escapes to heap
./values.go:144:15: &Node{...} escapes to heap
./values.go:148:18: &Node{...} escapes to heap
./values.go:151:21: named capturing by ref: r (addr=false assign=true width=8)
./values.go:151:12: named capturing by value: p (addr=false assign=false width=8)
./values.go:151:12: parameter p leaks to r for named with derefs=0:
./values.go:151:12:   flow: r ← p:
./values.go:151:12:     from r = p (assign) at ./values.go:152:19
./values.go:151:12: leaking param: p to result r level=0
./values.go:152:8: func literal does not escape
./values.go:157:5: selfSlice ignoring self-assignment in *b = (*b)[1:]
./values.go:156:16: b does not escape
./values.go:160:13: parameter a leaks to ~r0 for minmax with derefs=0:
./values.go:160:13:   flow: ~r0 ← a:
./values.go:160:13:     from min(a, b) (call parameter) at ./values.go:160:45
./values.go:160:13:     from return min(a, b) (return) at ./values.go:160:35
./values.go:160:16: parameter b leaks to ~r0 for minmax with derefs=0:
./values.go:160:16:   flow: ~r0 ← b:
./values.go:160:16:     from min(a, b) (call parameter) at ./values.go:160:45
./values.go:160:16:     from return min(a, b) (return) at ./values.go:160:35
./values.go:160:13: leaking param: a to result ~r0 level=0
./values.go:160:16: leaking param: b to result ~r0 level=0
./values.go:163:14: []any{...} escapes to heap in constants:
./values.go:163:14:   flow: ~r0 ← &{storage for []any{...}}:
./values.go:163:14:     from []any{...} (spill) at ./values.go:163:14
./values.go:163:14:     from return []any{...} (return) at ./values.go:163:2
./values.go:163:15: 1 escapes to heap in constants:
./values.go:163:15:   flow: {storage for []any{...}} ← &{storage for 1}:
./values.go:163:15:     from 1 (spill) at ./values.go:163:15
./values.go:163:15:     from []any{...} (slice-literal-element) at ./values.go:163:14
./values.go:163:18: "s" escapes to heap in constants:
./values.go:163:18:   flow: {storage for []any{...}} ← &{storage for "s"}:
./values.go:163:18:     from "s" (spill) at ./values.go:163:18
./values.go:163:18:     from []any{...} (slice-literal-element) at ./values.go:163:14
./values.go:163:23: 2.5 escapes to heap in constants:
./values.go:163:23:   flow: {storage for []any{...}} ← &{storage for 2.5}:
./values.go:163:23:     from 2.5 (spill) at ./values.go:163:23
./values.go:163:23:     from []any{...} (slice-literal-element) at ./values.go:163:14
./values.go:163:28: 'x' escapes to heap in constants:
./values.go:163:28:   flow: {storage for []any{...}} ← &{storage for 'x'}:
./values.go:163:28:     from 'x' (spill) at ./values.go:163:28
./values.go:163:28:     from []any{...} (slice-literal-element) at ./values.go:163:14
./values.go:163:38: uint8(3) escapes to heap in constants:
./values.go:163:38:   flow: {storage for []any{...}} ← &{storage for uint8(3)}:
./values.go:163:38:     from uint8(3) (spill) at ./values.go:163:38
./values.go:163:38:     from []any{...} (slice-literal-element) at ./values.go:163:14
./values.go:163:49: Node{}.val escapes to heap in constants:
./values.go:163:49:   flow: {storage for []any{...}} ← &{storage for Node{}.val}:
./values.go:163:49:     from Node{}.val (spill) at ./values.go:163:49
./values.go:163:49:     from []any{...} (slice-literal-element) at ./values.go:163:14
./values.go:163:14: []any{...} escapes to heap
./values.go:163:15: 1 escapes to heap
./values.go:163:18: "s" escapes to heap
./values.go:163:23: 2.5 escapes to heap
./values.go:163:28: 'x' escapes to heap
./values.go:163:38: uint8(3) escapes to heap
./values.go:163:49: Node{}.val escapes to heap
