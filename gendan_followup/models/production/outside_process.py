from odoo import api, fields, models


class GendanOutsideProcess(models.Model):
    """A kind of work that is done outside (外發): laminating, hot stamping, embroidery, washing, plating.

    Says how long it usually takes, how much may be lost, which service is bought for it and which milestone it ticks.
    Supervisors keep it.
    """

    _name = "gendan.outside.process"
    _description = "Outside Process"
    _order = "sequence, id"
    _check_company_auto = True

    _positive = models.Constraint(
        "CHECK (lead_days >= 0 AND loss_allowed >= 0 AND loss_allowed <= 100)",
        "Days cannot be below zero, and a loss is between 0 and 100 %.",
    )

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    lead_days = fields.Integer(
        string="Usual Days", default=3, help="Working days from sending to back; proposes the day it is due back."
    )
    loss_allowed = fields.Float(string="Loss Allowed (%)", digits=(5, 2), help="Of what was sent, spoilt and missing.")
    product_id = fields.Many2one(
        "product.product",
        string="Service Bought",
        domain="[('type', '=', 'service'), ('purchase_ok', '=', True)]",
        check_company=True,
        index="btree_not_null",
        help="What stands on the purchase order; its price comes from its vendor list.",
    )
    kind_id = fields.Many2one(
        "gendan.milestone.kind",
        string="Milestone",
        domain="[('event', '=', 'workorder_done')]",
        index="btree_not_null",
        help="Ticked when all of it is back and not refused, where production has no work order of that milestone.",
    )
    department_id = fields.Many2one(
        "gendan.department",
        string="Followed by",
        check_company=True,
        index="btree_not_null",
        default=lambda self: self._default_department(),
        help="Who asks the processor when it does not come back. Empty: the clerk.",
    )

    @api.model
    def _default_department(self):
        """Planning and purchasing, where the house has kept that department."""
        return self.env.ref("gendan_followup.department_pmc", raise_if_not_found=False)
