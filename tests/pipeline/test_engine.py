"""Cases that bend indicator engines, on rows few enough to check by eye (mini_district.py)."""

from __future__ import annotations

from datetime import date

import pytest
from mini_district import ask, figure

from pipelines.settings import Home


def test_no_row_is_rejected(warehouse: Home) -> None:
    assert ask(warehouse, "select * from marts.dq_rejected_row") == []


def test_certificate_stock_counts_from_the_day_of_the_certificate(warehouse: Home) -> None:
    assert figure(warehouse, "certified_share", "90", "2013-12") == (2, 4, 50.0)
    assert figure(warehouse, "certified_share", "9001004", "2014-03") == (1, 2, 50.0)
    assert figure(warehouse, "certified_share", "90", "2014-06") == (3, 5, 60.0)


def test_workers_leave_the_group_under_45_on_their_birthday(warehouse: Home) -> None:
    # W3 turned 45 in March 2013 and W2 is past 60: W1 and W4 remain, W1 has the certificate.
    assert figure(warehouse, "certified_share_under_45", "90", "2013-12") == (1, 2, 50.0)


def test_key_households_need_three_visits_within_the_period(warehouse: Home) -> None:
    assert figure(warehouse, "key_household_visit_rate", "9001004", "2014-Q2") == (1, 2, 50.0)


def test_households_are_counted_once_a_period(warehouse: Home) -> None:
    assert figure(warehouse, "household_visit_rate", "9001004", "2014-04") == (2, 200, 1.0)
    assert figure(warehouse, "household_visit_rate", "9001004", "2014-05") == (82, 200, 41.0)
    assert figure(warehouse, "household_visit_rate", "9001004", "2014-Q2") == (82, 200, 41.0)


def test_worker_months_need_eighty_different_households(warehouse: Home) -> None:
    assert figure(warehouse, "grid_worker_months_80_share", "9001004", "2014-05") == (1, 1, 100.0)
    assert figure(warehouse, "grid_worker_months_80_share", "9001004", "2014-06") == (0, 1, 0.0)
    assert figure(warehouse, "grid_worker_months_80_share", "9001004", "2014-Q2") == (1, 3, 33.3333)


def test_weekly_duty_counts_weeks_not_meetings(warehouse: Home) -> None:
    assert figure(warehouse, "weekly_meeting_rate", "9001004", "2014-04") == (2, 4, 50.0)
    assert figure(warehouse, "weekly_meeting_rate", "9001004", "2014-W15") == (1, 1, 100.0)
    assert figure(warehouse, "weekly_meeting_rate", "9001004", "2014-W16") == (0, 1, 0.0)


def test_units_that_sent_nothing_are_missing_not_zero(warehouse: Home) -> None:
    # A1 and A2 sent no meetings: their weeks leave the denominator, and the bounds say what they could change.
    assert figure(warehouse, "weekly_meeting_rate", "9001", "2014-04") == (2, 4, 50.0)
    assert figure(warehouse, "weekly_meeting_rate", "9001002", "2014-04") == (None, 4, None)
    (row,) = ask(
        warehouse,
        """select round(coverage, 4), round(value_low, 4), round(value_high, 4) from marts.v_indicator
           where indicator_id = 'weekly_meeting_rate' and unit_id = 'demo:9001' and label = '2014-04'
             and boundary = 'as_was'""",
    )
    assert row == (0.3333, 16.6667, 83.3333)


def test_pay_is_held_against_the_wage_of_the_year_before(warehouse: Home) -> None:
    # 48,000 yuan for 1.5 worker-years against 1.5 x 30,000 yuan, the wage of 2012.
    assert figure(warehouse, "pay_to_average_wage", "90", "2013") == (48000, 45000, 106.6667)


