"""The small district of mini_district.py, delivered and built once for all modules of this folder."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from mini_district import FILES, put
from mini_seeds import write_seeds

from pipelines.catalog.compile import compile_reference
from pipelines.intake import ingest
from pipelines.settings import Home
from pipelines.warehouse import build as warehouse_build


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small district, delivered and built as of 2014-06-30."""
    folder_of_all = tmp_path_factory.mktemp("engine")
    home = Home(folder_of_all / "home")
    for name, text in FILES.items():
        put(home, name, text)
    summary = ingest(home)
    assert (summary.files, summary.refused) == (len(FILES), 0)
    seeds = write_seeds(folder_of_all / "seeds")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warehouse_build, "compile_reference", partial(compile_reference, seeds=seeds))
        warehouse_build.build(home, as_of=date(2014, 6, 30))
    return home
