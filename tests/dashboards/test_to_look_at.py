"""Which deliveries somebody still has to look at."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dashboards.queries import deliveries
from pipelines.settings import Home

SENT = [
    ("named", "走访7月.xls", None, None, "2018-07-01", "refused"),
    ("named again", "走访7月.xlsx", "visits", "2018-07", "2018-07-02", "partly_accepted"),
    ("dated", "会议.csv", "meetings", "2018-Q2", "2018-07-01", "refused"),
    ("dated again", "会议改.csv", "meetings", "2018-Q2", "2018-07-03", "accepted"),
    ("before", "经费.csv", "funding", "2018-Q2", "2018-07-03", "refused"),
    ("right before", "经费.csv", "funding", "2018-Q2", "2018-07-02", "accepted"),
    ("twice wrong", "人员.csv", None, None, "2018-07-01", "refused"),
    ("wrong again", "人员.csv", None, None, "2018-07-02", "refused"),
    ("bad rows", "户.csv", "households", "2018-07", "2018-07-02", "rejected"),
]
TO_MEND = "bad rows"


def test_a_refused_file_is_done_with_once_it_came_again_and_a_bad_row_once_it_is_mended(
    fresh_caches: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINLI_HOME", str(tmp_path))
    file = Home(tmp_path).published
    file.parent.mkdir(parents=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.dq_delivery (
                delivery_id varchar, file_name varchar, dataset varchar, period_label varchar, received_at timestamp,
                status varchar, unit_id varchar default 'u', sender_code varchar default '1', to_mend int default 0
            );
            create table marts.dq_suspicious_row (delivery_id varchar);
            create table marts.dim_jurisdiction (jurisdiction_id varchar);
            create table marts.dim_unit as select 'u' as unit_id, '东' as name, date '2000-01-01' as valid_from;
            create table marts.dim_unit_tree as select 'administrative' as tree, 'u' as unit_id, 'u' as ancestor_id;
            """
        )
        names = "delivery_id, file_name, dataset, period_label, received_at, status"
        connection.executemany(f"insert into marts.dq_delivery ({names}) values (?, ?, ?, ?, ?, ?)", SENT)
        connection.execute("update marts.dq_delivery set to_mend = 3 where delivery_id = ?", [TO_MEND])
    found = deliveries.open_deliveries("u", limit=20)
    assert set(found["delivery_id"]) == {"before", "twice wrong", "wrong again", TO_MEND}
