"""`linli coverage`: how much of the documents is dealt with.

Belongs here: how it reads on a terminal. Does not belong here: the counting (product/coverage.py).
"""

from __future__ import annotations

from pipelines.commands.console import print_table, say
from pipelines.product.coverage import DISPOSITIONS, coverage
from pipelines.product.published import open_published
from pipelines.settings import home

HEADINGS = ("已判定 judged", "监测 monitored", "已核对 reconciled", "不计算 refused", "缺 missing")


def tell_coverage() -> None:
    """Tell facts by document, then every refusal with its reason, then what is missing."""
    with open_published(home().published) as connection:
        documents = coverage(connection)
    counts = [[document.count(disposition) for disposition in DISPOSITIONS] for document in documents]
    rows = [
        [f"{document.policy_id} {document.title}", *map(str, count), str(sum(count))]
        for document, count in zip(documents, counts, strict=True)
    ]
    totals = [sum(column) for column in zip(*counts, strict=True)]
    rows.append(["合计 total", *map(str, totals), str(sum(totals))])
    print_table(["文件 document", *HEADINGS, "事实 facts"], rows)
    facts = [fact for document in documents for fact in document.facts]
    for fact in facts:
        if fact.disposition == "refused":
            say(f"不计算 refused {fact.fact_id}: {fact.reason} / {fact.reason_en}")
    if missing := [fact.fact_id for fact in facts if fact.disposition == "missing"]:
        say(f"缺 missing: {' '.join(missing)}")
