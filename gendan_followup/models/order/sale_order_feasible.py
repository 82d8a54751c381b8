from odoo import api, fields, models

from .sale_order_line_feasible import Feasible


class SaleOrder(models.Model):
    """The earliest feasible date of an order: its last line's, as it was when somebody last asked."""

    _inherit = "sale.order"

    gendan_feasible_date = fields.Date(
        string="Earliest arrival",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="The earliest day on which all of it can be with the customer, as worked out when last asked for.",
    )
    gendan_feasible_at = fields.Datetime(
        string="Earliest arrival worked out on", copy=False, readonly=True, groups="base.group_user"
    )
    gendan_feasible_short = fields.Integer(
        string="Days after the day asked for",
        compute="_compute_gendan_feasible_short",
        groups="base.group_user",
    )

    @api.depends("gendan_feasible_date", "gendan_requested_date", "commitment_date")
    def _compute_gendan_feasible_short(self):
        for order in self:
            asked = order.gendan_requested_date or order.company_id._gendan_to_day(order.commitment_date)
            date = order.gendan_feasible_date
            order.gendan_feasible_short = max((date - asked).days, 0) if date and asked else 0

    def action_gendan_feasible(self):
        """Button: work out the earliest arrival anew and show what it waits for.

        For everybody inside who reads the order.

        :return: action
        :raise AccessError: the user may not read the order
        """
        self.ensure_one()
        self.check_access("read")
        found = self.order_line._gendan_feasible()
        # sudo: what was worked out is remembered, also when somebody asks who only reads
        self.sudo().write(
            {
                "gendan_feasible_date": self._gendan_feasible_of_all(found).date,
                "gendan_feasible_at": fields.Datetime.now(),
            }
        )
        return self.env["gendan.feasible"]._gendan_open(self, found, self.name)

    @api.model
    def _gendan_feasible_of_all(self, found):
        """The order's answer: the line that comes last, and one nobody can say anything of after all.

        :param dict found: {line: ``Feasible``}
        """
        answers = [answer for answer in found.values() if answer.parts]
        unknown = next((answer for answer in answers if answer.is_unknown), None)
        dated = [answer for answer in answers if answer.date]
        return unknown or max(dated, key=lambda answer: answer.date, default=answers[0] if answers else Feasible())
