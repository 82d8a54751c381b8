"""First in, first out: properties that hold for any queue. No Odoo needed."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.supply import Demand, Supply, cover

# a busy machine is no finding
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

DAY = date(2026, 3, 2)
quantities = st.integers(0, 50).map(float)
queues = st.lists(quantities, max_size=8).map(lambda found: [Demand(n, q) for n, q in enumerate(found)])
supplies = st.lists(st.tuples(quantities, st.integers(0, 30)), max_size=8).map(
    lambda found: [Supply(n, q, DAY + timedelta(days)) for n, (q, days) in enumerate(found)]
)


def reference(demands, coming, on_hand):
    """The same by pouring unit after unit."""
    units = [(None, None)] * int(on_hand)
    for supply in sorted(coming, key=lambda supply: supply.day):
        units += [(supply.day, supply.key)] * int(supply.quantity)
    result = {}
    for demand in demands:
        taken, units = units[: int(demand.quantity)], units[int(demand.quantity) :]
        missing = int(demand.quantity) - len(taken)
        day, key = (None, None) if missing or not taken else taken[-1]
        result[demand.key] = (day, key, float(missing))
    return result


@patient
@given(queues, supplies, quantities)
def test_agrees_with_pouring_unit_by_unit(demands, coming, on_hand):
    found = cover(demands, coming, on_hand)
    assert {key: (c.day, c.key, c.missing) for key, c in found.items()} == reference(demands, coming, on_hand)


@patient
@given(queues, supplies, quantities, st.integers(0, 7), st.integers(1, 30))
def test_a_supply_put_back_never_makes_anybody_earlier(demands, coming, on_hand, which, days):
    later = [Supply(s.key, s.quantity, s.day + timedelta(days)) if n == which else s for n, s in enumerate(coming)]
    before, after = cover(demands, coming, on_hand), cover(demands, later, on_hand)
    for demand in demands:
        assert before[demand.key].missing == after[demand.key].missing
        if before[demand.key].day:
            assert after[demand.key].day >= before[demand.key].day


@patient
@given(queues, supplies, quantities)
def test_nobody_overtakes_and_nothing_is_given_twice(demands, coming, on_hand):
    found = cover(demands, coming, on_hand)
    days = [found[d.key].day for d in demands if found[d.key].day]
    assert days == sorted(days)
    given_away = sum(d.quantity - found[d.key].missing for d in demands)
    assert given_away <= on_hand + sum(s.quantity for s in coming)
    assert sum(c.missing for c in found.values()) == max(
        0, sum(d.quantity for d in demands) - on_hand - sum(s.quantity for s in coming)
    )


def test_empty_and_rounding():
    assert cover([], []) == {}
    assert cover([Demand("a", 0.0)], [])["a"].is_covered
    assert cover([Demand("a", 0.1 + 0.2)], [], 0.3)["a"].is_covered
    assert not cover([Demand("a", 1.0)], [], -5.0)["a"].is_covered
    assert cover([Demand("a", -1.0), Demand("b", 1.0)], [Supply("p", 1.0, DAY)])["b"].day == DAY
