"""Targets worked out from what a unit has, written out."""

from __future__ import annotations

from dataclasses import replace

from pipelines.product.norms import Norm

STAFF = Norm("户数", "Households", "户", 1, 500, 2000, 10, "down", None, 20, 2000, 3250)


def test_the_arithmetic_is_written_out() -> None:
    assert STAFF.arithmetic(12, "人", "zh") == (
        "户数 3,250 户：10 + (3,250 − 2,000) ÷ 500（取整，尾数不计），不多于 20 = 12 人"
    )
    assert STAFF.arithmetic(12, "人", "en") == (
        "Households 3,250 households: 10 + (3,250 − 2,000) ÷ 500 (rounded down), at most 20 = 12 people"
    )


def test_a_norm_in_proportion_has_no_rounding() -> None:
    room = replace(STAFF, each=30, per=100, above=0, base=0, rounding="none", at_most=None, at_least=350, smallest=None)
    assert (
        room.arithmetic(975, "平方米", "en") == "Households 3,250 households: 30 × 3,250 ÷ 100, at least 350 = 975 m²"
    )


def test_what_is_not_known_or_not_asked_is_said() -> None:
    assert replace(STAFF, counted=None).arithmetic(None, "人", "zh") == "户数：无数据"
    assert replace(STAFF, counted=1800).arithmetic(None, "人", "zh") == "户数 1,800 户，不足 2,000 户，不作要求"
    assert (
        replace(STAFF, counted=1800)
        .arithmetic(None, "人", "en")
        .endswith("fewer than 2,000 households: nothing is asked")
    )
