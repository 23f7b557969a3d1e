"""What stands above a table: the unit, the day or the year it is about, the unit of its amounts, its period.

Belongs here: reading title rows. Does not belong here: typing what they say (raw keeps it as written).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.catalog.contracts import Contract
from pipelines.intake.characters import TO_SIMPLIFIED, header_key
from pipelines.intake.grid import Row

# A title is short; prose is looked at no further, whatever it costs to search.
_LONGEST = 300
_LONGEST_LINE = 3000
_LABEL_START = r"(?:^|(?<=[\s,;(。]))"
_ANY_LABEL = r"[^\s:,;()。]+"
_LABEL_END = r"\s*(?:\([^)]*\))?\s*:"
_SIGNATURE = re.compile(r"(?:填|制|打印|审核|上报|报送|报出)[^:\s]{0,6}:\s*\S*")
_UNIT_OF_MEASURE = re.compile(r"(?:^|[、,/\s])([亿万千百]*(?:元|人次|人|户|个|次|%))(?=$|[、,/\s)])")
_AS_OF = re.compile(r"截[至止]到?\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-./]\d{1,2}[-./]\d{1,2})")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=\s*年)")
_ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTHS = {"十": 10, "十一": 11, "十二": 12} | {
    text: number for number, text in enumerate("一二三四五六七八九", start=1)
}
_PERIOD = re.compile(
    r"(?<!\d)(?<!\d[-—~至/])(?P<year>(?:19|20)\d{2})\s*(?:年度?|-|\.|/)?\s*(?:"
    r"(?P<half>上|下)半年"
    r"|第?\s*(?P<quarter>[一二三四1-4])\s*季度?"
    r"|(?P<first>\d{1,2})\s*(?:月)?\s*[-—~至到]\s*(?P<last>\d{1,2})\s*月(?:份)?"
    r"|(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])\s*月(?!\s*\d{1,2}\s*[日号])"
    r"|(?<=年)|(?<=年度))"
)
_ZERO_ANSWER = re.compile(r"零报告\s*:\s*(?P<answer>[^\s\t,;)]*)")
_ZERO_WORDS = re.compile(r"(?:^|[\s,;(])(?:本[月季期年]度?)?零报告(?=$|[\s,;)。])")
_YES = ("是", "√", "1")
_RANGES = {(1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4", (1, 6): "H1", (7, 12): "H2", (1, 12): ""}


@dataclass(frozen=True)
class Preamble:
    """What the rows above one table say."""

    values: dict[str, str] = field(default_factory=dict)
    units_of_measure: tuple[str, ...] = ()
    period_label: str | None = None
    says_nothing: bool = False


def read_preamble(rows: Sequence[Row], contract: Contract) -> Preamble:
    """Return what the rows above a table say of the contract's preamble columns, and its units and period."""
    lines = ("\t".join(cell[:_LONGEST].replace("\n", " ") for cell in row if cell)[:_LONGEST_LINE] for row in rows)
    text = _folded("\n".join(lines))
    values, units = _labelled(text, contract)
    simplified = text.translate(TO_SIMPLIFIED)
    label = period_label(_SIGNATURE.sub("", simplified))
    for column in contract.columns:
        if not column.preamble:
            continue
        written = values.get(column.name)
        if column.type == "year" and written and re.fullmatch(r"\d{4}", written):
            label = label or written
        elif column.type == "year" and not written and label and label.isdigit():
            values[column.name] = label
        elif column.type == "date" and not written and (as_of := _AS_OF.search(simplified)):
            values[column.name] = as_of[1]
    return Preamble(values, units, label, any(_says_nothing(line) for line in simplified.split("\n")))


def _says_nothing(line: str) -> bool:
    """Return whether a line calls the table a zero report: the words alone, or the answer to them."""
    asked = _ZERO_ANSWER.search(line)
    return asked["answer"] in _YES if asked else bool(_ZERO_WORDS.search(line))


def period_label(text: str) -> str | None:
    """Return the first period a title names (2017-03, 2017-Q1, 2017-H1, 2017), or None; a full date is no period."""
    plain = _CHINESE_YEAR.sub(lambda found: found[0].translate(_CHINESE_DIGITS), _folded(text))
    for found in _PERIOD.finditer(plain):
        rest = plain[found.end() :]
        if re.match(r"\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]", rest):
            continue
        suffix = _suffix(found)
        if suffix is not None:
            return found["year"] + (f"-{suffix}" if suffix else "")
    return None


def _suffix(found: re.Match[str]) -> str | None:
    if found["half"]:
        return "H1" if found["half"] == "上" else "H2"
    if found["quarter"]:
        return f"Q{_ORDINALS[found['quarter']]}"
    if found["first"]:
        return _RANGES.get((int(found["first"]), int(found["last"])))
    if found["month"]:
        month = _MONTHS.get(found["month"]) or int(found["month"])
        return f"{month:02d}" if 1 <= month <= 12 else None
    return ""


def _labelled(text: str, contract: Contract) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the values after a label and a colon, and the units of measure where 单位 stands for them."""
    wanted = {header_key(header): c for c in contract.columns if c.preamble for header in c.headers}
    spaced = (r"\s*".join(map(re.escape, label)) for label in sorted(wanted, key=len, reverse=True))
    pattern = re.compile(rf"{_LABEL_START}(?P<label>{'|'.join([*spaced, _ANY_LABEL])}){_LABEL_END}", re.IGNORECASE)
    values: dict[str, str] = {}
    units: tuple[str, ...] = ()
    for line in text.split("\n"):
        # One character for one, so that places in the simplified line are places in the line as written.
        found = list(pattern.finditer(line.translate(TO_SIMPLIFIED)))
        for number, label in enumerate(found, start=1):
            stop = found[number].start() if number < len(found) else len(line)
            value = line[label.end() : stop].strip().split("\t")[0].strip(" )")
            name = header_key(label["label"])
            column = wanted.get(name)
            if name.endswith("单位") and (measures := _units_of_measure(value.translate(TO_SIMPLIFIED))):
                units = measures
            elif column and value:
                values.setdefault(column.name, re.split(r"\s{2,}", value)[0] if column.type == "unit" else value)
    return values, units


def _units_of_measure(value: str) -> tuple[str, ...]:
    """Return the units when the value is nothing but units of measure, such as 万元 or 人、户."""
    rest = _UNIT_OF_MEASURE.sub("", value).strip("、,/ )")
    return () if rest else tuple(_UNIT_OF_MEASURE.findall(value))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
