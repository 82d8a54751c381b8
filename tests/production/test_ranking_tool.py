"""Who comes first at a machine: known cases and laws."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.ranking import (
    SAME,
    Job,
    Weights,
    contradicts,
    lay_out,
    loads,
    moved,
    new_order,
    ranked,
    standing,
    urgency,
)

WEIGHTS = Weights()
MON = date(2026, 11, 2)
hours = st.integers(0, 80).map(lambda quarter: quarter / 4)


@st.composite
def jobs(draw, key=0):
    return Job(
        key=key,
        hours=draw(st.integers(1, 60)) / 4,
        start=draw(hours),
        earliest=draw(st.sampled_from([0.0, 0.0, 3.0, 12.5])),
        ready=draw(st.sampled_from([0.0, 0.0, 6.0])),
        is_begun=draw(st.sampled_from([False, False, False, True])),
        grade=draw(st.sampled_from([None, 0.0, 0.5, 1.0])),
        buffer=draw(st.one_of(st.none(), st.integers(-15, 30))),
        penalty=draw(st.sampled_from([0.0, 120.0, 4000.0])),
        value=draw(st.sampled_from([0.0, 8000.0, 250000.0])),
        is_rush=draw(st.booleans()),
        due=draw(st.one_of(st.none(), st.integers(0, 20).map(lambda n: MON + timedelta(days=n)))),
    )


@st.composite
def piles(draw, size=(1, 8)):
    return [draw(jobs(key)) for key in range(1, draw(st.integers(*size)) + 1)]


weightings = st.builds(Weights, *(st.sampled_from([0.0, 10.0, 40.0]) for _name in range(5)))


def keys(found):
    return [one.key for one in found]


# ------------------------------------------------------------ known cases


def test_grade_buffer_penalty_value_and_rush_each_decide_between_otherwise_equal_jobs():
    plain = Job(1, 4, buffer=8)
    for change in (
        {"grade": 1.0},
        {"buffer": 7},
        {"penalty": 300.0},
        {"value": 90000.0},
        {"is_rush": True},
        {"due": MON},
    ):
        urgent = replace(plain, key=2, **change)
        assert keys(ranked([plain, urgent], WEIGHTS)) == [2, 1], change


def test_a_weight_of_zero_leaves_a_criterion_out():
    good, late = Job(1, 4, grade=1.0, buffer=12), Job(2, 4, grade=0.0, buffer=0)
    assert keys(ranked([good, late], Weights(grade=0))) == [2, 1]
    assert keys(ranked([good, late], Weights(buffer=0))) == [1, 2]
    assert [point.code for point in urgency(good, Weights(grade=0))] == ["buffer"]


def test_what_waits_for_its_material_lets_others_pass():
    waits = Job(1, 4, ready=10, is_rush=True, buffer=-5)
    fits = Job(2, 10, buffer=20)
    places = lay_out(ranked([waits, fits], WEIGHTS))
    assert [(place.key, place.begin, place.end) for place in places] == [(2, 0, 10), (1, 10, 14)]


def test_what_has_no_material_comes_last_and_fills_no_gap():
    # the gap before the second one's material comes is long enough for the first
    pile = [
        Job(1, 2, is_rush=True, is_uncovered=True),
        Job(2, 4, ready=6),
        Job(3, 1, start=9, is_begun=True, is_uncovered=True),
        Job(4, 3),
    ]
    assert keys(ranked(pile, WEIGHTS)) == [3, 2, 4, 1]
    assert [(place.key, place.begin) for place in lay_out(ranked(pile, WEIGHTS))] == [(3, 0), (4, 1), (2, 6), (1, 10)]


def test_who_is_put_first_pushes_the_others_until_a_gap_takes_it_up():
    pile = [Job(1, 4, 0), Job(2, 4, 4), Job(3, 2, 10), Job(4, 6, 12)]
    assert moved(pile, 4, 1, 0) == {4: 0, 1: 6, 2: 10, 3: 14}
    # two hours go into the gap before the third
    short = [*pile[:3], Job(5, 2, 30)]
    assert moved(short, 5, 1, 0) == {5: 0, 1: 2, 2: 6}


def test_a_day_that_is_free_is_the_day():
    pile = [Job(1, 8, 0), Job(2, 8, 0), Job(3, 8, 0), Job(4, 8, 40)]
    assert moved(pile, 3, 4, 16) == {3: 16}
    # into a day that is too full: behind those that stay before it, and in front of those behind it all the same
    full = [Job(1, 8, 0), Job(2, 8, 0), Job(3, 4, 0), Job(4, 2, 30)]
    assert moved(full, 4, 3, 0) == {4: 16, 3: 18}
    # its material is no bar, the operation before it is
    assert moved([Job(1, 8, 0), Job(2, 4, 20, ready=50)], 2, 1, 0) == {2: 0, 1: 4}
    assert moved([Job(1, 8, 0), Job(2, 4, 20, earliest=12)], 2, 1, 0) == {2: 12}
    # nothing passes what is on the machine
    assert moved([Job(1, 8, 0, is_begun=True), Job(2, 4, 20)], 2, 1, 0) == {2: 8}


def test_putting_one_where_the_proposal_has_it_needs_no_reason():
    before, proposal = [1, 2, 3, 4], [4, 1, 2, 3]
    assert contradicts(before, [4, 1, 2, 3], proposal, 4) == []
    assert contradicts(before, [1, 4, 2, 3], proposal, 4) == []
    assert contradicts(before, [2, 1, 3, 4], proposal, 2) == [1]
    assert contradicts(before, [2, 3, 4, 1], proposal, 1) == [2, 3]


def test_hours_fall_into_the_days_in_which_they_are_worked():
    assert loads([(0, 4), (4, 12), (-6, -2)], [(0, 8), (8, 16)]) == [12, 4]


# ------------------------------------------------------------ laws


@given(piles(), weightings, st.randoms())
def test_the_order_is_total_and_does_not_depend_on_how_they_came(pile, weights, random):
    order = keys(ranked(pile, weights))
    assert sorted(order) == sorted(keys(pile))
    shuffled = list(pile)
    random.shuffle(shuffled)
    assert keys(ranked(shuffled, weights)) == order
    # nor on who else waits
    some = [job for job in pile if job.key % 2]
    assert keys(ranked(some, weights)) == [key for key in order if key % 2]


@given(piles(), weightings)
def test_more_urgent_never_comes_later(pile, weights):
    one = next((job for job in pile if not job.is_begun), None)
    if one is None:
        return
    others = [job for job in pile if job is not one]
    rank = keys(ranked(pile, weights)).index(one.key)
    for change in (
        {"buffer": (30 if one.buffer is None else one.buffer) - 3},
        {"grade": 1.0},
        {"penalty": one.penalty + 900},
        {"value": one.value * 2},
        {"is_rush": True},
    ):
        assert keys(ranked([*others, replace(one, **change)], weights)).index(one.key) <= rank, change


@given(piles(), weightings)
def test_laid_out_once_each_without_overlap_and_never_idle_while_one_may_begin(pile, weights):
    order = ranked(pile, weights)
    places = lay_out(order)
    assert sorted(keys(places)) == sorted(keys(pile))
    assert [place.rank for place in places] == list(range(1, len(pile) + 1))
    job_of = {job.key: job for job in pile}
    free = 0.0
    for number, place in enumerate(places):
        job = job_of[place.key]
        assert place.begin >= free
        assert abs(place.end - place.begin - job.hours) < 1e-9
        assert job.is_begun or place.begin >= max(job.earliest, job.ready)
        if place.begin > free + 1e-9:
            assert all(max(job_of[later.key].earliest, job_of[later.key].ready) > free for later in places[number:])
        free = place.end


@given(piles(size=(2, 8)), st.data())
def test_only_the_one_that_is_moved_may_come_earlier(pile, data):
    pile = standing(pile)
    free_ones = [job for job in pile if not job.is_begun]
    if not free_ones:
        return
    one = data.draw(st.sampled_from(free_ones))
    before = data.draw(st.sampled_from([None, *(job.key for job in pile if job is not one)]))
    day = data.draw(hours)
    result = moved(pile, one.key, before, day)
    assert result[one.key] >= max(day, one.earliest)
    job_of = {job.key: job for job in pile}
    spans = []
    for key, begin in result.items():
        assert not job_of[key].is_begun
        assert key == one.key or begin > job_of[key].start - SAME
        spans.append((begin, begin + job_of[key].hours))
    # those that make room do not stand on each other
    spans.sort()
    assert all(first[1] <= second[0] + SAME for first, second in zip(spans, spans[1:], strict=False))
    assert sorted(new_order(pile, result)) == sorted(keys(pile))


@given(piles(size=(2, 8)), weightings)
def test_following_the_proposal_contradicts_nothing(pile, weights):
    pile = standing(pile)
    places = {place.key: place for place in lay_out(ranked(pile, weights))}
    proposal = sorted(places, key=lambda key: places[key].rank)
    for key in proposal:
        assert contradicts(keys(pile), proposal, proposal, key) == []


@given(piles())
def test_no_hour_is_lost_between_the_days(pile):
    places = lay_out(standing(pile))
    edges = [(day * 8.0, day * 8.0 + 8) for day in range(40)]
    total = sum(loads([(place.begin, place.end) for place in places], edges))
    assert abs(total - sum(job.hours for job in pile)) < 1e-6
