"""Audit the built warehouse before it may be published.

Belongs here: invariants over the whole result that no single model's test can see. Each check counts findings; one
finding stops the publication. Does not belong here: checks of one model (dbt tests beside it).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.errors import LinliError
from pipelines.settings import Home
from pipelines.warehouse.working import open_working


@dataclass(frozen=True)
class Check:
    """An invariant: SQL that returns how many times it is broken, and what that means for a person."""

    name: str
    sql: str
    says_zh: str
    says_en: str


@dataclass(frozen=True)
class CheckResult:
    """What a check found; it passed when it found nothing."""

    name: str
    findings: int
    says_zh: str
    says_en: str

    @property
    def passed(self) -> bool:
        """Whether the invariant holds."""
        return self.findings == 0


CHECKS = (
    Check(
        "every_row_accepted_or_rejected",
        """
        select count(*) from marts.dq_delivery
        where status in ('accepted', 'partly_accepted', 'rejected') and rows_read <> rows_accepted + rows_rejected
        """,
        "每份报送的行数等于接收行数加退回行数",
        "the rows of every delivery are accepted or rejected, none is lost",
    ),
    Check(
        "parts_add_up_to_the_whole",
        """
        with parts as (
            select f.measure_id, t.ancestor_id as unit_id, f.period_start, f.period_type, sum(f.value) as value
            from marts.fct_measure f
            join marts.dim_measure m using (measure_id)
            join marts.dim_unit u on f.unit_id = u.unit_id and u.unit_type in ('community', 'village')
            join engine.int_unit i on u.unit_id = i.unit_id
            join engine.int_period p on p.jurisdiction_id = i.jurisdiction_id and p.period_type = f.period_type
                and p.period_start = f.period_start
            join marts.dim_unit_tree t on t.tree = 'administrative' and t.unit_id = f.unit_id and t.depth > 0
                and t.valid_from <= p.judged_on and coalesce(t.valid_to, date '9999-12-31') > p.judged_on
            where f.boundary = 'as_was' and m.kind = 'stock' and m.reported_by is null
                and u.valid_from <= p.judged_on and coalesce(u.valid_to, date '9999-12-31') > p.judged_on
            group by all
        )
        select count(*) from parts
        join marts.fct_measure whole using (measure_id, unit_id, period_type, period_start)
        where whole.boundary = 'as_was' and whole.value < parts.value
        """,
        "上级单位的存量不小于所辖社区、村之和",
        "no unit's stock is smaller than the sum of its communities and villages",
    ),
    Check(
        "boundary_bases_agree_at_the_top",
        """
        select count(*) from (
            select f.measure_id, f.unit_id, f.period_type, f.period_start
            from marts.fct_measure f
            join marts.dim_jurisdiction j on f.unit_id = j.jurisdiction_id
            join marts.dim_measure m using (measure_id)
            where m.kind in ('stock', 'flow')
            group by all
            having max(f.value) - min(f.value) > 0.01
        )
        """,
        "拆并单位不改变全域合计",
        "splitting or merging units never changes the total of a jurisdiction",
    ),
    Check(
        "value_or_reason",
        "select count(*) from marts.fct_indicator where (value is null) = (na_reason is null)",
        "每个指标值要么有数, 要么有原因",
        "every indicator row has a value or a typed reason",
    ),
    Check(
        "value_within_its_bounds",
        "select count(*) from marts.fct_indicator where value_low > value + 1e-9 or value_high < value - 1e-9",
        "指标值在其上下限之间",
        "every value lies between its worst-case and best-case bounds",
    ),
    Check(
        "assessments_name_known_units",
        """
        select count(*) from marts.fct_assessment a
        where not exists (select 1 from marts.dim_unit u where u.unit_id = a.unit_id)
        """,
        "评价结果的单位都在册",
        "every assessed unit is known",
    ),
)


def audit(home: Home) -> list[CheckResult]:
    """Run every check on the built warehouse; raise LinliError naming those that failed.

    The published file stays as it was: nothing is copied before the audit has passed.
    """
    with open_working(home, read_only=True) as connection:
        results = [_run(connection, check) for check in CHECKS]
    failed = [result for result in results if not result.passed]
    if failed:
        zh = "; ".join(f"{result.says_zh} ({result.findings} 处不符)" for result in failed)
        en = "; ".join(f"{result.says_en}: {result.findings} findings ({result.name})" for result in failed)
        raise LinliError(
            f"审核未通过, 未发布: {zh}", f"the audit failed, nothing was published: {en}", code="audit_failed"
        )
    return results


def _run(connection: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    row = connection.execute(check.sql).fetchone()
    assert row is not None
    return CheckResult(check.name, int(row[0]), check.says_zh, check.says_en)
