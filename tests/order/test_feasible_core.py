"""Stock over time, hours of work centres, and what is made of what: properties that hold for any factory.

No Odoo needed.
"""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.feasible import (
    Bench,
    Claim,
    Clock,
    Item,
    Offer,
    Operation,
    Place,
    Planner,
    Recipe,
    Shelf,
    end_of,
    last,
)
from odoo.addons.gendan_followup.tools.supply import Supply

# a busy machine is no finding
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TODAY = date(2026, 3, 2)
NOW = datetime.combine(TODAY, time(9), UTC)
LONG = 60  # days
HOUR = timedelta(hours=1)


def day(number):
    return TODAY + timedelta(days=number)


quantities = st.integers(0, 40).map(float)
days = st.integers(-3, 30)
supplies = st.lists(st.tuples(quantities, days), max_size=6).map(
    lambda found: [Supply(n, q, day(d)) for n, (q, d) in enumerate(found)]
)
claims = st.lists(st.tuples(quantities, days), max_size=6).map(
    lambda found: [Claim(n, q, day(d)) for n, (q, d) in enumerate(found)]
)


def free_by(number, on_hand, coming, promised):
    """What may leave on a day so that nobody goes short on any later one, counted day by day."""
    left = []
    for later in range(number, LONG):
        there = on_hand + sum(s.quantity for s in coming if max(s.day, TODAY) <= day(later))
        left.append(there - sum(c.quantity for c in promised if max(c.day, TODAY) <= day(later)))
    return max(min(left), 0.0)


class TestShelf:
    @patient
    @given(supplies, claims, quantities)
    def test_agrees_with_counting_day_by_day(self, coming, promised, on_hand):
        shelf = Shelf(TODAY, on_hand, coming, promised)
        for number in range(32):
            assert shelf.by(day(number)) == free_by(number, on_hand, coming, promised)

    @patient
    @given(supplies, claims, quantities, quantities.filter(bool))
    def test_the_day_for_a_quantity_is_the_first_on_which_it_is_free(self, coming, promised, on_hand, wanted):
        shelf = Shelf(TODAY, on_hand, coming, promised)
        found = shelf.day_for(wanted)
        fits = [n for n in range(LONG) if free_by(n, on_hand, coming, promised) >= wanted]
        assert found == (day(fits[0]) if fits else None)

    @patient
    @given(supplies, claims, quantities, quantities)
    def test_a_promise_takes_from_nobody_and_is_given_back(self, coming, promised, on_hand, wanted):
        shelf = Shelf(TODAY, on_hand, coming, promised)
        before = [shelf.by(day(n)) for n in range(32)]
        if found := shelf.day_for(wanted):
            undo = shelf.claim(Claim("asked", wanted, found))
            after = [shelf.by(day(n)) for n in range(32)]
            assert all(0 <= new <= old for new, old in zip(after, before, strict=True))
            assert after[-1] == before[-1] - wanted
            undo()
        assert [shelf.by(day(n)) for n in range(32)] == before

    @patient
    @given(supplies, claims, quantities, quantities)
    def test_sources_add_up_and_come_in_time(self, coming, promised, on_hand, wanted):
        shelf = Shelf(TODAY, on_hand, coming, promised)
        found = shelf.day_for(wanted)
        sources = shelf.sources(wanted)
        assert sum(source.quantity for source in sources) <= wanted
        if found:
            assert sum(source.quantity for source in sources) == wanted
            assert all(source.day <= found for source in sources)
        for source in sources:
            whole = on_hand if source.key is None else coming[source.key].quantity
            assert 0 < source.quantity <= whole

    @patient
    @given(supplies, claims, quantities, st.integers(0, 5))
    def test_who_asks_is_no_rival_of_herself(self, coming, promised, on_hand, mine):
        shelf = Shelf(TODAY, on_hand, coming, promised)
        before = [shelf.by(day(n)) for n in range(32)]
        undo = shelf.release([mine])
        others = [claim for claim in promised if claim.key != mine]
        assert shelf.by(day(9)) == free_by(9, on_hand, coming, others)
        undo()
        assert [shelf.by(day(n)) for n in range(32)] == before

    def test_goods_promised_for_spring_may_leave_now_when_others_come_before(self):
        coming, promised = [Supply("p", 100, day(20))], [Claim("spring", 100, day(25))]
        assert Shelf(TODAY, 100, coming, promised).by(TODAY) == 100
        assert Shelf(TODAY, 100, [], promised).by(TODAY) == 0


# the hours of five days in a row, with a break at noon
WORK = [
    (datetime.combine(day(n), time(start), UTC), datetime.combine(day(n), time(end), UTC))
    for n in range(5)
    for start, end in ((8, 12), (13, 17))
]
taken = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 20)), max_size=6).map(
    lambda found: [(NOW + HOUR * start, NOW + HOUR * (start + length)) for start, length in found]
)


