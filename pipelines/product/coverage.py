"""How much of the documents is dealt with: facts by disposition, refusals with their reasons, what is missing.

Belongs here: reading that. Does not belong here: how a fact's disposition is told (dim_fact).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

# In the order in which they are told. A fact that something stands for, but without a figure yet, counts as missing.
DISPOSITIONS = ("judged", "monitored", "reconciled", "refused", "missing")

# The first clause that a fact is judged by stands for all of them.
_FACTS = """
    with judged_by as (
        select fact_id, min(clause_id) as clause_id
        from (select unnest(string_split(fact_ids, ',')) as fact_id, clause_id from marts.dim_clause)
        group by fact_id
    )
    select policy.policy_id, policy.title, policy.title_en, fact.fact_id, fact.article, fact.kind,
        case when fact.disposition = 'refused' or fact.has_figure then fact.disposition else 'missing' end,
        fact.reason, fact.reason_en, clause.clause_id, clause.summary_zh, clause.summary_en
    from marts.dim_fact as fact
    inner join marts.dim_policy as policy using (policy_id)
    left join judged_by using (fact_id)
    left join marts.dim_clause as clause on judged_by.clause_id = clause.clause_id
    order by policy.policy_id, fact.fact_id
"""


@dataclass(frozen=True)
class Fact:
    """One measurable statement and what became of it; the reason is given where it is refused."""

    fact_id: str
    article: str
    kind: str
    disposition: str
    reason: str | None
    reason_en: str | None
    clause_id: str | None
    summary_zh: str | None
    summary_en: str | None


@dataclass(frozen=True)
class Document:
    """A document's measurable statements."""

    policy_id: str
    title: str
    title_en: str | None
    facts: tuple[Fact, ...]

    def count(self, disposition: str) -> int:
        """How many of its facts came to this."""
        return sum(fact.disposition == disposition for fact in self.facts)


def coverage(con: duckdb.DuckDBPyConnection) -> list[Document]:
    """Read every document with its facts."""
    documents: dict[str, tuple[str, str | None, list[Fact]]] = {}
    for policy, title, title_en, *fact in con.execute(_FACTS).fetchall():
        documents.setdefault(policy, (title, title_en, []))[2].append(Fact(*fact))
    return [Document(policy, title, title_en, tuple(facts)) for policy, (title, title_en, facts) in documents.items()]
