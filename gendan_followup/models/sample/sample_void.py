from odoo import fields, models
from odoo.tools import format_date


class GendanSample(models.Model):
    """An approval grows old, and is void when what it was given for is changed."""

    _inherit = "gendan.sample"

    def _gendan_age_text(self):
        """The approval in short: what, since when, how old, until when it holds. In the context's language."""
        self.ensure_one()
        today = self.company_id._gendan_today()
        parts = [
            self.env._(
                "%(sample)s, approved on %(date)s, %(days)s days old",
                sample=self.display_name,
                date=format_date(self.env, self.approved_on),
                days=(today - self.approved_on).days,
            )
        ]
        if self.is_expired:
            parts.append(self.env._("no longer holds"))
        elif self.valid_until:
            parts.append(self.env._("holds until %s", format_date(self.env, self.valid_until)))
        return "; ".join(parts)

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
