from odoo import api, fields, models
from odoo.exceptions import AccessError


class GendanWhatIfLine(models.TransientModel):
    """A document and the day it comes on instead. Read by its author only.

    Days are calendar days, as buyers and suppliers count a delay; the day that follows is shown
    beside them.
    """

    _name = "gendan.what.if.line"
    _description = "What if: a document on another day"

    _one_document = models.Constraint(
        "CHECK(num_nonnulls(purchase_line_id, production_id) = 1)",
        "A row is about one purchase line or one manufacturing order.",
    )

    wizard_id = fields.Many2one("gendan.what.if", required=True, ondelete="cascade", index=True)
    purchase_line_id = fields.Many2one("purchase.order.line", ondelete="cascade")
    production_id = fields.Many2one("mrp.production", string="Manufacturing order", ondelete="cascade")
    # sudo: a clerk reads name and day of what her own orders wait for; action_ask checks which those are
    name = fields.Char(string="Purchase or production", compute="_compute_document", compute_sudo=True)
    # sudo: as above
    current_date = fields.Date(string="Expected now", compute="_compute_document", compute_sudo=True)
    days = fields.Integer(string="Days later (calendar)", help="Negative: earlier.")
    new_date = fields.Date(string="Comes on", compute="_compute_new_date", store=True, readonly=False, precompute=True)

    @api.depends("purchase_line_id", "production_id")
    def _compute_document(self):
        for line in self:
            document = line._gendan_document()
            line.name = document and document._gendan_what_if_name()
            line.current_date = document and document._gendan_what_if_day()

    @api.depends("days", "purchase_line_id", "production_id")
    def _compute_new_date(self):
        for line in self:
            line.new_date = line.current_date and fields.Date.add(line.current_date, days=line.days)

    @api.depends("name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name

    @api.onchange("new_date")
    def _onchange_new_date(self):
        """A day typed in says how many days later it is."""
        if self.new_date and self.current_date:
            self.days = (self.new_date - self.current_date).days

    def _gendan_document(self):
        """The purchase line or the production."""
        self.ensure_one()
        return self.purchase_line_id or self.production_id

    def action_gendan_enter(self):
        """Button: to the document itself, to enter the day there.

        :return: action
        :raise AccessError: the user has no access to it
        """
        self.ensure_one()
        document = self.purchase_line_id.order_id if self.purchase_line_id else self.production_id
        if not document.has_access("read"):
            raise AccessError(
                self.env._(
                    "%(document)s is kept by purchasing or production planning; ask them to enter the day.",
                    document=self.display_name,
                )
            )
        # the dialog's own context is not the document's
        return document._get_records_action(context={})
