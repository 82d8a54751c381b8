from odoo import fields, models


class GendanSample(models.Model):
    """An approval is void when what it was given for is changed."""

    _inherit = "gendan.sample"

    def _gendan_void(self, order):
        """These approvals end: an order changed what they were given for. Batch.

        :param order: ``sale.order``
        """
        for company, samples in self.grouped("company_id").items():
            # a day no repeat may go by any more
            samples.write({"valid_until": fields.Date.subtract(company._gendan_today(), days=1)})
            lang = company.partner_id.lang or self.env.lang
            words = order.with_context(lang=lang)
            note = words.env._(
                "Approval void: %(order)s changes %(what)s. %(how)s",
                order=order.name,
                what=", ".join(words.gendan_change_ids.mapped("name")),
                how=order.gendan_change_note or "",
            )
            samples._message_log_batch(bodies={sample.id: note for sample in samples})
