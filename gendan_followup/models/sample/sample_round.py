from odoo import api, fields, models
from odoo.exceptions import UserError

# what the verdict was about
FROZEN = frozenset({"sample_id", "number", "made_on", "sent_on", "photo_ids"})
WATCHED = frozenset({"sample_id", "sent_on", "answer_due"})


class GendanSampleRound(models.Model):
    """One round of a sample: made, sent, arrived, judged. Round 1 is A.

    Clerks and departments make and send them. What the customer has judged is not changed any more.
    """

    _name = "gendan.sample.round"
    _description = "Sample round"
    _order = "sample_id desc, number desc"

    _number_uniq = models.UniqueIndex("(sample_id, number)", "This sample already has that round.")
    _arrived_after = models.Constraint(
        "CHECK(arrived_on IS NULL OR sent_on IS NOT NULL AND arrived_on >= sent_on)",
        "A sample cannot arrive before it was sent.",
    )

    sample_id = fields.Many2one("gendan.sample", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="sample_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="sample_id.partner_id", store=True, index=True, string="Customer")
    clerk_id = fields.Many2one(related="sample_id.clerk_id", store=True, index="btree_not_null", string="Clerk")
    kind_id = fields.Many2one(related="sample_id.kind_id", store=True)
    product_id = fields.Many2one(related="sample_id.product_id")
    order_id = fields.Many2one(related="sample_id.order_id")
    subject = fields.Char(related="sample_id.subject")
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    letter = fields.Char(string="Round", compute="_compute_letter")
    made_on = fields.Date()
    sent_on = fields.Date(index=True)
    carrier = fields.Char(string="Courier")
    tracking = fields.Char(string="Waybill")
    sent_to = fields.Char(string="Addressee", help="Who it was addressed to.")
    arrived_on = fields.Date()
    answer_due = fields.Date(
        compute="_compute_answer_due",
        store=True,
        readonly=False,
        precompute=True,
        help="When the customer is asked again.",
    )
    photo_ids = fields.Many2many(
        "ir.attachment",
        string="Photos",
        copy=False,
        help="The customer sees them on the answer page and on the approval form.",
    )
    note = fields.Char(string="Remark")
    verdict_ids = fields.One2many("gendan.sample.verdict", "round_id", string="Verdicts", readonly=True)
    verdict_id = fields.Many2one(
        "gendan.sample.verdict", string="Last Verdict", compute="_compute_verdict_id", store=True
    )
    result = fields.Selection(related="verdict_id.result", string="Verdict", store=True)
    reasons = fields.Text(related="verdict_id.reasons", string="What the Customer Said")
    given_on = fields.Date(related="verdict_id.given_on", string="Verdict on")
    lost_days = fields.Integer(
        string="Days Lost",
        compute="_compute_lost_days",
        help="Calendar days since the round before was sent: what this further round cost.",
    )

    # ------------------------------------------------------------ compute

    @api.depends("number")
    def _compute_letter(self):
        for entry in self:
            # A ... Z, then 27, 28 ...
            entry.letter = chr(64 + entry.number) if 0 < entry.number <= 26 else str(entry.number or "")

    @api.depends("sent_on", "sample_id.kind_id")
    def _compute_answer_due(self):
        for entry in self:
            company = entry.sample_id.company_id or self.env.company
            if entry.sent_on:
                entry.answer_due = company._gendan_add_workdays(entry.sent_on, entry.sample_id.kind_id.answer_days)
            else:
                entry.answer_due = False

    @api.depends("verdict_ids")
    def _compute_verdict_id(self):
        for entry in self:
            # that there was no answer is worth noting, and changes nothing
            last = entry.verdict_ids.filtered(lambda verdict: verdict.result != "no_answer").sorted("id")[-1:]
            entry.verdict_id = last if last.result != "withdrawn" else False

    @api.depends("sent_on", "sample_id.round_ids.number", "sample_id.round_ids.sent_on")
    def _compute_lost_days(self):
        """What is lost in all rounds adds up to what the sample says."""
        for entry in self:
            before = entry.sample_id.round_ids.filtered(
                lambda other, entry=entry: other.sent_on and other.number < entry.number
            )
            last = before.sorted("number")[-1:]
            entry.lost_days = (entry.sent_on - last.sent_on).days if entry.sent_on and last else 0

    @api.depends("sample_id.name", "number")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.sample_id.name or ''} {entry.letter}"

    # ------------------------------------------------------------ constrains

    @api.constrains("sent_on", "arrived_on", "made_on")
    def _check_days(self):
        for entry in self:
            today = entry.company_id._gendan_today()
            if any(day and day > today for day in (entry.made_on, entry.sent_on, entry.arrived_on)):
                raise UserError(
                    self.env._(
                        "Round %(round)s: what was made, sent or has arrived cannot be dated later than today.",
                        round=entry.display_name,
                    )
                )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """The next number of each sample is given here.

        :raise UserError: the round before has no verdict yet
        """
        for vals in vals_list:
            # the dialog shows the sample and does not send it: it is the default of its context
            vals.setdefault("sample_id", self.env.context.get("default_sample_id"))
        samples = self.env["gendan.sample"].browse({vals["sample_id"] for vals in vals_list if vals["sample_id"]})
        numbers = {sample.id: max(sample.round_ids.mapped("number"), default=0) for sample in samples}
        for sample in samples:
            if sentence := sample._gendan_round_error():
                raise UserError(sentence)
        for vals in vals_list:
            if sample_id := vals["sample_id"]:
                numbers[sample_id] += 1
                vals["number"] = numbers[sample_id]
        rounds = super().create(vals_list)
        rounds.sample_id._gendan_changed()
        return rounds

    def write(self, vals):
        if not FROZEN.isdisjoint(vals):
            for entry in self.filtered("verdict_ids"):
                raise UserError(
                    self.env._(
                        "The customer has judged round %(round)s: it stays as it was sent."
                        " Make the next round instead.",
                        round=entry.display_name,
                    )
                )
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.sample_id._gendan_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_judged(self):
        for entry in self:
            if entry.verdict_ids or entry.sent_on:
                raise UserError(
                    self.env._("Round %(round)s has gone out and cannot be deleted.", round=entry.display_name)
                )

    # ------------------------------------------------------------ actions

    def action_gendan_send(self):
        """Button: sent today."""
        for company, rounds in self.grouped("company_id").items():
            rounds.write({"sent_on": company._gendan_today()})
        return True

    def action_gendan_open_sample(self):
        """Button of the register: the request with all its rounds."""
        self.ensure_one()
        return self.sample_id._get_records_action()
