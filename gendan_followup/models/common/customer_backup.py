from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GendanCustomerBackup(models.Model):
    """A colleague trained to follow a customer's orders when the customer's clerk is away.

    Supervisors keep the list, a clerk that of her own customers; sales reps read it. Without a date of training the
    line is a plan, not a backup.
    """

    _name = "gendan.customer.backup"
    _description = "Trained Backup of a Customer"
    _order = "partner_id, trained_since, id"
    _rec_name = "user_id"

    _partner_user_uniq = models.UniqueIndex(
        "(partner_id, user_id)", "This colleague is already a backup of this customer."
    )

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index="btree_not_null")
    clerk_id = fields.Many2one(related="partner_id.gendan_clerk_id", store=True, index="btree_not_null")
    user_id = fields.Many2one(
        "res.users",
        string="Backup",
        required=True,
        index=True,
        domain=[("share", "=", False)],
        ondelete="cascade",
    )
    trained_since = fields.Date(
        default=fields.Date.context_today,
        help="Since when she knows this customer's orders, papers and habits. Empty: not trained yet.",
    )
    note = fields.Char()

    @api.constrains("trained_since")
    def _check_trained_since(self):
        tomorrow = fields.Date.add(fields.Date.context_today(self), days=1)  # the world is two days wide
        for backup in self:
            if backup.trained_since and backup.trained_since > tomorrow:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be trained since a day to come: leave the date empty until then.",
                        user=backup.user_id.name,
                    )
                )

    def _gendan_trained(self):
        """Those who can really stand in: trained, still with us, and not the customer's clerk herself."""
        return self.filtered(
            lambda backup: (
                backup.trained_since and backup.user_id.active and backup.user_id != backup.partner_id.gendan_clerk_id
            )
        )
