"""What was agreed is not agreed any more: the drafts made of it do not stand, either."""

from odoo import models
from odoo.tools import format_list

# he does not confirm anything now
NOT_AGREED = ("withdrawn", "disputed")


class GendanStatement(models.Model):
    """Drafts are cancelled, with the reason, and made anew when he agrees. What has gone out stays: posted invoices,
    and drafts that have the number of a tax invoice; the statement's log names them.
    """

    _inherit = "gendan.statement"

    def _gendan_follow_answer(self, answer, rows, keep_others):
        # EXTENDS gendan_followup
        result = super()._gendan_follow_answer(answer, rows, keep_others)
        if answer.result in NOT_AGREED:
            self._gendan_drop_drafts(answer)
        return result

    def _gendan_drop_drafts(self, answer):
        """Cancel the drafts made of what was agreed before. Superuser.

        :param answer: ``gendan.statement.answer`` that takes it back
        """
        self.ensure_one()
        moves = self._gendan_invoices()
        drafts = moves.filtered(
            lambda move: move.state == "draft"
            and not move.gendan_tax_invoice_ids.filtered(lambda number: number.state != "void")
        )
        house = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang).env
        # the machine says it, whoever took the answer back: he may be the customer
        author = {"author_id": self.env.ref("base.partner_root").id}
        if drafts:
            drafts.button_cancel()
            labels = dict(answer._fields["result"]._description_selection(house))
            reason = house._(
                "Cancelled: %(statement)s is not agreed any more (%(answer)s). It is made anew when the customer"
                " agrees.",
                statement=self.display_name,
                answer=" · ".join(filter(None, (labels[answer.result], answer.note))),
            )
            for move in drafts:
                move._message_log(body=reason, **author)
            self._message_log(
                body=house._(
                    "Draft invoices made of it were cancelled: %(count)s, %(invoices)s.",
                    count=len(drafts),
                    invoices=format_list(self.env, [move.name or str(move.id) for move in drafts]),
                ),
                **author,
            )
        if stay := moves - drafts:
            self._message_log(
                body=house._(
                    "Invoices made of what was agreed before have gone out and stay: %(invoices)s. Credit what does not"
                    " hold.",
                    invoices=format_list(self.env, [move.name or str(move.id) for move in stay]),
                ),
                **author,
            )
