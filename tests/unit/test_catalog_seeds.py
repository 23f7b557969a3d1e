"""What the project itself declares: it loads, compiles to the declared tables, and says what the documents say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.catalog.catalog import Catalog, load_catalog
from pipelines.catalog.compile import compile_reference, reference_schemas
from pipelines.catalog.policies import Clause
from pipelines.settings import DBT_DIR

KEYS = {
    "dataset": ("dataset",),
    "dataset_due_from": ("dataset", "unit_type"),
    "dataset_column": ("dataset", "column_name"),
    "composition": ("composition_id",),
    "composition_scope": ("composition_id", "unit_type"),
    "composition_item": ("composition_id", "item"),
    "measure": ("measure_id",),
    "indicator": ("indicator_id", "valid_from"),
    "indicator_scope": ("indicator_id", "unit_type", "period_type"),
    "policy": ("policy_id",),
    "clause": ("clause_id",),
    "fact": ("fact_id",),
    "conflict": ("conflict_id",),
    "conflict_term": ("conflict_id", "side", "position"),
    "clause_fact": ("clause_id", "fact_id"),
    "fact_refused": ("fact_id",),
    "adoption": ("unit_code", "policy_id"),
    "jurisdiction": ("code",),
    "jurisdiction_dataset": ("code", "dataset"),
    "scorecard": ("scorecard_id",),
    "scorecard_item": ("scorecard_id", "indicator_id"),
    "scorecard_step": ("scorecard_id", "indicator_id", "from_value"),
    "scorecard_band": ("scorecard_id", "at_least"),
    "printed_figure": ("fact_id", "unit_code", "measure_id", "as_of"),
    "workday": ("day",),
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    out: Path = tmp_path_factory.mktemp("reference")
    compile_reference(out)
    return {path.stem: pq.read_table(path) for path in out.glob("*.parquet")}


def clauses(catalog: Catalog) -> dict[str, Clause]:
    """The clauses of the five documents; benchmarks bind nobody and stand for none of their facts."""
    documents = [entry.policy for entry in catalog.policies if entry.policy.verification is None]
    return {clause.id: clause for policy in documents for clause in policy.clauses}


def test_every_reference_table_has_the_declared_columns_and_rows(tables: dict[str, pa.Table]) -> None:
    schemas = reference_schemas(DBT_DIR / "models" / "sources" / "_reference.yml")
    assert tables.keys() == schemas.keys() == KEYS.keys()
    assert {name: table.schema for name, table in tables.items()} == schemas
    assert all(table.num_rows for table in tables.values())


@pytest.mark.parametrize("name", KEYS)
def test_rows_are_unique_by_their_key(tables: dict[str, pa.Table], name: str) -> None:
    found = Counter(tuple(row[column] for column in KEYS[name]) for row in tables[name].to_pylist())
    assert not [key for key, count in found.items() if count > 1]


def test_compilation_is_the_same_every_time(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    compile_reference(tmp_path)
    assert all(pq.read_table(tmp_path / f"{name}.parquet").equals(table) for name, table in tables.items())


def test_a_clause_stands_where_its_facts_stand(catalog: Catalog) -> None:
    for clause in clauses(catalog).values():
        assert {catalog.facts[fact].article for fact in clause.facts} == {clause.article}, clause.id


def test_a_result_that_is_reported_is_never_made_a_duty(catalog: Catalog) -> None:
    for clause in clauses(catalog).values():
        kinds = {catalog.facts[fact].kind for fact in clause.facts}
        assert (clause.strength == "observed") == ("observation" in kinds), clause.id


def test_a_conflict_is_named_on_both_sides_and_read(catalog: Catalog) -> None:
    every = clauses(catalog)
    for clause in every.values():
        assert not clause.conflicts_with or clause.reading, clause.id
        for other in clause.conflicts_with:
            assert clause.id in every[other].conflicts_with, (clause.id, other)


def test_a_proposal_binds_nobody(catalog: Catalog) -> None:
    for policy in (entry.policy for entry in catalog.policies if entry.policy.legal_force == "proposal"):
        assert not [clause.id for clause in policy.clauses if clause.strength == "required" or clause.kind == "target"]


def test_every_jurisdiction_follows_one_declared_document(catalog: Catalog) -> None:
    assert {jurisdiction.code for jurisdiction in catalog.jurisdictions} == {one.unit for one in catalog.adoptions}
    documents = {entry.policy.id for entry in catalog.policies if entry.policy.verification is None}
    assert documents == {one.policy for one in catalog.adoptions}
    assert [jurisdiction.code for jurisdiction in catalog.jurisdictions if jurisdiction.home] == ["330482001"]


def test_a_benchmark_says_against_what_it_was_checked(catalog: Catalog) -> None:
    benchmarks = [entry.policy for entry in catalog.policies if entry.policy.verification]
    assert {policy.id for policy in benchmarks} == {"national_plan_2021", "hubei_plan_2022"}
    assert all(clause.threshold for policy in benchmarks for clause in policy.clauses)


def test_the_annexes_are_complete_and_add_up(catalog: Catalog) -> None:
    danghu = next(entry.policy for entry in catalog.policies if entry.policy.id == "danghu_2017")
    annexes = [[row.printed for row in table.rows] for table in danghu.printed_tables]
    assert [len(rows) for rows in annexes] == [18, 8, 1]
    sums = [tuple(sum(column) for column in zip(*rows, strict=True)) for rows in annexes]
    assert sums == [(140, 156950, 200), (86, 17418, 50), (226, 174368, 250)]
    table_facts = {fact.fact_id for fact in catalog.facts.values() if fact.kind == "table"}
    assert len(table_facts) == 29
    assert table_facts <= {figure.fact for figure in danghu.all_figures}


def test_the_register_holds_every_fact_of_the_five_documents(catalog: Catalog) -> None:
    assert Counter(fact.measurable for fact in catalog.facts.values()) == {"yes": 298, "table": 29, "no": 35}
    last = {"devzone_2011": 83, "danghu_2017": 108, "lanzhou_2012": 59, "qingshan_2013": 55, "cppcc_2013": 57}
    assert Counter(fact.policy_id for fact in catalog.facts.values()) == last


# The numbers of the documents themselves, written here a second time.
LAMPS = {
    "lanzhou_2012.certified_share_2020": ("city", 20, "2020-12-31"),
    "lanzhou_2012.city_budget": ("city", 0.1, None),
    "lanzhou_2012.district_budget": ("district", 0.1, None),
    "lanzhou_2012.pay_average_wage": ("district", 100, "2015-12-31"),
    "danghu_2017.experiment_pilots": ("street", None, "2017-12-31"),
    "danghu_2017.reform_pilots": ("street", 2, "2017-12-31"),
    "danghu_2017.station_split_pilots": ("street", 2, None),
    "danghu_2017.sixty_projects": ("street", 60, "2017-12-31"),
    "danghu_2017.point_subsidy": ("community", 500, None),
    "danghu_2017.station_investment": ("community", 2000, None),
    "danghu_2017.center_investment": ("street", 3000000, "2018-06-30"),
    "danghu_2017.center_operator": ("street", 1, None),
    "danghu_2017.development_fund": ("street", 5000000, None),
    "devzone_2011.station_funds": ("street", 10000, None),
    "devzone_2011.volunteering_bought": ("district", 50, None),
    "lanzhou_2012.three_plans": ("district", 3, None),
    "lanzhou_2012.no_approval": ("district", 0, None),
    "lanzhou_2012.no_acceptance": ("district", 0, None),
    "lanzhou_2012.four_heads": ("district", 4, None),
    "lanzhou_2012.detailed_measures": ("city", 1, None),
    "danghu_2017.under_45_certified_before_2020": ("street", 100, "2019-12-31"),
    "danghu_2017.under_45_certified_in_three_years": ("street", 100, "2019-06-30"),
    "danghu_2017.center": ("street", 1, "2018-06-30"),
    "danghu_2017.stations": ("street", 30, "2018-06-30"),
    "danghu_2017.points": ("street", 250, "2018-06-30"),
    "danghu_2017.stations_urban": ("street", 19, "2017-12-31"),
    "danghu_2017.points_urban": ("street", 200, "2017-12-31"),
    "danghu_2017.stations_rural": ("street", 11, "2018-06-30"),
    "danghu_2017.points_rural": ("street", 50, "2018-06-30"),
    "danghu_2017.points_as_planned": ("community", 100, "2018-06-30"),
    "danghu_2017.points_as_planned_street": ("street", 100, "2018-06-30"),
    "qingshan_2013.weekly_meeting": ("community", 100, None),
    "qingshan_2013.households_80": ("community", 100, None),
    "qingshan_2013.quarterly_round": ("community", 100, None),
    "qingshan_2013.director_per_800_households": ("community", 1, None),
    "qingshan_2013.office_funds": ("community", 35, None),
    "qingshan_2013.service_funds": ("community", 50, None),
    "devzone_2011.committee_office_funds": ("community", 30000, None),
    "devzone_2011.funds_grow": ("district", 100, None),
    "devzone_2011.pay_floor": ("community", None, None),
    "devzone_2011.service_domains": ("community", 8, None),
    "devzone_2011.no_added_burden": ("district", 100, None),
    "devzone_2011.digital_platform": ("district", 6, None),
    "danghu_2017.summary_material": ("street", 1, "2018-12-31"),
    "danghu_2017.station_manual": ("street", 1, None),
    "danghu_2017.hall_windows": ("street", 12, None),
    "danghu_2017.service_networks": ("street", 100, None),
    "lanzhou_2012.items_at_station": ("community", 100, None),
    "lanzhou_2012.items_funded": ("city", 100, None),
    "lanzhou_2012.entity_registers": ("community", 5, None),
    "lanzhou_2012.utilities_supervised": ("community", 6, None),
    "qingshan_2013.half_yearly_reports": ("community", 3, None),
    "qingshan_2013.platforms": ("community", 3, None),
    "qingshan_2013.one_stop": ("district", 100, None),
    "qingshan_2013.information_systems": ("district", 4, None),
    "qingshan_2013.records_entered": ("community", 100, None),
    "qingshan_2013.quarterly_meeting": ("community", 1, None),
    "danghu_2017.hall_staff": ("community", None, None),
    "danghu_2017.special_trainings": ("street", 10, "2018-06-30"),
    "danghu_2017.all_round_workers": ("community", 100, None),
    "devzone_2011.station_staffing": ("street", None, None),
    "devzone_2011.station_cap": ("street", 20, None),
    "devzone_2011.station_head": ("street", 1, None),
    "devzone_2011.station_deputies": ("street", None, None),
    "devzone_2011.committee_size": ("community", None, None),
    "devzone_2011.committee_director": ("community", 1, None),
    "devzone_2011.committee_vice_directors": ("community", None, None),
    "devzone_2011.no_double_subsidy": ("district", 0, None),
    "devzone_2011.rural_head_pay": ("district", 2, None),
    "devzone_2011.rural_subsidy_as_urban": ("community", 100, None),
    "devzone_2011.grid_chain": ("community", 100, None),
    "lanzhou_2012.delegate_quota": ("city", 100, None),
    "lanzhou_2012.graduate_each": ("community", 1, None),
    "lanzhou_2012.pay_follows_wages": ("city", 100, None),
    "lanzhou_2012.pay_follows_prices": ("city", 100, None),
    "lanzhou_2012.officials_from_workers": ("city", 100, None),
    "qingshan_2013.grid_size": ("community", 400, None),
    "qingshan_2013.three_roles": ("community", 100, None),
    "qingshan_2013.members_in_groups": ("community", 100, None),
    "qingshan_2013.weekly_visits": ("community", 100, None),
    "devzone_2011.management_pattern": ("district", 100, None),
    "devzone_2011.large_estate_committee": ("district", 100, None),
    "devzone_2011.new_estate_committee": ("district", 100, None),
    "devzone_2011.guidance_committee": ("district", 100, None),
    "devzone_2011.joint_meeting": ("street", 100, None),
    "devzone_2011.estate_council": ("district", 100, None),
    "devzone_2011.zone_centre": ("district", 1, None),
    "devzone_2011.zone_centre_area": ("district", 3000, None),
    "devzone_2011.service_centres": ("district", 3, None),
    "devzone_2011.service_centre_area": ("street", 2000, None),
    "devzone_2011.service_point": ("community", 100, None),
    "devzone_2011.new_estate_rooms": ("community", None, None),
    "devzone_2011.old_estate_rooms": ("community", None, None),
    "devzone_2011.libraries": ("street", 100, None),
    "devzone_2011.leading_group": ("district", 100, None),
    "danghu_2017.center_area": ("street", 1500, "2018-06-30"),
    "danghu_2017.station_leaders": ("community", 100, "2016-12-31"),
    "danghu_2017.community_leading_groups": ("community", 100, "2016-12-31"),
    "danghu_2017.seven_facilities": ("community", 100, None),
    "danghu_2017.three_councils_three_teams": ("community", 100, None),
    "danghu_2017.special_members": ("community", 100, None),
    "danghu_2017.experiment_leading_group": ("street", 1, None),
    "danghu_2017.experiment_staff_and_experts": ("street", 100, None),
    "danghu_2017.four_party_linkage": ("street", 100, None),
    "lanzhou_2012.new_estate_committee": ("district", 100, None),
    "lanzhou_2012.no_gaps": ("district", 100, None),
    "lanzhou_2012.rooms_per_household": ("community", 0.2, None),
    "lanzhou_2012.rooms_norm": ("community", None, None),
    "lanzhou_2012.work_office": ("district", 100, None),
    "lanzhou_2012.eight_functions": ("district", 100, None),
    "lanzhou_2012.eight_functions_each": ("community", 100, None),
    "lanzhou_2012.no_profit": ("community", 0, None),
    "qingshan_2013.five_committees": ("community", 100, None),
}


def test_only_printed_thresholds_of_duties_and_targets_light_a_lamp(catalog: Catalog) -> None:
    lit = {
        clause.id: (clause.binding_level, clause.threshold.value, clause.deadline and clause.deadline.isoformat())
        for clause in clauses(catalog).values()
        if clause.threshold is not None
        and clause.threshold.origin == "printed"
        and (clause.strength == "required" or clause.kind == "target")
    }
    assert lit == LAMPS
