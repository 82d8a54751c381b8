"""Sorting at the customer's (挑選): who goes, for how many, and what came out."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# made by settlements; who sorts says what came out
SAID = {"planned_on", "hours_planned", "sorted_count", "bad_count", "hours", "note", "user_id", "sorter_id"}
# sentinel: only the buttons write the state
TURNING = object()


class GendanSorting(models.Model):
    """An order to sort goods at the customer's, by our people or a third party.

    Made by a settlement of its complaint. Clerks and the department the complaint is put to say what came out; the
    hours make its cost. Seen with the complaint.
    """

    _name = "gendan.sorting"
    _description = "Sorting at the Customer"
    _inherit = ["gendan.parent.access.mixin", "mail.thread"]
    _order = "id desc"
    _gendan_parent = "complaint_id"

    _not_negative = models.Constraint(
        "CHECK (sorted_count >= 0 AND bad_count >= 0 AND hours >= 0 AND hours_planned >= 0)",
        "Quantities and hours of sorting cannot be negative.",
    )

    name = fields.Char("Number", required=True, readonly=True)
    complaint_id = fields.Many2one("gendan.complaint", required=True, readonly=True, ondelete="restrict", index=True)
    settlement_id = fields.Many2one(
        "gendan.complaint.settlement",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        groups="sales_team.group_sale_salesman",
    )
    line_id = fields.Many2one("gendan.complaint.line", string="Goods", readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="complaint_id.partner_id", string="Customer")
    place_id = fields.Many2one("res.partner", string="Where", readonly=True, ondelete="restrict")
    product_id = fields.Many2one(related="line_id.product_id")
    lot_id = fields.Many2one(related="line_id.lot_id")
    uom_id = fields.Many2one(related="line_id.uom_id", string="Unit")
    defect_id = fields.Many2one(related="line_id.defect_id")
    quantity = fields.Float("To Sort", digits="Product Unit", readonly=True)
    sorted_by = fields.Selection(
        [("own", "Our people"), ("third", "Third party")], string="Sorted by", required=True, readonly=True
    )
    sorter_id = fields.Many2one("res.partner", string="Sorting Firm", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Goes There", domain=[("share", "=", False)], ondelete="set null")
    planned_on = fields.Date("Planned for", tracking=True)
    hours_planned = fields.Float("Hours Planned")
    sorted_count = fields.Float("Sorted", digits="Product Unit", tracking=True)
    bad_count = fields.Float("Found Bad", digits="Product Unit", tracking=True)
    hours = fields.Float("Hours Spent", tracking=True)
    note = fields.Text("Remarks")
    state = fields.Selection(
        [("planned", "To Be Sorted"), ("done", "Sorted"), ("cancel", "Called Off")],
        default="planned",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )

    def write(self, vals):
        # EXTENDS mail
        # who reads the complaint sees it; who handles it, or looks into it, says what came out
        self.complaint_id.check_access("write")
        if self.env.context.get("gendan_sorting") is not TURNING:
            typed = {name for name in vals if not name.startswith(("message_", "activity_"))}
            for sorting in self:
                if not self.env.su and not typed <= SAID or (typed and sorting.state != "planned"):
                    raise UserError(
                        self.env._("%(sorting)s: only what comes out of it is written, while it lasts.",
                                   sorting=sorting.name)
                    )  # fmt: skip
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Sorting orders are kept with their complaint: call them off instead."))

    def action_done(self):
        """Button: sorted; hours and finds are final.

        :raise UserError: nothing was sorted, or more than there was
        """
        self.check_access("write")
        for sorting in self:
            words = {"sorting": sorting.name}
            if sorting.uom_id.compare(sorting.sorted_count, 0) <= 0:
                raise UserError(self.env._("%(sorting)s: say how many were sorted.", **words))
            if sorting.uom_id.compare(sorting.sorted_count, sorting.quantity) > 0:
                raise UserError(
                    self.env._(
                        "%(sorting)s: no more than %(quantity)s were to be sorted. Correct how many were.",
                        quantity=sorting.line_id._gendan_number(sorting.quantity),
                        **words,
                    )
                )
            if sorting.uom_id.compare(sorting.bad_count, sorting.sorted_count) > 0:
                raise UserError(self.env._("%(sorting)s: more were found bad than were sorted.", **words))
        self._gendan_turn("done")
        self._gendan_sorted()
        return True

    def action_call_off(self):
        """Button: nobody sorts after all."""
        self.check_access("write")
        self._gendan_turn("cancel")
        return True

    def _gendan_turn(self, state):
        """:raise UserError: it is over already"""
        for sorting in self:
            if sorting.state != "planned":
                raise UserError(self.env._("%(sorting)s is over already.", sorting=sorting.name))
        self.with_context(gendan_sorting=TURNING).write({"state": state})

    def _gendan_sorted(self):
        """These were sorted: hours are known. Hook, batch."""
