"""Six cases that bend indicator engines, on rows few enough to check by eye.

One district with one street. 甲社区 (A) split on 2014-01-01 into 甲一 (A1, 60 %) and 甲二 (A2, 40 %);
乙社区 (B) stayed whole.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.intake import ingest
from pipelines.settings import Home
from pipelines.warehouse.build import build

UNITS = """单位代码,代码体系,单位名称,单位类型,上级代码,城乡,启用日期,停用日期,原单位代码,承接比例
90,演示,示范区,区,,,2000-01-01,,,
9001,演示,示范街道,街道,90,,2000-01-01,,,
9001001,演示,甲社区,社区,9001,城市,2000-01-01,2014-01-01,,
9001002,演示,甲一社区,社区,9001,城市,2014-01-01,,9001001,60%
9001003,演示,甲二社区,社区,9001,城市,2014-01-01,,9001001,40%
9001004,演示,乙社区,社区,9001,城市,2000-01-01,,,
"""


def identity(born: str, serial: int) -> str:
    """An ID number with a region that does not exist and a right check digit."""
    body = f"990000{born}01{serial:03d}"
    weights = [2 ** (17 - position) % 11 for position in range(17)]
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


W1, W2, W3, W4, W5 = (
    identity(born, serial) for serial, born in enumerate(("198001", "195001", "196803", "198505", "199002"), start=1)
)
ROSTER = "单位,统计日期,身份证号,姓名,工号,出生年月,岗位,网格编号,入职日期\n" + "\n".join(
    f"{unit},{day},{person},演示某,{badge},{born},社区工作者,{grid},2010-01-01"
    for unit, day, person, badge, born, grid in [
        ("甲社区", "2013-12-31", W1, "A1", "1980-01", ""),
        ("甲社区", "2013-12-31", W2, "A2", "1950-01", ""),
        ("乙社区", "2013-12-31", W3, "B3", "1968-03", ""),
        ("乙社区", "2013-12-31", W4, "B4", "1985-05", "G1"),
        ("甲一社区", "2014-03-31", W1, "A1", "1980-01", ""),
        ("甲二社区", "2014-03-31", W2, "A2", "1950-01", ""),
        ("乙社区", "2014-03-31", W3, "B3", "1968-03", ""),
        ("乙社区", "2014-03-31", W4, "B4", "1985-05", "G1"),
        ("甲一社区", "2014-06-30", W1, "A1", "1980-01", ""),
        ("甲二社区", "2014-06-30", W2, "A2", "1950-01", ""),
        ("乙社区", "2014-06-30", W3, "B3", "1968-03", ""),
        ("乙社区", "2014-06-30", W4, "B4", "1985-05", "G1"),
        ("乙社区", "2014-06-30", W5, "B5", "1990-02", ""),
    ]
)
CERTIFICATES = f"""单位,身份证号,证书名称,证书取得日期
甲社区,{W1},助理社会工作师,2013-09-20
乙社区,{W3},社会工作师,2013-09-20
乙社区,{W5},助理社会工作师,2014-05-10
"""
HOUSEHOLDS = """单位,统计日期,户编号,重点人群
乙社区,2013-12-31,K1,低保
乙社区,2013-12-31,K2,残疾
乙社区,2013-12-31,H001,
"""
POPULATION = """单位,统计日期,户数,常住人口,城镇人口
甲社区,2013-12-31,100,300,300
甲一社区,2014-03-31,60,180,180
甲二社区,2014-03-31,40,120,120
乙社区,2013-12-31,200,600,600
"""
VISITS = "单位,走访日期,户编号,走访人工号\n" + "\n".join(
    f"乙社区,{day},{household},{badge}"
    for day, household, badge in [
        ("2014-04-02", "K1", "B3"),
        ("2014-05-02", "K1", "B3"),
        ("2014-06-02", "K1", "B3"),
        ("2014-04-02", "K2", "B3"),
        ("2014-05-02", "K2", "B3"),
        # May: 80 households by the grid worker; June: 80 visits to 79 households.
        *[("2014-05-06", f"H{number:03d}", "B4") for number in range(1, 81)],
        *[("2014-06-06", f"H{number:03d}", "B4") for number in range(1, 80)],
        ("2014-06-20", "H001", "B4"),
    ]
)
# ISO weeks with their Thursday in April 2014: 3, 10, 17, 24. The meeting of 30 April belongs to May.
MEETINGS = """单位,党组织名称,召开日期,会议类型,应到人数,实到人数
乙社区,乙社区党委,2014-04-01,党委例会,5,5
乙社区,乙社区党委,2014-04-08,党委例会,5,4
乙社区,乙社区党委,2014-04-09,党委例会,5,5
乙社区,乙社区党委,2014-04-30,党委例会,5,5
"""
PAY = f"""单位,年度,身份证号,在岗月数,年收入合计
乙社区,2013,{W3},12,36000
乙社区,2013,{W4},6,12000
"""
ECONOMY = """单位,年度,指标,数值
示范区,2012,职工年平均工资,30000
示范区,2013,职工年平均工资,40000
"""
FILES = {
    "units": UNITS,
    "roster": ROSTER,
    "certificates": CERTIFICATES,
    "households": HOUSEHOLDS,
    "population": POPULATION,
    "visits": VISITS,
    "meetings": MEETINGS,
    "pay": PAY,
    "economy": ECONOMY,
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small district, delivered and built as of 2014-06-30."""
    home = Home(tmp_path_factory.mktemp("engine"))
    folder = home.landing / "90"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        (folder / f"{name}.csv.envelope.json").write_text(
            '{"received_at": "2014-07-01T09:00:00", "basis": "demo"}', encoding="utf-8"
        )
    summary = ingest(home)
    assert (summary.files, summary.refused) == (len(FILES), 0)
    build(home, as_of=date(2014, 6, 30))
    return home.warehouse


