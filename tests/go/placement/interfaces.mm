./interfaces.go:18:6: can inline Square.Area with cost 6 as: method(Square) func() float64 { return q.s * q.s }
./interfaces.go:19:6: can inline Square.Grow with cost 4 as: method(Square) func(*int) { *n = 1 }
./interfaces.go:23:6: can inline (*Big).Area with cost 2 as: method(*Big) func() float64 { return 1 }
./interfaces.go:24:6: can inline (*Big).Grow with cost 3 as: method(*Big) func(*int) { keep = n }
./interfaces.go:28:6: can inline area with cost 61 as: func(Shape) float64 { return s.Area() }
./interfaces.go:30:6: cannot inline known: function too complex: cost 136 exceeds budget 80
./interfaces.go:37:6: can inline unknown with cost 67 as: func(Shape) { n := 3; s.Grow(&n) }
./interfaces.go:42:6: can inline maybe with cost 78 as: func(bool) float64 { s = <nil>; if b { s = Square{...} } else { s = &Big{} }; return s.Area() }
./interfaces.go:52:6: can inline conv with cost 48 as: func(int, string, []byte, error) []any { i := x; j := &x; k := 7; l := s; _, _, _ = i, k, l; return []any{...} }
./interfaces.go:61:6: cannot inline assert: function too complex: cost 97 exceeds budget 80
./interfaces.go:76:6: cannot inline printing: function too complex: cost 213 exceeds budget 80
./interfaces.go:82:6: cannot inline wrap: function too complex: cost 101 exceeds budget 80
./interfaces.go:89:6: cannot inline build: function too complex: cost 140 exceeds budget 80
./interfaces.go:99:6: can inline panics with cost 74 as: func(int) { if n > 1 { panic(fmt.Sprint(... argument...)) }; panic("no") }
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
./interfaces.go:24:20: parameter n leaks to {heap} for (*Big).Grow with derefs=0:
./interfaces.go:24:20:   flow: {heap} ← n:
./interfaces.go:24:20:     from keep = n (assign) at ./interfaces.go:24:37
./interfaces.go:24:7: b does not escape
./interfaces.go:24:20: leaking param: n
./interfaces.go:28:11: parameter s leaks to {heap} for area with derefs=0:
./interfaces.go:28:11:   flow: {heap} ← s:
./interfaces.go:28:11:     from s.Area() (call parameter) at ./interfaces.go:28:43
./interfaces.go:28:11: leaking param: s
./interfaces.go:32:22: Square{...} does not escape
./interfaces.go:38:2: n escapes to heap in unknown:
./interfaces.go:38:2:   flow: {heap} ← &n:
./interfaces.go:38:2:     from &n (address-of) at ./interfaces.go:39:9
./interfaces.go:38:2:     from s.Grow(&n) (call parameter) at ./interfaces.go:39:8
./interfaces.go:37:14: parameter s leaks to {heap} for unknown with derefs=0:
./interfaces.go:37:14:   flow: {heap} ← s:
./interfaces.go:37:14:     from s.Grow(&n) (call parameter) at ./interfaces.go:39:8
./interfaces.go:37:14: leaking param: s
./interfaces.go:38:2: moved to heap: n
./interfaces.go:45:13: Square{...} escapes to heap in maybe:
./interfaces.go:45:13:   flow: s ← &{storage for Square{...}}:
./interfaces.go:45:13:     from Square{...} (spill) at ./interfaces.go:45:13
./interfaces.go:45:13:     from s = Square{...} (assign) at ./interfaces.go:45:5
./interfaces.go:45:13:   flow: {heap} ← s:
./interfaces.go:45:13:     from s.Area() (call parameter) at ./interfaces.go:49:15
./interfaces.go:47:7: &Big{} escapes to heap in maybe:
./interfaces.go:47:7:   flow: s ← &{storage for &Big{}}:
./interfaces.go:47:7:     from &Big{} (spill) at ./interfaces.go:47:7
./interfaces.go:47:7:     from &Big{} (interface-converted) at ./interfaces.go:47:7
./interfaces.go:47:7:     from s = &Big{} (assign) at ./interfaces.go:47:5
./interfaces.go:47:7:   flow: {heap} ← s:
./interfaces.go:47:7:     from s.Area() (call parameter) at ./interfaces.go:49:15
./interfaces.go:45:13: Square{...} escapes to heap
./interfaces.go:47:7: &Big{} escapes to heap
./interfaces.go:58:14: []any{...} escapes to heap in conv:
./interfaces.go:58:14:   flow: ~r0 ← &{storage for []any{...}}:
./interfaces.go:58:14:     from []any{...} (spill) at ./interfaces.go:58:14
./interfaces.go:58:14:     from return []any{...} (return) at ./interfaces.go:58:2
./interfaces.go:58:18: b escapes to heap in conv:
./interfaces.go:58:18:   flow: {storage for []any{...}} ← &{storage for b}:
./interfaces.go:58:18:     from b (spill) at ./interfaces.go:58:18
./interfaces.go:58:18:     from []any{...} (slice-literal-element) at ./interfaces.go:58:14
./interfaces.go:52:38: parameter e leaks to {storage for []any{...}} for conv with derefs=0:
./interfaces.go:52:38:   flow: {storage for []any{...}} ← e:
./interfaces.go:52:38:     from e (interface-converted) at ./interfaces.go:58:21
./interfaces.go:52:38:     from []any{...} (slice-literal-element) at ./interfaces.go:58:14
./interfaces.go:58:24: 'x' escapes to heap in conv:
./interfaces.go:58:24:   flow: {storage for []any{...}} ← &{storage for 'x'}:
./interfaces.go:58:24:     from 'x' (spill) at ./interfaces.go:58:24
./interfaces.go:58:24:     from []any{...} (slice-literal-element) at ./interfaces.go:58:14
./interfaces.go:58:29: 1.5 escapes to heap in conv:
./interfaces.go:58:29:   flow: {storage for []any{...}} ← &{storage for 1.5}:
./interfaces.go:58:29:     from 1.5 (spill) at ./interfaces.go:58:29
./interfaces.go:58:29:     from []any{...} (slice-literal-element) at ./interfaces.go:58:14
./interfaces.go:58:34: true escapes to heap in conv:
./interfaces.go:58:34:   flow: {storage for []any{...}} ← &{storage for true}:
./interfaces.go:58:34:     from true (spill) at ./interfaces.go:58:34
./interfaces.go:58:34:     from []any{...} (slice-literal-element) at ./interfaces.go:58:14
./interfaces.go:58:48: struct {}{} escapes to heap in conv:
./interfaces.go:58:48:   flow: {storage for []any{...}} ← &{storage for struct {}{}}:
./interfaces.go:58:48:     from struct {}{} (spill) at ./interfaces.go:58:48
./interfaces.go:58:48:     from []any{...} (slice-literal-element) at ./interfaces.go:58:14
./interfaces.go:52:11: x escapes to heap in conv:
./interfaces.go:52:11:   flow: j ← &x:
./interfaces.go:52:11:     from &x (address-of) at ./interfaces.go:54:14
./interfaces.go:52:11:     from &x (interface-converted) at ./interfaces.go:54:14
./interfaces.go:52:11:     from j := &x (assign) at ./interfaces.go:54:6
./interfaces.go:52:11:   flow: {storage for []any{...}} ← j:
./interfaces.go:52:11:     from []any{...} (slice-literal-element) at ./interfaces.go:58:14
./interfaces.go:52:11: parameter x leaks to {storage for []any{...}} for conv with derefs=0:
./interfaces.go:52:11:   flow: j ← &x:
./interfaces.go:52:11:     from &x (address-of) at ./interfaces.go:54:14
./interfaces.go:52:11:     from &x (interface-converted) at ./interfaces.go:54:14
./interfaces.go:52:11:     from j := &x (assign) at ./interfaces.go:54:6
./interfaces.go:52:11:   flow: {storage for []any{...}} ← j:
./interfaces.go:52:11:     from []any{...} (slice-literal-element) at ./interfaces.go:58:14
./interfaces.go:52:28: parameter b leaks to {storage for b} for conv with derefs=0:
./interfaces.go:52:28:   flow: {storage for b} ← b:
./interfaces.go:52:28:     from b (interface-converted) at ./interfaces.go:58:18
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
./interfaces.go:61:13: parameter v leaks to {heap} for assert with derefs=0:
./interfaces.go:61:13:   flow: {temp} ← v:
./interfaces.go:61:13:   flow: t ← {temp}:
./interfaces.go:61:13:     from case fmt.Stringer: return t.String(), true (switch case) at ./interfaces.go:65:2
./interfaces.go:61:13:   flow: {heap} ← t:
./interfaces.go:61:13:     from t.String() (call parameter) at ./interfaces.go:66:18
./interfaces.go:68:17: string(t) escapes to heap in assert:
./interfaces.go:68:17:   flow: ~r0 ← &{storage for string(t)}:
./interfaces.go:68:17:     from string(t) (spill) at ./interfaces.go:68:17
./interfaces.go:68:17:     from return string(t), true (return) at ./interfaces.go:68:3
./interfaces.go:61:13: parameter v leaks to ~r0 for assert with derefs=1:
./interfaces.go:61:13:   flow: {temp} ← v:
./interfaces.go:61:13:   flow: t ← *{temp}:
./interfaces.go:61:13:     from case string: return t, true (switch case) at ./interfaces.go:63:2
./interfaces.go:61:13:   flow: ~r0 ← t:
./interfaces.go:61:13:     from return t, true (return) at ./interfaces.go:64:3
./interfaces.go:61:13: leaking param: v
./interfaces.go:68:17: string(t) escapes to heap
./interfaces.go:76:15: parameter w leaks to {heap} for printing with derefs=0:
./interfaces.go:76:15:   flow: {heap} ← w:
./interfaces.go:76:15:     from fmt.Fprintf(w, "%d %s\n", ... argument...) (call parameter) at ./interfaces.go:77:13
./interfaces.go:77:28: n escapes to heap in printing:
./interfaces.go:77:28:   flow: {storage for ... argument} ← &{storage for n}:
./interfaces.go:77:28:     from n (spill) at ./interfaces.go:77:28
./interfaces.go:77:28:     from ... argument (slice-literal-element) at ./interfaces.go:77:13
./interfaces.go:77:28:   flow: {heap} ← {storage for ... argument}:
./interfaces.go:77:28:     from ... argument (spill) at ./interfaces.go:77:13
./interfaces.go:77:28:     from fmt.Fprintf(w, "%d %s\n", ... argument...) (call parameter) at ./interfaces.go:77:13
./interfaces.go:77:31: "x" escapes to heap in printing:
./interfaces.go:77:31:   flow: {storage for ... argument} ← &{storage for "x"}:
./interfaces.go:77:31:     from "x" (spill) at ./interfaces.go:77:31
./interfaces.go:77:31:     from ... argument (slice-literal-element) at ./interfaces.go:77:13
./interfaces.go:77:31:   flow: {heap} ← {storage for ... argument}:
./interfaces.go:77:31:     from ... argument (spill) at ./interfaces.go:77:13
./interfaces.go:77:31:     from fmt.Fprintf(w, "%d %s\n", ... argument...) (call parameter) at ./interfaces.go:77:13
./interfaces.go:76:28: n escapes to heap in printing:
./interfaces.go:76:28:   flow: {storage for ... argument} ← &n:
./interfaces.go:76:28:     from &n (address-of) at ./interfaces.go:79:27
./interfaces.go:76:28:     from &n (interface-converted) at ./interfaces.go:79:27
./interfaces.go:76:28:     from ... argument (slice-literal-element) at ./interfaces.go:79:20
./interfaces.go:76:28:   flow: {heap} ← {storage for ... argument}:
./interfaces.go:76:28:     from ... argument (spill) at ./interfaces.go:79:20
./interfaces.go:76:28:     from fmt.Sprintf("%v", ... argument...) (call parameter) at ./interfaces.go:79:20
./interfaces.go:76:28: parameter n leaks to {heap} for printing with derefs=0:
./interfaces.go:76:28:   flow: {storage for ... argument} ← &n:
./interfaces.go:76:28:     from &n (address-of) at ./interfaces.go:79:27
./interfaces.go:76:28:     from &n (interface-converted) at ./interfaces.go:79:27
./interfaces.go:76:28:     from ... argument (slice-literal-element) at ./interfaces.go:79:20
./interfaces.go:76:28:   flow: {heap} ← {storage for ... argument}:
./interfaces.go:76:28:     from ... argument (spill) at ./interfaces.go:79:20
./interfaces.go:76:28:     from fmt.Sprintf("%v", ... argument...) (call parameter) at ./interfaces.go:79:20
./interfaces.go:78:14: "a" escapes to heap in printing:
./interfaces.go:78:14:   flow: {storage for ... argument} ← &{storage for "a"}:
./interfaces.go:78:14:     from "a" (spill) at ./interfaces.go:78:14
./interfaces.go:78:14:     from ... argument (slice-literal-element) at ./interfaces.go:78:13
./interfaces.go:78:14:   flow: fmt.a ← &{storage for ... argument}:
./interfaces.go:78:14:     from ... argument (spill) at ./interfaces.go:78:13
./interfaces.go:78:14:     from fmt.a := ... argument (assign-pair) at ./interfaces.go:78:13
./interfaces.go:78:14:   flow: {heap} ← *fmt.a:
./interfaces.go:78:14:     from fmt.Fprintln(os.Stdout, fmt.a...) (call parameter) at ./interfaces.go:78:13
./interfaces.go:78:19: n escapes to heap in printing:
./interfaces.go:78:19:   flow: {storage for ... argument} ← &{storage for n}:
./interfaces.go:78:19:     from n (spill) at ./interfaces.go:78:19
./interfaces.go:78:19:     from ... argument (slice-literal-element) at ./interfaces.go:78:13
./interfaces.go:78:19:   flow: fmt.a ← &{storage for ... argument}:
./interfaces.go:78:19:     from ... argument (spill) at ./interfaces.go:78:13
./interfaces.go:78:19:     from fmt.a := ... argument (assign-pair) at ./interfaces.go:78:13
./interfaces.go:78:19:   flow: {heap} ← *fmt.a:
./interfaces.go:78:19:     from fmt.Fprintln(os.Stdout, fmt.a...) (call parameter) at ./interfaces.go:78:13
./interfaces.go:76:15: leaking param: w
./interfaces.go:76:28: moved to heap: n
./interfaces.go:77:13: ... argument does not escape
./interfaces.go:77:28: n escapes to heap
./interfaces.go:77:31: "x" escapes to heap
./interfaces.go:78:13: ... argument does not escape
./interfaces.go:78:14: "a" escapes to heap
./interfaces.go:78:19: n escapes to heap
./interfaces.go:79:20: ... argument does not escape
./interfaces.go:82:11: parameter err leaks to {heap} for wrap with derefs=0:
./interfaces.go:82:11:   flow: {storage for ... argument} ← err:
./interfaces.go:82:11:     from err (interface-converted) at ./interfaces.go:86:35
./interfaces.go:82:11:     from ... argument (slice-literal-element) at ./interfaces.go:86:19
./interfaces.go:82:11:   flow: fmt.a ← &{storage for ... argument}:
./interfaces.go:82:11:     from ... argument (spill) at ./interfaces.go:86:19
./interfaces.go:82:11:     from fmt.format, fmt.a := "wrapped: %w", ... argument (assign-pair) at ./interfaces.go:86:19
./interfaces.go:82:11:   flow: {heap} ← *fmt.a:
./interfaces.go:82:11:     from fmt.errorf(fmt.format, fmt.a...) (call parameter) at ./interfaces.go:86:19
./interfaces.go:84:20: &errors.errorString{...} escapes to heap in wrap:
./interfaces.go:84:20:   flow: ~r0 ← &{storage for &errors.errorString{...}}:
./interfaces.go:84:20:     from &errors.errorString{...} (spill) at ./interfaces.go:84:20
./interfaces.go:84:20:     from &errors.errorString{...} (interface-converted) at ./interfaces.go:84:20
./interfaces.go:84:20:     from ~r0 = &errors.errorString{...} (assign-pair) at ./interfaces.go:84:20
./interfaces.go:84:20:   flow: ~r0 ← ~r0:
./interfaces.go:84:20:     from return ~r0 (return) at ./interfaces.go:84:3
./interfaces.go:86:19: &errors.errorString{...} escapes to heap in wrap:
./interfaces.go:86:19:   flow: ~r0 ← &{storage for &errors.errorString{...}}:
./interfaces.go:86:19:     from &errors.errorString{...} (spill) at ./interfaces.go:86:19
./interfaces.go:86:19:     from &errors.errorString{...} (interface-converted) at ./interfaces.go:86:19
./interfaces.go:86:19:     from ~r0 = &errors.errorString{...} (assign-pair) at ./interfaces.go:86:19
./interfaces.go:86:19:   flow: fmt.err ← ~r0:
./interfaces.go:86:19:     from fmt.err = ~r0 (assign-pair) at ./interfaces.go:86:19
./interfaces.go:86:19:   flow: ~r0 ← fmt.err:
./interfaces.go:86:19:     from return fmt.err (return) at ./interfaces.go:86:2
./interfaces.go:82:11: leaking param: err
./interfaces.go:84:20: &errors.errorString{...} escapes to heap
./interfaces.go:86:19: ... argument does not escape
./interfaces.go:86:19: &errors.errorString{...} escapes to heap
./interfaces.go:92:17: "strings: illegal use of non-zero Builder copied by value" escapes to heap in build:
./interfaces.go:92:17:   flow: {heap} ← &{storage for "strings: illegal use of non-zero Builder copied by value"}:
./interfaces.go:92:17:     from "strings: illegal use of non-zero Builder copied by value" (spill) at ./interfaces.go:92:17
./interfaces.go:92:17:     from panic("strings: illegal use of non-zero Builder copied by value") (call parameter) at ./interfaces.go:92:17
./interfaces.go:92:17: append(strings.b.buf, strings.s...) escapes to heap in build:
./interfaces.go:92:17:   flow: {heap} ← &{storage for append(strings.b.buf, strings.s...)}:
./interfaces.go:92:17:     from append(strings.b.buf, strings.s...) (spill) at ./interfaces.go:92:17
./interfaces.go:92:17:     from strings.b.buf = append(strings.b.buf, strings.s...) (assign) at ./interfaces.go:92:17
./interfaces.go:96:21: ~r0 + ~r0 escapes to heap in build:
./interfaces.go:96:21:   flow: ~r0 ← &{storage for ~r0 + ~r0}:
./interfaces.go:96:21:     from ~r0 + ~r0 (spill) at ./interfaces.go:96:21
./interfaces.go:96:21:     from return ~r0 + ~r0 (return) at ./interfaces.go:96:2
./interfaces.go:89:12: parts does not escape
./interfaces.go:92:17: "strings: illegal use of non-zero Builder copied by value" escapes to heap
./interfaces.go:92:17: append escapes to heap
./interfaces.go:96:21: ~r0 + ~r0 escapes to heap
./interfaces.go:96:33: string(bytes.b.buf[bytes.b.off:]) does not escape
./interfaces.go:101:19: fmt.Sprint(... argument...) escapes to heap in panics:
./interfaces.go:101:19:   flow: {heap} ← &{storage for fmt.Sprint(... argument...)}:
./interfaces.go:101:19:     from fmt.Sprint(... argument...) (spill) at ./interfaces.go:101:19
./interfaces.go:101:19:     from panic(fmt.Sprint(... argument...)) (call parameter) at ./interfaces.go:101:8
./interfaces.go:103:8: "no" escapes to heap in panics:
./interfaces.go:103:8:   flow: {heap} ← &{storage for "no"}:
./interfaces.go:103:8:     from "no" (spill) at ./interfaces.go:103:8
./interfaces.go:103:8:     from panic("no") (call parameter) at ./interfaces.go:103:7
./interfaces.go:101:20: "bad" escapes to heap in panics:
./interfaces.go:101:20:   flow: {storage for ... argument} ← &{storage for "bad"}:
./interfaces.go:101:20:     from "bad" (spill) at ./interfaces.go:101:20
./interfaces.go:101:20:     from ... argument (slice-literal-element) at ./interfaces.go:101:19
./interfaces.go:101:20:   flow: {heap} ← {storage for ... argument}:
./interfaces.go:101:20:     from ... argument (spill) at ./interfaces.go:101:19
./interfaces.go:101:20:     from fmt.Sprint(... argument...) (call parameter) at ./interfaces.go:101:19
./interfaces.go:101:27: n escapes to heap in panics:
./interfaces.go:101:27:   flow: {storage for ... argument} ← &{storage for n}:
./interfaces.go:101:27:     from n (spill) at ./interfaces.go:101:27
./interfaces.go:101:27:     from ... argument (slice-literal-element) at ./interfaces.go:101:19
./interfaces.go:101:27:   flow: {heap} ← {storage for ... argument}:
./interfaces.go:101:27:     from ... argument (spill) at ./interfaces.go:101:19
./interfaces.go:101:27:     from fmt.Sprint(... argument...) (call parameter) at ./interfaces.go:101:19
./interfaces.go:101:19: fmt.Sprint(... argument...) escapes to heap
./interfaces.go:101:19: ... argument does not escape
./interfaces.go:101:20: "bad" escapes to heap
./interfaces.go:101:27: n escapes to heap
./interfaces.go:103:8: "no" escapes to heap
./interfaces.go:13:7: parameter ~p1 leaks to {heap} for Shape.Grow with derefs=0:
./interfaces.go:13:7:   flow: {heap} ← ~p1:
./interfaces.go:13:7:     from ~p0.Grow(~p1) (call parameter) at <autogenerated>:1
