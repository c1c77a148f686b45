"""The memory managers and the machine they manage: allocator, collector, scheduler, sampler.

`layout` and `abi` are what others need (plain Python); the rest is the runtime itself, plain functions over raw
addresses that `image` compiles with Numba into bitcode and that the interpreter runs as they are (`intrinsics`).
"""
