"""Debug information for one unit: which function, file and line each instruction comes from, inlining included.

Line tables and subprogram names only (`LineTablesOnly`, what clang's `-gmlt` emits): enough for profiles and panics.
Metadata nodes are numbered and made once each.
"""

from __future__ import annotations

import os

from burrow.ir.nodes import Body, Info
from burrow.ir.symbol import display
from burrow.source.span import NO_SPAN, Span, load_file


class DebugInfo:
    """Collects metadata lines; `lines()` is what goes to the end of the module's text."""

    def __init__(self, unit_name: str) -> None:
        self.nodes: list[str] = []
        self.known: dict[object, int] = {}
        self.body: Body | None = None
        self.program = -1
        self.locations: dict[Info, str] = {}
        self.scope_nodes: list[int] = []
        self.file0 = self.node(("file", unit_name), f'!DIFile(filename: "{_escape(unit_name)}", directory: "")')
        self.cu = self.node("cu", f"distinct !DICompileUnit(language: DW_LANG_C99, file: !{self.file0}, "
                                  f'producer: "burrow", isOptimized: true, runtimeVersion: 0, '
                                  f"emissionKind: LineTablesOnly)")
        none = self.node("null", "!{null}")
        self.type = self.node("type", f"!DISubroutineType(types: !{none})")

    def node(self, key: object, text: str) -> int:
        """The number of a node, made at its first use."""
        n = self.known.get(key)
        if n is None:
            n = self.known[key] = len(self.nodes)
            self.nodes.append(text)
        return n

    def file(self, path: str) -> int:
        """The node of a source file."""
        if not path:
            return self.file0
        folder, name = os.path.split(path)
        return self.node(("file", path), f'!DIFile(filename: "{_escape(name)}", directory: "{_escape(folder)}")')

    def subprogram(self, name: str, span: Span) -> int:
        """The node of a function that is defined or inlined here."""
        line = _line(span)[0]
        file = self.file(span.path)
        return self.node(("sub", name, span), f'distinct !DISubprogram(name: "{_escape(display(name))}", '
                         f"scope: !{file}, file: !{file}, line: {line}, type: !{self.type}, scopeLine: {line}, "
                         f"spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !{self.cu})")

    def enter(self, body: Body) -> int:
        """Begin a function; its subprogram's node."""
        self.body = body
        self.locations = {}
        self.program = self.subprogram(body.symbol, body.span)
        self.scope_nodes = [self.program] + [self.subprogram(s.function, s.span) for s in body.scopes[1:]]
        return self.program

    def location(self, info: Info) -> str:
        """`, !dbg !N` for an instruction of the current function."""
        found = self.locations.get(info)
        if found is None:
            found = self.locations[info] = f", !dbg !{self._location(info)}"
        return found

    def _location(self, info: Info) -> int:
        assert self.body is not None
        line, col = _line(info.span if info.span.path or info.scope else self.body.span)
        if info.scope == 0 or info.scope >= len(self.body.scopes):
            scope = self.in_file(self.program, self.body.span.path, info.span.path)
            return self.node((scope, line, col), f"!DILocation(line: {line}, column: {col}, scope: !{scope})")
        at = self.location(self.body.scopes[info.scope].at)[8:]
        scope = self.in_file(self.scope_nodes[info.scope], self.body.scopes[info.scope].span.path, info.span.path)
        return self.node((scope, line, col, at),
                         f"!DILocation(line: {line}, column: {col}, scope: !{scope}, inlinedAt: !{at})")

    def in_file(self, scope: int, home: str, path: str) -> int:
        """The scope for an instruction from another file than its function (a package's initialisers, a macro)."""
        if not path or path == home:
            return scope
        file = self.file(path)
        return self.node(("in", scope, file), f"!DILexicalBlockFile(scope: !{scope}, file: !{file}, discriminator: 0)")

    def lines(self) -> list[str]:
        """The module's metadata."""
        out = [f"!{i} = {text}" for i, text in enumerate(self.nodes)]
        n = len(self.nodes)
        return [*out, f'!{n} = !{{i32 2, !"Debug Info Version", i32 3}}',
                f'!{n + 1} = !{{i32 2, !"Dwarf Version", i32 4}}', f"!llvm.dbg.cu = !{{!{self.cu}}}",
                f"!llvm.module.flags = !{{!{n}, !{n + 1}}}"]


def _escape(text: str) -> str:
    return "".join(c if 32 <= ord(c) < 127 and c not in '"\\' else "".join(f"\\{b:02X}" for b in c.encode())
                   for c in text)


def _line(span: Span) -> tuple[int, int]:
    if span is NO_SPAN or not span.path:
        return 0, 0
    line, col = load_file(span.path).position(span.lo)
    return line, min(col, 65535)
