"""From the checked tree to the tree that placement is decided on, and inlining on that tree.

In: checked packages (`go/syntax`, `go/types`).  Out: for every function a `nodes.Func` with calls inlined, which
`go/escape` reads, and the lines that `-m` prints on the way.  The steps, as in gc/main.go of cmd/compile:

    build.py        the checked tree of a function -> nodes: conversions, variadic slices, dereferences explicit
    (noder, typecheck) rangefunc.py    `for x := range f` -> calls of f with the body as a closure scc.py          the
    order in which functions are visited: callees first cost.py         whether a function may be inlined, and what
    that costs ("the hairy visitor") static.py       what a variable's only value is; the oracle about reassignment
    devirtualize.py interface calls whose concrete type is known expand.py       the interleaved pass that
    devirtualises and inlines loopvar.py      loop variables that need a copy in each iteration deadlocals.py
    assignments to variables that are never read format.py       nodes and types as gc prints them

The tree here is gc's (cmd/compile/internal/ir), not the parser's: what `-m` says, in what order, and what inlining
costs all depend on its exact shape.  Every node knows the tree node it came from (`Node.src`), so that `go/lower`
finds the decisions by the checked tree: see `burrow.go.escape.result`.
"""
