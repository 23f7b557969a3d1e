"""A signal stops a stage even where a library swallows the interrupt."""

from __future__ import annotations

import os
import signal

import pytest

from pipelines.assets.telling import told


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_swallowed_interrupt_still_ends_the_stage(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    went_on = False
    with pytest.raises(KeyboardInterrupt), told():
        try:
            os.kill(os.getpid(), number)
        except KeyboardInterrupt:
            went_on = True
    assert went_on
    assert signal.getsignal(number) is before
