"""What the datasets are called.

Belongs here: names of datasets for pages. Does not belong here: the contracts they stand in (catalog/contracts.py).
"""

from __future__ import annotations

from functools import cache

from pipelines.catalog.contracts import Title, load_contracts
from pipelines.product.status import Lang


def dataset_names(lang: Lang) -> dict[str, str]:
    """Return every dataset's name, in the order of their contracts."""
    return {dataset: title.zh if lang == "zh" else title.en for dataset, title in _titles().items()}


@cache
def _titles() -> dict[str, Title]:
    return {dataset: contract.title for dataset, contract in load_contracts().items()}
