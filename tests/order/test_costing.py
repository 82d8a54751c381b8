"""The pure computing of cost sheets, against rules every price must keep."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.costing import (
    CostingError,
    CostLine,
    Terms,
    quote,
    round_price,
    step_for,
    to_decimal,
)

D = Decimal

money = st.decimals(0, 5000, places=6)
percents = st.decimals(0, 40, places=2)
quantities = st.decimals(1, 1_000_000, places=0)


@st.composite
def sheets(draw):
    """Lines as a clerk types them: amounts, what is paid once, losses, overhead, a margin as a share of the price."""
    lines = [
        CostLine(
            ("amount", number),
            draw(st.sampled_from(["material", "process", "freight"])),
            draw(st.sampled_from(["unit", "thousand", "area", "set"])),
            draw(money),
            draw(st.decimals(0, 50, places=3)),
            draw(percents),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    lines.append(CostLine("start", "loss", "start", draw(st.decimals(0, 2000, places=0))))
    lines.append(CostLine("overhead", "overhead", "subtotal", draw(percents)))
    lines.append(CostLine("margin", "margin", draw(st.sampled_from(["price", "subtotal"])), draw(percents)))
    return lines


terms = st.builds(
    Terms,
    area=st.decimals(0, 2, places=6),
    tax_percent=st.sampled_from([D(0), D(5), D(13)]),
    with_tax=st.booleans(),
    with_freight=st.booleans(),
    digits=st.integers(2, 6),
)


def line(kind, basis, rate, usage=1, waste=0, apart=False, key=None):
    return CostLine(key or (kind, basis), kind, basis, D(str(rate)), D(str(usage)), D(str(waste)), apart)


BAG = [
    line("material", "thousand", "9.8", usage=1, waste=6, key="pet"),
    line("material", "thousand", "10.4", usage="3.82", waste=5, key="pe"),
    line("process", "thousand", 22),
    line("tooling", "set", 3760, key="cylinders"),
    line("loss", "start", 1500),
    line("overhead", "subtotal", 8),
    line("margin", "price", 20),
]


def test_a_bag_by_hand():
    found = quote(BAG, D(50000), Terms(tax_percent=D(13), with_tax=True, digits=4))
    material = D("0.0098") * D("1.06") + D("0.0104") * D("3.82") * D("1.05")
    before = material + D("0.022") + D("0.0752")
    cost = before * (1 + D(1500) / 50000) * D("1.08")
    assert found.cost == pytest.approx(cost)
    assert found.price == round_price(cost / D("0.8") * D("1.13"), 4)
    assert found.margin_percent == pytest.approx(D(20), abs=D("0.05"))


def test_plates_charged_apart_leave_the_unit_price():
    spread = quote(BAG, D(50000), Terms())
    apart = quote([line("tooling", "set", 3760, apart=True, key="cylinders") if row.key == "cylinders" else row
                   for row in BAG], D(50000), Terms())
    assert apart.apart == D(3760)
    assert "cylinders" not in apart.parts
    assert apart.price < spread.price
    assert spread.apart == 0


def test_a_price_of_a_thousandth_is_kept_to_six_decimals():
    found = quote([line("material", "thousand", "0.0865")], D(1), Terms(digits=9))
    assert found.price == D("0.000087")


def test_freight_is_out_where_it_is_not_included():
    lines = [line("material", "unit", 1), line("freight", "unit", "0.2"), line("freight", "price", 10, key="share")]
    assert quote(lines, D(10), Terms(with_freight=False)).price == 1
    assert quote(lines, D(10), Terms()).price == round_price(D("1.2") / D("0.9"), 6)


def test_a_percentage_knows_what_stands_above_it_only():
    found = quote([line("overhead", "subtotal", 10), line("material", "unit", 100)], D(1), Terms())
    assert found.parts["overhead", "subtotal"] == 0


@pytest.mark.parametrize("quantity", [0, -5])
def test_no_quantity_no_price(quantity):
    with pytest.raises(CostingError) as caught:
        quote(BAG, D(quantity), Terms())
    assert caught.value.reason == "quantity"


def test_shares_that_leave_nothing_for_the_costs_give_no_price():
    with pytest.raises(CostingError) as caught:
        quote([line("material", "unit", 1), line("margin", "price", 60), line("overhead", "price", 40)], D(1), Terms())
    assert caught.value.reason == "share"


@given(sheets(), quantities, terms)
def test_the_parts_add_up_to_the_price(lines, quantity, wanted):
    found = quote(lines, quantity, wanted)
    exact = sum(found.parts.values(), D(0))
    half = D(1).scaleb(-wanted.digits) / 2
    offered = exact * wanted.tax_factor if wanted.with_tax else exact
    assert abs(found.price - offered) <= half + D("1e-15")
    assert found.price == found.price.quantize(D(1).scaleb(-wanted.digits))


@given(sheets(), quantities, terms)
def test_a_margin_above_zero_never_sells_below_cost_by_more_than_the_rounding(lines, quantity, wanted):
    found = quote(lines, quantity, wanted)
    assert found.net >= found.cost - D(1).scaleb(-wanted.digits)
    assert found.margin == found.net - found.cost


@given(sheets(), quantities, quantities, terms)
def test_more_is_never_dearer(lines, one, other, wanted):
    few, many = sorted((one, other))
    assert quote(lines, many, wanted).price <= quote(lines, few, wanted).price


@given(sheets(), quantities, terms)
def test_tax_goes_on_top_and_comes_off_again(lines, quantity, wanted):
    net = quote(lines, quantity, Terms(wanted.area, wanted.tax_percent, False, wanted.with_freight, 6))
    gross = quote(lines, quantity, Terms(wanted.area, wanted.tax_percent, True, wanted.with_freight, 6))
    assert gross.price >= net.price
    assert abs(gross.net - net.net) <= D("0.000001")


@given(st.lists(quantities, min_size=1, max_size=5, unique=True), quantities)
def test_the_step_that_holds(steps, quantity):
    found = step_for(steps, quantity)
    assert found in steps
    if quantity < min(steps):
        assert found == min(steps)
    else:
        assert found <= quantity
        assert not [step for step in steps if found < step <= quantity]


def test_no_steps_no_price():
    assert step_for([], D(5)) is None


@given(st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 6)))
def test_floats_keep_what_they_read_as(value):
    assert float(to_decimal(value)) == value
