"""The rows of the reference tables that tell of documents: clauses, facts, printed figures.

Belongs here: one function a table. Does not belong here: the other tables (rows.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.catalog.policies import Clause, Policy
from pipelines.catalog.tables import Row, listed
from pipelines.catalog.thresholds import Norm, Threshold


def policy_rows(policies: list[Policy]) -> dict[str, list[Row]]:
    """Return the rows of every table about documents."""
    clauses = [(policy, clause) for policy in policies for clause in policy.clauses]
    return {
        "policy": [_policy(policy) for policy in policies],
        "clause": [_clause(policy, clause) for policy, clause in clauses],
        "clause_fact": [{"clause_id": clause.id, "fact_id": fact} for _, clause in clauses for fact in clause.facts],
        "fact_refused": [
            {"fact_id": refused.fact, "reason_zh": refused.reason.zh, "reason_en": refused.reason.en}
            for policy in policies
            for refused in policy.refused
        ],
        "printed_figure": [row for policy in policies for row in _figures(policy)],
    }


def _policy(policy: Policy) -> Row:
    return {
        "policy_id": policy.id,
        "title": policy.title.zh,
        "title_en": policy.title.en,
        "short_title_zh": policy.short_title.zh if policy.short_title else None,
        "short_title_en": policy.short_title.en if policy.short_title else None,
        "issuer_zh": policy.issuer.zh,
        "issuer_en": policy.issuer.en,
        "number": policy.number,
        "legal_force": policy.legal_force,
        "issued_on": policy.issued_on,
        "effective_from": policy.effective_from,
        "effective_to": policy.effective_to,
        "verification": policy.verification.state if policy.verification else None,
        "verified_against_zh": policy.verification.source.zh if policy.verification else None,
        "verified_against_en": policy.verification.source.en if policy.verification else None,
        "verified_on": policy.verification.checked_on if policy.verification else None,
    }


def _clause(policy: Policy, clause: Clause) -> Row:
    return {
        "clause_id": clause.id,
        "policy_id": policy.id,
        "article": clause.article,
        "summary_zh": clause.summary.zh,
        "summary_en": clause.summary.en,
        "indicator_id": clause.indicator,
        "kind": clause.kind,
        "strength": clause.strength,
        **_threshold(clause.threshold),
        "binding_level": clause.binding_level,
        "scope": clause.scope,
        "period_type": clause.period_type,
        "responsible_body_zh": clause.responsible_body.zh,
        "responsible_body_en": clause.responsible_body.en,
        "deadline": clause.deadline,
        "baseline_value": clause.baseline.value if clause.baseline else None,
        "baseline_on": clause.baseline.on if clause.baseline else None,
        "reading_zh": clause.reading.zh if clause.reading else None,
        "reading_en": clause.reading.en if clause.reading else None,
        "conflicts_with": listed(clause.conflicts_with),
        "fact_ids": listed(clause.facts),
    }


def _threshold(threshold: Threshold | None) -> Row:
    return {
        "threshold_origin": threshold.origin if threshold else None,
        "comparator": threshold.comparator if threshold else None,
        "target_low": threshold.target_low if threshold else None,
        "target_high": threshold.target_high if threshold else None,
        "unit": threshold.unit if threshold else None,
        "target_benchmark": threshold.benchmark if threshold else None,
        "target_factor": threshold.factor if threshold else None,
        **_norm(threshold.norm if threshold else None),
    }


def _norm(norm: Norm | None) -> Row:
    return {
        "norm_measure": norm.measure if norm else None,
        "norm_each": norm.each if norm else None,
        "norm_per": norm.per if norm else None,
        "norm_above": norm.above if norm else None,
        "norm_base": norm.base if norm else None,
        "norm_rounding": norm.rounding if norm else None,
        "norm_at_least": norm.at_least if norm else None,
        "norm_at_most": norm.at_most if norm else None,
        "norm_from": norm.from_ if norm else None,
    }


def _figures(policy: Policy) -> Iterator[Row]:
    for figure in policy.all_figures:
        signed = policy.explanations_signed if figure.explanation else None
        yield {
            "fact_id": figure.fact,
            "figure_zh": figure.figure.zh,
            "figure_en": figure.figure.en,
            "unit_code": figure.unit,
            "as_of": figure.as_of,
            "printed": figure.printed,
            "measure_id": figure.measure,
            "indicator_id": None,
            "dimension": None,
            "tolerance": figure.tolerance,
            "explanation_zh": figure.explanation.zh if figure.explanation else None,
            "explanation_en": figure.explanation.en if figure.explanation else None,
            "signed_by_zh": signed.by.zh if signed else None,
            "signed_by_en": signed.by.en if signed else None,
            "signed_on": signed.on if signed else None,
        }
