"""A change taken apart: every part is what its name says, and the parts add up."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from pipelines.product.change import Parts, decompose

Sides = dict[str, tuple[float, float]]


def rate(sides: Sides) -> float:
    return sum(above for above, _ in sides.values()) / sum(below for _, below in sides.values())


def taken_apart(then: Sides, now: Sides) -> Parts:
    return decompose(then, now, 100, 100 * (rate(now) - rate(then)))


def close(parts: Parts, **expected: float) -> bool:
    named = {"numerator": 0.0, "denominator": 0.0, "mix": 0.0, "boundary": 0.0, "elsewhere": 0.0, **expected}
    return all(math.isclose(getattr(parts, name), value, abs_tol=1e-9) for name, value in named.items())


def test_more_certificates_at_the_same_headcount_are_certification() -> None:
    assert close(taken_apart({"A": (2, 10), "B": (5, 10)}, {"A": (4, 10), "B": (5, 10)}), numerator=10)


def test_people_who_leave_without_a_certificate_are_headcount() -> None:
    assert close(taken_apart({"A": (4, 10)}, {"A": (4, 8)}), denominator=10)


def test_weight_that_moves_to_a_better_unit_is_mix() -> None:
    parts = taken_apart({"A": (2, 10), "B": (8, 10)}, {"A": (1, 5), "B": (12, 15)})
    assert math.isclose(parts.mix, 15)
    assert math.isclose(parts.numerator + parts.denominator, 0, abs_tol=1e-9)


def test_a_split_changes_nothing_and_shows_as_boundary_only() -> None:
    assert close(taken_apart({"A": (5, 10), "B": (1, 10)}, {"A1": (3, 5), "A2": (2, 5), "B": (1, 10)}))
    assert close(taken_apart({"B": (1, 10)}, {"B": (1, 10), "C": (5, 10)}), boundary=20)


def test_nothing_in_common_is_all_boundary_and_nothing_below_is_elsewhere() -> None:
    assert close(taken_apart({"A": (5, 10)}, {"B": (6, 10)}), boundary=10)
    assert close(decompose({}, {}, 100, 7), elsewhere=7)


sides = st.dictionaries(
    st.sampled_from("ABCDE"),
    st.tuples(st.integers(0, 50), st.integers(1, 80)).map(lambda side: (float(side[0]), float(side[1]))),
    min_size=1,
)


@given(sides, sides)
def test_the_parts_add_up_with_nothing_left_over(then: Sides, now: Sides) -> None:
    parts = taken_apart(then, now)
    total = parts.numerator + parts.denominator + parts.mix + parts.boundary
    assert math.isclose(total, 100 * (rate(now) - rate(then)), abs_tol=1e-6)
    assert math.isclose(parts.elsewhere, 0, abs_tol=1e-6)
