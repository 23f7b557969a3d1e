"""The operations page's parts: how things stand, runs, files, checks, freshness, machine.

Belongs here: drawing them. Does not belong here: finding them (pipelines/product/health.py, queries/operations.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from dashboards import installation, markup
from dashboards.i18n import Translate
from dashboards.pages import DELIVERIES
from dashboards.queries import deliveries as reports
from dashboards.queries import jurisdictions
from dashboards.queries import operations as queries
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.arrivals import Arrival
from pipelines.product.datasets import dataset_names
from pipelines.product.health import Health
from pipelines.product.runs import Run
from pipelines.product.status import Lang

RUNS_SHOWN = 10
FILES_SHOWN = 20
DAGSTER = "http://127.0.0.1:3000"
SIGNS = {
    "published": ("good", "✓"),
    "going": ("quiet", "…"),
    "failed": ("bad", "✕"),
    "killed": ("bad", "✕"),
    "passed": ("good", "✓"),
    "broken": ("bad", "✕"),
    "missing": ("bad", "✕"),
    "late": ("warn", "!"),
    "complete": ("good", "✓"),
    "nothing_due": ("quiet", "–"),
    "fresh": ("good", "✓"),
    "waiting": ("warn", "!"),
    "building": ("quiet", "…"),
    "empty": ("quiet", "–"),
}


def mark(tr: Translate, name: str) -> str:
    """A state of a run, a check or a dataset: colour, icon and word."""
    colour, icon = SIGNS[name]
    return f'<span class="pill {colour}"><i aria-hidden="true">{icon}</i>{escape(tr(f"operating.{name}"))}</span>'


def heading(view: View, health: Health) -> str:
    """One sentence on how things stand, and the facts of the published file."""
    tr, lang = view.tr, view.lang
    made = queries.run().iloc[0]
    room = installation.room()
    pairs = [
        (tr("operating.published_at"), fmt.moment(made["published_at"], lang)),
        (tr("operating.took"), duration(tr, made["seconds"])),
        (tr("operating.version"), f"<code>{escape(made['run_id'][:7])}</code>"),
        (tr("operating.size"), size(room.published_bytes)),
        (tr("operating.kept"), tr("operating.kept_text", count=room.kept_versions)),
        (tr("operating.free"), size(room.free_bytes)),
    ]
    return (
        f'<section class="panel profile"><p class="over">{escape(tr("nav.operations"))}</p>'
        f"<h1>{escape(headline(tr, lang, health))}</h1>{markup.facts(pairs)}</section>"
    )


def headline(tr: Translate, lang: Lang, health: Health) -> str:
    """How things stand, in one sentence."""
    if health.state == "fresh" and (refused := len(installation.refused())):
        return tr("operating.now_refused", refused=refused)
    at = fmt.moment(health.runs[0].at, lang) if health.runs else ""
    stage = tr(f"operating.stage_{health.runs[0].stage}") if health.runs else ""
    return tr(f"operating.now_{health.state}", at=at, stage=stage, waiting=len(health.waiting))


def runs(tr: Translate, lang: Lang, listed: Sequence[Run]) -> str:
    """The last runs: when, how long, what was taken in, what came of it and why."""
    if not listed:
        return markup.panel(tr("operating.runs"), f'<p class="note">{escape(tr("operating.no_runs"))}</p>')
    heads = [tr(f"operating.head_{name}") for name in ("began", "result", "took", "files", "rows", "why")]
    rows = [_run(tr, lang, run) for run in listed[:RUNS_SHOWN]]
    title = tr("operating.runs")
    return markup.panel(title, markup.table(heads, rows, title, numeric=(2, 4), kind="runs"))


def _run(tr: Translate, lang: Lang, run: Run) -> list[str]:
    facts = run.facts
    files = (
        tr("operating.files", **{name: facts[name] for name in ("files", "refused", "duplicates")})
        if ("files" in facts)
        else ""
    )
    return [
        escape(fmt.moment(run.began_at, lang)),
        mark(tr, run.state),
        duration(tr, run.seconds) if run.state in ("published", "failed") else "",
        escape(files),
        fmt.rounded(facts["rows"], 0) if "rows" in facts else "",
        escape(why(tr, lang, run)),
    ]


def why(tr: Translate, lang: Lang, run: Run) -> str:
    """What stopped a run, or how far one that goes on has come."""
    stage = tr(f"operating.stage_{run.stage}")
    if run.failure:
        return tr("operating.why", stage=stage, why=run.failure.zh if lang == "zh" else run.failure.en)
    if run.state == "killed":
        return tr("operating.why_killed", stage=stage)
    return tr("operating.checked", count=run.facts["checks"]) if "checks" in run.facts else stage


def files(view: View, health: Health) -> str:
    """Files that wait, files that were refused and why, deliveries with rows sent back."""
    tr, lang = view.tr, view.lang
    refused, back = installation.refused(), queries.sent_back()
    names, senders = dataset_names(lang), reports.senders(lang)

    def sender_of(code: str) -> str:
        return escape(senders.get(code) or tr("operating.no_such_unit", code=code))

    def opened(code: str, file_name: str, delivery: str | None = None) -> str:
        """A file's name, which opens what became of it where it was handed in; nothing where no unit has the code."""
        there = view.link(DELIVERIES, unit=code, period=None, delivery=delivery)
        return markup.link(there, escape(file_name), "page name") if code in senders else escape(file_name)

    def sent(one: Arrival) -> list[str]:
        when = escape(fmt.moment(one.received_at, lang))
        return [opened(one.sender_code, one.file_name, one.delivery_id), sender_of(one.sender_code), when]

    waits = [sent(one) for one in health.waiting[:FILES_SHOWN]]
    refusals = [[*sent(one), escape(one.reason(lang) or "")] for one in refused[:FILES_SHOWN]]
    rejected = [
        [
            opened(row["sender_code"], str(row["file_name"]), row["delivery_id"]),
            sender_of(row["sender_code"]),
            escape(names.get(str(row["dataset"]), str(row["dataset"]))),
            escape(fmt.moment(row["received_at"], lang)),
            fmt.out_of(row["rows_rejected"], row["rows_read"], lang),
        ]
        for row in back.head(FILES_SHOWN).to_dict("records")
    ]
    parts = [
        _files(tr, "waiting", len(health.waiting), ("file", "sender", "since"), waits),
        _files(tr, "refused", len(refused), ("file", "sender", "received", "why"), refusals),
        _files(tr, "rejected", len(back), ("file", "sender", "dataset", "received", "rows_back"), rejected),
    ]
    there = markup.link(view.link(DELIVERIES), escape(tr("operating.to_deliveries")), "page more")
    return markup.panel(tr("operating.deliveries"), "".join(parts) + f'<p class="finding">{there}</p>')


