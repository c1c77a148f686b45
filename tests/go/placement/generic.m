./generic.go:63:6: can inline (*Dog).Name
./generic.go:9:6: can inline (*Stack[go.shape.*uint8]).Push
./generic.go:11:6: can inline (*Stack[go.shape.*uint8]).Pop
./generic.go:26:6: can inline MapOf[go.shape.string,go.shape.int]
./generic.go:34:6: can inline Sum[go.shape.int]
./generic.go:34:6: can inline Sum[go.shape.float64]
./generic.go:42:6: can inline Largest[go.shape.string]
./generic.go:49:6: can inline Apply[go.shape.int,go.shape.string]
./generic.go:82:22: can inline use.func1
./generic.go:57:6: can inline Ptr[go.shape.int]
./generic.go:65:6: can inline Names[go.shape.*uint8]
./generic.go:42:6: can inline Largest[go.shape.int]
./generic.go:42:6: can inline Largest[int]
./generic.go:57:6: can inline Ptr[int]
./generic.go:49:6: can inline Apply[int,string]
./generic.go:42:6: can inline Largest[string]
./generic.go:34:6: can inline Sum[float64]
./generic.go:34:6: can inline Sum[int]
./generic.go:26:6: can inline MapOf[string,int]
./generic.go:11:6: can inline (*Stack[*int]).Pop
./generic.go:9:6: can inline (*Stack[*int]).Push
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
./generic.go:63:7: leaking param: d to result ~r0 level=1
./generic.go:76:16: use ignoring self-assignment in s.items = s.items[:len(s.items) - 1]
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
./generic.go:67:15: append escapes to heap
./generic.go:65:6: append escapes to heap
./generic.go:57:17: moved to heap: v
./generic.go:57:6: moved to heap: v
./generic.go:52:15: append escapes to heap
./generic.go:49:6: append escapes to heap
./generic.go:27:11: make(map[go.shape.string]go.shape.int, len(ps)) escapes to heap
./generic.go:26:6: make(map[go.shape.string]go.shape.int, len(ps)) escapes to heap
./generic.go:17:10: (*Stack[go.shape.*uint8]).Pop ignoring self-assignment in s.items = s.items[:len(s.items) - 1]
./generic.go:9:48: append escapes to heap
./generic.go:11:6: (*Stack[*int]).Pop ignoring self-assignment in s.items = s.items[:len(s.items) - 1]
./generic.go:9:6: append escapes to heap
