"""The verifier finds what is wrong, and says where."""

import pytest

from burrow.ir.parse import parse_body
from burrow.ir.verify import VerifyError, verify_body

GOOD = """fn f(_1: i64, _2: *i64) -> i64 {
    bb0: { (*_2) = add(copy _1, const 1_i64); goto bb1; }
    bb1: { _0 = copy (*_2); return; }
}"""


def test_good() -> None:
    verify_body(parse_body(GOOD))


@pytest.mark.parametrize(("was", "now", "says"), [
    ("goto bb1", "goto bb7", "which does not exist"),
    ("_0 = copy (*_2)", "_0 = copy _2", "*i64 where i64 should be"),
    ("(*_2) = add", "(*_1) = add", "no deref 0 of i64"),
    ("const 1_i64", "const 1_u8", "u8 where i64 should be"),
    ("goto bb1", "drop(_2) -> bb1", "machine stage"),
    ("bb0: {", "bb0 (cleanup): {", "cleanup goes to bb1"),
])
def test_bad(was: str, now: str, says: str) -> None:
    with pytest.raises(VerifyError, match=says.replace("*", r"\*")):
        verify_body(parse_body(GOOD.replace(was, now, 1)))
