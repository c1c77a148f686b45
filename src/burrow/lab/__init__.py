"""The lab: programs run side by side, and what their memory costs each of them.

`measure` runs one program once, in a small process of its own; `native` does the same with the real toolchains;
`compare` runs all of them as often as asked, `result` holds what was found, `table` and `words` tell it.
"""
