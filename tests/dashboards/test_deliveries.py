"""The page of deliveries: what is due, what came, a file judged and handed in, review where it is switched on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from opening import Open, opener, shown
from streamlit.testing.v1 import AppTest
from support import deliver, desk

from dashboards import decided, due, forms, hand_in
from dashboards.i18n import catalogue
from dashboards.queries import deliveries as reports
from pipelines.catalog.jurisdictions import Review
from pipelines.errors import LinliError
from pipelines.intake import decisions
from pipelines.intake.landing import pending, read_envelope
from pipelines.intake.ledger import Ledger
from pipelines.product import reviewing
from pipelines.product.check import FileCheck, Finding
from pipelines.product.upload import BadCell, Judged, Upload
from pipelines.settings import Home

CLERK = "330482001034"
WORDS = catalogue("zh")


@pytest.fixture
def place(fresh_caches: None, demo_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The demo as published, with a landing folder and a ledger of its own."""
    home = desk(demo_home, tmp_path / "data")
    monkeypatch.setenv("LINLI_HOME", str(home.root))
    return home


def bad_cell(header: str, text: str, **more: object) -> BadCell:
    found = Finding("visits", "走访", 6, "B6", "visited_on", header, None, "bad_type", f"{header}要改", "mend it")
    return BadCell(found, text, **({"obstacle": None} | more))  # type: ignore[arg-type]


def judged(upload: Upload, *cells: BadCell, refusal: LinliError | None = None) -> Judged:
    found = tuple(cell.finding for cell in cells)
    return Judged(upload, FileCheck(Path(upload.name), ("visits",), 6, found, refusal=refusal), cells)


