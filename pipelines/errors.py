"""The one exception whose text is meant for a person.

Belongs here: how a failure is worded. Does not belong here: logging, exit codes (see cli.py).
"""

from __future__ import annotations


class LinliError(Exception):
    """A failure a person can act on: what happened, where, and what to do, in Chinese and English."""

    def __init__(self, zh: str, en: str, code: str = "error") -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en
        self.code = code
