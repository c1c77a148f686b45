"""IR to machine code: units to LLVM to objects, objects to an image that is mapped and run.

`compile` turns a program into an `image`, with what is cached taken from the cache; `emit` (with `function`, `rvalues`,
`intrinsics`, `debuginfo`, `lltypes`) writes LLVM's text; `link` and `elf` make the image.  Only `compile` knows LLVM's
library; a cached program runs without it.
"""
