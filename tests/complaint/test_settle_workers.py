"""Two settle, hold and release the same at the same moment: real processes, real commits."""

import pytest

from ..processes import run_script, scratch_database


@pytest.fixture(scope="module")
def told():
    """What happened, once for all tests: Odoo is loaded for it."""
    with scratch_database("settle") as name:
        yield run_script("tests.complaint.settle_workers", name, timeout=240)


def test_pressed_by_two_at_once_each_document_is_made_once(told):
    found = told["press"]
    assert found["well"] == [True, True]
    assert (found["refunds"], found["returns"], found["done"]) == (1, 1, True)


@pytest.mark.parametrize("way", ["back", "refunded"])
def test_two_complaints_do_not_settle_the_same_goods_twice(told, way):
    assert told[way]["well"] == [True, True]
    assert (told[way]["settled"], told[way]["made"]) == (10, 1)


def test_two_who_settle_one_order_do_not_give_back_more_than_it_was_sold_for(told):
    assert told["order"] == {"well": [True, True], "given": 60}


def test_the_first_two_holds_of_a_company_make_one_place(told):
    assert told["first"] == {"well": [True, True], "left": 10, "places": 1}


def test_held_by_two_at_once_goods_are_on_hold_once(told):
    found = told["hold"]
    assert found["well"] == [True, True]
    assert (found["holds"], found["left"], found["stock"], found["place"]) == (1, 970, 0, 970)


def test_released_by_two_at_once_each_piece_goes_back_once(told):
    found = told["release"]
    assert found["well"] == [True, True]
    # the second releases its hundred after the first, or hears that it is at it
    assert found["stock"] + found["place"] == 970
    assert found["left"] == found["place"]
    assert found["stock"] in (100, 200)
