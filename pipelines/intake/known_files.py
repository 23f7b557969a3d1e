"""What has been taken in before, so that the same file does not count twice, unless what it brought was taken back.

Belongs here: looking a file up by sender and content. Does not belong here: the statuses themselves (standing.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pipelines.intake.ledger import Event
from pipelines.intake.standing import stand

# What was taken back may come again; what waits or is held has come already.
_TAKEN_BACK = ("withdrawn", "returned")


class KnownFiles:
    """Every file of the ledger, by sender and content hash."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.taken_in: Counter[tuple[str, str, str]] = Counter()
        self._delivered: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._standing: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for delivery in stand(events):
            if delivery["status"] != "refused":
                file = (delivery["sender_code"], delivery["sha256"])
                datasets = [] if delivery["status"] in _TAKEN_BACK else [delivery["dataset"]]
                self._note(file, delivery["dataset"], datasets)

    def standing(self, sender_code: str, sha256: str) -> frozenset[str]:
        """Return the datasets that this file has delivered and that were not taken back."""
        return frozenset(self._standing[sender_code, sha256])

    def is_duplicate(self, sender_code: str, sha256: str) -> bool:
        """Return whether everything this file holds has been delivered, and stands."""
        file = (sender_code, sha256)
        return bool(self._delivered[file]) and self._delivered[file] == self._standing[file]

    def add(self, sender_code: str, sha256: str, datasets: Iterable[str]) -> None:
        """Note that a file was taken in."""
        for dataset in datasets:
            self._note((sender_code, sha256), dataset, [dataset])

    def _note(self, file: tuple[str, str], dataset: str, standing: Iterable[str]) -> None:
        self.taken_in[*file, dataset] += 1
        self._delivered[file].add(dataset)
        self._standing[file].update(standing)