@pytest.fixture
def judging(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let every file be judged so."""

    def so(*cells: BadCell, refusal: LinliError | None = None) -> None:
        monkeypatch.setattr(hand_in, "judge", lambda _home, upload: judged(upload, *cells, refusal=refusal))

    return so


def dropped(name: str = "走访.csv", content: bytes = b"x", **address: str) -> AppTest:
    app = opener("deliveries", unit=CLERK, **address)
    app.file_uploader[0].set_value((name, content, "text/csv"))
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_a_street_sees_who_is_behind(open_page: Open, demo_home: Home) -> None:
    text = shown(open_page("deliveries", unit="330482001", period="2018-Q2"))
    assert "缺报 1 份：永丰社区" in text
    with duckdb.connect(str(demo_home.published), read_only=True) as con:
        due = con.execute(
            "select count(*) from marts.dq_completeness where jurisdiction_id = 'nbs:330482001'"
            " and period_end between '2018-04-01' and '2018-06-30'"
        ).fetchall()[0][0]
    assert f"应报 {due} 份" in text
    below = text[text.index(WORDS["due.head_unit"]) :]
    assert below.index("永丰社区") < below.index("北河溇社区") < below.index("水洞埭社区")


def test_a_clerk_sees_each_report_with_its_day_and_what_became_of_it(open_page: Open) -> None:
    text = shown(open_page("deliveries", unit=CLERK, period="2018-Q2"))
    calendar = text[text.index("松枫社区2018年第2季度应报的表") :]
    assert "7月10日前" in calendar
    assert re.search(r'delivery=visits-\w+"[^>]*>.{0,120}部分退回', calendar)
    assert WORDS["due.below"].split("：")[0].format(unit="松枫社区") not in text


def test_a_failed_delivery_and_why_is_one_click_away(open_page: Open) -> None:
    text = shown(open_page("deliveries", unit="330482001"))
    link = re.search(r"delivery=(visits-\w+)", text[text.index("需要处理的报送") :])
    assert link is not None
    opened = open_page("deliveries", unit="330482001", delivery=link[1])
    told = shown(opened)
    assert "退回的格" in told
    assert "必填，此格为空" in told or "无法识别" in told
    assert WORDS["received.workbook"] in [button.label for button in opened.get("download_button")]


def test_a_sender_takes_a_delivery_back_where_it_is_opened(place: Home) -> None:
    link = re.search(r"delivery=(visits-\w+)", shown(opener("deliveries", unit=CLERK)))
    assert link is not None
    app = opener("deliveries", unit=CLERK, delivery=link[1])
    assert "不能为空" in shown(press(app, WORDS["withdrawal.send"]))
    for label, text in (("withdrawal.why", "报错了月份"), ("withdrawal.who", "李会计")):
        next(box for box in app.text_input if box.label == WORDS[label]).set_value(text)
    text = shown(press(app, WORDS["withdrawal.send"]))
    assert f"{WORDS['received.counts_until_then']}；李会计：报错了月份" in text
    assert "1 份报送已撤回" in text
    slot = text[text.index(f'delivery={link[1]}"', text.index("应报的表")) :]
    assert "已撤回" in slot[:300]
    assert WORDS["withdrawal.send"] not in [button.label for button in app.button]
    event = Ledger(place.ledger).events()[-1]
    assert (event["event"], event["delivery_id"], event["why"]) == ("withdrawn", link[1], "报错了月份")
    assert "1 份报送已撤回" in shown(opener("overview"))


@pytest.mark.parametrize(
    ("said", "published", "shown_as"),
    [("returned", "submitted", "returned"), ("approved", "submitted", "taken_in"), ("approved", "accepted", None)],
)
def test_a_review_is_shown_until_a_published_file_knows_of_it(
    place: Home, said: str, published: str, shown_as: str | None
) -> None:
    link = next(iter(reports.published_deliveries()))
    event = {"event": "reviewed", "delivery_id": link, "decision": said, "who": "王科", "why": "核对无误"}
    Ledger(place.ledger).append(event | {"at": "2018-07-01T09:00:00"})
    found = decided.since(link, published)
    assert (found.status if found else None) == shown_as


def test_an_unknown_delivery_opens_nothing(open_page: Open) -> None:
    assert 'role="alert"' not in shown(open_page("deliveries", delivery="visits-nothing"))


def test_what_waits_and_what_is_in_the_ledger_only_is_on_its_way(place: Home) -> None:
    assert "待计入的文件" not in shown(opener("deliveries", unit=CLERK))
    deliver(place, CLERK, "走访7月.csv", "x")
    deliver(place, "330482001036", "别处.csv", "x")
    reason = {"reason_code": "unreadable", "reason_zh": "打不开，请另存", "reason_en": "cannot be read"}
    refused = {"delivery_id": "refused-1", "dataset": None, "status": "refused", "rows_read": 0, **reason}
    event = {"event": "received", "file_name": "坏.xlsx", "sha256": "0", "sender_code": CLERK, "deliveries": [refused]}
    Ledger(place.ledger).append(event | {"received_at": "2018-07-01T09:00:00", "basis": "delivered", "notes": []})
    text = shown(opener("deliveries", unit=CLERK))
    assert "待计入的文件 2 份" in text
    assert "走访7月.csv" in text and "打不开，请另存" in text
    assert "别处.csv" not in text
    assert "待计入的文件 3 份" in shown(opener("deliveries", unit="330482001"))


def test_a_clean_file_is_handed_in_once(place: Home, judging: Callable[..., None]) -> None:
    judging()
    app = dropped()
    assert "没有问题" in shown(app)
    assert not app.text_input(key=f"search:{CLERK}").value
    app = press(app, WORDS["upload.deliver"])
    (path,) = pending(place)
    assert (path.parent.name, path.name, path.read_bytes()) == (CLERK, "走访.csv", b"x")
    assert read_envelope(path).basis == "delivered"
    assert "已收到“走访.csv”" in shown(app)
    assert "待计入的文件 1 份" in shown(app)
    again = press(dropped("再来.csv"), WORDS["upload.deliver"])
    assert "内容完全相同" in shown(again)
    assert pending(place) == [path]


def test_of_what_is_owed_from_before_all_is_counted_and_the_latest_is_listed(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def owed() -> tuple[str, int, bool]:
        text = shown(opener("deliveries", unit="330482001"))
        (found,) = re.findall(r"<summary>([^<]*以前仍缺报[^<]*)</summary>(.*?)</details>", text, re.DOTALL)
        return found[0], found[1].count("<tr"), "只列最近的 2 份" in found[1]

    title, rows, is_cut = owed()
    assert rows > 4
    assert not is_cut
    monkeypatch.setattr(due, "MOST_OWED", 2)
    assert owed() == (title, 3, True)


def test_mended_cells_are_judged_again(
    place: Home, judging: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    judging(bad_cell("走访日期", "7月8日"))
    app = dropped()
    assert "1 格需修改" in shown(app) and "走访日期要改" in shown(app)
    app = press(app, WORDS["upload.judge_again"])
    assert WORDS["upload.unchanged"] in shown(app)
    asked = []
    monkeypatch.setattr(hand_in, "mend", lambda upload, *told: asked.append(told) or upload)
    judging()
    box = next(box for box in app.text_input if box.label == "走访日期 B6")
    assert box.value == "7月8日"
    box.set_value("2018-07-08")
    app = press(app, WORDS["upload.judge_again"])
    assert asked == [({("走访", "B6"): "2018-07-08"}, set())]
    assert "没有问题" in shown(app)


def test_a_row_can_be_left_out_even_where_its_cells_cannot_be_mended(
    place: Home, judging: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    judging(bad_cell("身份证号", "1*3", obstacle="personal", row_can_go=True), bad_cell("走访日期", "7月8日"))
    app = dropped()
    (leave,) = app.checkbox
    assert leave.label == WORDS["upload.leave_out"].format(row=6)
    asked = []
    monkeypatch.setattr(hand_in, "mend", lambda upload, *told: asked.append(told) or upload)
    leave.check()
    judging()
    app = press(app, WORDS["upload.judge_again"])
    assert asked == [({}, {("走访", 6)})]
    assert "没有问题" in shown(app)


def test_what_cannot_be_mended_here_says_why_and_the_rest_may_go(place: Home, judging: Callable[..., None]) -> None:
    judging(
        bad_cell("身份证号", "1*3", obstacle="personal"),
        bad_cell("岗位", "楼长", choices=("网格员",)),
        bad_cell("单位", "松风社区", names_unit=True),
    )
    app = dropped()
    text = shown(app)
    assert WORDS["upload.obstacle_personal"] in text
    assert next(box for box in app.selectbox if box.label == "岗位 B6").options == ["网格员"]
    assert "松枫社区" in next(box for box in app.selectbox if box.label == "单位 B6").options
    assert WORDS["upload.marked"] in [button.label for button in app.get("download_button")]
    press(app, WORDS["upload.deliver_part"].format(accepted=5, rejected=1))
    assert len(pending(place)) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refused_file_says_what_to_do_and_cannot_be_handed_in(
    place: Home, judging: Callable[..., None], lang: str
) -> None:
    judging(refusal=LinliError("缺少必填列：走访日期。", "lacks a column", "missing_column"))
    app = dropped(lang=lang)
    assert ("缺少必填列：走访日期。" if lang == "zh" else "lacks a column") in shown(app)
    assert not [button for button in app.button if button.key == "deliver"]


def test_workbooks_to_fill_in_can_be_had(open_page: Open) -> None:
    app = open_page("deliveries", unit=CLERK, period="2018-Q2")
    labels = [button.label for button in app.get("download_button")]
    assert {WORDS["forms.unit"], WORDS["forms.blank"]} <= set(labels)
    assert forms.blank_workbook("visits")[:2] == b"PK"
    nothing = open_page("deliveries", unit=CLERK, period="2018-W07")
    assert WORDS["forms.unit"] not in [button.label for button in nothing.get("download_button")]


def test_of_review_nothing_shows_where_nobody_switched_it_on(place: Home) -> None:
    app = opener("deliveries", unit="330482001")
    assert WORDS["review.note"] not in shown(app)
    assert WORDS["review.approve"] not in [button.label for button in app.button]


@pytest.fixture
def reviewed(place: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Review switched on for what communities send since June 2018."""
    reviews = {"330482001": Review(since=date(2018, 6, 1), unit_types=("community",))}
    for module in (reviewing, decisions):
        monkeypatch.setattr(module, "load_reviews", lambda: reviews)
    return place


def test_a_street_approves_and_returns(reviewed: Home) -> None:
    app = opener("deliveries", unit="330482001")
    which = next(box for box in app.selectbox if box.label == WORDS["review.which"])
    waiting = len(which.options)
    assert f"待审核的报送 {waiting} 份" in shown(app)
    assert "不能为空" in shown(press(app, WORDS["review.approve"]))
    who = next(box for box in app.text_input if box.label == WORDS["review.who"])
    remark = next(box for box in app.text_input if box.label == WORDS["review.remark"])
    who.set_value("王主任")
    remark.set_value("数字不符")
    app = press(app, WORDS["review.return"])
    event = Ledger(reviewed.ledger).events()[-1]
    assert (event["event"], event["decision"], event["who"], event["why"]) == (
        "reviewed",
        "returned",
        "王主任",
        "数字不符",
    )
    assert f"待审核的报送 {waiting - 1} 份" in shown(app)


def test_a_street_closes_and_reopens_a_period(reviewed: Home) -> None:
    app = opener("deliveries", unit="330482001", period="2018-Q1")
    for label in ("review.close", "review.reopen"):
        next(box for box in app.text_input if box.label == WORDS["review.why"]).set_value("季报已上报")
        [box for box in app.text_input if box.label == WORDS["review.who"]][-1].set_value("王主任")
        app = press(app, WORDS[label].format(period="2018年第1季度"))
    kinds = [event["event"] for event in Ledger(reviewed.ledger).events()[-2:]]
    assert kinds == ["closed", "reopened"]


def test_a_sender_sees_that_it_waits_and_decides_nothing(reviewed: Home) -> None:
    app = opener("deliveries", unit=CLERK)
    assert WORDS["review.sender_note"] in shown(app)
    assert WORDS["review.approve"] not in [button.label for button in app.button]
