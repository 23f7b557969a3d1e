"""`linli explain`: where one value comes from, down to the source rows.

Belongs here: how the story reads on a terminal. Does not belong here: the story (product/explain.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.commands.console import print_table, say
from pipelines.product import format as fmt
from pipelines.product.explain import explain as explained
from pipelines.product.published import open_published
from pipelines.product.status import shown
from pipelines.settings import home

if TYPE_CHECKING:
    from pipelines.product.change import Change, Parts
    from pipelines.product.evidence import Row
    from pipelines.product.explain import Explanation, Side
    from pipelines.product.judged import Figure, Indicator, Judgement
    from pipelines.product.norms import Norm
    from pipelines.product.unit_counts import Lack

BASIS = {"demo": "演示数据 demo data", "demo_fitted": "演示数据, 按文件数字拟合 demo data fitted to a printed figure"}


def explain(indicator: str, unit: str, period: str, versus: str | None, rows: int) -> None:
    """Tell value, clauses, both sides and their rows."""
    with open_published(home().published) as connection:
        story = explained(connection, indicator, unit, period, versus=versus, limit=rows)
    _tell_value(story)
    for judgement in story.judgements:
        _tell_judgement(judgement, story.figure)
        for clash in story.clashes.get(judgement.clause_id, ()):
            say(f"  相抵触 conflicts with {clash.other_clause_id}: {clash.told('zh')} / {clash.told('en')}")
    if story.lacks:
        _tell_lacks(story.lacks)
    if story.change:
        _tell_change(story.change, story)
    _tell_side("分子 numerator", story.numerator)
    if story.denominator:
        _tell_side("分母 denominator", story.denominator)


def _tell_value(story: Explanation) -> None:
    meant, figure = story.indicator, story.figure
    say(f"{meant.name_zh} / {meant.name_en} ({meant.indicator_id})")
    say(f"{story.unit.full_name} ({story.unit.unit_id}), {story.period.label_zh} / {story.period.label_en}")
    say(f"定义 definition: {meant.definition_zh} / {meant.definition_en}")
    say(f"数值 value: {_figure(meant, figure)}")
    marks = [f"报送覆盖 coverage {fmt.percent(figure.coverage * 100)}"] if figure.coverage is not None else []
    marks += ["时期未满 period not over"] if figure.is_partial else []
    marks += [BASIS[figure.basis]] if figure.basis in BASIS else []
    if marks:
        say(f"说明 notes: {'; '.join(marks)}")


def _figure(meant: Indicator, figure: Figure) -> str:
    if figure.value is None:
        return f"无数据 no data ({figure.na_reason})"
    text = f"{fmt.exact(figure.value, meant.unit, 'zh')}"
    return f"{text}  ({fmt.out_of(figure.numerator, figure.denominator, 'zh')})" if meant.denominator else text


def _tell_judgement(judgement: Judgement, figure: Figure) -> None:
    status = shown(judgement.status, is_lit=judgement.is_lit, is_partial=figure.is_partial)
    say()
    title = f"{judgement.policy_title} {judgement.article}"
    say(f"条款 clause {judgement.clause_id}: {title}{'' if judgement.adopted else ' (对标 not binding here)'}")
    say(f"  {judgement.summary_zh} / {judgement.summary_en}")
    if judgement.reading:
        say(f"  理解 reading: {judgement.reading} / {judgement.reading_en}")
    if judgement.target is not None:
        say(f"  目标 target: {_target(judgement)}")
    if judgement.norm:
        say(f"  算法 worked out: {_worked_out(judgement, judgement.norm)}")
    say(f"  状态 status: {status.icon} {status.zh} {status.en}")
    if judgement.gap:
        unit = judgement.gap_unit or ""
        structural = fmt.gap(judgement.structural_gap, unit, "zh")
        say(f"  差距 gap: {fmt.gap(judgement.gap, unit, 'zh')}; 各下级差距之和 sum of shortfalls below: {structural}")
    if judgement.to_train:
        hire = "–" if judgement.to_hire is None else fmt.gap(judgement.to_hire, "人", "zh")
        say(f"  培训或招聘 train or hire: {fmt.gap(judgement.to_train, '人', 'zh')} / {hire}")
    if judgement.projected_on and judgement.gap:
        latest = judgement.projected_high_on or "不确定 not within sight"
        say(f"  按现有进度 at this pace: {judgement.projected_on} ({judgement.projected_low_on} – {latest}, 90 %)")
    if judgement.responsible_body:
        say(f"  责任单位 responsible: {judgement.responsible_body} / {judgement.responsible_body_en}")


def _target(judgement: Judgement) -> str:
    unit = judgement.unit or ""
    text = f"{judgement.comparator or ''} {fmt.exact(judgement.target, unit, 'zh')}".strip()
    if judgement.comparator == "between":
        text += f" – {fmt.exact(judgement.target_high, unit, 'zh')}"
    return f"{text}, 期限 by {judgement.deadline}" if judgement.deadline else text


def _worked_out(judgement: Judgement, norm: Norm) -> str:
    zh, en = (norm.arithmetic(judgement.target, judgement.unit or "", lang) for lang in ("zh", "en"))
    return f"{zh} / {en}"


def _tell_lacks(lacks: tuple[Lack, ...]) -> None:
    say()
    say(f"欠缺 lacking: {len(lacks)}")
    print_table(["单位 unit", "欠缺 lacking", "in English"], [[lack.unit_name, lack.zh, lack.en] for lack in lacks])


def _tell_change(change: Change, story: Explanation) -> None:
    meant = story.indicator
    say()
    say(f"与 {change.period.label} 相比 against {change.period.label}: {_figure(meant, change.figure)}")
    if story.figure.value is not None and change.figure.value is not None:
        difference = fmt.difference(story.figure.value - change.figure.value, meant.unit, "zh")
        say(f"  变化 change: {difference}")
    if change.parts:
        _tell_parts(change.parts, story)
    if change.units:
        sides = (story.numerator.measure.unit, story.denominator.measure.unit if story.denominator else "")
        rows = [[u.unit_name, _signed(u.numerator, sides[0]), _signed(u.denominator, sides[1])] for u in change.units]
        print_table(["单位 unit", "分子变化 numerator", "分母变化 denominator"], rows)


def _tell_parts(parts: Parts, story: Explanation) -> None:
    """Name what the change is made of; the parts add up to it."""
    above = story.numerator.measure
    below = story.denominator.measure if story.denominator else above
    unit = story.indicator.unit
    named = [
        (f"{above.name_zh} {above.name_en}", parts.numerator),
        (f"{below.name_zh} {below.name_en}", parts.denominator),
        ("单位之间此消彼长 mix between units", parts.mix),
        ("单位增减或只报一期 units that came, went or have one figure only", parts.boundary),
        ("不在最基层计数 not counted at the lowest units", parts.elsewhere),
    ]
    rows = [[name, fmt.difference(part, unit, "zh")] for name, part in named if fmt.tells(part, unit)]
    if rows:
        print_table(["由来 cause", "变化 change"], rows)


def _signed(value: float | None, unit: str) -> str:
    return fmt.difference(value, unit, "zh") if value else ""


def _tell_side(title: str, side: Side) -> None:
    measure = side.measure
    say()
    say(f"{title}: {measure.name_zh} / {measure.name_en} ({measure.measure_id}), {side.period.label_zh}")
    value, recounted = (fmt.exact(figure, measure.unit, "zh") for figure in (side.value, side.rows.recounted))
    say(f"  数值 value: {value}; 由源数据重算 recounted: {recounted}")
    if side.benchmark:
        say(f"  乘以 times: {side.benchmark} {side.benchmark_year}")
    if side.left_out:
        say(f"  未报送, 不计入 not reported, left out: {', '.join(side.left_out)}")
    say(f"  源数据 source rows: {side.rows.total}, 显示 shown {len(side.rows.page)}")
    if side.rows.page:
        print_table(
            ["单位 unit", "文件 file", "工作表 sheet", "行 row", "日期 day", "计入 adds", "批次 delivery"],
            [cells for row in side.rows.page for cells in _row_cells(row)],
        )


def _row_cells(row: Row) -> list[list[str]]:
    days = f"{row.from_day}" + (f" – {row.to_day}" if row.to_day else "")
    first = [row.unit_name, row.file_name, row.sheet, row.row_number, days, fmt.rounded(row.amount, 2), row.delivery_id]
    second = ["", row.second_file_name, row.second_sheet, row.second_row_number, "", "", row.second_delivery_id]
    shown_rows = [first, second] if row.second_delivery_id else [first]
    return [["" if cell is None else str(cell) for cell in cells] for cells in shown_rows]
