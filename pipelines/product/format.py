"""One formatter for pages, command line and reports.

Belongs here: how a figure, a share, a difference, a gap, a day is written in Chinese and English.
Does not belong here: markup, colour, sentences.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pipelines.product.status import Lang

MISSING: dict[Lang, str] = {"zh": "无数据", "en": "No data"}
MONEY = "元"
PERCENT = "%"
POINTS = "分"
COMPARATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}
# Counted one by one: never shown with a fraction, and a shortfall of 1.2 people is two people to find.
WHOLE = frozenset(
    {"人", "户", "次", "个", "周", "人次", "人月", "名", "场", "项", "件", "所", "家", "处", "支", "类", "份"}
)
_UNITS_EN = {
    "人": ("person", "people"),
    "户": ("household", "households"),
    "次": ("time", "times"),
    "个": ("", ""),
    "周": ("week", "weeks"),
    "项": ("item", "items"),
    "件": ("case", "cases"),
    "所": ("", ""),
    "家": ("", ""),
    "处": ("", ""),
    "支": ("", ""),
    "人次": ("attendance", "attendances"),
    "人月": ("worker-month", "worker-months"),
    "人年": ("worker-year", "worker-years"),
    "平方米": ("m²", "m²"),
    "人/万人": ("per 10,000 people", "per 10,000 people"),
    "元/人": ("CNY per resident", "CNY per resident"),
    "元/户": ("CNY per household", "CNY per household"),
    "元/人年": ("CNY per worker-year", "CNY per worker-year"),
    "人/800户": ("per 800 households", "per 800 households"),
    "人/个": ("residents per point", "residents per point"),
    "次/户": ("visits per household", "visits per household"),
    "次/支部": ("meetings per branch", "meetings per branch"),
    "个/站": ("committees per station", "committees per station"),
    "户/格": ("households per grid", "households per grid"),
    "平方米/户": ("m² per household", "m² per household"),
    "元/个": ("CNY each", "CNY each"),
    "元/千户": ("CNY per 1,000 households", "CNY per 1,000 households"),
    "人/千人": ("per 1,000 people", "per 1,000 people"),
    "人次/千人": ("attendances per 1,000 people", "attendances per 1,000 people"),
    "个/万人": ("per 10,000 people", "per 10,000 people"),
    "支/万人": ("teams per 10,000 people", "teams per 10,000 people"),
    "小时/周": ("hours a week", "hours a week"),
    "百分点": ("percentage points", "percentage points"),
    "倍": ("times as much", "times as much"),
    "分": ("points", "points"),
    "天": ("day", "days"),
    "小时": ("hour", "hours"),
    "人周": ("worker-week", "worker-weeks"),
    "部分": ("part", "parts"),
    "类": ("kind", "kinds"),
    "级": ("level", "levels"),
    "场": ("event", "events"),
    "份": ("document", "documents"),
    "条": ("record", "records"),
    "笔": ("booking", "bookings"),
}
_MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def absent(value: float | None) -> bool:
    """Tell whether there is no figure; missing is not zero."""
    return value is None or math.isnan(value)


@lru_cache(maxsize=50_000)
def rounded(value: float, decimals: int, *, keep_zeros: bool = False) -> str:
    """Round half up, as people do, group thousands, and drop trailing zeros unless told to keep them."""
    text = f"{Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}"
    if not keep_zeros and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "-0.0") else text.replace("-", "−")


def unit_word(unit: str, lang: Lang, value: float = 2) -> str:
    """Name a unit of measure in the language, in English singular or plural."""
    if lang == "zh" or unit == PERCENT:
        return unit
    if unit == MONEY:
        return "CNY"
    singular, plural = _UNITS_EN.get(unit, (unit, unit))
    return singular if abs(value) == 1 else plural


def number(value: float, lang: Lang, decimals: int = 2) -> str:
    """Write a bare number: 万 and 亿 from ten thousand on in Chinese, thousands and millions in English."""
    size = abs(value)
    if lang == "zh":
        if size >= 1e8:
            return f"{rounded(value / 1e8, 2)}亿"
        return f"{rounded(value / 1e4, 2)}万" if size >= 1e4 else rounded(value, decimals)
    if size >= 1e9:
        return f"{rounded(value / 1e9, 2)} billion"
    return f"{rounded(value / 1e6, 2)} million" if size >= 1e6 else rounded(value, decimals)


def money(value: float, lang: Lang) -> str:
    """Write an amount in yuan: in 万元 (亿元) in Chinese, small amounts in plain yuan."""
    if lang == "en":
        return f"CNY {number(value, 'en', 0 if abs(value) >= 1000 else 2)}"
    if abs(value) >= 1e8:
        return f"{rounded(value / 1e8, 2)} 亿元"
    return f"{rounded(value / 1e4, 2)} 万元" if abs(value) >= 1000 else f"{rounded(value, 2)} 元"


def percent(value: float, decimals: int = 1) -> str:
    """Write a share; one that is nearly but not quite everything, or nothing, never rounds to it."""
    edge = 0.5 * 10**-decimals
    if 100 - edge <= value < 100:
        return f">{rounded(100 - 10**-decimals, decimals, keep_zeros=True)}%"
    if 0 < value < edge:
        return f"<{rounded(10**-decimals, decimals, keep_zeros=True)}%"
    return f"{rounded(value, decimals, keep_zeros=True)}%"


def figure(value: float | None, unit: str, lang: Lang, precision: int | None = None) -> str:
    """Write a value with its unit; an absent one says so and is never 0."""
    if value is None or absent(value):
        return MISSING[lang]
    if unit == PERCENT:
        return percent(value, 1 if precision is None else min(precision, 2))
    if unit == MONEY:
        return money(value, lang)
    decimals = 0 if unit in WHOLE else min(2 if precision is None else precision, 2)
    text, word = number(value, lang, decimals), unit_word(unit, lang, value)
    if text.endswith(("万", "亿")):
        return f"{text[:-1]} {text[-1]}{word}"
    return f"{text} {word}".rstrip()


def tick(value: float, unit: str, lang: Lang) -> str:
    """Write a round place on an axis: as short as it can be."""
    if unit == PERCENT:
        return f"{rounded(value, 2)}%"
    return money(value, lang) if unit == MONEY else number(value, lang)


def figure_apart(value: float | None, target: float | None, unit: str, lang: Lang, precision: int | None = None) -> str:
    """Write a value so that it never reads like a target it is not: 0.0998 against 0.1 keeps the digits that tell."""
    text = figure(value, unit, lang, precision)
    if value is None or target is None or absent(value) or value == target or unit in WHOLE:
        return text
    if text != figure(target, unit, lang, precision):
        return text
    return exact(value, unit, lang, 4)


def exact(value: float | None, unit: str, lang: Lang, decimals: int = 2) -> str:
    """Write every digit that counts: what stands behind a rounded figure, on hover and in tables."""
    if value is None or absent(value):
        return MISSING[lang]
    if unit == PERCENT:
        return f"{rounded(value, 4)}%"
    word = unit_word(unit, lang, value)
    return f"{rounded(value, 0 if unit in WHOLE else decimals)} {word}".rstrip()


def out_of(numerator: float | None, denominator: float | None, lang: Lang) -> str:
    """Write n/N, both in full."""
    if numerator is None or denominator is None or absent(numerator) or absent(denominator):
        return MISSING[lang]
    return "/".join(rounded(side, 2 if abs(side) < 1000 else 0) for side in (numerator, denominator))


def difference(value: float | None, unit: str, lang: Lang) -> str:
    """Write a signed difference: of shares in percentage points, of all else in its own unit."""
    if value is None or absent(value):
        return MISSING[lang]
    if unit == PERCENT:
        text = f"{rounded(abs(value), 1, keep_zeros=True)} {'个百分点' if lang == 'zh' else 'pp'}"
    else:
        text = figure(abs(value), unit, lang)
    return text if value == 0 else f"{'+' if value > 0 else '−'}{text}"


def tells(value: float, unit: str) -> bool:
    """Tell whether a difference is seen in the digits it is written with."""
    return any(digit in "123456789" for digit in difference(value, unit, "zh"))


def gap(value: float | None, unit: str, lang: Lang) -> str:
    """Write a shortfall in natural units, whole ones rounded up."""
    if value is None or absent(value):
        return MISSING[lang]
    if unit in WHOLE:
        value = math.ceil(round(value, 6))
        return f"{rounded(value, 0)} {unit_word(unit, lang, value)}".rstrip()
    return figure(value, unit, lang)


def day(value: dt.date | None, lang: Lang) -> str:
    """Write a day."""
    if value is None:
        return MISSING[lang]
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS_EN[value.month - 1]} {value.year}"


def short_day(value: dt.date | None, lang: Lang) -> str:
    """Write a day where the year is said beside it."""
    if value is None:
        return MISSING[lang]
    return f"{value.month}月{value.day}日" if lang == "zh" else f"{value.day} {_MONTHS_EN[value.month - 1]}"


def moment(value: dt.datetime | None, lang: Lang) -> str:
    """Write a day and the time of day."""
    return MISSING[lang] if value is None else f"{day(value.date(), lang)} {value:%H:%M}"
