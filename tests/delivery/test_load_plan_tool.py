"""Loading: nothing over the limits, nothing lost, an order kept together where it can be."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.load_plan import Piece, Unit, plan_load

amounts = st.integers(0, 40).map(float)
limits = st.one_of(st.none(), st.integers(1, 60).map(float))


@st.composite
def loads(draw):
    pieces = [
        Piece(number, draw(amounts), draw(amounts), draw(st.sampled_from([None, "A", "B", "C"])))
        for number in range(draw(st.integers(0, 9)))
    ]
    units = [Unit(f"u{number}", draw(limits), draw(limits)) for number in range(draw(st.integers(0, 4)))]
    return pieces, units


@given(loads())
def test_each_piece_once_and_no_unit_over_its_limits(load):
    pieces, units = load
    plan = plan_load(pieces, units)
    assert sorted([*plan.places, *plan.left]) == [piece.key for piece in pieces]
    for unit in units:
        assert [piece.key for piece in unit.pieces if plan.places[piece.key] != unit.key] == []
        assert unit.volume is None or sum(piece.volume for piece in unit.pieces) <= unit.volume
        assert unit.weight is None or sum(piece.weight for piece in unit.pieces) <= unit.weight


@given(loads())
def test_what_is_left_has_room_nowhere(load):
    pieces, units = load
    plan = plan_load(pieces, units)
    by_key = {piece.key: piece for piece in pieces}
    assert [key for key in plan.left if any(unit.has_room([by_key[key]]) for unit in units)] == []


@given(loads())
def test_a_lone_order_that_fits_one_unit_is_in_one_unit(load):
    pieces, units = load
    pieces = [Piece(piece.key, piece.volume, piece.weight, "A") for piece in pieces]
    if pieces and any(unit.has_room(pieces) for unit in units):
        assert len(set(plan_load(pieces, units).places.values())) == 1


def test_the_large_order_first_and_the_small_ones_round_it():
    pieces = [Piece("small", 4), Piece("o1", 12, group="O"), Piece("o2", 8, group="O"), Piece("mid", 9)]
    plan = plan_load(pieces, [Unit("truck 1", 20), Unit("truck 2", 20)])
    assert plan.places == {"o1": "truck 1", "o2": "truck 1", "mid": "truck 2", "small": "truck 2"}
    assert plan.left == []


def test_an_order_larger_than_any_unit_is_taken_apart():
    pieces = [Piece("o1", 15, group="O"), Piece("o2", 10, group="O"), Piece("o3", 30, group="O")]
    plan = plan_load(pieces, [Unit("truck 1", 20), Unit("truck 2", 20)])
    assert plan.places == {"o1": "truck 1", "o2": "truck 2"}
    assert plan.left == ["o3"]


def test_what_is_loaded_stays_and_draws_the_rest_of_its_order():
    units = [Unit("truck 1", 20), Unit("truck 2", 20, pieces=[Piece("o1", 5, group="O")])]
    assert plan_load([Piece("o2", 5, group="O")], units).places == {"o2": "truck 2"}


def test_weight_counts_as_well_as_volume():
    plan = plan_load([Piece("lead", 1, 900), Piece("foam", 18, 50)], [Unit("truck", 20, 920)])
    # the lead takes 98 % of what may be carried, the foam 90 % of the room
    assert (plan.places, plan.left) == ({"lead": "truck"}, ["foam"])
