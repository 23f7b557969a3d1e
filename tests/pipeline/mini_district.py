"""One district small enough to check by eye: its deliveries, and clauses of its own beside the project's.

Belongs here: the files, the declarations, and how results are asked for. Does not belong here: what they must be.

One street. 甲社区 (A) split on 2014-01-01 into 甲一 (A1, 60 %) and 甲二 (A2, 40 %); 乙社区 (B) stayed whole.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb

from pipelines.settings import SEEDS_DIR

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
}
INDICATORS = """\
domain: engine

indicators:
  - id: two_bodies_share
    name: {zh: 两会齐全的社区, en: Communities with both bodies}
    definition: {zh: 两会齐全的社区占比。, en: Share of communities that have both bodies.}
    unit: '%'
    precision: 1
    factor: 100
    direction: up
    bounded: true
    numerator: {measure: two_bodies_complete}
    denominator: {measure: two_bodies_units}
    owner: {zh: 街道, en: Street}
    scope: {unit_types: [district, street, community], period_types: [month, quarter]}
    valid_from: 2010-01-01
  - id: staffed_share
    name: {zh: 人员配足的社区, en: Communities with workers enough}
    definition: {zh: 配足的社区占比。, en: Share of communities that have workers enough.}
    unit: '%'
    precision: 1
    factor: 100
    direction: up
    bounded: true
    numerator: {units_meeting: engine.workers_by_households}
    denominator: {units_judged: engine.workers_by_households}
    owner: {zh: 街道, en: Street}
    scope: {unit_types: [district, street, community], period_types: [quarter]}
    valid_from: 2010-01-01
"""
COMPOSITIONS = """\
compositions:
  - id: two_bodies
    name: {zh: 两会, en: Both bodies}
    items: [registers.mediation_committee, registers.security_committee]
    unit_types: [community, village]
"""
POLICY = """\
id: engine
title: {zh: 试条款, en: Clauses to try}
issuer: {zh: 示范区, en: Issuer}
legal_force: proposal
effective_from: 2013-01-01
clauses:
  - id: engine.workers_by_households
    article: 一
    summary: {zh: 一百户以内一人，每多五十户加一人, en: A worker for a hundred households and one per further fifty}
    indicator: workers_headcount
    kind: norm
    strength: required
    threshold:
      origin: printed
      comparator: '>='
      unit: 人
      norm: {measure: households, each: 1, per: 50, above: 100, base: 1, rounding: down, from: 50}
    binding_level: community
    period_type: quarter
    responsible_body: {zh: 街道, en: Street}
    conflicts_with: [engine.most_communities_staffed]
    facts: [D9-001]
  - id: engine.most_communities_staffed
    article: 二
    summary: {zh: 八成社区配足, en: Four communities in five have workers enough}
    indicator: staffed_share
    kind: norm
    strength: required
    threshold: {origin: printed, comparator: '>=', unit: '%', value: 80}
    binding_level: street
    period_type: quarter
    responsible_body: {zh: 街道, en: Street}
    conflicts_with: [engine.workers_by_households]
    facts: [D9-002]
  - id: engine.certified_80
    article: 三
    summary: {zh: 三年内八成持证, en: Four workers in five certified within three years}
    indicator: certified_share
    kind: target
    strength: required
    threshold: {origin: printed, comparator: '>=', unit: '%', value: 80}
    binding_level: district
    period_type: quarter
    responsible_body: {zh: 街道, en: Street}
    deadline: 2016-12-31
    facts: [D9-003]
"""
CONFLICT = """
  - id: engine_norm
    clauses: [engine.workers_by_households, engine.most_communities_staffed]
    quantity: {zh: 人数, en: workers}
    unit: 人
    unit_types: [community]
    period_type: quarter
    first: [{measure: workers}]
    second: [{clause: engine.workers_by_households}]
"""
ADOPTION = "  - {unit: '90', policy: engine, adopted_from: 2014-01-01}\n"
FACTS = "D9-001,engine,一,norm,yes\nD9-002,engine,二,norm,yes\nD9-003,engine,三,target,yes\n"


def write_seeds(target: Path) -> Path:
    """Copy the project's declarations and add the district's own."""
    shutil.copytree(SEEDS_DIR, target, ignore=shutil.ignore_patterns("demo"))
    (target / "indicators" / "engine.yml").write_text(INDICATORS, encoding="utf-8")
    (target / "compositions").mkdir(exist_ok=True)
    (target / "compositions" / "engine.yml").write_text(COMPOSITIONS, encoding="utf-8")
    (target / "policies" / "engine.yml").write_text(POLICY, encoding="utf-8")
    for name, more in (("policies/facts.csv", FACTS), ("conflicts.yml", CONFLICT), ("adoptions.yml", ADOPTION)):
        with (target / name).open("a", encoding="utf-8") as file:
            file.write(more)
    return target


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
