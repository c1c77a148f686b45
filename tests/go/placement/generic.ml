./generic.go:63:7: leaking param: d to result ~r0 level=1
./generic.go:9:48: append escapes to heap
./generic.go:17:10: (*Stack[go.shape.*uint8]).Pop ignoring self-assignment in s.items = s.items[:len(s.items) - 1]
./generic.go:27:11: make(map[go.shape.string]go.shape.int, len(ps)) escapes to heap
./generic.go:52:15: append escapes to heap
./generic.go:57:17: moved to heap: v
./generic.go:67:15: append escapes to heap
./generic.go:74:2: moved to heap: x
./generic.go:78:11: ... argument does not escape
./generic.go:79:15: []int{...} does not escape
./generic.go:80:19: []float64{...} does not escape
./generic.go:82:17: []int{...} does not escape
./generic.go:82:22: func literal does not escape
./generic.go:84:18: []*Dog{...} does not escape
./generic.go:84:19: &Dog{...} escapes to heap