@pytest.mark.parametrize(
    ("boundary", "unit", "label", "workers"),
    [
        ("as_was", "9001001", "2013-12", 2),
        ("as_was", "9001002", "2014-03", 1),
        ("as_is", "9001002", "2013-12", 1.2),
        ("as_is", "9001003", "2013-12", 0.8),
        ("constant", "9001001", "2013-12", 2),
        ("constant", "9001001", "2014-03", 2),
        ("as_was", "90", "2013-12", 4),
        ("as_is", "90", "2013-12", 4),
        ("constant", "90", "2013-12", 4),
    ],
)
def test_a_split_on_three_boundary_bases(warehouse: Home, boundary: str, unit: str, label: str, workers: float) -> None:
    assert float(figure(warehouse, "certified_share", unit, label, boundary)[1]) == pytest.approx(workers)


def test_a_unit_has_rows_only_where_its_basis_knows_it(warehouse: Home) -> None:
    known = ask(
        warehouse,
        """select boundary, unit_id from marts.fct_indicator
           where unit_id in ('demo:9001001', 'demo:9001002') and period_start = date '2014-03-01'
           group by all order by all""",
    )
    assert known == [("as_is", "demo:9001002"), ("as_was", "demo:9001002"), ("constant", "demo:9001001")]


def judged(warehouse: Home, clause: str, label: str) -> list[tuple[object, ...]]:
    """Unit, what its target is worked out from, target, value, status and gap, of every unit a clause judges."""
    return ask(
        warehouse,
        """select unit_id, norm_value, target, value, status, gap, structural_gap
           from marts.fct_assessment join marts.dim_period using (period_type, period_start)
           where clause_id = ? and label = ? order by unit_id""",
        clause,
        label,
    )


def reason(warehouse: Home, indicator: str, unit: str, label: str) -> object:
    """Why one indicator row has no value."""
    ((why,),) = ask(
        warehouse,
        """select na_reason from marts.v_indicator
           where indicator_id = ? and unit_id = ? and label = ? and boundary = 'as_was'""",
        indicator,
        f"demo:{unit}",
        label,
    )
    return why


def test_a_norm_asks_each_unit_for_what_its_households_call_for(warehouse: Home) -> None:
    # 乙社区: 200 households call for 1 + floor(100 / 50) = 3 workers; 甲二 has fewer than 50. The steps of a sum are
    # not the sum of the steps: the street has no target of its own, only the shortfalls of its communities.
    assert judged(warehouse, "engine.workers_by_households", "2014-Q1") == [
        ("demo:90", None, None, 4, "monitored", None, 1),
        ("demo:9001", None, None, 4, "monitored", None, 1),
        ("demo:9001002", 60, 1, 1, "met", 0, 0),
        ("demo:9001003", 40, None, 1, "not_applicable", None, None),
        ("demo:9001004", 200, 3, 2, "missed", 1, 1),
    ]


def test_a_composition_is_complete_where_every_item_is_in_place(warehouse: Home) -> None:
    assert figure(warehouse, "two_bodies_share", "9001002", "2014-02") == (1, 1, 100.0)
    assert figure(warehouse, "two_bodies_share", "9001004", "2014-Q1") == (0, 1, 0.0)
    # 甲二 sent no list: it leaves the denominator, as any silent unit does.
    assert figure(warehouse, "two_bodies_share", "9001003", "2014-Q1") == (None, 1, None)
    assert figure(warehouse, "two_bodies_share", "9001", "2014-Q1") == (1, 2, 50.0)


def test_what_a_unit_lacks_is_named(warehouse: Home) -> None:
    missing = "select unit_id, name_zh, valid_from, valid_to from marts.fct_missing_item where composition_id = ?"
    (row,) = ask(warehouse, missing, "two_bodies")
    assert row[:2] == ("demo:9001004", "治安保卫委员会")
    assert row[3] is None


