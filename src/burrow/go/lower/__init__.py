"""The checked Go tree to the machine stage of the IR.

In: checked packages (`go/types.Package`) and, where it has run, what escape analysis decided
(`go/escape/result.Plan`). Out: one `ir.Unit` for each package (`unit.lower_package`). gc does this in several passes
(walk, order, ssagen); here it is one walk, since LLVM does what follows.

`machine` turns types into layouts, `descriptors` writes type descriptors and method tables as statics, `methods`
finds method sets and makes wrappers, `unit` decides what a unit holds, `function` builds one body; the statements and
expressions are in modules of their own, each a set of plain functions that take the `Function` first.
"""
