"""Every rule of the declarations, each broken once in a small tree of files: the error names the file and the line."""

# ruff: noqa: E501  (the table of broken rules is read a row a line)
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from catalog_tree import (
    ADOPTION_FILE,
    COMPOSITION_FILE,
    CONFLICT_FILE,
    FACT_FILE,
    INDICATOR_FILE,
    JURISDICTION_FILE,
    MEASURE_FILE,
    POLICY,
    POLICY_FILE,
    SCORECARD_FILE,
    write_tree,
)

from pipelines.catalog.catalog import load_catalog
from pipelines.catalog.compile import compile_reference, reference_schemas
from pipelines.errors import LinliError
from pipelines.settings import DBT_DIR

Broken = Callable[[str, str, str], LinliError]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    write_tree(tmp_path)
    return tmp_path


@pytest.fixture
def broken(tree: Path) -> Broken:
    def replace_and_load(name: str, old: str, new: str) -> LinliError:
        path = tree / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(LinliError) as error:
            load_catalog(tree / "seeds", tree / "models")
        return error.value

    return replace_and_load


# file, what stands there, what is put instead, text on a line the error must name, the message
CASES = {
    "unknown key": (POLICY_FILE, "    kind: target\n", "    kind: target\n    colour: red\n", "colour: red", "Extra inputs"),
    "duplicate key": (POLICY_FILE, "    kind: target\n", "    kind: target\n    kind: norm\n", "kind: norm", "duplicate key kind"),
    "no such indicator": (POLICY_FILE, "indicator: certified_share", "indicator: certified", "indicator: certified\n", "no indicator certified"),
    "no such measure in an indicator": (INDICATOR_FILE, "{measure: certified}", "{measure: certificates}", "measure: certificates", "no measure certificates"),
    "no such measure in a figure": (POLICY_FILE, "measure: workers\n", "measure: staff\n", "measure: staff", "no measure staff"),
    "explanation nobody signed": (POLICY_FILE, "    measure: workers\n", "    measure: workers\n    explanation: {zh: 缘由, en: why}\n", "id: ", "explanations_signed"),
    "no such measure in a table": (POLICY_FILE, "{measure: certified,", "{measure: staff,", "{measure: staff,", "no measure staff"),
    "no such benchmark in an indicator": (INDICATOR_FILE, "benchmark: average_wage", "benchmark: wage", "benchmark: wage", "no benchmark wage"),
    "no such benchmark in a threshold": (POLICY_FILE, "value: 20,", "benchmark: wage, factor: 1,", "benchmark: wage", "no benchmark wage"),
    "no such measure in a norm": (POLICY_FILE, "value: 20,", "norm: {measure: homes, each: 1},", "norm: {measure: homes", "no measure homes"),
    "norm upside down": (POLICY_FILE, "value: 20,", "norm: {measure: workers, each: 1, at_least: 3, at_most: 2},", "norm: {measure", "at_least is above at_most"),
    "norm beside a value": (POLICY_FILE, "value: 20,", "value: 20, norm: {measure: workers, each: 1},", "value: 20", "or a norm"),
    "a side of two things": (INDICATOR_FILE, "numerator: {measure: certified}", "numerator: {measure: certified, units_meeting: city_2012.share}", "numerator: {measure: certified, units", "one of measure"),
    "units compared with a measure": (INDICATOR_FILE, "numerator: {measure: certified}\n    denominator: {measure: workers}", "numerator: {units_meeting: city_2012.share}\n    denominator: {measure: workers}", "- id: certified_share", "compared with the units it judges"),
    "units of no clause": (INDICATOR_FILE, "numerator: {measure: certified}\n    denominator: {measure: workers}", "numerator: {units_meeting: city_2012.shares}\n    denominator: {units_judged: city_2012.shares}", "numerator: {units_meeting", "no clause city_2012.shares"),
    "units of a clause judged at other times": (INDICATOR_FILE, "numerator: {measure: certified}\n    denominator: {measure: workers}", "numerator: {units_meeting: city_2012.share}\n    denominator: {units_judged: city_2012.share}", "      period_types: [quarter, year]", "is judged by quarter"),
    "no such item": (COMPOSITION_FILE, "economy.average_wage", "economy.wage", "items:", "no item economy.wage"),
    "item listed twice": (COMPOSITION_FILE, "[economy.average_wage]", "[economy.average_wage, economy.average_wage]", "- id: indices", "listed twice"),
    "composition named after a measure": (COMPOSITION_FILE, "  - id: indices\n", "  - {id: indices, name: {zh: 指数, en: Indices}, items: [economy.average_wage], unit_types: [city]}\n  - id: indices\n", "  - id: indices\n", "indices is declared elsewhere"),
    "clauses that do not conflict": (CONFLICT_FILE, "[city_2012.share, city_2012.range]", "[city_2012.share, city_2012.other]", "clauses: [city", "no clause says that city_2012.other conflicts"),
    "no such measure in a conflict": (CONFLICT_FILE, "{number: 30, measure: workers}", "{number: 30, measure: staff}", "first: [{number: 30, measure: staff}", "no measure staff"),
    "conflict with a clause without a figure": (CONFLICT_FILE, "{clause: city_2012.range, bound", "{clause: city_2012.nothing, bound", "second: [{clause", "no clause city_2012.nothing"),
    "no such policy": (ADOPTION_FILE, "policy: city_2012", "policy: town_2012", "town_2012", "no policy town_2012"),
    "no such conflicting clause": (POLICY_FILE, "[city_2012.range]", "[city_2012.rage]", "city_2012.rage", "no clause city_2012.rage"),
    "a clause in conflict with itself": (POLICY_FILE, "[city_2012.range]", "[city_2012.share]", "conflicts_with", "no clause city_2012.share"),
    "no such fact": (POLICY_FILE, "[D9-001]", "[D9-999]", "D9-999", "D9-999 is not one of city_2012's"),
    "another document's fact": (POLICY_FILE, "[D9-001]", "[D9-005]", "D9-005", "D9-005 is not one of city_2012's"),
    "no such dataset": (MEASURE_FILE, "dataset: economy", "dataset: economics", "dataset: economics", "no dataset economics"),
    "threshold without unit": (POLICY_FILE, ", value: 20, unit: '%'}", ", value: 20}", "value: 20", "threshold.unit: Field required"),
    "threshold in another unit": (POLICY_FILE, "value: 20, unit: '%'", "value: 20, unit: 人", "value: 20", "its indicator in %"),
    "threshold in two forms": (POLICY_FILE, "value: 20,", "value: 20, high: 30,", "value: 20", ">= needs a value"),
    "between without two bounds": (POLICY_FILE, "      high: 30\n", "", "    threshold:\n", "between needs low and high"),
    "between upside down": (POLICY_FILE, "high: 30", "high: 3", "    threshold:\n", "low is above high"),
    "overlapping versions": (INDICATOR_FILE, "valid_from: 2015-01-01", "valid_from: 2014-12-31", "valid_from: 2014-12-31", "valid at once"),
    "versions of different units": (INDICATOR_FILE, "unit: '%'", "unit: ‰", "- id: certified_share", "differ in unit or scope"),
    "deadline before effect": (POLICY_FILE, "deadline: 2020-12-31", "deadline: 2012-12-31", "deadline: 2012-12-31", "before the document takes effect"),
    "binding level out of scope": (POLICY_FILE, "binding_level: city", "binding_level: street", "binding_level: street", "not computed for a street"),
    "period type out of scope": (POLICY_FILE, "period_type: quarter", "period_type: week", "period_type: week", "not computed by week"),
    "observation of another strength": (POLICY_FILE, "strength: observed", "strength: required", "id: city_2012.range", "both or neither"),
    "implied without a reading": (POLICY_FILE, "origin: printed", "origin: implied", "id: city_2012.share", "reading must say why"),
    "clause named after another document": (POLICY_FILE, "id: city_2012.share", "id: town_2012.share", "id: town_2012.share", "begin with city_2012."),
    "clause declared twice": (POLICY_FILE, "id: city_2012.range", "id: city_2012.share", "id: city_2012.share", "declared twice"),
    "file of another name": (POLICY_FILE, "id: city_2012\n", "id: city_2013\n", "id: city_2013", "not called city_2013.yml"),
    "end before beginning": (POLICY_FILE, "effective_to: 2020", "effective_to: 2010", "effective_to", "is before effective_from"),
    "refused and computed": (POLICY_FILE, "- fact: D9-004", "- fact: D9-001", "- fact: D9-001", "computed or refused elsewhere"),
    "refused without a real reason": (POLICY_FILE, "en: A reason long enough to tell a reader why it is not computed.", "en: Not wanted.", "en: Not wanted.", "at least 21 characters"),
    "table row too long": (POLICY_FILE, "printed: [12]", "printed: [12, 13]", "- as_of: 2013-09-30", "has 2 figures, not 1"),
    "bounded without denominator": (INDICATOR_FILE, "    denominator: {measure: workers, benchmark: average_wage, benchmark_lag_years: 1}\n", "", "- id: certified_share", "part of the denominator"),
    "lag without benchmark": (INDICATOR_FILE, "benchmark: average_wage, ", "", "benchmark_lag_years", "without a benchmark"),
    "version that ends before it begins": (INDICATOR_FILE, "valid_to: 2015-01-01", "valid_to: 2009-01-01", "- id: certified_share", "not after valid_from"),
    "measure that lacks what its kind needs": (MEASURE_FILE, "            key: household_key\n", "", "- id: seen", "a qualified needs key"),
    "measure with what its kind does not read": (MEASURE_FILE, "amount: workers}", "amount: workers, key: person}", "key: person", "a stock has no key"),
    "measure declared twice": (MEASURE_FILE, "id: certified,", "id: workers,", "id: workers, kind: stock, name: {zh: 持证", "declared twice"),
    "unit type that does not exist": (INDICATOR_FILE, "[city, community]", "[city, hamlet]", "[city, hamlet]", "scope.unit_types.1"),
    "jurisdiction declared twice": (JURISDICTION_FILE, "'150204'", "'6201'", "区, en: District", "declared twice"),
    "jurisdiction collects nothing known": (
        JURISDICTION_FILE,
        "starts_on: 2012-01-01",
        "starts_on: 2012-01-01, collects: {rumours: 2012-01-01}",
        "rumours",
        "no dataset rumours",
    ),
    "no home": (JURISDICTION_FILE, ", home: true", "", "jurisdictions:", "exactly one jurisdiction is home"),
    "code that is a number": (ADOPTION_FILE, "'6201'", "6201", "6201", "valid string"),
    "adopted before it took effect": (ADOPTION_FILE, "2013-01-08", "2012-01-08", "2012-01-08", "adopted before"),
    "fact listed twice": (FACT_FILE, "D9-002,", "D9-001,", "D9-001,city_2012,L69", "listed twice"),
    "clause without a fact": (POLICY_FILE, "[D9-001]", "[]", "id: city_2012\n", "city_2012.share: the clauses of a benchmark"),
    "benchmark without its source": (POLICY_FILE, "legal_force: implementing_opinion", "legal_force: national_plan", "id: city_2012\n", "says how it was verified"),
    "scorecard of an unknown indicator": (SCORECARD_FILE, "indicator: certified_share", "indicator: certified", "indicator: certified,", "no indicator certified"),
    "scorecard of units without the figure": (SCORECARD_FILE, "[community]", "[street]", "- {indicator", "not computed at the card's unit types"),
    "scorecard of an unknown document": (SCORECARD_FILE, "period_type: ", "policy: nowhere_2000\nperiod_type: ", "policy: nowhere_2000", "no document nowhere_2000"),
    "scorecard that does not add up": (SCORECARD_FILE, "weight: 100", "weight: 90", "id: yearly", "add up to 90"),
    "scorecard item with full marks twice": (SCORECARD_FILE, "full_at: 20", "full_at: 20, clause: city_2012.range", "- {indicator", "a clause's threshold or full_at"),
    "scorecard item with another period's clause": (SCORECARD_FILE, "full_at: 20", "clause: city_2012.share", "clause: city_2012.share", "sets no threshold for this indicator"),
    "scorecard item with an unknown clause": (SCORECARD_FILE, "full_at: 20", "clause: city_2012.none", "clause: city_2012.none", "no clause city_2012.none"),
    "scorecard item without its line": (SCORECARD_FILE, ", zero_at: 0", "", "- {indicator", "zero_at is given"),
    "veto with points": (SCORECARD_FILE, "rule: proportional, weight: 100, zero_at: 0", "rule: veto, weight: 100", "- {indicator", "a veto has no weight"),
    "bands that leave a hole": (SCORECARD_FILE, "at_least: 0,", "at_least: 10,", "id: yearly", "begins at 0"),
    "fact of no kind": (FACT_FILE, "L70,observation", "L70,opinion", "L70,opinion", "kind"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "marked", "message"), CASES.values(), ids=CASES.keys())
