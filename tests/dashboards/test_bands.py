"""Bands among peers, and what may be coloured or compared."""

from __future__ import annotations

import datetime as dt

from dashboards.bands import band
from dashboards.i18n import translator
from dashboards.standing import Meaning, Standing, change_text, coverage_text, gap_text, target_text, value_text

MEANING = Meaning("share", "占比", "Share", "workforce", "%", 1, "up", True)
NOTHING = dict.fromkeys(Standing._fields)


def standing(unit: str = "u", **values: object) -> Standing:
    """A settled share of 40 %, 20 short of a target of 60 %, lit and behind its path."""
    base = NOTHING | {
        "indicator_id": "share", "unit_id": unit, "period_type": "quarter", "period_start": dt.date(2018, 4, 1),
        "period_end": dt.date(2018, 6, 30), "label": "2018-Q2", "label_zh": "2018年第2季度", "label_en": "Q2 2018",
        "numerator": 40.0, "denominator": 100.0, "value": 40.0, "coverage": 1.0, "is_partial": False,
        "basis": "delivered", "status": "behind", "is_lit": True, "adopted": True, "target": 60.0, "comparator": ">=",
        "clause_id": "c", "gap": 20.0, "gap_unit": "人", "path_target": 50.0, "path_gap": 10.0, "last_year": 35.0,
    }  # fmt: skip
    return Standing(**(base | values))  # type: ignore[arg-type]


def test_bands_follow_target_and_path() -> None:
    told = band(
        [
            standing("at target", value=60.0, gap=0.0),
            standing("on path", value=52.0, gap=8.0),
            standing("short", value=40.0),
            standing("few", denominator=3.0),
            standing("silent", value=None),
        ],
        "up",
    )
    assert told == {"at target": "lead", "on path": "fine", "short": "help", "few": "small", "silent": "none"}


def test_without_a_clause_bands_are_quarters_in_the_direction_that_is_better() -> None:
    peers = [standing(str(value), value=float(value), target=None, gap=None, path_target=None) for value in range(1, 9)]
    assert list(band(peers, "up").values()).count("lead") == 2
    assert band(peers, "down")["1"] == "lead"
    assert band(peers, "up")["1"] == "help"
    assert set(band(peers, "none").values()) == {"counted"}


def test_phrases() -> None:
    zh, en = translator("zh"), translator("en")
    assert value_text(standing(), MEANING, "zh") == "40.0%"
    assert target_text(standing(), MEANING, "zh").replace("\u00a0", " ") == "≥ 60%"
    assert gap_text(standing(), zh, "zh") == "差 20 人（落后进度 10 人）"
    assert gap_text(standing(gap=-1.0), en, "en") == "reached"
    assert change_text(standing(), MEANING, zh, "zh") == "同比 ↑ +5.0 个百分点，改善"
    assert "worse" in change_text(standing(last_year=45.0), MEANING, en, "en")
    assert change_text(standing(last_year=None), MEANING, zh, "zh") == "上年同期无数据"
    assert coverage_text(standing(coverage=0.88), zh) == "报送 88%，未报全"


def test_a_value_short_of_its_target_never_reads_like_it() -> None:
    assert value_text(standing(value=59.98, gap=1.0), MEANING, "zh") == "59.98%"
    assert value_text(standing(value=60.02, gap=0.0), MEANING, "zh") == "60.0%"


def test_colour_needs_a_lit_clause_and_complete_data() -> None:
    assert standing().shown_status().colour == "warn"
    assert standing(is_lit=False).shown_status().name == "monitored"
    assert standing(status="met", coverage=0.9).shown_status().colour == "quiet"
    assert standing(status=None, clause_id=None).shown_status().name == "monitored"
    assert standing(value=None).shown_status().name == "no_data"


def test_a_count_is_not_held_against_another_levels_target() -> None:
    count = standing(denominator=None, is_lit=False, target=250.0, gap=237.0)
    assert target_text(count, MEANING, "zh") == ""
    assert gap_text(count, translator("zh"), "zh") == ""
