"""Closed complaints of the full track are watched."""

from odoo import api, fields, models

from .complaint_watch import STATES


class GendanComplaint(models.Model):
    """Watched from its end on."""

    _inherit = "gendan.complaint"

    watch_ids = fields.One2many("gendan.complaint.watch", "complaint_id", string="Did It Work", readonly=True)
    watch_state = fields.Selection(
        STATES, string="Effectiveness", compute="_compute_watch_state", store=True, help="Of its products, the worst."
    )

    @api.depends("watch_ids.state")
    def _compute_watch_state(self):
        order = ("repeated", "watching", "effective", "off")
        for complaint in self:
            states = complaint.watch_ids.mapped("state")
            complaint.watch_state = next((state for state in order if state in states), False)

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if "cause_id" in vals:
            self.env["gendan.complaint.watch"]._gendan_stir(self.line_ids.product_id)
        return result

    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"watch_ids", "watch_state"}

    def _gendan_state_moved(self, before):
        # EXTENDS gendan_followup
        result = super()._gendan_state_moved(before)
        complaints = self.sudo()  # sudo: watches are written here only
        watches = complaints.env["gendan.complaint.watch"]
        watches._gendan_stir(complaints.line_ids.product_id)
        complaints.filtered(lambda one: one.state == "closed" and one.track == "full")._gendan_watch()
        again = complaints.filtered(lambda one: one.state != "closed").watch_ids
        if again := again.filtered(lambda watch: watch.state == "watching"):
            again.write({"state": "off", "next_look_at": False})
        return result

    def _gendan_watch(self):
        """Watch the products of these complaints from now on, anew where they were watched before. Sudo."""
        new = []
        for complaint in self:
            wanted, days = complaint._gendan_watch_terms()
            known = {watch.product_id: watch for watch in complaint.watch_ids}
            for product, lines in complaint.line_ids.grouped("product_id").items() if wanted else ():
                vals = {
                    "state": "watching",
                    "cause_id": complaint.cause_id.id,
                    "defect_ids": [fields.Command.set(lines.defect_id.ids)],
                    "since": complaint.closed_at,
                    "wanted": wanted,
                    "wait_days": days,
                    "seen": 0,
                    "repeat_id": False,
                    "decided_at": False,
                    "next_look_at": False,
                }
                if product in known:
                    known[product].write(vals)
                else:
                    new.append({**vals, "complaint_id": complaint.id, "product_id": product.id})
        if new:
            self.env["gendan.complaint.watch"].create(new)

    def _gendan_watch_terms(self):
        """How many shipments are watched, and for how many days after the last of them; 0 shipments: not at all."""
        self.ensure_one()
        return self.kind_id.watch_shipments or self.company_id.gendan_watch_shipments, self.company_id.gendan_watch_days
