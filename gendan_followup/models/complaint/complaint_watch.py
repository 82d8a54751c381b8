"""Did it work? What was complained about is watched for the next shipments; the same again opens the complaint."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from ..common.nightly import in_batches

STATES = [
    ("watching", "Watching"),
    ("effective", "Effective"),
    ("repeated", "Came Again"),
    ("off", "No longer watched"),
]


class GendanComplaintWatch(models.Model):
    """One product of a closed complaint of the full track: no repeat of its cause on the next shipments.

    Counted are transfers that took the product to any customer after the complaint was closed. A repeat is another
    complaint about goods of such a transfer with the same cause, or, as long as it has none, with the same defect.
    Seen with the complaint, written by the scheduled action only.
    """

    _name = "gendan.complaint.watch"
    _description = "Watch for a Complaint's Repeat"
    _inherit = "gendan.parent.access.mixin"
    _order = "complaint_id desc, id"

    _gendan_parent = "complaint_id"

    _once = models.UniqueIndex("(complaint_id, product_id)", "This product of the complaint is watched already.")
    _look_idx = models.Index("(next_look_at, id) WHERE next_look_at IS NOT NULL")
    _product_idx = models.Index("(product_id) WHERE state = 'watching'")

    complaint_id = fields.Many2one("gendan.complaint", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, precompute=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="cascade")
    cause_id = fields.Many2one("gendan.cause", string="Cause", readonly=True, ondelete="restrict")
    defect_ids = fields.Many2many("gendan.defect", string="Defects", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="watching")
    since = fields.Datetime("Watched since", required=True, readonly=True)
    wanted = fields.Integer("Shipments to Watch", readonly=True, aggregator=None)
    wait_days = fields.Integer("Days after the Last One", readonly=True, aggregator=None)
    seen = fields.Integer("Shipments Seen", readonly=True, aggregator=None)
    repeat_id = fields.Many2one("gendan.complaint", string="Came Again with", readonly=True, ondelete="set null")
    decided_at = fields.Datetime("Decided on", readonly=True)
    # what the scheduled action goes by: something of the product moved, or the days are over
    next_look_at = fields.Datetime(readonly=True)

    @api.depends("product_id", "state")
    @api.depends_context("lang")
    def _compute_display_name(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        for watch in self:
            watch.display_name = " · ".join(filter(None, (watch.product_id.display_name, states.get(watch.state))))

    # ------------------------------------------------------------ cron

    @api.model
    def _cron_gendan_complaint_watch(self, batch_size=100):
        """Look at what moved since: shipments and complaints of watched products. As superuser.

        Reads what the index gives it and writes nothing when nothing is due.
        """
        due = self.search([("next_look_at", "<=", fields.Datetime.now())], order="next_look_at, id")
        if due:
            in_batches(due, lambda batch: batch._gendan_look(), batch_size)

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_stir(self, products):
        """Something of these products moved: those who watch them look again. Sudo, any caller."""
        if not products:
            return
        # sudo: whoever ships or complains need not see what is watched
        watches = self.sudo().search([("product_id", "in", products.ids), ("state", "=", "watching")])
        now = fields.Datetime.now()
        fresh = watches.filtered(lambda watch: not watch.next_look_at or watch.next_look_at > now)
        if fresh:
            fresh.write({"next_look_at": now})

    def _gendan_look(self):
        """Count the shipments and look for repeats of these watches. Batch, written to be repeated."""
        self.invalidate_recordset(["state", "next_look_at"])
        watches = self.filtered(lambda watch: watch.state == "watching")
        (self - watches).filtered("next_look_at").write({"next_look_at": False})
        shipments, repeats = watches._gendan_shipments(), watches._gendan_found_repeats()
        now = fields.Datetime.now()
        for watch in watches:
            days = shipments[watch]
            vals = {"seen": len(days), "next_look_at": False}
            enough = len(days) >= watch.wanted and days[watch.wanted - 1] + timedelta(days=watch.wait_days)
            if repeats[watch]:
                vals.update(state="repeated", repeat_id=repeats[watch].id, decided_at=now)
            elif enough and enough <= now:
                vals.update(state="effective", decided_at=now)
            elif enough:
                vals.update(next_look_at=enough)
            watch.write(vals)
            watch._gendan_tell()

    def _gendan_shipments(self):
        """The moments at which shipments left for customers after each was closed: {watch: [datetime]}, sorted."""
        if not self:
            return {}
        moves = self.env["stock.move"].search(
            [
                ("state", "=", "done"),
                ("company_id", "in", self.company_id.ids),
                ("date", ">", min(self.mapped("since"))),
                "|",
                ("product_id", "in", self.product_id.ids),
                ("sale_line_id.product_id", "in", self.product_id.ids),
            ]
        )
        gone = defaultdict(set)
        told = moves.filtered(lambda move: move._gendan_crossing() == "done" and not move._gendan_tells_nothing())
        for move in told:
            for product in move.product_id | move.sale_line_id.product_id:
                gone[product, move.company_id].add(move)
        result = {}
        for watch in self:
            days = {}
            for move in gone[watch.product_id, watch.company_id]:
                if move.date > watch.since:
                    key = move.picking_id or move
                    days[key] = max(move.date, days.get(key, move.date))
            result[watch] = sorted(days.values())
        return result

    def _gendan_found_repeats(self):
        """The first complaint that says it came again: {watch: complaint, or empty}."""
        none = self.env["gendan.complaint"]
        if not self:
            return {}
        lines = self.env["gendan.complaint.line"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("received_at", ">", min(self.mapped("since"))),
                ("complaint_id.state", "not in", ("unfounded", "cancelled")),
            ],
            order="received_at, id",
        )
        shipped = lines._gendan_shipped()
        return {
            watch: next((line.complaint_id for line in lines if watch._gendan_is_repeat(line, shipped[line])), none)
            for watch in self
        }

    def _gendan_is_repeat(self, line, shipped):
        """Whether a line of another complaint is the same again: product, company, cause, of goods shipped since.

        :param shipped: when its goods left
        """
        self.ensure_one()
        other = line.complaint_id
        if (line.product_id, line.company_id) != (self.product_id, self.company_id) or other == self.complaint_id:
            return False
        if other.cause_id:
            same = other.cause_id == self.cause_id
        else:
            same = line.defect_id and line.defect_id in self.defect_ids
        return bool(same) and line.received_at > self.since and shipped > self.since

    def _gendan_tell(self):
        """What was decided goes to the complaint: a note; a repeat opens it again and wakes quality and clerk."""
        self.ensure_one()
        complaint = self.complaint_id
        env = complaint.with_context(lang=self.company_id.partner_id.lang or "en_US").env
        words = {"product": self.product_id.display_name, "seen": self.seen}
        if self.state == "effective":
            complaint._message_log(
                body=env._("%(product)s: no repeat on %(seen)s shipments. The actions were effective.", **words)
            )
        elif self.state == "repeated":
            reason = env._("%(product)s: the same again with %(repeat)s. The actions were not effective.",
                           repeat=self.repeat_id.name, **words)  # fmt: skip
            complaint._message_log(body=reason)
            if complaint.state == "closed":
                complaint._gendan_step("reopen", reason=reason, is_repeat_round=True)
                for todo in complaint._gendan_sync_todos():
                    if todo.user_id and todo.kind in ("complaint", "complaint_department"):
                        todo._gendan_schedule_activity(todo.user_id)
