"""``tools.link_text``: what is typed in the column "After" of a plan template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.link_text import LinkTextError, TypedLink, parse, piece, write

links = st.builds(
    TypedLink, st.integers(0, 9999), st.just("fs"), st.integers(-9999, 9999)
) | st.builds(
    TypedLink, st.integers(0, 9999), st.just("ss"), st.integers(-9999, 9999), st.booleans()
)
networks = st.lists(links, unique_by=lambda link: link.number, max_size=6)


@given(networks)
def test_what_is_written_reads_back(network):
    assert parse(write(network)) == tuple(sorted(network, key=lambda link: link.number))


@given(networks, st.sampled_from([",", ";", "、", "，", "；", " ,  ", "\n"]))
def test_any_separator_small_letters_and_blanks(network, separator):
    text = separator.join(piece(link).lower().replace("+", " + ") for link in network)
    assert parse(text + separator) == tuple(network)


@given(networks)
def test_full_width_signs_of_a_chinese_keyboard(network):
    wide = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789+-~,FS"}
    assert parse(write(network).translate(wide)) == parse(write(network))


@given(st.text(st.sampled_from("0123456789fFsS+-~,;、 天dx（"), max_size=12) | st.text(max_size=12))
def test_any_text_is_read_or_refused_by_the_piece(text):
    try:
        found = parse(text)
    except LinkTextError as error:
        assert error.code in ("unreadable", "repeated")
        assert error.piece
        return
    assert parse(write(found)) == tuple(sorted(found, key=lambda link: link.number))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ()),
        (" ", ()),
        ("3", (TypedLink(3),)),
        ("3FS+2 days", (TypedLink(3, "fs", 2),)),
        ("3+2天", (TypedLink(3, "fs", 2),)),
        ("5ss", (TypedLink(5, "ss", 0),)),
        ("5SS+3~", (TypedLink(5, "ss", 3, False),)),
        ("3 − 2", (TypedLink(3, "fs", -2),)),
    ],
)
def test_typed_by_a_planner(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "code", "wrong"),
    [
        ("3, printing", "unreadable", "printing"),
        ("3FF", "unreadable", "3FF"),
        ("3~", "unreadable", "3~"),
        ("3 5", "unreadable", "3 5"),
        ("3, 4, 3SS+1", "repeated", "3SS+1"),
    ],
)
def test_refused_with_the_piece(text, code, wrong):
    with pytest.raises(LinkTextError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.piece) == (code, wrong)
