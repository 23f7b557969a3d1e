"""What the small district of mini_district.py declares beside the project's own: clauses, indicators, a composition.

Belongs here: declarations. Does not belong here: deliveries (mini_district.py).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.settings import SEEDS_DIR

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
