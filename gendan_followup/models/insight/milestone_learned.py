from odoo import api, fields, models


class GendanMilestone(models.Model):
    """What a milestone took, and what it took on this customer's earlier orders."""

    _inherit = "gendan.milestone"

    handed_over_date = fields.Date(
        string="Could begin on",
        readonly=True,
        help="The day the last thing it waits for was really done. Known once the order is delivered.",
    )
    taken_days = fields.Integer(
        string="Took (days)",
        readonly=True,
        aggregator="avg",
        help="Days from then to its end, in the unit of its duration. Known once the order is delivered.",
    )
    learned_text = fields.Char(
        string="Earlier orders of this customer",
        compute="_compute_learned_text",
        compute_sudo=True,  # sums of the orders of a customer whose milestone the reader sees
    )

    @api.depends("kind_id", "partner_id", "company_id", "duration_unit")
    @api.depends_context("lang")
    def _compute_learned_text(self):
        Learned = self.env["gendan.learned.duration"]
        found = Learned._gendan_of_customers(
            self.partner_id.commercial_partner_id, self.filtered(lambda m: m.light == "delivery").kind_id
        )
        units = dict(self._fields["duration_unit"]._description_selection(self.env))
        for milestone in self:
            numbers = found.get(
                (
                    milestone.company_id.id,
                    milestone.kind_id.id,
                    milestone.duration_unit,
                    milestone.partner_id.commercial_partner_id.id,
                )
            )
            milestone.learned_text = numbers and self.env._(
                "median %(median)s, 90 %% within %(p90)s %(unit)s (n = %(sample)s)",
                median=Learned._gendan_number(numbers[0]),
                p90=Learned._gendan_number(numbers[1]),
                unit=units[milestone.duration_unit].lower(),
                sample=numbers[2],
            )
