"""The example's delivery notes: made, on the way with driver and carrier, void."""

from odoo import Command, api, models

# order -> driver, or None where the carrier has it; second quantity (of cartons) where there is one
NOTES = {
    "r6": ("司机阿昌 粤S·8K216", 40),
    "s1": ("司机阿昌 粤S·8K216", 24),
    "s2": (None, 12),
    "f1": (None, 8),
    "v1": ("司机阿昌 粤S·8K216", 84),
}
# order -> day, who said so, accepted (None: all), rejected, the customer's receipt number
ARRIVALS = {
    "v1": (-3, "陆工", 2388, 12, "RK2611-0417"),
    "f1": (0, "林小姐", None, 0, "HF-R-0031"),
}
# what customers call our products: (customer, product, number, name)
PARTS = [
    ("mailitian", "carton", "MLT-BX-403", "坚果外箱"),
    ("mailitian", "nut_bag", "MLT-PK-1402", None),
    ("hengyue", "tray", "HY-7741-02", "吸塑托盘 A 型"),
    ("xunhe", "zip_bag", "XH30021", None),
]


class GendanDemoScenario(models.AbstractModel):
    """Notes of what left in the last days, and of what is ready to leave."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_notes(self, company):
        """Made by the warehouse, each when its goods left."""
        company.write({"gendan_note": True, "gendan_note_objection_days": 7})
        self._example("partner_bujie").gendan_note_paper = "form"
        self._example("partner_hengyue").gendan_note_no_prices = True
        for customer, product, code, name in PARTS:
            self._example_make(
                f"part_{customer}_{product}",
                "gendan.customer.part",
                partner_id=self._example(f"partner_{customer}").id,
                product_id=self._example(f"product_{product}").id,
                code=code,
                name=name,
            )
        stamps, logged = {}, {}
        for key, (driver, cartons) in NOTES.items():
            picking = self._example(f"order_{key}").picking_ids.filtered(lambda entry: entry.state == "done")[:1]
            picking.gendan_driver = driver
            picking.move_ids[:1].write(
                {"gendan_second_quantity": cartons, "gendan_second_uom_id": self._example_cartons().id}
            )
            note = self._example_note(key, picking)
            stamps[note] = {"create_date": picking.date_done, "left_at": picking.date_done}
            logged |= dict.fromkeys(
                note.document_ids.issue_ids, {"issued_at": picking.date_done, "create_date": picking.date_done}
            )
        self._example_stamp(stamps)
        self._example_stamp(logged)
        self._example_ready_notes()
        self._example_make_arrivals()

    @api.model
    def _example_note(self, key, picking):
        """The note of a transfer, printed by the warehouse; with the carrier where nobody of ours drives."""
        warehouse = self._example("user_warehouse")
        # sudo: the example is written whatever rights its people have
        note = picking.with_user(warehouse).sudo()._gendan_make_notes()
        note._gendan_hand_in_house()
        self._example_keep(f"note_{key}", note.with_env(self.env))
        return note.with_env(self.env)

    @api.model
    def _example_cartons(self):
        """The unit in which cartons are counted."""
        return self._example_find("uom_cartons") or self._example_make("uom_cartons", "uom.uom", name="箱")

    @api.model
    def _example_ready_notes(self):
        """Goods that wait for their money: the note is printed, once too early."""
        picking = self._example("order_c2").picking_ids.filtered(lambda entry: entry.state == "assigned")[:1]
        if not picking:
            return
        early = self._example_note("c2_early", picking)
        picking.move_ids[:1].write(
            {"gendan_second_quantity": 16, "gendan_second_uom_id": self._example_cartons().id}
        )
        self._example_note("c2", picking)
        self._example_date_back(early, create_date=self._example_moment(-1, 17), voided_at=self._example_moment(0, 9))

    # === arrivals ===

    @api.model
    def _example_make_arrivals(self):
        """What was on its way long enough is there: as it left, with some rejected, one told by the customer."""
        for key, (day, told_by, accepted, rejected, number) in ARRIVALS.items():
            picking = self._example(f"note_{key}").picking_id
            move = picking.move_ids[:1]
            self._example_make(
                f"arrival_{key}",
                "gendan.arrival",
                picking_id=picking.id,
                arrived_on=self._example_day(day),
                told_by=told_by,
                source="page" if key == "f1" else "clerk",
                line_ids=[
                    Command.create(
                        {
                            "move_id": move.id,
                            "accepted": move.quantity if accepted is None else accepted,
                            "rejected": rejected,
                            "receipt_number": number,
                        }
                    )
                ],
            )
        # what was settled on the way never waited in this database
        todos = self.env["gendan.todo"].search(
            [("open", "=", False), ("res_model", "in", ("gendan.delivery.note", "gendan.arrival"))]
        )
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()
