"""A small tree of declarations for the catalog tests: three measures, one indicator in two versions, one document.

Every rule can be broken in it by replacing a few words.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.settings import DBT_DIR

MEASURES = """\
version: 2
models:
  - name: mea_workers
    description: One row per worker.
    config:
      meta:
        dataset: economy
        measures:
          - {id: workers, kind: stock, name: {zh: 人数, en: Workers}, unit: 人, amount: workers}
          - {id: certified, kind: stock, name: {zh: 持证, en: Certified}, unit: 人, amount: certified}
          - id: seen
            kind: qualified
            name: {zh: 走访, en: Seen}
            unit: 户
            key: household_key
            amount: visits
            at_least: 3
            reported_by: [community, village]
    columns:
      - {name: workers, description: What the row adds.}
"""
INDICATORS = """\
domain: workforce
indicators:
  - id: certified_share
    name: {zh: 持证率, en: Certified}
    definition: {zh: 持证人数占比。, en: Share of workers with a certificate.}
    unit: '%'
    precision: 1
    factor: 100
    direction: up
    bounded: true
    numerator: {measure: certified}
    denominator: {measure: workers, benchmark: average_wage, benchmark_lag_years: 1}
    owner: {zh: 民政, en: Civil affairs}
    scope:
      unit_types: [city, community]
      period_types: [quarter, year]
    valid_from: 2010-01-01
    valid_to: 2015-01-01
  - id: certified_share
    name: {zh: 持证率, en: Certified}
    definition: {zh: 持证人数占比，改口径。, en: "Share of workers with a certificate, defined anew."}
    unit: '%'
    precision: 1
    factor: 100
    direction: up
    numerator: {measure: certified}
    denominator: {measure: workers}
    owner: {zh: 民政, en: Civil affairs}
    scope:
      unit_types: [city, community]
      period_types: [quarter, year]
    valid_from: 2015-01-01
"""
POLICY = """\
id: city_2012
title: {zh: 意见, en: Opinion}
issuer: {zh: 市政府, en: Issuer}
legal_force: implementing_opinion
effective_from: 2013-01-01
effective_to: 2020-12-31
clauses:
  - id: city_2012.share
    article: L68
    summary: {zh: 两成持证, en: A fifth certified}
    indicator: certified_share
    kind: target
    strength: encouraged
    threshold: {origin: printed, comparator: '>=', value: 20, unit: '%'}
    binding_level: city
    period_type: quarter
    responsible_body: {zh: 民政局, en: Bureau}
    deadline: 2020-12-31
    baseline: {value: 5, on: 2013-01-01}
    conflicts_with: [city_2012.range]
    facts: [D9-001]
  - id: city_2012.range
    article: L69
    summary: {zh: 一成到三成, en: A tenth to three}
    indicator: certified_share
    kind: observation
    strength: observed
    threshold:
      origin: printed
      comparator: between
      low: 10
      high: 30
      unit: '%'
    binding_level: city
    period_type: year
    responsible_body: {zh: 民政局, en: Bureau}
    facts: [D9-002]
printed_figures:
  - fact: D9-003
    figure: {zh: 人数, en: Workers}
    unit: '6201'
    as_of: 2013-09-30
    printed: 289
    measure: workers
    tolerance: 0
printed_tables:
  - as_of: 2013-09-30
    columns:
      - {measure: certified, figure: {zh: 持证, en: Certified}}
    rows:
      - {fact: D9-003, unit: '6201', printed: [12]}
refused:
  - fact: D9-004
    reason:
      zh: 这是一条写得足够长、能让读者看懂为什么不去计算它的理由。
      en: A reason long enough to tell a reader why it is not computed.
"""
SCORECARD = """\
id: yearly
name: {zh: 考核, en: Card}
reading: {zh: 权重自定。, en: Weights are ours.}
period_type: year
unit_types: [community]
scored_at_least: 80
parts:
  - id: base
    name: {zh: 基础, en: Base}
    items:
      - {indicator: certified_share, rule: proportional, weight: 100, zero_at: 0, full_at: 20}
bands:
  - {at_least: 60, name: {zh: 合格, en: Pass}}
  - {at_least: 0, name: {zh: 需帮扶, en: Needs help}}
"""
FACTS = """\
fact_id,policy_id,article,kind,measurable
D9-001,city_2012,L68,target,yes
D9-002,city_2012,L69,observation,yes
D9-003,city_2012,L70,observation,yes
D9-004,city_2012,L71,system,yes
D9-005,elsewhere,L1,norm,yes
"""
JURISDICTIONS = """\
jurisdictions:
  - {code: '6201', name: {zh: 市, en: City}, starts_on: 2013-01-01, as_of: 2020-06-30, home: true}
  - {code: '150204', name: {zh: 区, en: District}, starts_on: 2012-01-01}
"""
ADOPTIONS = """\
adoptions:
  - {unit: '6201', policy: city_2012, adopted_from: 2013-01-08}
"""
WORKDAYS = """\
day,kind,occasion
2013-01-01,off,元旦
2013-01-05,working,元旦
2014-01-01,off,元旦
"""
CONFLICTS = """\
conflicts:
  - id: share_and_range
    clauses: [city_2012.share, city_2012.range]
    quantity: {zh: 持证人数, en: Certified}
    unit: 人
    unit_types: [city]
    period_type: year
    first: [{number: 30, measure: workers}]
    second: [{clause: city_2012.range, bound: high, measure: workers}]
"""
COMPOSITIONS = """\
compositions:
  - id: indices
    name: {zh: 指数, en: Indices}
    items: [economy.average_wage]
    unit_types: [city]
"""
FILES = {
    "models/measures/mea_workers.yml": MEASURES,
    "seeds/indicators/workforce.yml": INDICATORS,
    "seeds/policies/city_2012.yml": POLICY,
    "seeds/policies/facts.csv": FACTS,
    "seeds/jurisdictions.yml": JURISDICTIONS,
    "seeds/adoptions.yml": ADOPTIONS,
    "seeds/reference/workdays.csv": WORKDAYS,
    "seeds/scorecards/yearly.yml": SCORECARD,
    "seeds/conflicts.yml": CONFLICTS,
    "seeds/compositions/city.yml": COMPOSITIONS,
}
CONFLICT_FILE, COMPOSITION_FILE = "seeds/conflicts.yml", "seeds/compositions/city.yml"
MEASURE_FILE, INDICATOR_FILE, POLICY_FILE, FACT_FILE, JURISDICTION_FILE, ADOPTION_FILE, WORKDAY_FILE, SCORECARD_FILE = (
    list(FILES)[:8]
)


def write_tree(root: Path) -> None:
    """Write the tree below a folder, with the project's own economy contract and reference schema beside it."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sources = root / "models" / "sources"
    sources.mkdir()
    for name in ("economy.yml", "_reference.yml"):
        shutil.copy(DBT_DIR / "models" / "sources" / name, sources / name)
    economy = sources / "economy.yml"
    # The benchmark's codes stand for things to have: a composition needs some.
    text = economy.read_text(encoding="utf-8").replace("type: code\n", "type: code\n                presence: true\n")
    economy.write_text(text, encoding="utf-8")
