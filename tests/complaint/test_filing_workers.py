"""Two clicks at the same moment are one complaint and one message: real processes, real commits."""

import pytest

from ..processes import run_script, scratch_database


@pytest.fixture(scope="module")
def told():
    """What happened, once for all tests: Odoo is loaded for it."""
    with scratch_database("filing") as name:
        yield run_script("tests.complaint.filing_workers", name, timeout=180)


def test_two_posts_of_a_form_are_one_complaint(told):
    assert told["filed"] == {"well": [True, True], "made": 1, "found": True}


def test_two_posts_of_a_message_are_one_message(told):
    assert told["said"] == {"well": [True, True], "said": ["12 more today"], "todos": 1}
