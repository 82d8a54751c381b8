from odoo import api, fields, models
from odoo.exceptions import UserError


class GendanChop(models.Model):
    """One of the company's chops and who keeps it. Kept by supervisors."""

    _name = "gendan.chop"
    _description = "Chop"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    keeper_ids = fields.Many2many(
        "res.users",
        string="Kept by",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who may note that it was used. Empty: supervisors.",
    )
    use_ids = fields.One2many("gendan.chop.use", "chop_id", string="Register")

    def _gendan_may_use(self, user):
        """Whether this person may note the chop's use."""
        self.ensure_one()
        return user in self.keeper_ids or user.has_group("gendan_followup.group_gendan_manager")


class GendanChopUse(models.Model):
    """Register of chops: which chop was put on which paper, when and by whom. Append-only, on every path.

    Only ``gendan.contract.action_chop`` writes it.
    """

    _name = "gendan.chop.use"
    _description = "Use of a Chop"
    _order = "used_at desc, id desc"
    _rec_name = "chop_id"

    chop_id = fields.Many2one("gendan.chop", required=True, readonly=True, ondelete="restrict", index=True)
    contract_id = fields.Many2one(
        "gendan.contract", string="Paper", required=True, readonly=True, ondelete="restrict", index=True
    )
    order_id = fields.Many2one(related="contract_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="contract_id.clerk_id", store=True, index="btree_not_null")
    user_id = fields.Many2one("res.users", string="Chopped by", required=True, readonly=True, ondelete="restrict")
    used_at = fields.Datetime(string="Chopped on", required=True, readonly=True)
    copies = fields.Integer(readonly=True, aggregator="sum")

    def write(self, vals):
        """Never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        if vals.keys() - {"order_id", "company_id", "partner_id", "clerk_id"}:
            raise UserError(self.env._("The register of chops is not changed afterwards."))
        return super().write(vals)

    def copy(self, default=None):
        raise UserError(self.env._("The register of chops is not copied: note the use of the chop on its paper."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Nothing is deleted from the register of chops."))
