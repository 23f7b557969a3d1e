"""An interrupt ends a stage as one, whatever the library makes of it that runs just then."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

import pytest

from pipelines.interrupts import interruptible


def interrupt(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_comes_at_once(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), interruptible():
        interrupt(number)
        pytest.fail("the stage went on")
    assert signal.getsignal(number) is before


def test_it_is_not_lost_where_a_library_ignores_it() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible(), suppress(KeyboardInterrupt):
        interrupt(signal.SIGTERM)


def test_it_is_not_told_as_the_failure_a_library_makes_of_it() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        try:
            interrupt(signal.SIGTERM)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None


def test_a_failure_without_one_stays_a_failure() -> None:
    with pytest.raises(RuntimeError), interruptible():
        raise RuntimeError("disk full")