def test_units_that_meet_a_clause_are_counted(warehouse: Home) -> None:
    # 甲二 is exempt; 乙 has 2 of 3 workers in the first quarter, 3 of 3 in the second.
    assert figure(warehouse, "staffed_share", "9001", "2014-Q1") == (1, 2, 50.0)
    assert figure(warehouse, "staffed_share", "9001004", "2014-Q1") == (0, 1, 0.0)
    assert figure(warehouse, "staffed_share", "9001", "2014-Q2") == (2, 2, 100.0)
    # Before the split the whole 甲社区 was judged, and met its norm.
    assert figure(warehouse, "staffed_share", "9001", "2013-Q4") == (1, 2, 50.0)
    assert figure(warehouse, "staffed_share", "9001003", "2014-Q1") == (None, None, None)
    assert reason(warehouse, "staffed_share", "9001003", "2014-Q1") == "not_applicable"


def test_a_clause_may_ask_for_a_share_of_units(warehouse: Home) -> None:
    judged_street = judged(warehouse, "engine.most_communities_staffed", "2014-Q1")[1]
    assert judged_street == ("demo:9001", None, 80, 50, "missed", 1, 1)


def test_what_a_unit_reports_of_its_own_accord_is_owed_all_the_same(warehouse: Home) -> None:
    # The district never booked its own budget: the year that is over lacks it, the running one does not yet.
    assert reason(warehouse, "district_budget_per_urban_resident", "90", "2013") == "no_data"
    assert reason(warehouse, "district_budget_per_urban_resident", "90", "2014") == "not_due"


def test_a_conflict_is_worked_out_on_units_that_follow_the_document(warehouse: Home) -> None:
    found = ask(
        warehouse,
        """select unit_id, first_zh, second_zh, goes_together from marts.fct_clause_conflict
           where conflict_id = 'engine_norm' and period_start = date '2014-01-01' order by unit_id""",
    )
    # 甲二 is asked for nothing, so nothing is compared there.
    assert found == [
        ("demo:9001002", "社区工作者 1", "1人", True),
        ("demo:9001004", "社区工作者 2", "3人", False),
    ]


def test_what_is_missing_can_be_trained_or_hired(warehouse: Home) -> None:
    # 2 of 4 for 80 %: train two (4 of 4), or hire six who have the certificate (8 of 10).
    found = ask(
        warehouse,
        """select label, numerator, denominator, to_train, to_hire
           from marts.fct_assessment join marts.dim_period using (period_type, period_start)
           where clause_id = 'engine.certified_80' and unit_id = 'demo:90' and label >= '2013-Q4' order by label""",
    )
    assert found == [("2013-Q4", 2, 4, 2, 6), ("2014-Q1", 2, 4, 2, 6), ("2014-Q2", 3, 5, 1, 5)]


def test_a_projection_comes_with_its_interval(warehouse: Home) -> None:
    # 50 % twice, then 60 %: half the slopes are flat, so at the slow end the target is not within sight.
    ((earliest, likely, latest),) = ask(
        warehouse,
        """select projected_low_on, projected_on, projected_high_on from marts.fct_assessment
           where clause_id = 'engine.certified_80' and unit_id = 'demo:90' and period_start = date '2014-04-01'""",
    )
    assert (earliest - date(2014, 6, 30)).days == 182
    assert likely > earliest
    assert latest is None


def test_what_nobody_there_was_asked_to_list_is_not_applicable(warehouse: Home) -> None:
    # No document that the district follows asks for five committees, and its lists name two of them: not 2 of 5, nor 0.
    found = ask(
        warehouse,
        """select distinct value, na_reason from marts.fct_indicator
           where indicator_id in ('five_committees_share', 'service_rules_present')""",
    )
    assert found == [(None, "not_applicable")]
    found = ask(
        warehouse,
        """select distinct value, status from marts.fct_assessment
           where indicator_id in ('five_committees_share', 'service_rules_present')""",
    )
    assert found == [(None, "not_applicable")]
    assert ask(warehouse, "select * from marts.fct_missing_item where composition_id = 'five_committees'") == []