class TestBench:
    @patient
    @given(taken, st.integers(0, 60), st.integers(1, 12))
    def test_agrees_with_trying_hour_after_hour(self, busy, after, hours):
        found = Bench(WORK, busy).slot(NOW + HOUR * after, hours * 60)
        reference = None
        for start in range(after, 120):
            worked = [
                n for n in range(start, 120) if any(b <= NOW + HOUR * n < e for b, e in WORK)
            ][:hours]
            if len(worked) < hours or worked[0] != start:
                continue
            span = (NOW + HOUR * start, NOW + HOUR * (worked[-1] + 1))
            if not any(b < span[1] and e > span[0] for b, e in busy):
                reference = span
                break
        assert found == reference

    @patient
    @given(taken, st.lists(st.integers(1, 5), max_size=6))
    def test_nothing_is_booked_twice(self, busy, lengths):
        bench = Bench(WORK, busy)
        spans, undo, first = [], [], None
        for hours in lengths:
            if span := bench.slot(NOW, hours * 60):
                first = first or hours  # what is too long for the known hours gets no span
                spans.append(span)
                undo.append(bench.book(span))
        for index, (start, end) in enumerate(spans):
            for begin, finish in [*spans[:index], *busy]:
                assert end <= begin or finish <= start
        for give_back in reversed(undo):
            give_back()
        if spans:
            assert bench.slot(NOW, first * 60) == spans[0]


def clock():
    return Clock(
        TODAY,
        NOW,
        opening=lambda found: datetime.combine(found, time.min, UTC),
        day_of=lambda moment: moment.date(),
        roll=lambda found: found + timedelta(days=(7 - found.weekday()) % 7 if found.weekday() > 4 else 0),
    )


def round_the_clock():
    return Bench([(NOW, NOW + timedelta(days=400))])


@st.composite
def factories(draw):
    """Items 0 ... n: each made of later ones, or bought; with stock, supplies and claims."""
    number = draw(st.integers(1, 5))
    items = {}
    for key in range(number):
        later = list(range(key + 1, number))
        components = draw(st.lists(st.sampled_from(later), max_size=3, unique=True)) if later else []
        offers = (Offer(key, draw(st.integers(0, 20))),)
        recipe = None
        if components:
            each = tuple((component, float(draw(st.integers(1, 3)))) for component in components)
            place = Place(key, draw(st.integers(0, 30)), 10.0, draw(st.integers(1, 300)))
            recipe = Recipe(key, each, (Operation(key, (place,)),), draw(st.integers(0, 4)))
        shelf = Shelf(TODAY, draw(quantities), draw(supplies), draw(claims))
        items[key] = Item(key, shelf, recipe, offers)
    return Planner(clock(), items, {key: round_the_clock() for key in range(number)})


wanted = st.integers(1, 60).map(float)


