"""Personal columns at the door: hashed under the installation's key, or masked where an identity number is wrong.

Belongs here: what of a personal value may pass into raw. Does not belong here: the key itself (vault.py).
"""

from __future__ import annotations

import re
import unicodedata
from operator import mul
from typing import Any

import pyarrow as pa

from pipelines.catalog.contracts import Column
from pipelines.intake.vault import Vault

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ZEROS = sum(_WEIGHTS) * ord("0")
_CHECK_CHARACTERS = "10X98765432"
_IDENTITY_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_SHOWN_IN_FRONT, _SHOWN_BEHIND = 4, 2


def normalise_personal(text: str) -> str:
    """Return a personal value as it is hashed: full-width folded, no spaces, upper case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def is_identity_number(text: str) -> bool:
    """Return whether a normalised text is 18 characters with a right check character (GB 11643, mod 11-2)."""
    if not _IDENTITY_NUMBER.fullmatch(text):
        return False
    total = sum(map(mul, _WEIGHTS, text.encode("ascii"))) - _ZEROS
    return _CHECK_CHARACTERS[total % 11] == text[17]


def mask(text: str) -> str:
    """Return a wrong identity number so that its owner finds it and nobody else reads it; '!' marks it as wrong."""
    hidden = len(text) - _SHOWN_IN_FRONT - _SHOWN_BEHIND
    if hidden < _SHOWN_IN_FRONT:
        return "!" + "*" * len(text)
    return "!" + text[:_SHOWN_IN_FRONT] + "*" * hidden + text[-_SHOWN_BEHIND:]


def pseudonymise(values: Any, column: Column, vault: Vault) -> Any:
    """Return a hashed column: each distinct value is hashed once, a wrong identity number is masked instead.

    A token that this installation wrote into a template stands for the value it was made from.
    """
    encoded = values.combine_chunks().dictionary_encode()
    passed = [_pass(text, column, vault) for text in encoded.dictionary.to_pylist()]
    return pa.array(passed, pa.string()).take(encoded.indices)


def _pass(text: str, column: Column, vault: Vault) -> str:
    normal = normalise_personal(text)
    if (known := vault.redeem(normal)) is not None:
        return known
    if column.type == "person_id" and not is_identity_number(normal):
        return mask(normal)
    return vault.digest(normal)
