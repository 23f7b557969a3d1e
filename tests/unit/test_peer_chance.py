"""The exact chance of standing apart from one's peers, against binomials counted out."""

from __future__ import annotations

import math

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from pipelines.settings import DBT_DIR

JINJA = Environment(autoescape=False)  # what is written here is SQL, never markup
PORTABLE = JINJA.from_string((DBT_DIR / "macros" / "portable.sql").read_text(encoding="utf-8")).module
SQL = JINJA.from_string((DBT_DIR / "models" / "engine" / "int_peer_chance.sql").read_text(encoding="utf-8")).render(
    ref=str, config=lambda **_: "", numbers_to=PORTABLE.default__numbers_to
)


def chances(peers: list[tuple[str, int, int, float]]) -> dict[str, float]:
    """Run the model on units given as name, numerator, denominator and peers' rate."""
    with duckdb.connect() as con:
        con.execute("create table peer (unit_id varchar, numerator double, denominator double, peer_rate double)")
        con.executemany("insert into peer values (?, ?, ?, ?)", peers)
        con.execute(
            """create view int_peer as select *, 's' as indicator_id, 'year' as period_type, 1 as period_start,
               sqrt(peer_rate * (1 - peer_rate) * denominator) as spread from peer"""
        )
        found = con.execute(SQL).fetchall()
    return {row[1]: row[4] for row in found}


def tail(numerator: int, denominator: int, rate: float) -> float:
    """Add up the binomial on the unit's side of its peers."""
    above = numerator > rate * denominator
    counted = range(numerator, denominator + 1) if above else range(numerator + 1)
    return math.fsum(math.comb(denominator, k) * rate**k * (1 - rate) ** (denominator - k) for k in counted)


def test_none_of_four_is_nothing_out_of_the_ordinary() -> None:
    found = chances([("small", 0, 4, 0.5), ("large", 30, 100, 0.5), ("near", 51, 100, 0.5)])
    assert found.keys() == {"small", "large"}
    assert math.isclose(found["small"], 0.0625)
    assert found["large"] < 0.0001


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 400), st.floats(0.02, 0.98), st.floats(0, 1))
def test_the_tail_is_the_binomial(denominator: int, rate: float, share: float) -> None:
    numerator = round(share * denominator)
    found = chances([("unit", numerator, denominator, rate)])
    for chance in found.values():
        assert math.isclose(chance, tail(numerator, denominator, rate), rel_tol=1e-6, abs_tol=1e-12)
