./generic.go:63:6: can inline (*Dog).Name with cost 3 as: method(*Dog) func() string { return d.n }
./generic.go:9:6: can inline (*Stack[go.shape.*uint8]).Push with cost 7 as: method(*Stack[go.shape.*uint8]) func(*[4]uintptr, go.shape.*uint8) { s.items = append(s.items, v) }
./generic.go:11:6: can inline (*Stack[go.shape.*uint8]).Pop with cost 39 as: method(*Stack[go.shape.*uint8]) func(*[4]uintptr) (go.shape.*uint8, bool) { zero = <nil>; if len(s.items) == 0 { return zero, false }; v := s.items[len(s.items) - 1]; s.items = s.items[:len(s.items) - 1]; return v, true }
./generic.go:26:6: can inline MapOf[go.shape.string,go.shape.int] with cost 22 as: func(*[5]uintptr, ...Pair[go.shape.string,go.shape.int]) map[go.shape.string]go.shape.int { m := make(map[go.shape.string]go.shape.int, len(ps)); for loop; return m }
./generic.go:34:6: can inline Sum[go.shape.int] with cost 15 as: func(*[3]uintptr, []go.shape.int) go.shape.int { t = <nil>; for loop; return t }
./generic.go:34:6: can inline Sum[go.shape.float64] with cost 15 as: func(*[3]uintptr, []go.shape.float64) go.shape.float64 { t = <nil>; for loop; return t }
./generic.go:42:6: can inline Largest[go.shape.string] with cost 8 as: func(*[1]uintptr, go.shape.string, go.shape.string) go.shape.string { if a > b { return a }; return b }
./generic.go:49:6: can inline Apply[go.shape.int,go.shape.string] with cost 36 as: func(*[7]uintptr, []go.shape.int, func(go.shape.int) go.shape.string) []go.shape.string { out = <nil>; for loop; return out }
./generic.go:82:22: can inline use.func1 with cost 2 as: func(int) string { return "x" }
./generic.go:57:6: can inline Ptr[go.shape.int] with cost 3 as: func(*[2]uintptr, go.shape.int) *go.shape.int { return &v }
./generic.go:65:6: can inline Names[go.shape.*uint8] with cost 75 as: func(*[4]uintptr, []go.shape.*uint8) []string { for loop; return  }
./generic.go:42:6: can inline Largest[go.shape.int] with cost 8 as: func(*[1]uintptr, go.shape.int, go.shape.int) go.shape.int { if a > b { return a }; return b }
./generic.go:42:6: can inline Largest[int] with cost 15 as: func(int, int) int { return Largest[go.shape.int](&.dict.Largest[int], a, b) }
./generic.go:72:6: cannot inline use: function too complex: cost 363 exceeds budget 80
./generic.go:65:6: cannot inline Names[*command-line-arguments.Dog]: function too complex: cost 81 exceeds budget 80
./generic.go:57:6: can inline Ptr[int] with cost 9 as: func(int) *int { return Ptr[go.shape.int](&.dict.Ptr[int], v) }
./generic.go:49:6: can inline Apply[int,string] with cost 43 as: func([]int, func(int) string) []string { return Apply[go.shape.int,go.shape.string](&.dict.Apply[int,string], xs, f) }
./generic.go:42:6: can inline Largest[string] with cost 15 as: func(string, string) string { return Largest[go.shape.string](&.dict.Largest[string], a, b) }
./generic.go:34:6: can inline Sum[float64] with cost 21 as: func([]float64) float64 { return Sum[go.shape.float64](&.dict.Sum[float64], xs) }
./generic.go:34:6: can inline Sum[int] with cost 21 as: func([]int) int { return Sum[go.shape.int](&.dict.Sum[int], xs) }
./generic.go:26:6: can inline MapOf[string,int] with cost 28 as: func(...Pair[string,int]) map[string]int { return MapOf[go.shape.string,go.shape.int](&.dict.MapOf[string,int], ps...) }
./generic.go:11:6: can inline (*Stack[*int]).Pop with cost 53 as: method(*Stack[*int]) func() (*int, bool) { return .autotmp_3, .autotmp_4 }
./generic.go:9:6: can inline (*Stack[*int]).Push with cost 12 as: method(*Stack[*int]) func(*int) { (*Stack[go.shape.*uint8]).Push(s, &.dict.Stack[*int], v) }
./generic.go:42:6: inlining call to Largest[go.shape.int]
./generic.go:75:8: inlining call to (*Stack[go.shape.*uint8]).Push
./generic.go:76:16: inlining call to (*Stack[go.shape.*uint8]).Pop
./generic.go:78:11: inlining call to MapOf[go.shape.string,go.shape.int]
./generic.go:79:9: inlining call to Sum[go.shape.int]
./generic.go:80:9: inlining call to Sum[go.shape.float64]
./generic.go:81:13: inlining call to Largest[go.shape.string]
./generic.go:82:11: inlining call to Apply[go.shape.int,go.shape.string]
./generic.go:83:9: inlining call to Ptr[go.shape.int]
./generic.go:84:11: inlining call to Names[go.shape.*uint8]
./generic.go:86:7: inlining call to Largest[int]
./generic.go:82:11: inlining call to use.func1
./generic.go:86:7: inlining call to Largest[go.shape.int]
./generic.go:65:6: inlining call to Names[go.shape.*uint8]
./generic.go:57:6: inlining call to Ptr[go.shape.int]
./generic.go:49:6: inlining call to Apply[go.shape.int,go.shape.string]
./generic.go:42:6: inlining call to Largest[go.shape.string]
./generic.go:34:6: inlining call to Sum[go.shape.float64]
./generic.go:34:6: inlining call to Sum[go.shape.int]
./generic.go:26:6: inlining call to MapOf[go.shape.string,go.shape.int]
./generic.go:11:6: inlining call to (*Stack[go.shape.*uint8]).Pop
./generic.go:9:6: inlining call to (*Stack[go.shape.*uint8]).Push
./generic.go:63:7: parameter d leaks to ~r0 for (*Dog).Name with derefs=1:
./generic.go:63:7:   flow: ~r0 ← *d:
./generic.go:63:7:     from d.n (dot of pointer) at ./generic.go:63:39
./generic.go:63:7:     from return d.n (return) at ./generic.go:63:31
./generic.go:63:7: leaking param: d to result ~r0 level=1
./generic.go:75:8: append(s.items, v) escapes to heap in use:
./generic.go:75:8:   flow: {heap} ← &{storage for append(s.items, v)}:
./generic.go:75:8:     from append(s.items, v) (spill) at ./generic.go:75:8
./generic.go:75:8:     from s.items = append(s.items, v) (assign) at ./generic.go:75:8
./generic.go:76:16: use ignoring self-assignment in s.items = s.items[:len(s.items) - 1]
./generic.go:74:2: x escapes to heap in use:
./generic.go:74:2:   flow: v ← &x:
./generic.go:74:2:     from &x (address-of) at ./generic.go:75:9
./generic.go:74:2:     from s, .dict, v := s, &.dict.Stack[*int], &x (assign-pair) at ./generic.go:75:8
./generic.go:74:2:   flow: {heap} ← v:
./generic.go:74:2:     from append(s.items, v) (call parameter) at ./generic.go:75:8
./generic.go:84:19: &Dog{...} escapes to heap in use:
./generic.go:84:19:   flow: {storage for []*Dog{...}} ← &{storage for &Dog{...}}:
./generic.go:84:19:     from &Dog{...} (spill) at ./generic.go:84:19
./generic.go:84:19:     from []*Dog{...} (slice-literal-element) at ./generic.go:84:18
./generic.go:84:19:   flow: xs ← &{storage for []*Dog{...}}:
./generic.go:84:19:     from []*Dog{...} (spill) at ./generic.go:84:18
./generic.go:84:19:     from .dict, xs := &.dict.Names[*command-line-arguments.Dog], []*Dog{...} (assign-pair) at ./generic.go:84:11
./generic.go:84:19:   flow: {temp} ← xs:
./generic.go:84:19:   flow: x ← *{temp}:
./generic.go:84:19:     from for loop (range-deref) at ./generic.go:84:11
./generic.go:84:19:   flow: {heap} ← x:
./generic.go:84:19:     from (func(go.shape.*uint8) string)(&.dict[0])(x) (call parameter) at ./generic.go:84:11
./generic.go:74:2: moved to heap: x
./generic.go:75:8: append escapes to heap
./generic.go:78:11: ... argument does not escape
./generic.go:78:11: make(map[go.shape.string]go.shape.int, len(ps)) does not escape
./generic.go:79:15: []int{...} does not escape
./generic.go:80:19: []float64{...} does not escape
./generic.go:82:17: []int{...} does not escape
./generic.go:82:11: append does not escape
./generic.go:84:18: []*Dog{...} does not escape
./generic.go:84:19: &Dog{...} escapes to heap
./generic.go:84:11: append does not escape
./generic.go:65:21: parameter xs leaks to {heap} for Names[go.shape.*uint8] with derefs=1:
./generic.go:65:21:   flow: {temp} ← xs:
./generic.go:65:21:   flow: x ← *{temp}:
./generic.go:65:21:     from for loop (range-deref) at ./generic.go:66:14
./generic.go:65:21:   flow: {heap} ← x:
./generic.go:65:21:     from (func(go.shape.*uint8) string)(&.dict[0])(x) (call parameter) at ./generic.go:67:27
./generic.go:67:15: append(out, (func(go.shape.*uint8) string)(&.dict[0])(x)) escapes to heap in Names[go.shape.*uint8]:
./generic.go:67:15:   flow: out ← &{storage for append(out, (func(go.shape.*uint8) string)(&.dict[0])(x))}:
./generic.go:67:15:     from append(out, (func(go.shape.*uint8) string)(&.dict[0])(x)) (spill) at ./generic.go:67:15
./generic.go:67:15:     from out = append(out, (func(go.shape.*uint8) string)(&.dict[0])(x)) (assign) at ./generic.go:67:7
./generic.go:67:15: append escapes to heap
./generic.go:65:21: parameter xs leaks to {heap} for Names[*command-line-arguments.Dog] with derefs=1:
./generic.go:65:21:   flow: xs ← xs:
./generic.go:65:21:     from .dict, xs := &.dict.Names[*command-line-arguments.Dog], xs (assign-pair) at ./generic.go:65:6
./generic.go:65:21:   flow: {temp} ← xs:
./generic.go:65:21:   flow: x ← *{temp}:
./generic.go:65:21:     from for loop (range-deref) at ./generic.go:65:6
./generic.go:65:21:   flow: {heap} ← x:
./generic.go:65:21:     from (func(go.shape.*uint8) string)(&.dict[0])(x) (call parameter) at ./generic.go:65:6
./generic.go:65:6: append(out, (func(go.shape.*uint8) string)(&.dict[0])(x)) escapes to heap in Names[*command-line-arguments.Dog]:
./generic.go:65:6:   flow: out ← &{storage for append(out, (func(go.shape.*uint8) string)(&.dict[0])(x))}:
./generic.go:65:6:     from append(out, (func(go.shape.*uint8) string)(&.dict[0])(x)) (spill) at ./generic.go:65:6
./generic.go:65:6:     from out = append(out, (func(go.shape.*uint8) string)(&.dict[0])(x)) (assign) at ./generic.go:65:6
./generic.go:65:6:   flow: out ← out:
./generic.go:65:6:     from return out (return) at ./generic.go:65:6
./generic.go:65:6: append escapes to heap
./generic.go:57:17: v escapes to heap in Ptr[go.shape.int]:
./generic.go:57:17:   flow: ~r0 ← &v:
./generic.go:57:17:     from &v (address-of) at ./generic.go:57:34
./generic.go:57:17:     from return &v (return) at ./generic.go:57:27
./generic.go:57:17: parameter v leaks to ~r0 for Ptr[go.shape.int] with derefs=0:
./generic.go:57:17:   flow: ~r0 ← &v:
./generic.go:57:17:     from &v (address-of) at ./generic.go:57:34
./generic.go:57:17:     from return &v (return) at ./generic.go:57:27
./generic.go:57:17: moved to heap: v
./generic.go:57:6: v escapes to heap in Ptr[int]:
./generic.go:57:6:   flow: ~r0 ← &v:
./generic.go:57:6:     from &v (address-of) at ./generic.go:57:6
./generic.go:57:6:     from ~r0 = &v (assign-pair) at ./generic.go:57:6
./generic.go:57:6:   flow: ~r0 ← ~r0:
./generic.go:57:6:     from return ~r0 (return) at ./generic.go:57:6
./generic.go:57:6: moved to heap: v
./generic.go:52:15: append(out, f(x)) escapes to heap in Apply[go.shape.int,go.shape.string]:
./generic.go:52:15:   flow: out ← &{storage for append(out, f(x))}:
./generic.go:52:15:     from append(out, f(x)) (spill) at ./generic.go:52:15
./generic.go:52:15:     from out = append(out, f(x)) (assign) at ./generic.go:52:7
./generic.go:52:15:   flow: ~r0 ← out:
./generic.go:52:15:     from return out (return) at ./generic.go:54:2
./generic.go:52:15: append escapes to heap
./generic.go:49:6: append(out, f(x)) escapes to heap in Apply[int,string]:
./generic.go:49:6:   flow: out ← &{storage for append(out, f(x))}:
./generic.go:49:6:     from append(out, f(x)) (spill) at ./generic.go:49:6
./generic.go:49:6:     from out = append(out, f(x)) (assign) at ./generic.go:49:6
./generic.go:49:6:   flow: ~r0 ← out:
./generic.go:49:6:     from ~r0 = out (assign-pair) at ./generic.go:49:6
./generic.go:49:6:   flow: ~r0 ← ~r0:
./generic.go:49:6:     from return ~r0 (return) at ./generic.go:49:6
./generic.go:49:6: append escapes to heap
./generic.go:42:29: parameter a leaks to ~r0 for Largest[go.shape.string] with derefs=0:
./generic.go:42:29:   flow: ~r0 ← a:
./generic.go:42:29:     from return a (return) at ./generic.go:44:3
./generic.go:42:32: parameter b leaks to ~r0 for Largest[go.shape.string] with derefs=0:
./generic.go:42:32:   flow: ~r0 ← b:
./generic.go:42:32:     from return b (return) at ./generic.go:46:2
./generic.go:42:29: parameter a leaks to ~r0 for Largest[string] with derefs=0:
./generic.go:42:29:   flow: a ← a:
./generic.go:42:29:     from .dict, a, b := &.dict.Largest[string], a, b (assign-pair) at ./generic.go:42:6
./generic.go:42:29:   flow: ~r0 ← a:
./generic.go:42:29:     from ~r0 = a (assign-pair) at ./generic.go:42:6
./generic.go:42:29:   flow: ~r0 ← ~r0:
./generic.go:42:29:     from return ~r0 (return) at ./generic.go:42:6
./generic.go:42:32: parameter b leaks to ~r0 for Largest[string] with derefs=0:
./generic.go:42:32:   flow: b ← b:
./generic.go:42:32:     from .dict, a, b := &.dict.Largest[string], a, b (assign-pair) at ./generic.go:42:6
./generic.go:42:32:   flow: ~r0 ← b:
./generic.go:42:32:     from ~r0 = b (assign-pair) at ./generic.go:42:6
./generic.go:42:32:   flow: ~r0 ← ~r0:
./generic.go:42:32:     from return ~r0 (return) at ./generic.go:42:6
./generic.go:26:33: parameter ps leaks to {heap} for MapOf[go.shape.string,go.shape.int] with derefs=1:
./generic.go:26:33:   flow: {temp} ← ps:
./generic.go:26:33:   flow: p ← *{temp}:
./generic.go:26:33:     from for loop (range-deref) at ./generic.go:28:14
./generic.go:26:33:   flow: {heap} ← p:
./generic.go:26:33:     from p.Key (dot) at ./generic.go:29:6
./generic.go:26:33:     from m[p.Key] (key of map put) at ./generic.go:29:4
./generic.go:27:11: make(map[go.shape.string]go.shape.int, len(ps)) escapes to heap in MapOf[go.shape.string,go.shape.int]:
./generic.go:27:11:   flow: m ← &{storage for make(map[go.shape.string]go.shape.int, len(ps))}:
./generic.go:27:11:     from make(map[go.shape.string]go.shape.int, len(ps)) (spill) at ./generic.go:27:11
./generic.go:27:11:     from m := make(map[go.shape.string]go.shape.int, len(ps)) (assign) at ./generic.go:27:4
./generic.go:27:11:   flow: ~r0 ← m:
./generic.go:27:11:     from return m (return) at ./generic.go:31:2
./generic.go:27:11: make(map[go.shape.string]go.shape.int, len(ps)) escapes to heap
./generic.go:26:33: parameter ps leaks to {heap} for MapOf[string,int] with derefs=1:
./generic.go:26:33:   flow: ps ← ps:
./generic.go:26:33:     from .dict, ps := &.dict.MapOf[string,int], ps (assign-pair) at ./generic.go:26:6
./generic.go:26:33:   flow: {temp} ← ps:
./generic.go:26:33:   flow: p ← *{temp}:
./generic.go:26:33:     from for loop (range-deref) at ./generic.go:26:6
./generic.go:26:33:   flow: {heap} ← p:
./generic.go:26:33:     from p.Key (dot) at ./generic.go:26:6
./generic.go:26:33:     from m[p.Key] (key of map put) at ./generic.go:26:6
./generic.go:26:6: make(map[go.shape.string]go.shape.int, len(ps)) escapes to heap in MapOf[string,int]:
./generic.go:26:6:   flow: m ← &{storage for make(map[go.shape.string]go.shape.int, len(ps))}:
./generic.go:26:6:     from make(map[go.shape.string]go.shape.int, len(ps)) (spill) at ./generic.go:26:6
./generic.go:26:6:     from m := make(map[go.shape.string]go.shape.int, len(ps)) (assign) at ./generic.go:26:6
./generic.go:26:6:   flow: ~r0 ← m:
./generic.go:26:6:     from ~r0 = m (assign-pair) at ./generic.go:26:6
./generic.go:26:6:   flow: ~r0 ← ~r0:
./generic.go:26:6:     from return ~r0 (return) at ./generic.go:26:6
./generic.go:26:6: make(map[go.shape.string]go.shape.int, len(ps)) escapes to heap
./generic.go:17:10: (*Stack[go.shape.*uint8]).Pop ignoring self-assignment in s.items = s.items[:len(s.items) - 1]
./generic.go:11:7: parameter s leaks to ~r0 for (*Stack[go.shape.*uint8]).Pop with derefs=2:
./generic.go:11:7:   flow: v ← **s:
./generic.go:11:7:     from s.items (dot of pointer) at ./generic.go:16:8
./generic.go:11:7:     from s.items[len(s.items) - 1] (dot of pointer) at ./generic.go:16:14
./generic.go:11:7:     from v := s.items[len(s.items) - 1] (assign) at ./generic.go:16:4
./generic.go:11:7:   flow: ~r0 ← v:
./generic.go:11:7:     from return v, true (return) at ./generic.go:18:2
./generic.go:9:48: append(s.items, v) escapes to heap in (*Stack[go.shape.*uint8]).Push:
./generic.go:9:48:   flow: {heap} ← &{storage for append(s.items, v)}:
./generic.go:9:48:     from append(s.items, v) (spill) at ./generic.go:9:48
./generic.go:9:48:     from s.items = append(s.items, v) (assign) at ./generic.go:9:40
./generic.go:9:25: parameter v leaks to {heap} for (*Stack[go.shape.*uint8]).Push with derefs=0:
./generic.go:9:25:   flow: {heap} ← v:
./generic.go:9:25:     from append(s.items, v) (call parameter) at ./generic.go:9:48
./generic.go:9:7: parameter s leaks to {heap} for (*Stack[go.shape.*uint8]).Push with derefs=1:
./generic.go:9:7:   flow: {temp} ← *s:
./generic.go:9:7:     from s.items (dot of pointer) at ./generic.go:9:50
./generic.go:9:7:     from append(s.items, v) (call parameter) at ./generic.go:9:48
./generic.go:9:7:   flow: {temp} ← {temp}:
./generic.go:9:7:   flow: {heap} ← {temp}:
./generic.go:9:7:     from s.items = append(s.items, v) (assign) at ./generic.go:9:40
./generic.go:9:48: append escapes to heap
./generic.go:11:6: (*Stack[*int]).Pop ignoring self-assignment in s.items = s.items[:len(s.items) - 1]
./generic.go:11:7: parameter s leaks to ~r0 for (*Stack[*int]).Pop with derefs=2:
./generic.go:11:7:   flow: s ← s:
./generic.go:11:7:     from s, .dict := s, &.dict.Stack[*int] (assign-pair) at ./generic.go:11:6
./generic.go:11:7:   flow: v ← **s:
./generic.go:11:7:     from s.items (dot of pointer) at ./generic.go:11:6
./generic.go:11:7:     from s.items[len(s.items) - 1] (dot of pointer) at ./generic.go:11:6
./generic.go:11:7:     from v := s.items[len(s.items) - 1] (assign) at ./generic.go:11:6
./generic.go:11:7:   flow: ~r0 ← v:
./generic.go:11:7:     from ~r0, ~r1 = v, true (assign-pair) at ./generic.go:11:6
./generic.go:11:7:   flow: .autotmp_3 ← ~r0:
./generic.go:11:7:   flow: ~r0 ← .autotmp_3:
./generic.go:11:7:     from return .autotmp_3, .autotmp_4 (return) at ./generic.go:11:6
./generic.go:9:6: append(s.items, v) escapes to heap in (*Stack[*int]).Push:
./generic.go:9:6:   flow: {heap} ← &{storage for append(s.items, v)}:
./generic.go:9:6:     from append(s.items, v) (spill) at ./generic.go:9:6
./generic.go:9:6:     from s.items = append(s.items, v) (assign) at ./generic.go:9:6
./generic.go:9:25: parameter v leaks to {heap} for (*Stack[*int]).Push with derefs=0:
./generic.go:9:25:   flow: v ← v:
./generic.go:9:25:     from s, .dict, v := s, &.dict.Stack[*int], v (assign-pair) at ./generic.go:9:6
./generic.go:9:25:   flow: {heap} ← v:
./generic.go:9:25:     from append(s.items, v) (call parameter) at ./generic.go:9:6
./generic.go:9:7: parameter s leaks to {heap} for (*Stack[*int]).Push with derefs=1:
./generic.go:9:7:   flow: s ← s:
./generic.go:9:7:     from s, .dict, v := s, &.dict.Stack[*int], v (assign-pair) at ./generic.go:9:6
./generic.go:9:7:   flow: {temp} ← *s:
./generic.go:9:7:     from s.items (dot of pointer) at ./generic.go:9:6
./generic.go:9:7:     from append(s.items, v) (call parameter) at ./generic.go:9:6
./generic.go:9:7:   flow: {temp} ← {temp}:
./generic.go:9:7:   flow: {heap} ← {temp}:
./generic.go:9:7:     from s.items = append(s.items, v) (assign) at ./generic.go:9:6
./generic.go:9:6: append escapes to heap