def test_what_is_wrong_is_named_by_file_and_line(
    tree: Path, broken: Broken, name: str, old: str, new: str, marked: str, message: str
) -> None:
    error = broken(name, old, new)
    text = (tree / name).read_text(encoding="utf-8")
    lines = {text[:at].count("\n") + 1 for at in range(len(text)) if text.startswith(marked, at)}
    assert message in error.en
    assert any(f"{tree / name}:{line}: " in error.en for line in lines), error.en
    assert any(f"{tree / name}:{line}：" in error.zh for line in lines), error.zh


def test_all_problems_across_files_are_named_at_once(tree: Path, broken: Broken) -> None:
    policy = tree / POLICY_FILE
    policy.write_text(POLICY.replace("measure: workers", "measure: staff"), encoding="utf-8")
    error = broken(ADOPTION_FILE, "policy: city_2012", "policy: town_2012")
    assert "no measure staff" in error.en
    assert "no policy town_2012" in error.en


def test_a_missing_file_is_a_clear_error(tree: Path) -> None:
    (tree / FACT_FILE).unlink()
    with pytest.raises(LinliError, match=r"facts\.csv"):
        load_catalog(tree / "seeds", tree / "models")


def test_the_small_tree_compiles(tree: Path) -> None:
    compile_reference(tree / "out", tree / "seeds", tree / "models")
    share, spread = pq.read_table(tree / "out" / "clause.parquet").to_pylist()
    assert (share["target_low"], share["target_high"], share["baseline_value"]) == (20, None, 5)
    assert (share["conflicts_with"], share["fact_ids"]) == ("city_2012.range", "D9-001")
    assert (spread["target_low"], spread["target_high"]) == (10, 30)
    first, second = pq.read_table(tree / "out" / "indicator.parquet").to_pylist()
    assert (first["denominator_benchmark"], first["denominator_benchmark_lag_years"]) == ("average_wage", 1)
    assert (second["denominator_benchmark"], second["denominator_benchmark_lag_years"]) == (None, 0)
    assert pq.read_table(tree / "out" / "indicator_scope.parquet").num_rows == 4
    figures = pq.read_table(tree / "out" / "printed_figure.parquet").to_pylist()
    assert [(figure["measure_id"], figure["printed"]) for figure in figures] == [("workers", 289), ("certified", 12)]
    seen = pq.read_table(tree / "out" / "measure.parquet").to_pylist()[2]
    assert (seen["fact"], seen["at_least"], seen["reported_by"]) == ("mea_workers", 3, "community,village")


def test_empty_tables_keep_their_types(tree: Path) -> None:
    (tree / POLICY_FILE).unlink()
    (tree / ADOPTION_FILE).write_text("adoptions: []\n", encoding="utf-8")
    (tree / CONFLICT_FILE).write_text("conflicts: []\n", encoding="utf-8")
    compile_reference(tree / "out", tree / "seeds", tree / "models")
    schemas = reference_schemas(DBT_DIR / "models" / "sources" / "_reference.yml")
    assert {path.stem for path in (tree / "out").glob("*.parquet")} == schemas.keys()
    for name in ("policy", "clause", "clause_fact", "fact_refused", "adoption", "printed_figure"):
        table = pq.read_table(tree / "out" / f"{name}.parquet")
        assert (table.num_rows, table.schema) == (0, schemas[name])
    assert schemas["clause"].field("target_low").type == pa.float64()
