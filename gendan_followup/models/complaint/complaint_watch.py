"""Did it work? What was complained about is watched for the next shipments; the same again opens the complaint."""

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
        gone = moves.filtered(lambda move: move._gendan_crossing() == "done")
        result = {}
        for watch in self:
            days = {}
            for move in gone:
                of_it = watch.product_id in (move.product_id, move.sale_line_id.product_id)
                if of_it and move.company_id == watch.company_id and move.date > watch.since:
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
        return {watch: next((line.complaint_id for line in lines if watch._gendan_is_repeat(line)), none)
                for watch in self}  # fmt: skip

    def _gendan_is_repeat(self, line):
        """Whether a line of another complaint is the same again: product, company, cause, of goods shipped since."""
        self.ensure_one()
        other = line.complaint_id
        if (line.product_id, line.company_id) != (self.product_id, self.company_id) or other == self.complaint_id:
            return False
        if other.cause_id:
            same = other.cause_id == self.cause_id
        else:
            same = line.defect_id and line.defect_id in self.defect_ids
        shipped = line.picking_id.date_done or line.received_at
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
                complaint._gendan_step("reopen", reason=reason)
                for todo in complaint._gendan_sync_todos():
                    if todo.user_id and todo.kind in ("complaint", "complaint_department"):
                        todo._gendan_schedule_activity(todo.user_id)


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


class GendanComplaintLine(models.Model):
    """A line told later may be the repeat."""

    _inherit = "gendan.complaint.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup
        lines = super().create(vals_list)
        self.env["gendan.complaint.watch"]._gendan_stir(lines.product_id)
        return lines

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if not {"defect_id", "product_id", "picking_id"}.isdisjoint(vals):
            self.env["gendan.complaint.watch"]._gendan_stir(self.product_id)
        return result


class GendanComplaintKind(models.Model):
    """How many shipments are watched after a complaint of this kind."""

    _inherit = "gendan.complaint.kind"

    _watch_positive = models.Constraint("CHECK (watch_shipments >= 0)", "Shipments to watch cannot be negative.")

    watch_shipments = fields.Integer(
        "Shipments to Watch", help="After the end of the full track. 0: as in the settings."
    )


class StockMove(models.Model):
    """What left for customers may be the shipment that is waited for."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        gone = moves.filtered(lambda move: move._gendan_crossing() == "done")
        # sudo: links only
        self.env["gendan.complaint.watch"]._gendan_stir(gone.product_id | gone.sudo().sale_line_id.product_id)
        return moves


class ResCompany(models.Model):
    """How long is watched whether it worked."""

    _inherit = "res.company"

    _gendan_watch_positive = models.Constraint(
        "CHECK (COALESCE(gendan_watch_shipments, 0) >= 0 AND COALESCE(gendan_watch_days, 0) >= 0)",
        "Shipments and days to watch cannot be negative.",
    )

    gendan_watch_shipments = fields.Integer(
        "Shipments to Watch", default=3, help="After a complaint of the full track was closed; 0: none."
    )
    gendan_watch_days = fields.Integer(
        "Days after the Last One", default=14, help="Calendar days the customer has to find it, after that shipment."
    )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"

    gendan_watch_shipments = fields.Integer(related="company_id.gendan_watch_shipments", readonly=False)
    gendan_watch_days = fields.Integer(related="company_id.gendan_watch_days", readonly=False)
    gendan_8d_departments = fields.Boolean(related="company_id.gendan_8d_departments", readonly=False)