def _files(tr: Translate, name: str, total: int, heads: Sequence[str], rows: list[list[str]]) -> str:
    title = tr(f"operating.{name}_files", count=total)
    if not rows:
        return f'<h3 class="part">{escape(title)}</h3>'
    table = markup.table([tr(f"operating.head_{head}") for head in heads], rows, title, kind="files")
    return f'<h3 class="part">{escape(title)}</h3>{table}'


def checks(view: View) -> str:
    """The checks that stood between the build and its publication."""
    tr = view.tr
    found = queries.checks()
    rows = [
        [
            mark(tr, "passed" if row["passed"] else "broken"),
            escape(str(row["says_zh" if view.lang == "zh" else "says_en"])),
            fmt.rounded(row["findings"], 0),
        ]
        for row in found.to_dict("records")
    ]
    passed = int(found["passed"].astype(bool).sum())
    title = tr("operating.checks", passed=passed, count=len(found))
    heads = [tr(f"operating.head_{name}") for name in ("result", "check", "findings")]
    return markup.panel(title, markup.table(heads, rows, title, numeric=(2,)), tr("operating.checks_note"))


def freshness(view: View) -> str:
    """Each dataset of the area: last received, last due and what came of it."""
    tr, lang = view.tr, view.lang
    names = dataset_names(lang)
    found = queries.freshness(view.jurisdiction.jurisdiction_id).to_dict("records")
    rows = []
    for row in found:
        state = "missing" if row["missing"] else "late" if row["late"] else "complete" if row["due"] else "nothing_due"
        rows.append(
            [
                escape(names.get(row["dataset"], row["dataset"])),
                mark(tr, state),
                escape(fmt.day(row["received_on"], lang)),
                escape(fmt.day(row["due_on"], lang)) if row["due"] else "",
                f"{row['received'] + row['late']}/{row['due']}" if row["due"] else "",
                escape(_missing(tr, lang, row["ever_missing"], row["last_missing"])),
            ]
        )
    areas = "".join(
        markup.link(
            view.link(unit=tree.jurisdiction_id.split(":", 1)[1], period=None),
            escape(tree.name_zh if lang == "zh" else tree.name_en),
            "chip here" if tree.jurisdiction_id == view.jurisdiction.jurisdiction_id else "chip",
        )
        for tree in jurisdictions()
    )
    short = sum(bool(row["missing"]) for row in found)
    area = view.jurisdiction.name_zh if lang == "zh" else view.jurisdiction.name_en
    key = "operating.freshness" if short else "operating.freshness_whole"
    title = tr(key, area=area, day=fmt.day(view.jurisdiction.as_of, lang), short=short)
    heads = [tr(f"operating.head_{name}") for name in ("dataset", "result", "last", "due", "came", "ever_missing")]
    table = markup.table(heads, rows, title, numeric=(4,), kind="files")
    return markup.panel(title, f'<nav class="chips" aria-label="{escape(tr("picker.area"))}">{areas}</nav>{table}')


def _missing(tr: Translate, lang: Lang, count: int, last: date | None) -> str:
    return tr("operating.ever_missing", count=count, day=fmt.day(last, lang)) if count else ""


def orchestration(view: View) -> str:
    """Where runs are scheduled, and how to get there."""
    tr = view.tr
    link = f'<a href="{DAGSTER}" class="more" target="_blank" rel="noreferrer"><code>{DAGSTER}</code></a>'
    lines = (markup.coded(tr("operating.dagster_text")), f"{escape(tr('operating.dagster_open'))}{link}")
    return markup.panel(tr("operating.dagster"), "".join(f"<p>{line}</p>" for line in lines))


def duration(tr: Translate, seconds: float) -> str:
    """Write how long something took."""
    if seconds < 90:
        return tr("operating.seconds", count=fmt.rounded(seconds, 0))
    return tr("operating.minutes", count=fmt.rounded(seconds / 60, 1))


def size(count: int) -> str:
    """Write a number of bytes, as markup."""
    text = f"{fmt.rounded(count / 1e9, 1)} GB" if count >= 1e9 else f"{fmt.rounded(count / 1e6, 0)} MB"
    return f"<code>{text}</code>"
