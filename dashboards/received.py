"""What came: files on their way, deliveries somebody must look at, all deliveries; one of them opened over the page.

Belongs here: drawing those lists. Does not belong here: what is due (due.py), handing in (hand_in.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards import markup, paging, withdrawal
from dashboards.decided import laid_over
from dashboards.queries import deliveries as reports
from dashboards.standing import records
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.arrivals import on_the_way
from pipelines.product.datasets import dataset_names
from pipelines.product.runs import read_runs
from pipelines.product.status import DELIVERIES as CAME
from pipelines.settings import home

PAGE_ROWS = 15
SHOWN = 5
MOST_OPEN = 50
MOST_CELLS = 200
_HEADS = ("file", "dataset", "sender", "received_at", "rows", "accepted", "rejected", "status", "reason")


def pending(view: View) -> str:
    """The files that wait or were taken in since the last publication; nothing where there are none."""
    tr, lang = view.tr, view.lang
    theirs, known = reports.codes_below(view.unit.unit_id), reports.senders(lang)
    # What came from nobody known is the root's to look at.
    is_root = view.unit.unit_id == view.jurisdiction.jurisdiction_id
    found = [
        one
        for one in on_the_way(home(), reports.published_deliveries())
        if one.sender_code in theirs or (is_root and one.sender_code not in known)
    ]
    if not found:
        return ""
    rows = [
        [
            escape(one.file_name),
            escape(known.get(one.sender_code, one.sender_code)),
            escape(fmt.moment(one.received_at, lang)),
            markup.pill(CAME[one.state], lang),
            escape(one.reason(lang) or tr(f"received.{one.state}")),
        ]
        for one in found
    ]
    heads = [tr(f"received.head_{name}") for name in ("file", "sender", "received_at", "status", "reason")]
    title = tr("received.pending", count=len(found))
    last = next(iter(read_runs(home())), None)
    note = tr(f"received.run_{last.state}") if last and last.state != "published" else ""
    return markup.panel(title, markup.table(heads, rows, title, kind="wrapped"), note)


def to_look_at(view: View) -> str:
    """What of the unit and those below did not come through whole, latest first; nothing where all did."""
    tr = view.tr
    found = reports.open_deliveries(view.unit.unit_id, limit=MOST_OPEN)
    if not len(found):
        return ""
    rows = laid_over(view, records(found))
    title = tr("received.open", count=rows[0]["total"])
    table = _table(view, rows[:SHOWN], title)
    if rest := rows[SHOWN:]:
        more = escape(tr("received.rest", count=len(rest)))
        table += f"<details><summary>{more}</summary>{_table(view, rest, title)}</details>"
    return markup.panel(title, table, tr("received.open_note"))


def everything(view: View) -> None:
    """All deliveries, a page at a time, found by a part of their name."""
    tr = view.tr

    @st.fragment
    def lists() -> None:
        with st.container(key="panel_received"):
            st.html(f"<h2>{escape(tr('received.all'))}</h2>")
            text = st.text_input(
                tr("received.search"),
                key=f"search:{view.unit.code}",
                placeholder=tr("received.search"),
                label_visibility="collapsed",
                width=320,
            )
            place_key = f"received:{view.unit.code}:{text}"
            place = st.session_state.get(place_key, 0)
            sent = reports.deliveries(view.unit.unit_id, text.strip(), limit=PAGE_ROWS, offset=place * PAGE_ROWS)
            found = laid_over(view, records(sent))
            if not found:
                st.html(f'<p class="note">{escape(tr("received.none"))}</p>')
                return
            st.html(_table(view, found, tr("received.all")))
            paging.turn(view, place, -(-int(found[0]["total"]) // PAGE_ROWS), place_key)

    lists()


def opened(view: View) -> None:
    """Open the delivery that the address names: what became of it, each bad cell, each row that can hardly be right."""
    found = laid_over(view, records(reports.delivery(view.own.get("delivery", ""))))
    if not found:
        return
    one, tr = found[0], view.tr

    # A sender's words never become a title: those are read as Markdown.
    @st.dialog(tr("received.opened"), width="large", on_dismiss=_close)
    def dialog() -> None:
        st.html(_facts(view, one) + _cells(view, one["delivery_id"]) + _suspicious(view, one["delivery_id"]))
        workbook = home().rejects / f"{one['delivery_id']}.xlsx"
        if workbook.exists():
            st.download_button(
                tr("received.workbook"),
                workbook.read_bytes,
                workbook.name,
                key=f"workbook:{one['delivery_id']}",
                on_click="ignore",
                type="primary",
            )
            st.html(f'<p class="note">{escape(tr("received.workbook_note"))}</p>')
        if one["status"] in withdrawal.STANDING:
            withdrawal.form(view, one["delivery_id"])

    dialog()


def _close() -> None:
    st.query_params.pop("delivery", None)


def _table(view: View, rows: Sequence[dict[Any, Any]], title: str) -> str:
    heads = [view.tr(f"received.head_{name}") for name in _HEADS]
    return markup.table(heads, [_row(view, one) for one in rows], title, numeric=(4, 5, 6), kind="wrapped sent")


def _row(view: View, one: dict[Any, Any]) -> list[str]:
    tr, lang = view.tr, view.lang
    names = dataset_names(lang)
    figures = (fmt.rounded(one[f"rows_{name}"], 0) for name in ("read", "accepted", "rejected"))
    return [
        markup.link(view.link(delivery=one["delivery_id"]), escape(one["file_name"]), "file"),
        escape(names.get(one["dataset"], tr("received.no_dataset"))),
        escape(_sender(view, one)),
        escape(fmt.moment(one["received_at"], lang)),
        *figures,
        markup.pill(CAME[one["status"]], lang),
        escape(_why(view, one)),
    ]


def _sender(view: View, one: dict[Any, Any]) -> str:
    return view.unit_name(one["unit_id"], one["sender"]) if one["sender"] else str(one["sender_code"])


def _why(view: View, one: dict[Any, Any]) -> str:
    """Why a delivery is not simply accepted, in one sentence."""
    tr = view.tr
    if one["status"] == "refused":
        return str(one[f"reason_{view.lang}"] or "")
    if one["decided_why"]:
        said = tr("received.decided", who=one["decided_by"], why=one["decided_why"])
        return tr("received.joint").join(filter(None, (one.get("decided_since"), said)))
    if one["to_mend"]:
        return tr("received.to_mend", count=one["to_mend"])
    if one.get("suspicious"):
        return tr("received.suspicious", count=one["suspicious"])
    return tr("received.mended") if one["rows_rejected"] else ""


def _facts(view: View, one: dict[Any, Any]) -> str:
    tr, lang = view.tr, view.lang
    counts = tr("received.counts", read=one["rows_read"], accepted=one["rows_accepted"], rejected=one["rows_rejected"])
    pairs = [
        (tr("received.head_file"), f"<b>{escape(one['file_name'])}</b>"),
        (tr("received.head_status"), markup.pill(CAME[one["status"]], lang)),
        (tr("received.head_sender"), escape(_sender(view, one))),
        (tr("received.head_dataset"), escape(dataset_names(lang).get(one["dataset"], tr("received.no_dataset")))),
        (tr("received.head_received_at"), escape(fmt.moment(one["received_at"], lang))),
        (tr("received.head_rows"), escape(counts)),
        (tr("received.head_id"), f"<code>{escape(one['delivery_id'])}</code>"),
    ]
    if why := _why(view, one):
        pairs.append((tr("received.head_reason"), escape(why)))
    if one["decided_at"]:
        pairs.append((tr("received.head_decided_at"), escape(fmt.moment(one["decided_at"], lang))))
    return markup.facts(pairs)


def _cells(view: View, delivery_id: str) -> str:
    tr = view.tr
    found = records(reports.rejected_cells(delivery_id))
    if not found:
        return ""
    rows = [
        [
            escape(str(text))
            for text in (
                cell["sheet"],
                cell["row_number"],
                cell["header"],
                cell["value_masked"] or tr("upload.empty"),
                cell[f"reason_{view.lang}"],
            )
        ]
        for cell in found[:MOST_CELLS]
    ]
    heads = [tr(f"received.head_{name}") for name in ("sheet", "row", "header", "value", "wrong")]
    title = tr("received.cells", count=len(found))
    return f'<h3 class="part">{escape(title)}</h3>{markup.table(heads, rows, title, kind="wrapped")}'


def _suspicious(view: View, delivery_id: str) -> str:
    tr, chinese = view.tr, view.lang == "zh"
    found = records(reports.suspicious_rows(delivery_id))
    if not found:
        return ""
    rows = [
        [
            escape(str(text))
            for text in (
                row["sheet"],
                row["row_number"],
                row["what_zh" if chinese else "what_en"],
                row["owner" if chinese else "owner_en"],
            )
        ]
        for row in found[:MOST_CELLS]
    ]
    heads = [tr(f"received.head_{name}") for name in ("sheet", "row", "what", "owner")]
    title = tr("received.suspicious_rows", count=len(found))
    return f'<h3 class="part">{escape(title)}</h3>{markup.table(heads, rows, title, kind="wrapped")}'
