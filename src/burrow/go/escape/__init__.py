"""Escape analysis: which values of a Go program may live on the stack.

In: the functions of a package as `go/inline` leaves them.  Out: every node's `esc`, every parameter's tag, the lines of
`-m`, and (`result`) the decisions as `go/lower` and `burrow explain` ask for them.  The reference is
cmd/compile/internal/escape; the algorithm is the same, module by module:

    graph.py     locations, edges, holes (graph.go)
    walk_expr.py, walk_stmt.py, walk_call.py  the tree -> edges (expr.go, stmt.go, assign.go, call.go)
    solve.py     the fixed point: what outlives what (solve.go)
    leaks.py     the tag of a parameter (leaks.go)
    analyze.py   batches, closures, size rules, messages (escape.go)
    result.py    decisions by the checked tree
"""
