"""A published file of a handful of rows that a reader can check by eye: one street, three communities, one quarter."""

from __future__ import annotations

from pathlib import Path

import duckdb

TABLES = """
create schema marts; create schema measures; create schema meta;
create table marts.dim_unit as select * from (values
    ('x:1', '1', 'x', '河东街道', 'street', null, null, '', date '2015-01-01', null::date, '河东街道', 'x:1', 0),
    ('x:1A', '1A', 'x', '甲社区', 'community', 'urban', 'x:1', '', '2015-01-01', null, '河东街道甲社区', 'x:1', 1),
    ('x:1B', '1B', 'x', '乙社区', 'community', 'urban', 'x:1', '', '2015-01-01', null, '河东街道乙社区', 'x:1', 1),
    ('x:1C', '1C', 'x', '丙村', 'village', 'rural', 'x:1', '', '2015-01-01', null, '河东街道丙村', 'x:1', 1),
    ('y:1A', '1A', 'y', '甲社区', 'community', 'urban', null, '', '2015-01-01', null, '别处甲社区', 'y:1A', 0)
) as unit(unit_id, code, code_system, name, unit_type, urban_rural, parent_id, path, valid_from, valid_to, full_name,
    jurisdiction_id, depth);
create table marts.dim_unit_tree as
    select 'administrative' as tree, unit_id, unit_id as ancestor_id, 0 as depth, valid_from, valid_to
    from marts.dim_unit
    union all
    select 'administrative', unit_id, parent_id, 1, valid_from, valid_to from marts.dim_unit
    where parent_id is not null;
create table marts.dim_jurisdiction as select 'x:1' as jurisdiction_id, '河东街道' as name_zh, 'East Street' as name_en,
    date '2016-01-01' as starts_on, date '2016-08-31' as as_of, true as is_home, true as is_demo;
create table marts.dim_period as select * from (values
    ('year', date '2016-01-01', date '2016-12-31', '2016', '2016年', '2016'),
    ('half_year', '2016-01-01', '2016-06-30', '2016-H1', '2016年上半年', 'H1 2016'),
    ('quarter', '2016-01-01', '2016-03-31', '2016-Q1', '2016年一季度', 'Q1 2016'),
    ('quarter', '2016-04-01', '2016-06-30', '2016-Q2', '2016年二季度', 'Q2 2016'),
    ('quarter', '2016-07-01', '2016-09-30', '2016-Q3', '2016年三季度', 'Q3 2016'),
    ('month', '2016-07-01', '2016-07-31', '2016-07', '2016年7月', 'Jul 2016'),
    ('week', '2016-08-01', '2016-08-07', '2016-W31', '2016年第31周', 'Week 31, 2016')
) as period(period_type, period_start, period_end, label, label_zh, label_en);
create table marts.dim_measure as select * from (values
    ('workers', 'mea_workers', 'workers', 'stock', '社区工作者', 'Workers', '人', 'workers', null, null, null::double),
    ('certified', 'mea_workers', 'workers', 'stock', '持证', 'Certified', '人', 'certified', null, null, null),
    ('visits', 'mea_visits', 'visits', 'flow', '走访', 'Visits', '次', 'visits', null, null, null),
    ('visited', 'mea_visits', 'visits', 'distinct', '走访户', 'Visited', '户', null, 'household', null, null),
    ('key_visited', 'mea_visits', 'visits', 'distinct', '重点户', 'Key', '户', null, 'household', 'is_key', null),
    ('visited_3', 'mea_visits', 'visits', 'qualified', '走访三次户', '3 visits', '户', 'visits', 'household', null, 3)
) as measure(measure_id, fact, dataset, kind, name_zh, name_en, unit, amount_column, key_column, when_column, at_least);
alter table marts.dim_measure add column composition_id varchar;
alter table marts.dim_measure add column clause_id varchar;
create table measures.mea_workers as select * from (values
    ('x:1A', date '2016-01-01', null::date, 1, 1, 'd1', 'Sheet1', 4, 'd9', '证书', 7),
    ('x:1A', '2016-01-01', '2016-06-30', 1, 0, 'd1', 'Sheet1', 5, null, null, null),
    ('x:1A', '2016-06-30', null, 1, 1, 'd1', 'Sheet1', 5, 'd9', '证书', 8),
    ('x:1B', '2016-07-15', null, 1, 0, 'd2', 'Sheet1', 4, null, null, null),
    ('x:1B', '2016-01-01', '2016-04-01', 1, 1, 'd2', 'Sheet1', 5, null, null, null)
) as mea(unit_id, valid_from, valid_to, workers, certified, delivery_id, sheet, row_number,
    second_delivery_id, second_sheet, second_row_number);
create table measures.mea_visits as select * from (values
    ('x:1A', date '2016-04-02', 'h1', 1, true, 'd3', 'Sheet1', 2),
    ('x:1A', '2016-05-02', 'h1', 1, true, 'd3', 'Sheet1', 3),
    ('x:1A', '2016-06-02', 'h1', 1, true, 'd3', 'Sheet1', 4),
    ('x:1A', '2016-06-03', 'h2', 1, false, 'd3', 'Sheet1', 5),
    ('x:1B', '2016-06-04', 'h3', 2, false, 'd4', 'Sheet1', 2),
    ('x:1B', '2016-09-04', 'h3', 1, false, 'd4', 'Sheet1', 3)
) as mea(unit_id, day, household, visits, is_key, delivery_id, sheet, row_number);
create table marts.dq_delivery as select 'd' || n as delivery_id, '文件' || n || '.xlsx' as file_name
    from range(1, 10) as numbers(n);
create table marts.dim_indicator as select 'certified_share' as indicator_id, '持证率' as name_zh,
    'Certified share' as name_en, '定义' as definition_zh, 'definition' as definition_en, 'workforce' as domain,
    '%' as unit_of_measure, 1 as "precision", 100.0 as factor, 'up' as direction, true as headline,
    'certified' as numerator, null::varchar as numerator_benchmark, 0 as numerator_lag_years,
    0 as numerator_benchmark_lag_years, 'workers' as denominator, null::varchar as denominator_benchmark,
    0 as denominator_lag_years, 0 as denominator_benchmark_lag_years, '' as owner_zh, '' as owner_en,
    date '2010-01-01' as valid_from, null::date as valid_to;
create table marts.fct_indicator as select * from (values
    ('certified_share', 'x:1', 'quarter', date '2016-01-01', date '2016-03-31', 'as_was', 2, 3, 66.7, 1.0, null, false),
    ('certified_share', 'x:1', 'quarter', '2016-04-01', '2016-06-30', 'as_was', 2, 2, 100.0, 1.0, null, false),
    ('certified_share', 'x:1A', 'quarter', '2016-01-01', '2016-03-31', 'as_was', 1, 2, 50.0, 1.0, null, false),
    ('certified_share', 'x:1A', 'quarter', '2016-04-01', '2016-06-30', 'as_was', 2, 2, 100.0, 1.0, null, false),
    ('certified_share', 'x:1B', 'quarter', '2016-01-01', '2016-03-31', 'as_was', 1, 1, 100.0, 1.0, null, false),
    ('certified_share', 'x:1B', 'quarter', '2016-04-01', '2016-06-30', 'as_was', null, null, null, 0.0, 'late', false)
) as fct(indicator_id, unit_id, period_type, period_start, period_end, boundary, numerator, denominator, value,
    coverage, na_reason, is_partial);
alter table marts.fct_indicator add column basis varchar default 'demo';
create table marts.fct_measure as select * from (values
    ('certified', 'x:1A', 'quarter', date '2016-04-01', 'as_was', 2.0, 1.0),
    ('certified', 'x:1C', 'quarter', '2016-04-01', 'as_was', null, 0.0)
) as fct(measure_id, unit_id, period_type, period_start, boundary, value, coverage);
create table marts.dim_clause as select 'p.1' as clause_id, 'certified_share' as indicator_id,
    '某文件' as policy_title, 'A document' as policy_title_en,
    '三' as article, '概要' as summary_zh, 'summary' as summary_en, '街道办' as responsible_body,
    'the office' as responsible_body_en, null::varchar as reading, null::varchar as reading_en, '>=' as comparator,
    null::double as target_high, '%' as unit, date '2018-12-31' as deadline, null::varchar as norm_measure,
    null::double as norm_each, null::double as norm_per, null::double as norm_above, null::double as norm_base,
    null::varchar as norm_rounding, null::double as norm_at_least, null::double as norm_at_most,
    null::double as norm_from;
create table marts.fct_assessment as select 'p.1' as clause_id, 'certified_share' as indicator_id, 'x:1' as unit_id,
    'quarter' as period_type, date '2016-04-01' as period_start, 100.0 as target, 'met' as status, 0.0 as gap,
    0.0 as structural_gap, '人' as gap_unit, null::double as required_pace,
    null::date as projected_on, null::date as projected_low_on, null::date as projected_high_on,
    null::double as to_train, null::double as to_hire, true as adopted, true as is_lit, null::double as norm_value;
create table marts.dim_clause_conflict as select 'p.1' as clause_id, 'p.2' as other_clause_id, '>= 100%' as asks_zh,
    '>= 100%' as asks_en, '>= 80%' as other_asks_zh, '>= 80%' as other_asks_en, 'c' as conflict_id, '' as quantity_zh,
    '' as quantity_en where false;
create table marts.fct_clause_conflict as select 'c' as conflict_id, 'x:1' as unit_id, 'quarter' as period_type,
    date '2016-04-01' as period_start, date '2016-06-30' as period_end, 1.0 as first_value, 2.0 as second_value,
    '户' as unit, '' as first_zh, '' as first_en, '' as second_zh, '' as second_en where false;
create table meta.run as select 'r1' as run_id, timestamp '2016-09-01 08:00:00' as published_at, true as demo;
"""


def write_published(path: Path) -> Path:
    """Write the file and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute(TABLES)
    return path
