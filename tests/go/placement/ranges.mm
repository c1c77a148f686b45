./ranges.go:3:6: can inline seq with cost 17 as: func(int) func(func(int) bool) { return func literal }
./ranges.go:4:9: can inline seq.func1 with cost 35 as: func(func(int) bool) { for loop }
./ranges.go:13:6: can inline pairs with cost 52 as: func(func(string, *int) bool) { x := 1; _ = yield("a", &x) && yield("b", &x) }
./ranges.go:18:6: cannot inline sum: function too complex: cost 120 exceeds budget 80
./ranges.go:19:2: can inline sum-range1 with cost 41 as: func(int) bool { #tmpState := #state1; #state1 = 2; if #tmpState != 1 { runtime.panicrangestate(#tmpState) }; if i == 3 { #state1 = 1; return true }; if i == 8 { #state1 = 0; return false }; t += i; #state1 = 1; return true }
./ranges.go:31:6: cannot inline find: function too complex: cost 101 exceeds budget 80
./ranges.go:32:2: can inline find-range1 with cost 26 as: func(string, *int) bool { #tmpState := #state1; #state1 = 2; if #tmpState != 1 { runtime.panicrangestate(#tmpState) }; #rv1 = p; #next = -1; #state1 = 0; return false }
./ranges.go:38:6: cannot inline nested: function too complex: cost 131 exceeds budget 80
./ranges.go:41:2: can inline nested-range1 with cost 179 as: func(int) bool { #tmpState := #state1; #state1 = 2; if #tmpState != 1 { runtime.panicrangestate(#tmpState) }; #state2 := 1; #yield1 := func literal; .autotmp_5(#yield1); if #state2 == 2 { runtime.panicrangestate(4) }; #state2 = 3; if #next > 2 { runtime.panicrangestate(0) }; if #next == 1 { #next = 0; #state1 = 1; return true }; if #next == 2 { #next = 0; #state1 = 0; return false }; if #next > 0 { #state1 = 0; return false }; #state1 = 1; return true }
./ranges.go:42:3: can inline nested-range1-range1 with cost 49 as: func(int) bool { #tmpState := #state2; #state2 = 2; if #tmpState != 1 { runtime.panicrangestate(#tmpState) }; if j == 1 { #next = 1; #state2 = 0; return false }; if i == 2 { #next = 2; #state2 = 0; return false }; n += i * j; #state2 = 1; return true }
./ranges.go:55:6: can inline others with cost 61 as: func(string, map[string]*int, chan *int, *[3]*int) []*int { for loop; for loop; for loop; for loop; for loop; return  }
./ranges.go:19:20: inlining call to seq
./ranges.go:4:9: can inline seq.func1 with cost 35 as: func(func(int) bool) { for loop }
./ranges.go:19:2: inlining call to seq.func1
./ranges.go:19:2: inlining call to sum-range1
./ranges.go:32:2: inlining call to pairs
./ranges.go:32:2: inlining call to find-range1
./ranges.go:32:2: inlining call to find-range1
./ranges.go:41:20: inlining call to seq
./ranges.go:4:9: can inline seq.func1 with cost 35 as: func(func(int) bool) { for loop }
./ranges.go:41:2: inlining call to seq.func1
./ranges.go:41:2: inlining call to nested-range1
./ranges.go:41:2: inlining call to seq
./ranges.go:4:9: can inline seq.func1 with cost 35 as: func(func(int) bool) { for loop }
./ranges.go:41:2: inlining call to seq.func1
./ranges.go:42:3: can inline nested-range1-range1 with cost 49 as: func(int) bool { #tmpState := #state2; #state2 = 2; if #tmpState != 1 { runtime.panicrangestate(#tmpState) }; if j == 1 { #next = 1; #state2 = 0; return false }; if i == 2 { #next = 2; #state2 = 0; return false }; n += i * j; #state2 = 1; return true }
./ranges.go:42:21: inlining call to seq
./ranges.go:4:9: can inline seq.1 with cost 35 as: func(func(int) bool) { for loop }
./ranges.go:42:3: inlining call to seq.1
./ranges.go:42:3: inlining call to nested-range1-range1
./ranges.go:3:10: seq capturing by value: n (addr=false assign=false width=8)
./ranges.go:4:9: func literal escapes to heap in seq:
./ranges.go:4:9:   flow: ~r0 ← &{storage for func literal}:
./ranges.go:4:9:     from func literal (spill) at ./ranges.go:4:9
./ranges.go:4:9:     from return func literal (return) at ./ranges.go:4:2
./ranges.go:3:10: parameter n leaks to {storage for func literal} for seq with derefs=0:
./ranges.go:3:10:   flow: {storage for func literal} ← n:
./ranges.go:3:10:     from n (captured by a closure) at ./ranges.go:5:19
./ranges.go:4:14: yield does not escape
./ranges.go:4:9: func literal escapes to heap
./ranges.go:14:2: x escapes to heap in pairs:
./ranges.go:14:2:   flow: {heap} ← &x:
./ranges.go:14:2:     from &x (address-of) at ./ranges.go:15:17
./ranges.go:14:2:     from yield("a", &x) (call parameter) at ./ranges.go:15:11
./ranges.go:14:2: x escapes to heap in pairs:
./ranges.go:14:2:   flow: {heap} ← &x:
./ranges.go:14:2:     from &x (address-of) at ./ranges.go:15:35
./ranges.go:14:2:     from yield("b", &x) (call parameter) at ./ranges.go:15:29
./ranges.go:13:12: yield does not escape
./ranges.go:14:2: moved to heap: x
./ranges.go:19:20: sum capturing by value: n (addr=false assign=false width=8)
./ranges.go:4:14: yield does not escape
./ranges.go:19:20: func literal does not escape
./ranges.go:32:2: x escapes to heap in find:
./ranges.go:32:2:   flow: p ← &x:
./ranges.go:32:2:     from &x (address-of) at ./ranges.go:32:2
./ranges.go:32:2:     from _, p := 0, &x (assign-pair) at ./ranges.go:32:2
./ranges.go:32:2:   flow: #rv1 ← p:
./ranges.go:32:2:     from #rv1 = p (assign) at ./ranges.go:32:2
./ranges.go:32:2: moved to heap: x
./ranges.go:41:20: nested capturing by value: n (addr=false assign=false width=8)
./ranges.go:41:2: nested capturing by ref: #state2 (addr=false assign=true width=8)
nested capturing by ref: #next (addr=false assign=true width=8)
./ranges.go:41:2: nested capturing by value: i (addr=false assign=false width=8)
./ranges.go:39:2: nested capturing by ref: n (addr=false assign=true width=8)
./ranges.go:41:2: nested capturing by value: n (addr=false assign=false width=8)
./ranges.go:4:14: yield does not escape
./ranges.go:4:14: yield does not escape
./ranges.go:41:20: func literal does not escape
./ranges.go:41:2: func literal does not escape
./ranges.go:41:2: func literal does not escape
./ranges.go:55:23: parameter m leaks to {heap} for others with derefs=1:
./ranges.go:55:23:   flow: {temp} ← m:
./ranges.go:55:23:   flow: v ← *{temp}:
./ranges.go:55:23:     from for loop (range-deref) at ./ranges.go:59:14
./ranges.go:55:23:   flow: {heap} ← v:
./ranges.go:55:23:     from append(out, v) (call parameter) at ./ranges.go:61:15
./ranges.go:55:55: parameter a leaks to {heap} for others with derefs=1:
./ranges.go:55:55:   flow: {temp} ← a:
./ranges.go:55:55:   flow: p ← *{temp}:
./ranges.go:55:55:     from for loop (range-deref) at ./ranges.go:66:14
./ranges.go:55:55:   flow: {heap} ← p:
./ranges.go:55:55:     from append(out, p) (call parameter) at ./ranges.go:68:15
./ranges.go:61:15: append(out, v) escapes to heap in others:
./ranges.go:61:15:   flow: out ← &{storage for append(out, v)}:
./ranges.go:61:15:     from append(out, v) (spill) at ./ranges.go:61:15
./ranges.go:61:15:     from out = append(out, v) (assign) at ./ranges.go:61:7
./ranges.go:64:15: append(out, p) escapes to heap in others:
./ranges.go:64:15:   flow: out ← &{storage for append(out, p)}:
./ranges.go:64:15:     from append(out, p) (spill) at ./ranges.go:64:15
./ranges.go:64:15:     from out = append(out, p) (assign) at ./ranges.go:64:7
./ranges.go:68:15: append(out, p) escapes to heap in others:
./ranges.go:68:15:   flow: out ← &{storage for append(out, p)}:
./ranges.go:68:15:     from append(out, p) (spill) at ./ranges.go:68:15
./ranges.go:68:15:     from out = append(out, p) (assign) at ./ranges.go:68:7
./ranges.go:55:13: s does not escape
./ranges.go:55:23: leaking param content: m
./ranges.go:55:42: c does not escape
./ranges.go:55:55: leaking param content: a
./ranges.go:61:15: append escapes to heap
./ranges.go:64:15: append escapes to heap
./ranges.go:68:15: append escapes to heap
