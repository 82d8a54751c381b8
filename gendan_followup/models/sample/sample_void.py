from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_list


class GendanSample(models.Model):
    """An approval is void when what it was given for is changed."""

    _inherit = "gendan.sample"

    voided_by_id = fields.Many2one(
        "sale.order",
        string="Approval Void by",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The order that changed what had been approved. Without effect once a new approval holds.",
    )

    def _gendan_void(self, order):
        """These approvals end: an order changed what they were given for. Batch.

        :param order: ``sale.order``
        """
        for company, samples in self.grouped("company_id").items():
            # a day no repeat may go by any more
            samples.write(
                {
                    "valid_until": fields.Date.subtract(company._gendan_today(), days=1),
                    "voided_by_id": order.id,
                }
            )
            lang = company.partner_id.lang or self.env.lang
            words = order.with_context(lang=lang)
            note = words.env._(
                "Approval void: %(order)s changes %(what)s. %(how)s",
                order=order.name,
                what=format_list(words.env, words.gendan_change_ids.mapped("name")),
                how=order.gendan_change_note or "",
            )
            samples._message_log_batch(bodies={sample.id: note for sample in samples})
        self._gendan_sync_todos()

    def _gendan_is_void(self):
        """Whether an order's change ended the approval and nothing has renewed it since."""
        self.ensure_one()
        return bool(self.voided_by_id and self.is_expired)

    def _gendan_void_words(self):
        """Words for sentences about what ended the approval."""
        self.ensure_one()
        # sudo: who makes the goods reads no orders, only this one's number and what it changes
        order = self.sudo().with_context(lang=self.env.lang).voided_by_id
        return {
            "sample": self.display_name,
            "product": self.product_id.display_name or self.partner_id.display_name,
            "order": order.name or "",
            "what": format_list(self.env, order.gendan_change_ids.mapped("name")),
        }

    # ------------------------------------------------------------ to-dos

    def _gendan_changed(self):
        # EXTENDS gendan_followup: a new request settles what was asked about the void one
        result = super()._gendan_changed()
        # sudo: the void one may be of another clerk's order
        products = self.sudo().product_id
        if products:
            void = self.sudo().search(  # sudo: as above
                Domain("voided_by_id", "!=", False)
                & Domain("product_id", "in", products.ids)
                & Domain("id", "not in", self.ids)
            )
            void._gendan_sync_todos()
        return result

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        void = self.filtered(lambda sample: sample._gendan_is_void() and sample.voided_by_id.state == "sale")
        if not void:
            return result
        asked = self.search(
            Domain("product_id", "in", void.product_id.ids)
            & Domain("kind_id", "in", void.kind_id.ids)
            & Domain("state", "!=", "cancelled")
        )
        for sample in void:
            if any(other._gendan_replaces(sample) for other in asked):
                continue
            result[sample] = [
                *result.get(sample, []),
                {
                    "kind": "sample_void",
                    "name": self.env._(
                        "The approval of sample %(sample)s is void since %(order)s (%(what)s): ask for a new one",
                        **sample._gendan_void_words(),
                    ),
                    "role": "clerk",
                    "urgency": "1",
                },
            ]
        return result

    def _gendan_replaces(self, sample):
        """Whether this one was asked for on account of the change that ended the other's approval."""
        self.ensure_one()
        return (
            self != sample
            and self.kind_id == sample.kind_id
            and self.product_id == sample.product_id
            and self.company_id == sample.company_id
            and self.partner_id.commercial_partner_id == sample.partner_id.commercial_partner_id
            and (self.order_id == sample.voided_by_id or self.id > sample.id)
        )
