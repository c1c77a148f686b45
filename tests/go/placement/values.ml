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
./values.go:33:15: leaking param: p
./values.go:33:23: leaking param: q to result ~r0 level=1
./values.go:33:32: s does not escape
./values.go:34:18: append escapes to heap
./values.go:40:13: leaking param: n
./values.go:41:7: &Node{...} does not escape
./values.go:43:11: &Node{...} escapes to heap
./values.go:50:11: leaking param: k
./values.go:50:21: leaking param: p
./values.go:53:2: moved to heap: x
./values.go:51:22: map[string]*int{...} escapes to heap
./values.go:51:31: new(int) escapes to heap
./values.go:55:15: make(map[string]int, 8) does not escape
./values.go:63:15: leaking param: p
./values.go:63:23: n does not escape
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
./values.go:92:6: moved to heap: a
./values.go:96:6: moved to heap: big
./values.go:113:3: moved to heap: x
./values.go:119:14: p does not escape
./values.go:126:15: leaking param: xs to result ~r0 level=1
./values.go:135:14: ... argument does not escape
./values.go:137:11: &Node{...} escapes to heap
./values.go:137:31: ... argument does not escape
./values.go:137:35: new(int) does not escape
./values.go:140:23: leaking param: p
./values.go:147:20: leaking param: p
./values.go:144:21: &Node{...} escapes to heap
./values.go:151:12: leaking param: p to result r level=0
./values.go:152:8: func literal does not escape
./values.go:157:5: selfSlice ignoring self-assignment in *b = (*b)[1:]
./values.go:156:16: b does not escape
./values.go:160:13: leaking param: a to result ~r0 level=0
./values.go:160:16: leaking param: b to result ~r0 level=0
./values.go:163:14: []any{...} escapes to heap
./values.go:163:15: 1 escapes to heap
./values.go:163:18: "s" escapes to heap
./values.go:163:23: 2.5 escapes to heap
./values.go:163:28: 'x' escapes to heap
./values.go:163:38: uint8(3) escapes to heap
./values.go:163:49: Node{}.val escapes to heap
