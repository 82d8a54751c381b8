from odoo import fields, models


class GendanTooling(models.Model):
    """A set whose product was changed by an order: it must be looked at before it is used again."""

    _inherit = "gendan.tooling"

    changed_by_id = fields.Many2one(
        "sale.order",
        string="Overtaken by",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The order that changed what this set makes. Cleared when it is said what becomes of the set.",
    )

    def action_gendan_checked(self):
        """Button: what is to be made new has been settled, the rest of the set may be used."""
        for tooling in self.filtered("changed_by_id"):
            # sudo: a department reads no orders, only this one's number
            order = tooling.sudo().changed_by_id
            tooling._message_log(body=self.env._("Checked after the change by %(order)s.", order=order.name))
        return self.write({"changed_by_id": False})

    def _gendan_overtaken(self, order):
        """An order changed what these sets make. Batch.

        :param order: ``sale.order``
        """
        self.write({"changed_by_id": order.id})
        for company, sets in self.grouped("company_id").items():
            words = order.with_context(lang=company.partner_id.lang or self.env.lang)
            note = words.env._(
                "Overtaken by %(order)s, which changes %(what)s. %(how)s",
                order=order.name,
                what=", ".join(words.gendan_change_ids.mapped("name")),
                how=order.gendan_change_note or "",
            )
            sets._message_log_batch(bodies={tooling.id: note for tooling in sets})
