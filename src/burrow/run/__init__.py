"""Running a program: the parent that waits for it, and the child that is it.

`program` starts the child and tells how it ended; `child` maps the image and calls the runtime; `space` lays out the
address space; `load` maps images; `host` serves the program's requests to Python; `warm` knows what ran before.
"""
