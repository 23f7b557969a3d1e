"""One district small enough to check by eye: its deliveries.

Belongs here: the files, and how results are asked for. Does not belong here: what they must be, the district's own
clauses (mini_seeds.py).

One street. 甲社区 (A) split on 2014-01-01 into 甲一 (A1, 60 %) and 甲二 (A2, 40 %); 乙社区 (B) stayed whole.
"""

from __future__ import annotations

from typing import Any

from pipelines.settings import Home
from pipelines.warehouse.working import open_working

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
# 甲一 has both bodies from February on, 乙 only one; 甲二 sent no list.
REGISTERS = """单位,统计日期,机制项目,建立日期
甲一社区,2014-03-31,人民调解委员会,2014-01-10
甲一社区,2014-03-31,治安保卫委员会,2014-02-10
乙社区,2014-03-31,人民调解委员会,2012-05-01
"""
GRIDS = """单位,统计日期,网格编号,网格户数,网格工作人员,居委会正副主任,党建指导员
甲一社区,2014-03-31,G1,60,1,1,0
乙社区,2014-03-31,G1,120,1,1,1
乙社区,2014-03-31,G2,80,1,0,1
"""
PARTY_ORGS = """单位,统计日期,党组织名称,组织类别,党员人数
甲一社区,2014-03-31,甲一支部,党支部,12
乙社区,2014-03-31,乙社区党委,党委,0
乙社区,2014-03-31,乙一支部,党支部,30
乙社区,2014-03-31,乙二支部,党支部,20
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
    "registers": REGISTERS,
    "grids": GRIDS,
    "party_orgs": PARTY_ORGS,
}


def put(home: Home, name: str, text: str) -> None:
    """Lay one delivery of the district into a home's landing folder."""
    folder = home.landing / "90"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / f"{name}.csv.envelope.json").write_text(
        '{"received_at": "2014-07-01T09:00:00", "basis": "demo"}', encoding="utf-8"
    )


def ask(warehouse: Home, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Run one query on the built warehouse."""
    with open_working(warehouse, read_only=True) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def figure(warehouse: Home, indicator: str, unit: str, label: str, boundary: str = "as_was") -> tuple[Any, ...]:
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
