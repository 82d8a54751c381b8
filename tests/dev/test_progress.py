"""What a step looks like in a log and on a terminal."""

import io

import pytest

from dev.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_one_line_a_step_in_a_log():
    stream = io.StringIO()
    progress = Progress(2, stream)
    with progress.step("Python packages") as step:
        for done in range(0, 101):
            step.percent(done, 100)
        step.result = "Python 3.11"
    with progress.step("Odoo 19"):
        pass
    assert stream.getvalue() == (
        "[1/2] Python packages ... 25 % 50 % 75 % 100 % 0 s (Python 3.11)\n[2/2] Odoo 19 ... 0 s\n"
    )


def test_a_terminal_line_is_rewritten():
    stream = Terminal()
    with Progress(1, stream).step("Odoo 19") as step:
        step.percent(37, 100)
        step.note("unpacking")
    text = stream.getvalue()
    assert "37 %" in text
    assert "unpacking" in text
    assert text.count("\n") == 1


def test_a_failed_step_ends_its_line():
    stream = io.StringIO()
    with pytest.raises(ValueError), Progress(1, stream).step("Odoo 19"):
        raise ValueError
    assert stream.getvalue().endswith("stopped\n")


def test_an_unknown_size_shows_no_percentage():
    stream = io.StringIO()
    with Progress(1, stream).step("Odoo 19") as step:
        step.percent(5, 0)
    assert "%" not in stream.getvalue()
