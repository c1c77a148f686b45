"""The one mid-level IR of both languages, in the manner of Rust's MIR.

`types` are the machine types, `nodes` places, operands, rvalues, statements, terminators and bodies, `program` what a
front end hands over, `text` and `parse` the text form, `verify` the rules, `dataflow` the frame for analyses,
`barriers` the pass that marks stores of pointers.  The *typed* stage of the IR carries a front end's own types (borrow
checking and drop elaboration run there); the *machine* stage carries `ir.types` and is all that `native` takes.
"""
