"""What an operator reads of the published file: its run, its checks, what was sent back, how fresh each dataset is."""

from __future__ import annotations

import pandas as pd

from dashboards.reading import frame as _read
from dashboards.reading import register


def run() -> pd.DataFrame:
    """The run that made the file."""
    return _read("select run_id, published_at, seconds from meta.run")


def checks() -> pd.DataFrame:
    """The checks the file passed before it was published, failed ones first."""
    return _read("select name, passed, findings, says_zh, says_en from meta.audit_check order by passed, name")


def sent_back() -> pd.DataFrame:
    """Deliveries with rows that were sent back, the latest first."""
    return _read(
        """
        select delivery_id, dataset, file_name, sender_code, received_at, rows_read, rows_rejected, status
        from marts.dq_delivery where rows_rejected > 0 order by received_at desc, delivery_id
        """
    )


def freshness(jurisdiction_id: str) -> pd.DataFrame:
    """Each dataset of an area: last received, what came of the last day it was due, what is missing still."""
    return _read(
        """
        with slots as (
            select dataset, status, due_on, received_on,
                max(due_on) filter (status <> 'not_yet_due') over (partition by dataset) as last_due
            from marts.dq_completeness where jurisdiction_id = $jurisdiction_id
        )
        select dataset, max(received_on) as received_on, max(last_due) as due_on,
            count(*) filter (due_on = last_due and status <> 'not_yet_due') as due,
            count(*) filter (due_on = last_due and status = 'received') as received,
            count(*) filter (due_on = last_due and status = 'late') as late,
            count(*) filter (due_on = last_due and status = 'missing') as missing,
            count(*) filter (status = 'missing') as ever_missing,
            max(due_on) filter (status = 'missing') as last_missing
        from slots group by dataset
        order by missing > 0 desc, last_missing desc nulls last, dataset
        """,
        jurisdiction_id=jurisdiction_id,
    )


def lacking(unit_id: str, start: object, end: object) -> pd.DataFrame:
    """How much of what a unit and those below it owe for periods that end in a span has not come."""
    return _read(
        """
        select count(*) as due, count(*) filter (status = 'missing') as missing
        from marts.dq_completeness
        where period_end between $start and $end and unit_id in $unit_ids
        """,
        unit_ids=[spell.unit_id for spell in register().below[unit_id]],
        start=start,
        end=end,
    )