class TestPlanner:
    @patient
    @given(factories(), wanted)
    def test_what_is_given_back_is_as_before(self, planner, quantity):
        mark = planner.mark()
        first = planner.get(0, quantity)
        planner.back(mark)
        assert planner.get(0, quantity) == first
        assert sum(piece.quantity for piece in first) == quantity

    @patient
    @given(factories(), wanted, wanted)
    def test_more_is_never_earlier(self, planner, quantity, more):
        mark = planner.mark()
        little = end_of(planner.get(0, quantity))
        planner.back(mark)
        assert end_of(planner.get(0, quantity + more)) >= little

    @patient
    @given(factories(), wanted, wanted)
    def test_who_comes_second_is_never_earlier_than_alone(self, planner, quantity, other):
        mark = planner.mark()
        alone = end_of(planner.get(0, quantity))
        planner.back(mark)
        planner.get(0, other)
        assert end_of(planner.get(0, quantity)) >= alone

    @patient
    @given(factories(), wanted)
    def test_what_it_waits_for_adds_up_to_the_whole_time(self, planner, quantity):
        late = last(planner.get(0, quantity))
        assert sum(span for span, _piece in late.critical(TODAY)) == (late.day - TODAY).days

    @patient
    @given(factories(), wanted)
    def test_nothing_is_made_before_its_components_are_there(self, planner, quantity):
        for piece in planner.get(0, quantity):
            for _depth, part in piece.walk():
                components = [found for found in part.parts if found.kind not in ("work", "lead")]
                work = [found for found in part.parts if found.kind == "work"]
                for component in components:
                    assert component.day <= part.start
                    assert component.day == TODAY or all(component.day < found.start for found in work)

    def test_a_missing_film_decides(self):
        items = {
            "bag": Item("bag", Shelf(TODAY, 10), Recipe("bill", (("film", 2.0), ("zip", 1.0)), lead_days=3)),
            "film": Item("film", Shelf(TODAY, 20), offers=(Offer("mill", 14), Offer("dealer", 2, least=500))),
            "zip": Item("zip", Shelf(TODAY, 1000)),
        }
        planner = Planner(clock(), items, {})
        pieces = planner.get("bag", 100)
        assert [(piece.kind, piece.quantity) for piece in pieces] == [("stock", 10), ("make", 90)]
        make = pieces[1]
        assert make.start == day(14)  # 160 of film are missing: too few for the dealer
        assert make.day == day(17)
        longest = max(make.critical(TODAY), key=lambda pair: pair[0])[1]
        assert (longest.kind, longest.item, longest.quantity, longest.source) == ("buy", "film", 160, "mill")

    def test_a_rest_is_made_while_the_larger_part_comes_in(self):
        coming = [Supply("one", 1, day(2)), Supply("three", 3, day(5)), Supply("last", 1, day(9))]
        items = {
            "bag": Item("bag", Shelf(TODAY, 0, coming), Recipe("bill", (("film", 1.0),), lead_days=3)),
            "film": Item("film", Shelf(TODAY, 1), offers=(Offer("mill", 14),)),
        }
        planner = Planner(clock(), items, {})
        # all made anew waits for film (day 17), all that comes is there on day 9, four of it on day 5
        pieces = planner.get("bag", 5)
        assert [(piece.kind, piece.quantity, piece.day) for piece in pieces] == [
            ("coming", 1, day(2)),
            ("coming", 3, day(5)),
            ("make", 1, day(3)),
        ]
        # the one piece of film is booked: who comes next waits for the last supply
        assert [piece.day for piece in planner.get("bag", 1)] == [day(9)]

    @patient
    @given(factories(), wanted)
    def test_no_way_to_wait_for_a_part_and_get_the_rest_anew_is_earlier(self, planner, quantity):
        shelf, item = planner.items[0].shelf, planner.items[0]
        mark = planner.mark()
        found = end_of(planner.get(0, quantity))
        planner.back(mark)
        for number in range(31):
            there = min(shelf.by(day(number)), quantity)
            ready = day(number)
            if there < quantity:
                piece = planner._fresh(item, quantity - there, frozenset())
                planner.back(mark)
                if piece.day is None or piece.is_guess:
                    continue
                ready = max(piece.day, ready)
            assert found <= ready

    def test_the_dealer_takes_large_orders_only(self):
        items = {"film": Item("film", offers=(Offer("dealer", 2, least=500), Offer("mill", 14)))}
        planner = Planner(clock(), items, {})
        assert end_of(planner.get("film", 500)) == day(2)
        assert end_of(planner.get("film", 499)) == day(14)

    def test_what_comes_goes_before_a_vendor_nobody_knows_the_days_of(self):
        shelf = Shelf(TODAY, 0, [Supply("p", 100, day(10))])
        items = {"film": Item("film", shelf, offers=(Offer("any", 0, is_guess=True),))}
        planner = Planner(clock(), items, {})
        assert end_of(planner.get("film", 100)) == day(10)
        assert [piece.kind for piece in planner.get("film", 5)] == ["buy"]

    def test_of_two_work_centres_the_one_that_is_done_first(self):
        press, other = Bench(WORK, [(WORK[0][0], WORK[4][1])]), Bench(WORK)
        places = (Place("press", 0, 100, 60), Place("other", 60, 100, 60))
        items = {"bag": Item("bag", recipe=Recipe("bill", (), (Operation("print", places),)))}
        planner = Planner(clock(), items, {"press": press, "other": other})
        work = planner.get("bag", 250)[0].parts[0]
        assert work.source == ("print", "other")
        assert other.slot(NOW, 60)[0] == NOW + 5 * HOUR  # four hours from nine, past the break at noon

    def test_nobody_knows(self):
        items = {
            "bag": Item("bag", recipe=Recipe("bill", (("ink", 1.0),))),
            "ink": Item("ink", Shelf(TODAY, 5)),
            "ring": Item("ring", recipe=Recipe("ring", (("ring", 1.0),))),
            "press": Item("press", recipe=Recipe("b", (), (Operation("o", (Place("full", 0, 1, 60),)),))),
        }
        planner = Planner(clock(), items, {"full": Bench([])})
        for key in ("bag", "ring", "press"):
            mark = planner.mark()
            pieces = planner.get(key, 10)
            assert end_of(pieces) is None
            assert max(last(pieces).critical(TODAY), key=lambda pair: pair[0])[1].day is None
            planner.back(mark)
