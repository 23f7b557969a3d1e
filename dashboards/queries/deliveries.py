"""Reports due and what came: of one unit, of those below it, delivery by delivery, cell by cell."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboards.reading import frame as _read
from pipelines.product.status import Lang

# What somebody still has to look at: of what was taken in, only what nothing mended has replaced yet; of what was
# refused, only what has not come again and been taken in since, under its name or for its period.
_OPEN = """
    status in ('returned', 'held', 'submitted')
    or (
        status = 'refused'
        and not exists (
            from marts.dq_delivery as again
            where again.sender_code = deliveries.sender_code and again.received_at > deliveries.received_at
                and again.status in ('accepted', 'partly_accepted')
                and ((again.dataset, again.period_label) = (deliveries.dataset, deliveries.period_label)
                    or parse_filename(again.file_name, true) = parse_filename(deliveries.file_name, true))
        )
    )
    or (status in ('rejected', 'partly_accepted') and to_mend > 0)
"""
# The unit and all that ever stood below it; what came from nobody known is the root's to look at.
_SENT_BELOW = """
    (
        deliveries.unit_id in (
            select unit_id from marts.dim_unit_tree where tree = 'administrative' and ancestor_id = $unit_id
        )
        or (deliveries.unit_id is null and $unit_id in (select jurisdiction_id from marts.dim_jurisdiction))
    )
"""


def reports_due(unit_id: str, start: dt.date, end: dt.date) -> pd.DataFrame:
    """What a unit owes for periods that end in a span, with its own delivery: that came, or that does not count yet."""
    return _read(
        """
        with sent as (
            select dataset, cast(received_at as date) as received_on, delivery_id, status,
                row_number() over (
                    partition by dataset, cast(received_at as date) order by status = 'accepted', delivery_id
                ) as place
            from marts.dq_delivery where unit_id = $unit_id
        ),
        stopped as (
            select dataset, period_label, max_by(delivery_id, received_at) as delivery_id,
                max_by(status, received_at) as status
            from marts.dq_delivery
            where unit_id = $unit_id and status in ('rejected', 'returned', 'held', 'submitted')
            group by dataset, period_label
        )
        select due.dataset, due.period_type, due.period_start, due.period_end, due.due_on, due.received_on, due.status,
            periods.label_zh, periods.label_en, coalesce(sent.delivery_id, stopped.delivery_id) as delivery_id,
            coalesce(sent.status, stopped.status) as delivery_status
        from marts.dq_completeness as due
        left join marts.dim_period as periods using (period_type, period_start)
        left join sent on sent.dataset = due.dataset and sent.received_on = due.received_on and sent.place = 1
        left join stopped
            on stopped.dataset = due.dataset and stopped.period_label = periods.label and due.received_on is null
        where due.unit_id = $unit_id and due.period_end between $start and $end
        order by due.period_end, due.due_on, due.dataset
        """,
        unit_id=unit_id,
        start=start,
        end=end,
    )


def reports_below(unit_id: str, start: dt.date, end: dt.date) -> pd.DataFrame:
    """What is owed for periods that end in a span: by the unit itself and each unit directly below, by dataset.

    What units further below owe counts with the one they stand under.
    """
    return _read(
        """
        with below as (
            select under.unit_id, coalesce(child.ancestor_id, under.unit_id) as child_id, under.valid_from,
                under.valid_to
            from marts.dim_unit_tree as under
            left join marts.dim_unit_tree as child
                on child.unit_id = under.unit_id and child.tree = under.tree and child.depth = under.depth - 1
                and child.valid_from < coalesce(under.valid_to, date '9999-12-31')
                and under.valid_from < coalesce(child.valid_to, date '9999-12-31')
            where under.tree = 'administrative' and under.ancestor_id = $unit_id
        ),
        names as (
            select unit_id, max_by(name, valid_from) as name, max_by(code, valid_from) as code
            from marts.dim_unit group by unit_id
        )
        select below.child_id as unit_id, names.name, names.code, due.dataset, count(*) as due,
            count(*) filter (where due.status = 'received') as received,
            count(*) filter (where due.status = 'late') as late,
            count(*) filter (where due.status = 'missing') as missing,
            count(*) filter (where due.status = 'not_yet_due') as not_yet_due, max(due.due_on) as due_on
        from marts.dq_completeness as due
        inner join below
            on below.unit_id = due.unit_id and due.period_end >= below.valid_from
            and due.period_end < coalesce(below.valid_to, date '9999-12-31')
        inner join names on names.unit_id = below.child_id
        where due.period_end between $start and $end
        group by all
        """,
        unit_id=unit_id,
        start=start,
        end=end,
    )


def missing_before(unit_id: str, day: dt.date, *, limit: int) -> pd.DataFrame:
    """What a unit and those below still owe for periods that ended before a day, latest first; `total` counts all."""
    return _read(
        """
        with owed as (
            select dataset, unit_id, period_type, period_start, due_on, count(*) over () as total
            from marts.dq_completeness
            where status = 'missing' and period_end < $day and unit_id in (
                select unit_id from marts.dim_unit_tree where tree = 'administrative' and ancestor_id = $unit_id
            )
            order by due_on desc, unit_id, dataset
            limit $limit
        )
        select owed.dataset, names.name, names.code, owed.unit_id, periods.label, periods.label_zh, periods.label_en,
            owed.due_on, owed.total
        from owed
        inner join (
            select unit_id, max_by(name, valid_from) as name, max_by(code, valid_from) as code
            from marts.dim_unit group by unit_id
        ) as names using (unit_id)
        left join marts.dim_period as periods using (period_type, period_start)
        order by owed.due_on desc, names.code, owed.dataset
        """,
        unit_id=unit_id,
        day=day,
        limit=limit,
    )


def deliveries(unit_id: str, text: str, *, limit: int, offset: int) -> pd.DataFrame:
    """What a unit and those below sent, latest first, with a text in the name.

    `total` counts all of them, `suspicious` the rows of one that can hardly be right.
    """
    return _sent("contains(lower(file_name), lower($text))", unit_id, limit, offset, text=text)


def open_deliveries(unit_id: str, *, limit: int) -> pd.DataFrame:
    """The same of what somebody still has to look at."""
    return _sent(_OPEN, unit_id, limit, 0)


def _sent(condition: str, unit_id: str, limit: int, offset: int, **values: object) -> pd.DataFrame:
    return _read(
        f"""
        with suspicious as (select delivery_id, count(*) as suspicious from marts.dq_suspicious_row group by 1)
        select deliveries.*, coalesce(suspicious, 0) as suspicious, names.name as sender, count(*) over () as total
        from marts.dq_delivery as deliveries
        left join suspicious using (delivery_id)
        left join (
            select unit_id, max_by(name, valid_from) as name from marts.dim_unit group by unit_id
        ) as names on names.unit_id = deliveries.unit_id
        where {_SENT_BELOW} and ({condition})
        order by received_at desc, deliveries.delivery_id
        limit $limit offset $offset
        """,
        unit_id=unit_id,
        limit=limit,
        offset=offset,
        **values,
    )


def delivery(delivery_id: str) -> pd.DataFrame:
    """One delivery, with its sender's name."""
    return _read(
        """
        select deliveries.*, names.name as sender
        from marts.dq_delivery as deliveries
        left join (
            select unit_id, max_by(name, valid_from) as name from marts.dim_unit group by unit_id
        ) as names on names.unit_id = deliveries.unit_id
        where delivery_id = $delivery_id
        """,
        delivery_id=delivery_id,
    )


