import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .milestone_kind import SAMPLE_EVENTS

STATES = [
    ("to_make", "To make"),
    ("sent", "With the customer"),
    ("rejected", "Rejected: next round"),
    ("approved", "Approved"),
    ("noted", "Answer noted"),
    ("cancelled", "Cancelled"),
]
# to-dos and the plan look at these
WATCHED = frozenset({"cancelled", "kind_id", "order_id", "line_id", "product_id", "partner_id", "requested_date"})


class GendanSample(models.Model):
    """A sample the customer has to approve, or one that is only sent; with or without an order.

    Its rounds (A, B, C ...) are what was made and sent, their verdicts what the customer said. Clerks keep those of
    their customers and of those they back up, supervisors all; reps read their own customers', departments read all
    (there is no money in it) and work on the rounds. The customer answers on a page of his own.
    """

    _name = "gendan.sample"
    _description = "Sample"
    _inherit = ["mail.thread", "gendan.todo.mixin", "gendan.answer.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "product_id.name", "partner_id.name", "order_id.name"]

    _awaited_idx = models.Index("(company_id, answer_due) WHERE state = 'sent'")
    _approved_idx = models.Index("(partner_id, product_id) WHERE state = 'approved'")

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind_id = fields.Many2one("gendan.sample.kind", required=True, index=True, ondelete="restrict", tracking=True)
    needs_verdict = fields.Boolean(related="kind_id.needs_verdict")
    order_id = fields.Many2one(
        "sale.order", string="Order", index="btree_not_null", check_company=True, ondelete="restrict", tracking=True
    )
    line_id = fields.Many2one(
        "sale.order.line",
        string="Order Line",
        index="btree_not_null",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
        ondelete="set null",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    # stored: record rules and lists go by it
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, index="btree_not_null"
    )
    artwork_id = fields.Many2one(
        "gendan.sample.artwork",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'child_of', partner_id)]",
        ondelete="restrict",
    )
    subject = fields.Char(string="What", help="Colour, size, position: what exactly is to be approved.")
    requirement = fields.Text(string="Requirements", help="What the customer wants to see, and what it is judged by.")
    quantity = fields.Char(string="Pieces", help="How many, in which sizes and colours.")
    requested_date = fields.Date(string="Wanted by", tracking=True)
    department_id = fields.Many2one(
        "gendan.department",
        string="Made by",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    maker_id = fields.Many2one(
        "res.partner", string="Made Outside by", index="btree_not_null", help="Plate maker, dye house, mill."
    )
    cancelled = fields.Boolean(copy=False, readonly=True)

    round_ids = fields.One2many("gendan.sample.round", "sample_id", string="Rounds")
    verdict_ids = fields.One2many("gendan.sample.verdict", "sample_id", string="Verdicts", readonly=True)
    kept_count = fields.Integer(string="Number of kept samples", compute="_compute_kept_count")
    last_round_id = fields.Many2one("gendan.sample.round", compute="_compute_progress", store=True)
    round_letter = fields.Char(string="Round", compute="_compute_progress", store=True)
    state = fields.Selection(STATES, compute="_compute_progress", store=True, index=True, tracking=True)
    sent_on = fields.Date(string="Last Sent", compute="_compute_progress", store=True)
    answer_due = fields.Date(string="Answer Due", compute="_compute_progress", store=True)
    approved_on = fields.Date(compute="_compute_progress", store=True, tracking=True)
    lost_days = fields.Integer(
        string="Days Lost",
        compute="_compute_progress",
        store=True,
        help="Calendar days between the sending of the first round and of the last.",
    )
    valid_until = fields.Date(
        string="Approval Holds until",
        compute="_compute_valid_until",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="Last day a repeat may go by this approval; empty: without end.",
    )
    # which approval that day belongs to
    valid_verdict_id = fields.Many2one(
        "gendan.sample.verdict", compute="_compute_valid_until", store=True, ondelete="restrict"
    )
    is_expired = fields.Boolean(compute="_compute_is_expired", search="_search_is_expired")

    # ------------------------------------------------------------ compute

    @api.depends("order_id")
    def _compute_partner_id(self):
        for sample in self:
            if sample.order_id:
                sample.partner_id = sample.order_id.partner_id
            else:
                sample.partner_id = sample.partner_id

    @api.depends("line_id")
    def _compute_product_id(self):
        for sample in self:
            sample.product_id = sample.line_id.product_id or sample.product_id

    @api.depends("order_id.gendan_clerk_id", "partner_id.commercial_partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for sample in self:
            sample.clerk_id = sample.order_id.gendan_clerk_id or sample.partner_id.commercial_partner_id.gendan_clerk_id

    @api.depends("kind_id")
    def _compute_department_id(self):
        for sample in self:
            sample.department_id = sample.kind_id.department_id

    @api.depends(
        "cancelled",
        "round_ids.number",
        "round_ids.sent_on",
        "round_ids.answer_due",
        "round_ids.verdict_id",
    )
    def _compute_progress(self):
        """Where it stands follows from the last round and its last verdict."""
        for sample in self:
            rounds = sample.round_ids.sorted("number")
            last = rounds[-1:]
            sent = rounds.filtered("sent_on").mapped("sent_on")
            verdict = last.verdict_id
            sample.last_round_id = last
            sample.round_letter = last.letter
            sample.sent_on = last.sent_on
            sample.answer_due = last.answer_due
            sample.lost_days = (sent[-1] - sent[0]).days if sent else 0
            sample.approved_on = verdict.given_on if verdict._gendan_is_approval() else False
            if sample.cancelled:
                sample.state = "cancelled"
            elif verdict._gendan_is_approval():
                sample.state = "approved"
            elif verdict.result in ("rejected", "noted"):
                sample.state = verdict.result
            else:
                sample.state = "sent" if last.sent_on else "to_make"

    # not the kind: what it says counts on the day of the approval
    @api.depends("approved_on", "last_round_id.verdict_id")
    def _compute_valid_until(self):
        for sample in self:
            verdict = sample.last_round_id.verdict_id if sample.approved_on else sample.valid_verdict_id.browse()
            is_same = verdict and (sample.valid_verdict_id or verdict) == verdict
            months = sample.kind_id.valid_months
            if is_same and (sample.valid_verdict_id or sample.valid_until):
                # as it was decided, or as the supervisor set it since
                sample.valid_until = sample.valid_until
            elif verdict and months:
                sample.valid_until = fields.Date.add(sample.approved_on, months=months)
            else:
                sample.valid_until = False
            sample.valid_verdict_id = verdict

    @api.depends("state", "valid_until")
    def _compute_is_expired(self):
        for sample in self:
            sample.is_expired = sample._gendan_is_over()

    def _gendan_is_over(self):
        """Whether the last day of the approval has passed."""
        self.ensure_one()
        today = self.company_id._gendan_today()
        return bool(self.state == "approved" and self.valid_until and self.valid_until < today)

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        expired = fields.Domain("state", "=", "approved") & fields.Domain(
            "valid_until", "<", self.env.company._gendan_today()
        )
        return expired if True in value else ~expired

    def _compute_kept_count(self):
        kept = self.env["gendan.sample.kept"]
        counts = dict(kept._read_group([("sample_id", "in", self.ids)], ["sample_id"], ["__count"]))
        for sample in self:
            sample.kept_count = counts.get(sample._origin, 0)

    @api.depends("name", "kind_id", "subject")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for sample in self:
            parts = [sample.name, sample.kind_id.name, sample.subject]
            sample.display_name = " · ".join(part for part in parts if part)

    # ------------------------------------------------------------ constrains

    @api.constrains("order_id", "partner_id", "line_id")
    def _check_order(self):
        for sample in self:
            order = sample.order_id
            if order and order.partner_id.commercial_partner_id != sample.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "Sample %(sample)s is for another customer than order %(order)s.",
                        sample=sample.name,
                        order=order.name,
                    )
                )
            if sample.line_id and sample.line_id.order_id != order:
                raise ValidationError(
                    self.env._(
                        "The line of sample %(sample)s is not of order %(order)s.",
                        sample=sample.name,
                        order=order.name or "",
                    )
                )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
                vals["name"] = company._gendan_next_number("gendan.sample")
        samples = super().create(vals_list)
        samples._gendan_changed()
        return samples

    def write(self, vals):
        if WATCHED.isdisjoint(vals):
            return super().write(vals)
        # the orders it leaves, too
        self.env["sale.order"]._gendan_touch_now(self, *SAMPLE_EVENTS)
        result = super().write(vals)
        self._gendan_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for sample in self:
            if sample.round_ids.filtered("sent_on") or sample.verdict_ids:
                raise UserError(
                    self.env._("Sample %(sample)s has gone out and cannot be deleted. Cancel it.", sample=sample.name)
                )
        self.env["sale.order"]._gendan_touch_now(self, *SAMPLE_EVENTS)

    # ------------------------------------------------------------ actions

    def action_gendan_round(self):
        """Button: the next round; the first one, or after the customer has rejected the last.

        :return: action that opens the round
        :raise UserError: the last round is still to be made or answered
        """
        self.ensure_one()
        if sentence := self._gendan_round_error():
            raise UserError(sentence)
        return self._gendan_dialog(self.env._("Round"), "gendan.sample.round", {"default_sample_id": self.id})

    def action_gendan_verdict(self):
        """Button: what the customer said about the last round.

        :raise UserError: nothing was sent yet
        """
        self.ensure_one()
        if not self.last_round_id.sent_on or self.cancelled:
            raise UserError(
                self.env._(
                    "Sample %(sample)s is not with the customer. Say first when the round was sent.", sample=self.name
                )
            )
        return self._gendan_dialog(
            self.env._("Customer's Verdict"),
            "gendan.sample.verdict",
            {
                "default_round_id": self.last_round_id.id,
                "default_result": "approved" if self.needs_verdict else "noted",
            },
        )

    def action_gendan_kept(self):
        """Button: what was put by of this sample as sealed or limit sample.

        :return: action
        """
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_sample_kept"),
            "domain": [("sample_id", "=", self.id)],
            "context": {"default_sample_id": self.id, "default_company_id": self.company_id.id},
        }

    def action_gendan_cancel(self):
        """Button: not wanted any more. What was sent and said stays."""
        return self.write({"cancelled": True})

    def action_gendan_reopen(self):
        """Button: wanted after all."""
        return self.write({"cancelled": False})

    def action_gendan_label(self):
        """Button and print menu: labels of the last rounds.

        :return: action of the report
        :raise UserError: there is no round yet
        """
        return self._gendan_last_rounds().action_gendan_label()

    def action_gendan_approval_form(self):
        """Button: the approval form of the last round."""
        self.ensure_one()
        return self._gendan_last_rounds().action_gendan_approval_form()

    def action_gendan_ask(self):
        """Button: the link to the customer's page, as text for a chat."""
        self.ensure_one()
        return self._gendan_last_rounds().action_gendan_ask()

    def action_gendan_ask_mail(self):
        """Button: the link to the customer's page, by e-mail."""
        self.ensure_one()
        return self._gendan_last_rounds().action_gendan_ask_mail()

    @api.model
    def _gendan_dialog(self, title, model, context):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    # ------------------------------------------------------------ business

    def _gendan_last_rounds(self):
        """The last round of each.

        :raise UserError: one has none yet
        """
        for sample in self:
            if not sample.last_round_id:
                raise UserError(
                    self.env._("Sample %(sample)s has no round yet. Make the first one.", sample=sample.name)
                )
        return self.last_round_id

    @api.model
    def _gendan_qr_uri(self, text):
        """A QR code as data URI. Made here: no other host is asked."""
        png = self.env["ir.actions.report"].barcode("QR", text, width=300, height=300, barLevel="M")
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"

    def _gendan_round_error(self):
        """The sentence why there can be no further round now, or False."""
        self.ensure_one()
        if self.cancelled:
            return self.env._("Sample %(sample)s is cancelled. Reopen it first.", sample=self.name)
        if self.last_round_id and not self.last_round_id.verdict_id:
            return self.env._(
                "Round %(round)s of sample %(sample)s has no verdict yet: note what the customer said before the next.",
                round=self.last_round_id.letter,
                sample=self.name,
            )
        return False

    def _gendan_holds(self):
        """Whether the customer's approval holds today."""
        self.ensure_one()
        return self.state == "approved" and not self.is_expired

    def _gendan_is_for(self, line):
        """Whether it was asked for on account of that order line."""
        self.ensure_one()
        if self.line_id:
            return self.line_id == line
        return self.order_id == line.order_id and self.product_id in (line.product_id, line.product_id.browse())

    def _gendan_orders(self):
        """The followed orders these samples tick milestones of: their own, and open repeats of the product. sudo."""
        # sudo: whoever notes a verdict need not see the orders; they are only marked
        samples = self.sudo()
        Order = self.env["sale.order"].sudo()  # sudo: as above
        ids = set(samples.order_id.ids)
        reusable = samples.filtered("product_id")
        if reusable:
            lines = self.env["sale.order.line"].sudo().search(  # sudo: as above
                [
                    ("product_id", "in", reusable.product_id.ids),
                    ("order_id.partner_id.commercial_partner_id", "in", reusable.partner_id.commercial_partner_id.ids),
                    ("state", "=", "sale"),
                    ("order_id.gendan_plan_ids", "!=", False),
                ]
            )
            ids.update(lines.order_id.ids)
        return Order._gendan_followed(ids)

    def _gendan_changed(self):
        """Something about these samples, their rounds or verdicts changed: to-dos and plans follow."""
        self._gendan_sync_todos()
        self.env["sale.order"]._gendan_touch(self, *SAMPLE_EVENTS)

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for sample in self:
            result[sample] = [*result.get(sample, []), *sample._gendan_waits_for()]
        return result

    def _gendan_waits_for(self):
        """What one sample waits for, as to-dos."""
        self.ensure_one()
        words = {"sample": self.display_name, "product": self.product_id.display_name or "", "round": self.round_letter}
        if self.state in ("to_make", "rejected"):
            name = self.env._("Make and send sample %(sample)s", **words)
            if self.state == "rejected":
                name = self.env._("Round %(round)s rejected: make the next of sample %(sample)s", **words)
            return [
                {
                    "kind": "sample_make",
                    "name": name,
                    "due": self.requested_date if self.state == "to_make" else self.last_round_id.verdict_id.given_on,
                    "role": "department" if self.department_id else "clerk",
                    "department_id": self.department_id.id,
                }
            ]
        if self.state == "sent":
            name = self.env._("Ask for the verdict on sample %(sample)s, round %(round)s", **words)
            if not self.needs_verdict:
                name = self.env._("Ask what came of sample %(sample)s", **words)
            return [{"kind": "sample_answer", "name": name, "due": self.answer_due, "role": "clerk"}]
        return []
