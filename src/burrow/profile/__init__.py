"""Profiles: sampled stacks, pprof's format, symbols, and the tables that people read.

`model` holds a profile in memory, `codec` reads and writes pprof's protobuf, `encode` makes a profile from raw
samples with `symbols`, `graph` and `table` print what `go tool pprof -top` prints, `classes` says what the CPU was
spent on.
"""