def came_of(sha256: str, sender_code: str) -> pd.DataFrame:
    """What became of a file's deliveries."""
    return _read(
        """
        select delivery_id, dataset, status, rows_accepted, rows_rejected from marts.dq_delivery
        where sha256 = $sha256 and sender_code = $sender_code order by dataset
        """,
        sha256=sha256,
        sender_code=sender_code,
    )


def codes_below(unit_id: str) -> frozenset[str]:
    """The codes of a unit and of all that ever stood below it."""
    found = _read(
        """
        select distinct code from marts.dim_unit inner join marts.dim_unit_tree as under using (unit_id)
        where tree = 'administrative' and ancestor_id = $unit_id
        """,
        unit_id=unit_id,
    )
    return frozenset(found["code"])


def senders(lang: Lang) -> dict[str, str]:
    """The names of all units there ever were, by code; only the root of a tree has one in English."""
    found = _read(
        """
        select units.code, max_by(units.name, valid_from) as name_zh,
            coalesce(any_value(roots.name_en), max_by(units.name, valid_from)) as name_en
        from marts.dim_unit as units
        left join marts.dim_jurisdiction as roots on roots.jurisdiction_id = units.unit_id
        group by units.code
        """
    )
    return dict(zip(found["code"], found[f"name_{lang}"], strict=True))


def published_deliveries() -> dict[str, str]:
    """How all deliveries of the published file stand, by their ids."""
    found = _read("select delivery_id, status from marts.dq_delivery")
    return dict(zip(found["delivery_id"], found["status"], strict=True))


def rejected_cells(delivery_id: str) -> pd.DataFrame:
    """The cells of a delivery that were sent back, masked."""
    return _read(
        """
        select sheet, row_number, header, value_masked, reason_zh, reason_en from marts.dq_rejected_row
        where delivery_id = $delivery_id order by sheet, row_number, column_name
        """,
        delivery_id=delivery_id,
    )


def suspicious_rows(delivery_id: str) -> pd.DataFrame:
    """The rows of a delivery that count and can hardly be right, with whom to ask."""
    return _read(
        """
        select sheet, row_number, what_zh, what_en, owner, owner_en from marts.dq_suspicious_row
        where delivery_id = $delivery_id order by sheet, row_number, check_id
        """,
        delivery_id=delivery_id,
    )
