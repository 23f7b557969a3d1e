"""A target that is worked out from what a unit has, with its arithmetic, as people write it.

Belongs here: the wording of norms. Does not belong here: working them out (the engine's models).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.product import format as fmt
from pipelines.product.status import Lang

_ROUNDED: dict[str, dict[Lang, str]] = {
    "down": {"zh": "（取整，尾数不计）", "en": " (rounded down)"},
    "up": {"zh": "（取整，尾数进一）", "en": " (rounded up)"},
}


@dataclass(frozen=True)
class Norm:
    """A norm as marts.dim_clause declares it, and what the unit has of its measure."""

    measure_zh: str
    measure_en: str
    measure_unit: str
    each: float
    per: float
    above: float
    base: float
    rounding: str
    at_least: float | None
    at_most: float | None
    smallest: float | None
    counted: float | None

    def arithmetic(self, target: float | None, unit: str, lang: Lang) -> str:
        """Write how the target comes about: 10 + 1 × (3,200 − 2,000) ÷ 500 (rounded down) = 12."""
        measure = self.measure_zh if lang == "zh" else self.measure_en
        if self.counted is None:
            return f"{measure}：{fmt.MISSING['zh']}" if lang == "zh" else f"{measure}: {fmt.MISSING['en']}"
        counted = fmt.exact(self.counted, self.measure_unit, lang)
        if target is None:
            return self._exempt(measure, counted, lang)
        text = f"{measure} {counted}{'：' if lang == 'zh' else ': '}{self._steps(lang)}{self._bounds(lang)}"
        return f"{text} = {fmt.exact(target, unit, lang)}"

    def _exempt(self, measure: str, counted: str, lang: Lang) -> str:
        if self.smallest is None:
            return f"{measure} {counted}"
        smallest = fmt.exact(self.smallest, self.measure_unit, lang)
        if lang == "zh":
            return f"{measure} {counted}，不足 {smallest}，不作要求"
        return f"{measure} {counted}, fewer than {smallest}: nothing is asked"

    def _steps(self, lang: Lang) -> str:
        steps = fmt.rounded(self.counted or 0, 2)
        if self.above:
            steps = f"({steps} − {fmt.rounded(self.above, 2)})" if (self.counted or 0) > self.above else "0"
        if self.per != 1:
            steps = f"{steps} ÷ {fmt.rounded(self.per, 2)}"
        if self.each != 1:
            steps = f"{fmt.rounded(self.each, 4)} × {steps}"
        steps += _ROUNDED.get(self.rounding, {}).get(lang, "")
        return f"{fmt.rounded(self.base, 2)} + {steps}" if self.base else steps

    def _bounds(self, lang: Lang) -> str:
        words = []
        if self.at_least is not None:
            least = fmt.rounded(self.at_least, 2)
            words.append(f"不少于 {least}" if lang == "zh" else f"at least {least}")
        if self.at_most is not None:
            most = fmt.rounded(self.at_most, 2)
            words.append(f"不多于 {most}" if lang == "zh" else f"at most {most}")
        if not words:
            return ""
        return f"，{'，'.join(words)}" if lang == "zh" else f", {', '.join(words)}"
