./ranges.go:4:14: yield does not escape
./ranges.go:4:9: func literal escapes to heap
./ranges.go:13:12: yield does not escape
./ranges.go:14:2: moved to heap: x
./ranges.go:18:13: moved to heap: t
./ranges.go:19:2: moved to heap: #state1
./ranges.go:19:2: func literal escapes to heap
./ranges.go:32:9: leaking param: p
./ranges.go:32:2: func literal does not escape
./ranges.go:39:2: moved to heap: n
moved to heap: #next
./ranges.go:41:2: moved to heap: #state1
./ranges.go:42:3: moved to heap: #state2
./ranges.go:41:2: func literal escapes to heap
./ranges.go:42:3: func literal escapes to heap
./ranges.go:55:13: s does not escape
./ranges.go:55:23: leaking param content: m
./ranges.go:55:42: c does not escape
./ranges.go:55:55: leaking param content: a
./ranges.go:61:15: append escapes to heap
./ranges.go:64:15: append escapes to heap
./ranges.go:68:15: append escapes to heap
