"""Sizes, alignments and niches of types, against rustc's own answers (recorded from rustc 1.95)."""

from __future__ import annotations

from pathlib import Path

from burrow.rust import defs, driver, lang, mono
from burrow.rust import types as ty

# declaration: size, alignment, size of an Option of it
TYPES = {
    "pub struct A1 { a: u8, b: u32, c: u16 }": (8, 4, 12),
    "pub struct A2 { a: bool, b: u8, c: u64, d: u8 }": (16, 8, 16),
    "pub enum E1 { X, Y, Z }": (1, 1, 1),
    "pub enum E2 { X(u32), Y(u8, u16), Z }": (8, 4, 8),
    "pub enum E3 { X(bool), Y, Z }": (1, 1, 1),
    "pub struct O1(Option<bool>, Option<Option<bool>>, Option<char>);": (8, 4, 8),
    "pub struct O2(Option<&'static u8>, Option<&'static str>, Option<fn()>);": (32, 8, 40),
    "pub enum E4 { A(u64), B(u8), C(bool, u16) }": (16, 8, 16),
    "pub enum E6 { A(&'static str), B, C }": (24, 8, 24),
    "#[repr(C)] pub struct C1 { a: u8, b: u32, c: u8 }": (12, 4, 16),
    "pub enum N1 { A(u8, bool, u32), B(u32), C(u16), D }": (8, 4, 8),
    "#[repr(packed)] pub struct Pk(u8, u32, u16);": (7, 1, 8),
    "#[repr(align(16))] pub struct Al(u8);": (16, 16, 32),
}


def test_layouts(tmp_path: Path) -> None:
    path = tmp_path / "layouts.rs"
    path.write_text('#![no_std]\n#![crate_type = "lib"]\n' + "\n".join(TYPES))
    crate = driver.load(str(path), edition=2021, crate_type="lib")
    layouts = mono.Mono(crate).layouts
    adts = [d for d in crate.defs if isinstance(d, defs.AdtDef)]
    assert len(adts) == len(TYPES)
    for d, (text, want) in zip(adts, TYPES.items(), strict=True):
        layout = layouts.of(ty.Adt(d, ()))
        option = layouts.of(ty.Adt(lang.item(crate, "Option"), (ty.Adt(d, ()),)))
        assert (layout.size, layout.align, option.size) == want, text
