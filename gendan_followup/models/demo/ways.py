"""How the example's goods are sent: tariffs, departures, wishes, a booked slot, freight, and what the ways took."""

from datetime import date, datetime, time, timedelta

import pytz

from odoo import Command, api, models

from .company import NEW_YEAR

# carrier: base, per kg
TARIFFS = {"own": (80, 0.35), "hk": (450, 0.9), "courier": (12, 7.5), "sea": (900, 0.4), "air": (320, 26)}
SAILINGS = (2, 5)  # Wednesday, Saturday

# order: handed over, packing and marks, who pays
WISHES = {
    "x1": ("depot", "24 cartons per pallet, heat-treated (ISPM 15).\nMarks: NL / HAMBURG / C-No. 1-up", "collect"),
    "r5": ("door", "每箱附产品标签两张，卡板不超过 1.3 米高", "month"),
    "v2": ("door", "收货口只收 1.0 × 1.2 m 卡板；外箱贴客户条码", "month"),
    "c1": ("pickup", False, False),
    "gb": ("door", "每箱一個色號，箱嘜：CF / ORDER NO. / C/NO.", "rebill"),
}  # fmt: skip
# order: freight planned, on the carrier's bill, who pays
FREIGHT = {
    "d1": (95, 95, "month"), "d2": (120, 186, "rebill"), "d3": (110, 110, "us"), "v1": (140, 165, "month"),
}  # fmt: skip
# old deliveries of which somebody asked when they were there
OLD = ("h1", "h2", "h3", "h4", "h5", "d4")


class GendanDemoScenario(models.AbstractModel):
    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_ways(self, company):
        # EXTENDS: tariffs, and days on which the ship leaves
        made = super()._example_make_ways(company)
        for key, (base, per_kg) in TARIFFS.items():
            self._example(f"carrier_{key}").write(
                {
                    "delivery_type": "base_on_rule",
                    "price_rule_ids": [
                        Command.create(
                            {
                                "variable": "weight",
                                "operator": "<=",
                                "max_value": 1000000,
                                "list_base_price": base,
                                "list_price": per_kg,
                                "variable_factor": "weight",
                            }
                        )
                    ],
                }
            )
        calendar = self._example_calendar("calendar_sailings", "海运截货 周三、周六", company)
        calendar.attendance_ids.filtered(lambda shift: int(shift.dayofweek) not in SAILINGS).unlink()
        zone = pytz.timezone("Asia/Shanghai")

        def utc(day, clock):
            return zone.localize(datetime.combine(day, clock)).astimezone(pytz.utc).replace(tzinfo=None)

        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": f"{new_year.year}年春节前后停航",
                    "company_id": company.id,
                    "calendar_id": calendar.id,
                    "date_from": utc(new_year - timedelta(days=9), time.min),
                    "date_to": utc(new_year + timedelta(days=10), time(23, 59, 59)),
                }
                for new_year in NEW_YEAR
            ]
        )
        self._example("carrier_sea").gendan_departure_calendar_id = calendar
        return made

    @api.model
    def _example_make_sending(self, company):
        """Wishes, one slot booked, one address that changed since it was confirmed, freight, old arrivals."""
        for key, (handover, packing, payer) in WISHES.items():
            values = {"gendan_handover": handover, "gendan_packing_wish": packing, "gendan_freight_payer": payer}
            order = self._example(f"order_{key}")
            order.partner_id.commercial_partner_id.write(values)
            order.write(values)
        for key, (planned, real, payer) in FREIGHT.items():
            order = self._example(f"order_{key}")
            order.write(
                {
                    "carrier_id": self._example("carrier_own").id,
                    "gendan_freight_planned": planned,
                    "gendan_freight_payer": payer,
                }
            )
            order.picking_ids.filtered(lambda picking: picking.state == "done")[:1].gendan_freight_real = real
        company.gendan_confirm_contact = True
        self._example_book(company)
        self._example_make_journeys()
        self._example_make_quality_holds(company)

    @api.model
    def _example_book(self, company):
        clerk = self._example("user_clerk")
        slot = self._example_day(1)
        booked, moved = (
            self._example(f"order_{key}").picking_ids.filtered(lambda picking: picking.state == "assigned")[:1]
            for key in ("v2", "r5")
        )
        booked, moved = (picking.with_user(clerk).sudo() for picking in (booked, moved))  # sudo: no warehouse rights
        (booked | moved).gendan_contact_told_by = "收货组"
        (booked | moved).action_gendan_contact()
        booked.write(
            {
                "gendan_booking_site": "衡岳 SRM 供应商平台",
                "gendan_booking_number": "DOCK-2611-0417",
                "gendan_slot_from": company._gendan_at(slot, time(9, 30)),
                "gendan_slot_to": company._gendan_at(slot, time(11, 0)),
            }
        )
        # the phone on file then was another
        self._example_date_back(moved, gendan_contact_text=f"{moved.gendan_contact_text} (0755) 8386 1200")

    @api.model
    def _example_make_quality_holds(self, company):
        """One for a single order, still open; one released after a retest."""
        quality = self._example("user_quality")
        holds = self.env["gendan.quality.hold"].with_user(quality)
        held, retested = holds.create(
            [
                {
                    "company_id": company.id,
                    "product_id": self._example("product_film_roll").id,
                    "order_id": self._example("order_k3").id,
                    "reason": "剥离强度 1.2 N，低于 1.5 N，周五复测",
                },
                {
                    "company_id": company.id,
                    "product_id": self._example("product_tea_box").id,
                    "reason": "色差 ΔE 3.1，客户确认中",
                    "release_note": "客户签样接受，附标准色卡",
                },
            ]
        )
        retested.action_release()
        self._example_keep("quality_hold_open", held)
        self._example_keep("quality_hold_released", retested)

    @api.model
    def _example_make_journeys(self):
        for key in OLD:
            order = self._example(f"order_{key}")
            arrived = order.gendan_plan_ids.milestone_ids.filtered(
                lambda milestone: milestone.event == "arrived" and milestone.actual_date
            )
            picking = order.picking_ids.filtered(lambda picking: picking.state == "done")[:1]
            day = arrived[:1].actual_date
            if picking and isinstance(day, date):
                self._example_make(f"arrival_{key}", "gendan.arrival", picking_id=picking.id, arrived_on=day)
        self.env.flush_all()
        self.env["gendan.transit"].search([("active", "=", True)])._gendan_learn()
