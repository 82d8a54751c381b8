"""The example's containment: a vacuum bag by lots that leaks, found wherever it is, part of it on hold."""

from datetime import timedelta

from odoo import Command, api, fields, models

FILM, LOT, SIBLING, RUNNING = "PA2611-07", "VB261112", "VB261118", "VB261123"
# whose, how many of which lot, days ago; the last one is reserved and has not left
DELIVERIES = (
    ("mailitian", 6000, LOT, -4),
    ("hemu", 3000, LOT, -3),
    ("hengyue", 4000, LOT, -2),
    ("hemu", 5000, LOT, None),
)


class GendanDemoScenario(models.AbstractModel):
    """Where the goods of a complaint are."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_complaint_holds(self, company):
        """Film of one lot, bags of two lots from it and a third in production, deliveries, complaint, hold."""
        self._example_make_leaking_bags(company)
        complaint = self._example_make_leak()
        quality = self._example("user_quality")
        complaint._gendan_trace()
        places = complaint.trace_ids.filtered(lambda trace: trace.place == "stock" and trace.relation == "same")
        # notes of the system are in the factory's language
        quality_does = complaint.with_user(quality).with_context(lang="zh_CN")
        hold = quality_does._gendan_hold_traces(places.with_user(quality)).sudo()  # sudo: example
        self._example_keep("hold_leak", hold)
        hold.with_user(quality).write({"release_note": "抽检 500 只，抽真空 24 小时不漏，放行"})
        hold.line_ids.with_user(quality).back = 2000
        hold.with_user(quality).with_context(lang="zh_CN").action_release()
        # of the rest some cannot be sorted: the warehouse has it to do, and has begun
        hold.with_user(quality).with_context(lang="zh_CN").write(
            {
                "scrap_note": "封口边起皱，无法返工",
                "line_ids": [Command.update(hold.line_ids[0].id, {"to_scrap": 1200})],
            }
        )
        self._example_scrap_held(hold.line_ids[0], 400)
        complaint._gendan_note_stage("d3")
        found = complaint.trace_ids.filtered(lambda trace: trace.place == "stock" and trace.relation == "component")
        found.write({"state": "checked", "note": "薄膜剥离强度 4.1 N，合格"})
        self._example_settle_complaint_clocks(company)

    @api.model
    def _example_scrap_held(self, line, quantity):
        """The warehouse has scrapped so many of what it was told to."""
        line = line.with_user(self._example("user_warehouse")).with_context(lang="zh_CN")
        context = line.action_scrap()["context"]
        line.env["stock.scrap"].with_context(**context).create({"scrap_qty": quantity}).action_validate()

    @api.model
    def _example_settle_complaint_clocks(self, company):
        """Complaints were dated back: so are their clocks; to-dos that were only open while loading go."""
        complaints = self.env["gendan.complaint"].search([("company_id", "=", company.id)])
        for complaint in complaints.filtered("closed_at"):
            self._example_date_back(complaint, clock_stopped_at=complaint.closed_at)
        for name in ("same_day", "first_kept", "resolution_kept"):
            self.env.add_to_compute(complaints._fields[name], complaints)
        todos = self.env["gendan.todo"].search([("open", "=", False), ("res_model", "=", "gendan.complaint")])
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_make_leaking_bags(self, company):
        """Product, lots, productions and deliveries."""
        lots_shown = self.env.ref("stock.group_production_lot")
        self.env.ref("base.group_user").write({"implied_ids": [Command.link(lots_shown.id)]})
        stock = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1).lot_stock_id
        goods = {"type": "consu", "is_storable": True, "tracking": "lot", "taxes_id": [Command.clear()]}
        film = self._example_make(
            "product_pa_film", "product.product", name="PA15/PE60 共挤膜", default_code="M-PA15",
            categ_id=self._example("category_material").id, uom_id=self.env.ref("uom.product_uom_kgm").id,
            standard_price=21, **goods,
        )  # fmt: skip
        bag = self._example_make(
            "product_vacuum", "product.product", name="真空袋 200×300", default_code="VB-2030", list_price=0.32,
            categ_id=self._example("category_bag").id, uom_id=self._example("uom_piece").id, **goods,
        )  # fmt: skip
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": bag.product_tmpl_id.id,
                "product_qty": 1000,
                "bom_line_ids": [Command.create({"product_id": film.id, "product_qty": 9})],
            }
        )
        lots = {
            name: self._example_make(
                f"lot_{name.lower().replace('-', '_')}", "stock.lot", name=name, product_id=product.id,
                company_id=company.id,
            )
            for name, product in ((FILM, film), (LOT, bag), (SIBLING, bag), (RUNNING, bag))
        }  # fmt: skip
        self.env["stock.quant"]._update_available_quantity(film, stock, 600, lot_id=lots[FILM])
        for name, quantity, done in ((LOT, 25000, True), (SIBLING, 8000, True), (RUNNING, 12000, False)):
            self._example_make_lot_production(bag, lots[name], quantity, done)
        for partner, quantity, name, day in DELIVERIES:
            self._example_deliver_lot(bag, self._example(f"partner_{partner}"), quantity, lots[name], day)

    @api.model
    def _example_make_lot_production(self, bag, lot, quantity, done):
        """A production of one lot, done or with its film reserved."""
        production = self.env["mrp.production"].create({"product_id": bag.id, "product_qty": quantity})
        production.action_confirm()
        production.action_assign()
        production.lot_producing_ids = lot
        if done:
            production.qty_producing = quantity
            production.move_raw_ids.picked = True
            production.button_mark_done()

    @api.model
    def _example_deliver_lot(self, bag, partner, quantity, lot, day):
        """A delivery of one lot that has left, or is ready to: goods sent ahead of their orders."""
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", lot.company_id.id)], limit=1)
        places = {
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": partner.property_stock_customer.id,
        }
        move = {"product_id": bag.id, "product_uom_qty": quantity, "product_uom": bag.uom_id.id, **places}
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": partner.id,
                "move_ids": [Command.create(move)],
                **places,
            }
        )
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.move_line_ids.lot_id = lot
        if day is None:
            return
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True)._action_done()
        moment = self._example_moment(day, 15)
        self._example_date_back(picking, date_done=moment)
        self._example_date_back(picking.move_ids, date=moment)
        self._example_date_back(picking.move_ids.move_line_ids, date=moment)
        if not self._example_find("picking_leak"):
            self._example_keep("picking_leak", picking)

    @api.model
    def _example_make_leak(self):
        """The complaint: half of the time to answer is over; it waited two hours for a photo."""
        bag, picking = self._example("product_vacuum"), self._example("picking_leak")
        clerk = self._example("user_clerk")
        now = fields.Datetime.now()
        complaint = (
            self.env["gendan.complaint"]
            .with_user(clerk)
            .create(
                {
                    "picking_id": picking.id,
                    "kind_id": self.env.ref("gendan_followup.complaint_kind_quality").id,
                    "subject": "真空袋抽真空后漏气",
                    "description": "抽完真空放一晚，二十个里面三个鼓起来。先停用，请尽快答复。",
                    "channel": "chat",
                    "received_at": now - timedelta(hours=20),
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": bag.id,
                                "lot_id": self._example(f"lot_{LOT.lower()}").id,
                                "checked": 200,
                                "bad": 30,
                                "blocked": 5800,
                            }
                        )
                    ],
                }
            )
            .with_env(self.env)
        )
        complaint._gendan_add_pause(
            "photo",
            note="封口处的照片",
            date_from=now - timedelta(hours=18),
            date_to=now - timedelta(hours=16),
            user_id=clerk.id,
            resumed_by_id=clerk.id,
        )
        complaint._gendan_step("take")
        return self._example_keep("complaint_leak", complaint)
