"""A rate is never added up or averaged: numerators and denominators roll up apart and are divided once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from pipelines.settings import DBT_DIR

# Models whose `value` is a rate.
RATES = {
    "fct_assessment",
    "fct_indicator",
    "fct_verdict",
    "int_figure",
    "int_path",
    "int_target",
    "int_unit_share",
    "v_indicator",
}
# An average of anything has no place in the models; the one median is of a single series' slopes, never of units.
MEANS = {"avg", "mean", "median", "quantile", "quantile_cont", "percentile", "percentile_cont", "percentile_approx"}
ALLOWED = {("int_pace", "percentile_cont")}
CALL = re.compile(r"\b([a-z_]+)\s*\(", re.IGNORECASE)


def calls(sql: str) -> Iterator[tuple[str, str]]:
    """Every function call of a statement, with its arguments."""
    for found in CALL.finditer(sql):
        depth, end = 1, found.end()
        while depth and end < len(sql):
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        yield found.group(1).lower(), sql[found.end() : end - 1]


def averages(name: str, sql: str) -> list[str]:
    """Name the calls of a model that would average or add up rates."""
    sql = re.sub(r"--[^\n]*|\{#.*?#\}", " ", sql, flags=re.DOTALL)
    reads_rates = any(re.search(rf"""ref\(["']{model}["']\)""", sql) for model in RATES)
    return [
        f"{name}: {function}({arguments})"
        for function, arguments in calls(sql)
        if (function in MEANS and (name, function) not in ALLOWED)
        or (function == "sum" and reads_rates and re.search(r"\bvalue(_low|_high)?\b", arguments))
    ]


def test_no_model_averages_a_rate() -> None:
    files = [*DBT_DIR.glob("models/**/*.sql"), *DBT_DIR.glob("macros/**/*.sql")]
    assert len(files) > 50
    assert [found for file in files for found in averages(file.stem, file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "sql",
    [
        "select unit_id, avg(value) from {{ ref('fct_indicator') }} group by unit_id",
        'select sum(coalesce(figures.value, 0)) / count(*) from {{ ref("int_figure") }} as figures',
        "select median(x) from {{ ref('fct_measure') }}",
    ],
)
def test_a_model_that_does_is_refused(sql: str) -> None:
    assert averages("some_model", sql)


def test_sums_of_both_sides_are_fine() -> None:
    assert not averages("some_model", "select sum(numerator) / sum(denominator) from {{ ref('fct_indicator') }}")
