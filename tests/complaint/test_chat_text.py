"""``tools.chat_text`` and ``tools.counted``: chats as the apps copy them, quantities as people write them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.chat_text import last_said, read_chat
from odoo.addons.gendan_followup.tools.counted import (
    Counted,
    bad_and_checked,
    chinese_number,
    counted_in,
    line_stands,
)

# a Monday
NOW = datetime(2026, 11, 2, 15, 0)

CHATS = {
    "wechat": "王丽 2026/11/2 14:22:10\n这批袋子封口开了\n\n陈敏 2026/11/2 14:23:01\n收到，马上查\n\n"
    "王丽 2026/11/2 14:25:30\n一共 40 个",
    "wechat forwarded": "————— 2026-11-02 —————\n\n王丽  14:22\n\n这批袋子封口开了\n\n陈敏  14:23\n收到，马上查\n\n"
    "王丽  14:25\n一共 40 个",
    "qq": "王丽(10086) 2026-11-02 14:22:10\n这批袋子封口开了\n陈敏(10010) 2026-11-02 14:23:01\n收到，马上查\n"
    "王丽(10086) 2026-11-02 14:25:30\n一共 40 个",
    "dingtalk": "王丽 11月2日 14:22\n这批袋子封口开了\n\n陈敏 11月2日 14:23\n收到，马上查\n\n"
    "王丽 11月2日 14:25\n一共 40 个",
    "line": "[LINE] 與王麗的聊天記錄\n儲存日期：2026/11/02 14:58\n\n2026/11/02（一）\n14:22\t王丽\t这批袋子封口开了\n"
    "14:23\t陈敏\t收到，马上查\n14:25\t王丽\t一共 40 个",
    "line, twelve hours": "2026/11/02（一）\n下午2:22\t王丽\t这批袋子封口开了\n下午2:23\t陈敏\t收到，马上查\n"
    "下午2:25\t王丽\t一共 40 个",
    "line on the computer": "2026.11.02 星期一\n14:22 王丽 这批袋子封口开了\n14:23 陈敏 收到，马上查\n"
    "14:25 王丽 一共 40 个",
    "whatsapp": "[02/11/2026, 14:22:10] 王丽: 这批袋子封口开了\n[02/11/2026, 14:23:01] 陈敏: 收到，马上查\n"
    "[02/11/2026, 14:25:30] 王丽: 一共 40 个",
    "whatsapp web": "[14:22, 2/11/2026] 王丽: 这批袋子封口开了\n[14:23, 2/11/2026] 陈敏: 收到，马上查\n"
    "[14:25, 2/11/2026] 王丽: 一共 40 个",
    "whatsapp, english phone": "11/2/26, 2:22 PM - 王丽: 这批袋子封口开了\n11/2/26, 2:23 PM - 陈敏: 收到，马上查\n"
    "11/2/26, 2:25 PM - 王丽: 一共 40 个",
    "today": "王丽 今天 14:22\n这批袋子封口开了\n\n陈敏 今天 14:23\n收到，马上查\n\n王丽 今天 14:25\n一共 40 个",
}


@pytest.mark.parametrize("app", CHATS)
def test_each_app(app):
    said = [one for one in read_chat(CHATS[app], NOW, day_first="web" in app or app == "whatsapp") if one.who]
    assert [(one.who, one.text) for one in said] == [
        ("王丽", "这批袋子封口开了"),
        ("陈敏", "收到，马上查"),
        ("王丽", "一共 40 个"),
    ]
    moments = [NOW.replace(hour=14, minute=minute) for minute in (22, 23, 25)]
    assert [one.at.replace(second=0) for one in said] == moments
    assert last_said(said, frozenset({"王丽"})).minute == 23
    assert last_said(said).minute == 25


def test_the_account_behind_a_name():
    assert [one.account for one in read_chat(CHATS["qq"], NOW)] == ["10086", "10010", "10086"]


def test_a_sentence_that_ends_with_a_time_is_no_head():
    text = "王丽 2026/11/2 14:22:10\n请改到 2026/11/5 14:00\n谢谢\n问题如下：\n破了"
    (said,) = read_chat(text, NOW)
    assert said.text == "请改到 2026/11/5 14:00\n谢谢\n问题如下：\n破了"


def test_names_alone_are_heads_where_they_come_again():
    said = read_chat("王丽:\n封口开了\n\n陈敏:\n收到\n\n王丽：\n问题如下:\n40 个\n\n陈敏:\n好", NOW)
    assert [(one.who, one.at) for one in said] == [("王丽", None), ("陈敏", None), ("王丽", None), ("陈敏", None)]
    assert said[2].text == "问题如下:\n40 个"


def test_what_cannot_have_been_is_not_read():
    assert [one.at for one in read_chat("王丽 2027/3/1 08:00:00\n破了", NOW)] == [None]
    assert [one.at for one in read_chat("王丽 2026/2/30 08:00:00\n破了", NOW)] == [None]
    # without a year the last one, without a day the last such time
    assert read_chat("王丽 12月30日 08:00\n破了", NOW)[0].at == datetime(2025, 12, 30, 8)
    assert read_chat("王丽  16:30\n破了", NOW)[0].at == datetime(2026, 11, 1, 16, 30)
    assert read_chat("王丽 星期五 16:30\n破了", NOW)[0].at == datetime(2026, 10, 30, 16, 30)


NAMES = st.sampled_from(["王丽", "Lin Mei", "麦利-王经理", "A1", "陈 敏"])
TEXTS = st.sampled_from(["破了", "40 pcs are broken", "见图", "S00012 有问题", "ok", "两行\n第二行"])
MOMENTS = st.datetimes(NOW - timedelta(days=300), NOW).map(lambda at: at.replace(microsecond=0))
MESSAGES = st.lists(st.tuples(NAMES, MOMENTS, TEXTS), min_size=1, max_size=6)
WRITERS = {
    "wechat": lambda who, at, text: f"{who} {at:%Y/%m/%d %H:%M:%S}\n{text}\n",
    "wecom": lambda who, at, text: f"{who} {at.month}/{at.day} {at:%H:%M:%S}\n{text}\n",
    "dingtalk": lambda who, at, text: f"{who} {at.month}月{at.day}日 {at:%H:%M}\n{text}\n",
    "whatsapp": lambda who, at, text: f"[{at:%Y/%m/%d, %H:%M:%S}] {who}: {text}",
    "whatsapp, old": lambda who, at, text: f"{at:%Y/%m/%d, %H:%M} - {who}: {text}",
    "line": lambda who, at, text: f"\n{at:%Y/%m/%d}\n{at:%H:%M}\t{who}\t{text}",
}


@pytest.mark.parametrize("app", WRITERS)
@given(messages=MESSAGES)
def test_what_was_written_is_read_back(app, messages):
    text = "\n".join(WRITERS[app](*message) for message in messages)
    read = [(one.who, one.at.replace(second=0), one.text) for one in read_chat(text, NOW) if one.who]
    assert read == [(who, at.replace(second=0), text) for who, at, text in messages]


PIECES_OF_CHATS = st.sampled_from(
    ["王丽", " ", "\n", "\t", ":", "：", "[", "]", "14:22", "25:61", "2026/11/2", "99/99", "3/5", "上午", "PM", "-",
     "昨天", "星期三", "(一)", "破了", "2027-01-01", "  ", "\n\n", "०१", "²:33", "—————"]
)  # fmt: skip
ANYTHING = st.lists(PIECES_OF_CHATS, max_size=25).map("".join) | st.text(max_size=60)


@given(ANYTHING, st.booleans())
def test_any_text_is_read_and_nothing_is_said_in_time_to_come(text, day_first):
    for one in read_chat(text, NOW, day_first):
        assert one.at is None or one.at <= NOW + timedelta(minutes=5)
        assert one.text == one.text.strip()


@given(st.text(st.sampled_from("封口开了 abc破漏，。"), max_size=80))
def test_text_without_times_is_one_message(text):
    said = read_chat(text, NOW)
    assert "\n".join(one.text for one in said).split() == text.split()
    assert not any(one.at or one.who for one in said)


# ------------------------------------------------------------ quantities


@pytest.mark.parametrize(
    ("text", "bad", "checked"),
    [
        ("抽检 200 个，40 个破了", (40, "个"), (200, "个")),
        ("抽检200个有40个破损", (40, "个"), (200, "个")),
        ("一共40個裡面有5個壞的", (5, "個"), None),
        ("少了两百只", (200, "只"), None),
        ("１，２００ 个漏气", (1200, "个"), None),
        ("1.2万只色差", (12000, "只"), None),
        ("checked 500 pcs, 12 pcs broken", (12, "pcs"), (500, "pcs")),
        ("2k pcs are missing", (2000, "pcs"), None),
        ("3 cartons torn", (3, "cartons"), None),
        ("这批 300 个", (300, "个"), None),
        ("40 个破了，另外 20 个脏了", None, None),
        ("S00012 有一个问题，3个月内第二次，扣 500 元，5% 不良", None, None),
        ("要 3 个工作日，两个人", None, None),
        ("抽检 20 个，40 个破了", (40, "个"), None),
        (None, None, None),
    ],
)
def test_bad_and_checked(text, bad, checked):
    found = bad_and_checked(text)
    assert tuple(one and (one.number, one.unit) for one in found) == (bad, checked)


UNITS = st.sampled_from(["个", "只", "pcs", "箱", "kg"])


@given(st.integers(1, 9_999_999), UNITS, st.sampled_from(["坏了 {}", "{} broken", "有{}破", "，{}，"]))
def test_a_quantity_is_read_however_it_is_grouped(number, unit, sentence):
    for written in (f"{number}{unit}", f"{number:,} {unit}"):
        assert [(one.number, one.unit) for one in counted_in(sentence.format(written))] == [(number, unit)]


@given(st.integers(1, 99_999_999))
def test_numbers_in_chinese(number):
    assert chinese_number(in_chinese(number)) == number


def in_chinese(number):
    def section(rest):
        words, gap = "", False
        for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, rest = divmod(rest, power)
            if digit:
                words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + sign
            gap = not digit
        return words

    high, low = divmod(number, 10000)
    zero = "零" if high and 0 < low < 1000 else ""
    return (section(high) + "万" if high else "") + zero + section(low)


@given(st.text(max_size=60) | st.text(st.sampled_from("0123456789,.万千个pcs 破抽检，"), max_size=40))
def test_any_text_has_quantities_or_none(text):
    for one in counted_in(text):
        assert isinstance(one, Counted)
        assert one.number > 0
        assert one.role in ("", "bad", "checked")
    bad_and_checked(text)
    line_stands(text)


@pytest.mark.parametrize(
    ("text", "stands"),
    [("我们产线停了", True), ("已经停线两小时", True), ("our line is down", True), ("还没停线", False),
     ("快一点", False)],
)
def test_his_line_stands(text, stands):
    assert line_stands(text) is stands
