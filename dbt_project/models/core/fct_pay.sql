select
    unit_id,
    year,
    person_id,
    months,
    annual_pay,
    base_pay,
    project_pay,
    appraisal_pay,
    certificate_allowance,
    pension,
    medical,
    unemployment,
    work_injury,
    maternity,
    housing_fund,
    welfare_items,
    {{ lineage() }}
from ({{ current_rows("pay") }}) as counted
