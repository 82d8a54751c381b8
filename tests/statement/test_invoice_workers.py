"""Two press “Make Drafts” at the same moment: real processes, real commits."""

from ..processes import run_script, scratch_database


def test_pressed_by_two_at_once_it_is_invoiced_once():
    with scratch_database("invoices") as name:
        found = run_script("tests.statement.invoice_workers", name, timeout=240)
    assert found["well"] == [True, True]
    assert found["made"] == [100.0]
    assert found["all"] == [100.0]
