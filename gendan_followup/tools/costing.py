"""From what a piece costs to what it is offered at, for several quantities side by side."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Kind = Literal["material", "process", "tooling", "loss", "freight", "overhead", "margin"]
# unit, 1000 units, m² of a unit, once for the run, units lost at the start, percent of what stands above, of the price
Basis = Literal["unit", "thousand", "area", "set", "start", "subtotal", "price"]

HUNDRED = Decimal(100)
MOST_DIGITS = 6
MOST_STEPS = 5


class CostingError(ValueError):
    """These figures give no price. `reason` is 'quantity' (not above zero) or 'share' (100 % of the price or more)."""

    def __init__(self, reason: Literal["quantity", "share"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of a cost sheet; lines count from top to bottom.

    `rate` is money in the bases unit, thousand, area and set, a number of units in 'start', else percent. `usage` is
    how much of it goes into one unit (thousand units, m², run), `waste` the percent of it that is spoilt. `apart`:
    charged by itself and no part of the unit price ('set' only).
    """

    key: Hashable
    kind: Kind
    basis: Basis
    rate: Decimal
    usage: Decimal = Decimal(1)
    waste: Decimal = Decimal(0)
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What the price comprises. `area` is m² of one unit, `digits` decimals of the offered unit price (at most 6)."""

    area: Decimal = Decimal(0)
    tax_percent: Decimal = Decimal(0)
    with_tax: bool = False
    with_freight: bool = True
    digits: int = MOST_DIGITS

    @property
    def tax_factor(self) -> Decimal:
        """By which a price before tax is multiplied."""
        return 1 + self.tax_percent / HUNDRED


@dataclass(frozen=True, slots=True)
class Quote:
    """What one unit costs and is offered at when `quantity` units are ordered.

    `parts` is what each line adds to one unit, before the price is rounded. `cost` is all of it but the margin, `net`
    the rounded price before tax, `price` the same as it is offered (with tax where the terms say so), `apart` what is
    charged by itself for the whole run, before tax and not rounded.
    """

    quantity: Decimal
    parts: Mapping[Hashable, Decimal]
    cost: Decimal
    net: Decimal
    price: Decimal
    apart: Decimal

    @property
    def margin(self) -> Decimal:
        """What is left of one unit."""
        return self.net - self.cost

    @property
    def margin_percent(self) -> Decimal:
        """The same in percent of the price before tax; 0 for what is given away."""
        return self.margin / self.net * HUNDRED if self.net else Decimal(0)


def to_decimal(value: float | int | str | Decimal) -> Decimal:
    """A float as it reads, without its binary tail."""
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))


def round_price(value: Decimal, digits: int) -> Decimal:
    """Half up, as a clerk rounds; never more than six decimals."""
    return value.quantize(Decimal(1).scaleb(-min(digits, MOST_DIGITS)), ROUND_HALF_UP)


def quote(lines: Sequence[CostLine], quantity: Decimal, terms: Terms) -> Quote:
    """The price at one quantity.

    :raise CostingError: the quantity is not above zero, or the shares of the price leave nothing for the costs
    """
    if quantity <= 0:
        raise CostingError("quantity")
    parts: dict[Hashable, Decimal] = {}
    subtotal = apart = share = Decimal(0)
    for line in lines:
        if line.kind == "freight" and not terms.with_freight:
            continue
        if line.basis == "price":
            share += line.rate
            continue
        if line.basis == "set" and line.apart:
            apart += line.rate * line.usage
            continue
        parts[line.key] = _part(line, quantity, subtotal, terms)
        subtotal += parts[line.key]
    if share >= HUNDRED:
        raise CostingError("share")
    exact = subtotal / (1 - share / HUNDRED)
    for line in lines:
        if line.basis == "price" and (line.kind != "freight" or terms.with_freight):
            parts[line.key] = exact * line.rate / HUNDRED
    margins = {line.key for line in lines if line.kind == "margin"}
    cost = sum((part for key, part in parts.items() if key not in margins), Decimal(0))
    price = round_price(exact * terms.tax_factor if terms.with_tax else exact, terms.digits)
    net = price / terms.tax_factor if terms.with_tax else price
    return Quote(quantity, parts, cost, net, price, apart)


def _part(line: CostLine, quantity: Decimal, subtotal: Decimal, terms: Terms) -> Decimal:
    """What a line adds to one unit."""
    amount = line.rate * line.usage * (1 + line.waste / HUNDRED)
    match line.basis:
        case "unit":
            return amount
        case "thousand":
            return amount / 1000
        case "area":
            return amount * terms.area
        case "set":
            return line.rate * line.usage / quantity
        case "start":
            return subtotal * line.rate / quantity
        case _:
            return subtotal * line.rate / HUNDRED


def step_for(quantities: Iterable[Decimal], quantity: Decimal) -> Decimal | None:
    """The step whose price holds for a quantity: the highest it reaches, below all of them the lowest."""
    steps = sorted(quantities)
    reached = [step for step in steps if step <= quantity]
    return reached[-1] if reached else (steps[0] if steps else None)
