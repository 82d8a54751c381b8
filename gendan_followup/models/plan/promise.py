from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

PROMISE_REASONS = [
    ("confirmation", "First confirmed"),
    ("conditions_met", "Start conditions met"),
    ("customer_wish", "Asked for by the customer"),
    ("customer_held", "The customer held us"),
    ("material", "Material late"),
    ("capacity", "Capacity"),
    ("quality", "Quality problem"),
    ("logistics", "Transport"),
    ("order_change", "Order changed"),
    ("split", "Delivered in parts"),
    ("outside", "Changed outside the dialog"),
    ("other", "Other"),
]


class GendanPromise(models.Model):
    """A date promised to the customer for a part of an order line: version 1, 2, 3 ...

    Version 0 is a conditional promise ("n working days after the start conditions are met") and
    holds no date. Promises are a record of what was said: nobody edits or deletes one, or a paper
    that proves it, by any path, the superuser included; a new date is a new version. Read by whoever sees the order.
    """

    _name = "gendan.promise"
    _inherit = ["gendan.proof.mixin"]
    _description = "Promise to the customer"
    _order = "order_id, part_id, version, id"
    _rec_name = "date"

    _version_uniq = models.UniqueIndex("(part_id, version)", "This promise has been made already.")

    part_id = fields.Many2one("gendan.part", required=True, ondelete="restrict", index=True)
    order_id = fields.Many2one(related="part_id.order_id", store=True, index=True)
    line_id = fields.Many2one(related="part_id.line_id", store=True, index=True)
    company_id = fields.Many2one(related="part_id.company_id", store=True, index=True)
    clerk_id = fields.Many2one(related="part_id.clerk_id", store=True, index="btree_not_null")
    version = fields.Integer(required=True, help="0: conditional, no date yet.")
    date = fields.Date(help="Day of arrival at the customer.")
    quantity = fields.Float(digits="Product Unit")
    # the line may be counted in another unit one day
    uom_id = fields.Many2one("uom.uom", string="Unit", ondelete="restrict")
    is_conditional = fields.Boolean()
    condition_days = fields.Integer(help="Working days after the last start condition is met.")
    reason = fields.Selection(PROMISE_REASONS, required=True)
    note = fields.Text()
    agreed_by = fields.Char(help="Who said yes at the customer.")
    agreed_how = fields.Selection(
        [
            ("mail", "E-mail"),
            ("chat", "Chat"),
            ("phone", "Phone"),
            ("fax", "Fax"),
            ("letter", "Letter"),
            ("portal", "Portal"),
            ("person", "In person"),
            ("page", "Answer page"),
        ]
    )
    evidence = fields.Char(help="Where it can be read again: mail subject, chat account and time, paper number.")
    attachment_ids = fields.Many2many("ir.attachment", string="Screenshots and papers")
    user_id = fields.Many2one("res.users", required=True, string="Promised by", index="btree_not_null")

    @api.model_create_multi
    def create(self, vals_list):
        """Make promises; their screenshots become theirs and are sealed with them (``ir.attachment``).

        :raise AccessError: the user may not read one of the attachments
        """
        for vals in vals_list:
            vals["uom_id"] = self.env["gendan.part"].browse(vals.get("part_id")).uom_id.id
        papers = [self._gendan_pop_papers(vals) for vals in vals_list]
        promises = super().create(vals_list)
        promises._gendan_seal(papers)
        return promises

    def _gendan_sealed_error(self, paper):
        # EXTENDS gendan.proof.mixin
        self.ensure_one()
        return self.env._(
            "%(paper)s proves a promise to the customer of order %(order)s and can be neither changed nor deleted."
            " Make a new promise with the right paper instead.",
            paper=paper.name,
            order=self.order_id.name,
        )

    def _gendan_take_papers(self, attachments):
        # EXTENDS gendan.proof.mixin: one screenshot often proves the promises of several parts
        shared = attachments.filtered(lambda paper: paper.res_model == self._name and paper.res_id)
        return shared | super()._gendan_take_papers(attachments - shared)

    def _prepare_copy_vals(self):
        """What a part that is split off takes over from this promise."""
        self.ensure_one()
        names = (
            "version",
            "date",
            "is_conditional",
            "condition_days",
            "reason",
            "note",
            "agreed_by",
            "agreed_how",
            "evidence",
        )
        return {
            **{name: self[name] for name in names},
            "user_id": self.user_id.id,
            "attachment_ids": [Command.set(self.attachment_ids.ids)],
        }

    @api.depends("version", "date", "condition_days")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for promise in self:
            if promise.date:
                promise.display_name = self.env._(
                    "Promise %(version)s: %(date)s", version=promise.version, date=format_date(self.env, promise.date)
                )
            else:
                promise.display_name = self.env._("T0 + %(days)s working days", days=promise.condition_days)

    def write(self, vals):
        """Promises are never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        # stored related columns (order, company, clerk) follow their source through _write, not here
        if self:
            raise UserError(
                self.env._(
                    "A promise to the customer cannot be changed (order %(order)s). Promise a new date instead.",
                    order=self[0].order_id.name,
                )
            )
        return super().write(vals)

    def copy(self, default=None):
        raise UserError(self.env._("A promise to the customer cannot be copied. Promise a new date instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A promise to the customer cannot be deleted (order %(order)s). Promise a new date instead.",
                order=self[:1].order_id.name,
            )
        )
