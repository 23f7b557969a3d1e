"""Thresholds: what a clause holds a figure against, and norms worked out from what a unit has.

Belongs here: the models of a threshold and of a norm. Does not belong here: the clause around them (policies.py), the
arithmetic itself (the engine's models), its wording (product/norms.py).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pipelines.catalog.common import Identifier, Strict, Words

Comparator = Literal[">=", "<=", "=", ">", "<", "between"]


class Norm(Strict):
    """So much for each so many: base + each x round((measure - above) / per), held between at_least and at_most.

    What lies below `above` counts as nothing; below `from` the norm asks for nothing at all.
    """

    measure: Identifier
    each: float
    per: float = Field(default=1, gt=0)
    above: float = 0
    base: float = 0
    rounding: Literal["none", "down", "up"] = "none"
    at_least: float | None = None
    at_most: float | None = None
    from_: float | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Norm:
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least is above at_most")
        return self


class Threshold(Strict):
    """What a figure is held against, in its unit: a value, two bounds, a benchmark times a factor, or a norm.

    `printed` stands in the document; `implied` is the reader's own (a duty without a quantifier read as 100 %).
    """

    origin: Literal["printed", "implied"]
    comparator: Comparator
    unit: Words
    value: float | None = None
    low: float | None = None
    high: float | None = None
    benchmark: Identifier | None = None
    factor: float | None = None
    norm: Norm | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Threshold:
        forms = ("value", "low", "high", "benchmark", "factor", "norm")
        given = {name for name in forms if getattr(self, name) is not None}
        if self.comparator == "between":
            if given != {"low", "high"}:
                raise ValueError("between needs low and high, and nothing else")
            if self.low is not None and self.high is not None and self.low > self.high:
                raise ValueError("low is above high")
        elif given not in ({"value"}, {"benchmark", "factor"}, {"norm"}):
            raise ValueError(f"{self.comparator} needs a value, a benchmark and its factor, or a norm")
        return self

    @property
    def target_low(self) -> float | None:
        """The lower bound; an exact value is both bounds."""
        return self.value if self.comparator in (">=", ">", "=") else self.low

    @property
    def target_high(self) -> float | None:
        """The upper bound; an exact value is both bounds."""
        return self.value if self.comparator in ("<=", "<", "=") else self.high
