"""Every published file is read right or refused rightly, never read differently; README says how many."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import judge
import naughty
import pytest
import yaml

from pipelines.intake import ingest
from pipelines.settings import Home

ROOT = Path(__file__).parents[2]
CROOKED = yaml.safe_load((ROOT / "tests" / "fixtures" / "crooked.yml").read_text(encoding="utf-8"))
RIGHT, REFUSED = "read right", "refused rightly"


@pytest.mark.parametrize("name", judge.FILES)
def test_a_published_file_is_read_right_or_refused_rightly(name: str) -> None:
    assert judge.verdict(name) in (RIGHT, REFUSED)


@pytest.mark.parametrize("shape", naughty.SHAPES)
def test_naughty_strings_come_back_as_they_were(shape: str) -> None:
    verdicts = {number: naughty.verdict(shape, number) for kind, number in naughty.files() if kind == shape}
    assert {number: said for number, said in verdicts.items() if said not in (RIGHT, REFUSED)} == {}


def test_what_is_expected_of_a_file_is_expected_of_one_that_is_there() -> None:
    assert judge.EXPECTED.keys() <= set(judge.FILES)


def test_the_installation_refuses_them_all_by_name_and_goes_on(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    for number, name in enumerate(judge.FILES):
        target = home.landing / "330482001034" / f"{number}-{Path(name).name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(judge.CORPORA / name, target)
    summary = ingest(home)
    assert summary.files == len(judge.FILES)
    codes = Counter(outcome.reason_code for outcome in summary.outcomes if outcome.status != "duplicate")
    assert codes.keys() <= {"unknown_sheet", "empty", "bad_encoding", "ragged_row", "bad_quotes"}, codes
    assert all(outcome.reason_zh and outcome.reason_en for outcome in summary.outcomes)


@pytest.mark.parametrize(
    ("readme", "line"),
    [
        ("README.md", "| {name} | {tried:,} | {right:,} | {refused:,} | {wrong} |"),
        ("README.zh-CN.md", "| {name_zh} | {tried:,} | {right:,} | {refused:,} | {wrong} |"),
    ],
)
def test_readme_says_how_many(readme: str, line: str) -> None:
    published = Counter(map(judge.verdict, judge.FILES))
    strings = Counter(naughty.verdict(shape, number) for shape, number in naughty.files())
    crooked = Counter(REFUSED if "refused" in case else RIGHT for case in CROOKED for _ in case["shapes"])
    text = (ROOT / readme).read_text(encoding="utf-8")
    for name, name_zh, counted in (
        ("crooked files of our own", "自编的怪文件", crooked),
        ("published test files", "公开的测试文件", published),
        ("naughty strings, in nine forms of file", "刁钻字符串（九种文件形式）", strings),
    ):
        wrong = counted.total() - counted[RIGHT] - counted[REFUSED]
        said = line.format(
            name=name,
            name_zh=name_zh,
            tried=counted.total(),
            right=counted[RIGHT],
            refused=counted[REFUSED],
            wrong=wrong,
        )
        assert wrong == 0
        assert said in text, said