def ask(warehouse: Path, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Run one query on the built warehouse."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def figure(warehouse: Path, indicator: str, unit: str, label: str, boundary: str = "as_was") -> tuple[Any, ...]:
    """Numerator, denominator and value of one indicator row."""
    rows = ask(
        warehouse,
        """select numerator, denominator, round(value, 4) from marts.v_indicator
           where indicator_id = ? and unit_id = ? and label = ? and boundary = ?""",
        indicator,
        f"demo:{unit}",
        label,
        boundary,
    )
    assert len(rows) == 1
    return rows[0]


def test_no_row_is_rejected(warehouse: Path) -> None:
    assert ask(warehouse, "select * from marts.dq_rejected_row") == []


def test_certificate_stock_counts_from_the_day_of_the_certificate(warehouse: Path) -> None:
    assert figure(warehouse, "certified_share", "90", "2013-12") == (2, 4, 50.0)
    assert figure(warehouse, "certified_share", "9001004", "2014-03") == (1, 2, 50.0)
    assert figure(warehouse, "certified_share", "90", "2014-06") == (3, 5, 60.0)


def test_workers_leave_the_group_under_45_on_their_birthday(warehouse: Path) -> None:
    # W3 turned 45 in March 2013 and W2 is past 60: W1 and W4 remain, W1 has the certificate.
    assert figure(warehouse, "certified_share_under_45", "90", "2013-12") == (1, 2, 50.0)


def test_key_households_need_three_visits_within_the_period(warehouse: Path) -> None:
    assert figure(warehouse, "key_household_visit_rate", "9001004", "2014-Q2") == (1, 2, 50.0)


def test_households_are_counted_once_a_period(warehouse: Path) -> None:
    assert figure(warehouse, "household_visit_rate", "9001004", "2014-04") == (2, 200, 1.0)
    assert figure(warehouse, "household_visit_rate", "9001004", "2014-05") == (82, 200, 41.0)
    assert figure(warehouse, "household_visit_rate", "9001004", "2014-Q2") == (82, 200, 41.0)


def test_worker_months_need_eighty_different_households(warehouse: Path) -> None:
    assert figure(warehouse, "grid_worker_months_80_share", "9001004", "2014-05") == (1, 1, 100.0)
    assert figure(warehouse, "grid_worker_months_80_share", "9001004", "2014-06") == (0, 1, 0.0)
    assert figure(warehouse, "grid_worker_months_80_share", "9001004", "2014-Q2") == (1, 3, 33.3333)


def test_weekly_duty_counts_weeks_not_meetings(warehouse: Path) -> None:
    assert figure(warehouse, "weekly_meeting_rate", "9001004", "2014-04") == (2, 4, 50.0)
    assert figure(warehouse, "weekly_meeting_rate", "9001004", "2014-W15") == (1, 1, 100.0)
    assert figure(warehouse, "weekly_meeting_rate", "9001004", "2014-W16") == (0, 1, 0.0)


def test_units_that_sent_nothing_are_missing_not_zero(warehouse: Path) -> None:
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


def test_pay_is_held_against_the_wage_of_the_year_before(warehouse: Path) -> None:
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
def test_a_split_on_three_boundary_bases(warehouse: Path, boundary: str, unit: str, label: str, workers: float) -> None:
    assert float(figure(warehouse, "certified_share", unit, label, boundary)[1]) == pytest.approx(workers)


def test_a_unit_has_rows_only_where_its_basis_knows_it(warehouse: Path) -> None:
    known = ask(
        warehouse,
        """select boundary, unit_id from marts.fct_indicator
           where unit_id in ('demo:9001001', 'demo:9001002') and period_start = date '2014-03-01'
           group by all order by all""",
    )
    assert known == [("as_is", "demo:9001002"), ("as_was", "demo:9001002"), ("constant", "demo:9001001")]
