./ranges.go:3:6: can inline seq
./ranges.go:4:9: can inline seq.func1
./ranges.go:13:6: can inline pairs
./ranges.go:19:2: can inline sum-range1
./ranges.go:32:2: can inline find-range1
./ranges.go:41:2: can inline nested-range1
./ranges.go:42:3: can inline nested-range1-range1
./ranges.go:55:6: can inline others
./ranges.go:19:20: inlining call to seq
./ranges.go:4:9: can inline seq.func1
./ranges.go:19:2: inlining call to seq.func1
./ranges.go:19:2: inlining call to sum-range1
./ranges.go:32:2: inlining call to pairs
./ranges.go:32:2: inlining call to find-range1
./ranges.go:32:2: inlining call to find-range1
./ranges.go:41:20: inlining call to seq
./ranges.go:4:9: can inline seq.func1
./ranges.go:41:2: inlining call to seq.func1
./ranges.go:41:2: inlining call to nested-range1
./ranges.go:41:2: inlining call to seq
./ranges.go:4:9: can inline seq.func1
./ranges.go:41:2: inlining call to seq.func1
./ranges.go:42:3: can inline nested-range1-range1
./ranges.go:42:21: inlining call to seq
./ranges.go:4:9: can inline seq.1
./ranges.go:42:3: inlining call to seq.1
./ranges.go:42:3: inlining call to nested-range1-range1
./ranges.go:4:14: yield does not escape
./ranges.go:4:9: func literal escapes to heap
./ranges.go:13:12: yield does not escape
./ranges.go:14:2: moved to heap: x
./ranges.go:4:14: yield does not escape
./ranges.go:19:20: func literal does not escape
./ranges.go:32:2: moved to heap: x
./ranges.go:4:14: yield does not escape
./ranges.go:4:14: yield does not escape
./ranges.go:41:20: func literal does not escape
./ranges.go:41:2: func literal does not escape
./ranges.go:41:2: func literal does not escape
./ranges.go:55:13: s does not escape
./ranges.go:55:23: leaking param content: m
./ranges.go:55:42: c does not escape
./ranges.go:55:55: leaking param content: a
./ranges.go:61:15: append escapes to heap
./ranges.go:64:15: append escapes to heap
./ranges.go:68:15: append escapes to heap
