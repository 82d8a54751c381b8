from odoo import models


class SaleOrderLine(models.Model):
    """What the floor tells moves the plan: a production that is slow is expected later than Odoo plans it."""

    _inherit = "sale.order.line"

    def _gendan_expected_mo_done(self, kind, overrides=None):
        # EXTENDS gendan_followup (plan): not before the floor ends at its pace
        result = super()._gendan_expected_mo_done(kind, overrides)
        return self._gendan_not_before_told(result, overrides, lambda productions: productions._gendan_told_finish())

    def _gendan_expected_workorder_done(self, kind, overrides=None):
        # EXTENDS gendan_followup (plan): as above
        result = super()._gendan_expected_workorder_done(kind, overrides)
        return self._gendan_not_before_told(
            result, overrides, lambda productions: productions._gendan_told_step_finish(kind)
        )

    def _gendan_not_before_told(self, expected, overrides, told_of):
        """The expectations, each not before what was told of its productions.

        :param dict expected: {line: (day, label)}
        :param overrides: what-if: a production that is put elsewhere is not held by what was told
        :param told_of: productions -> {production: (day, label)}
        """
        links = self._gendan_open_links()
        # sudo: as in _gendan_links
        productions = self.env["mrp.production"].sudo().union(*(link.all_productions for link in links.values()))
        told = told_of(productions) if productions else {}
        for line, link in links.items() if told else ():
            known = [
                told[production]
                for production in link.all_productions
                if production in told and (production._name, production.id) not in (overrides or {})
            ]
            if known:
                expected[line] = max([*known, *([expected[line]] if line in expected else [])])
        return expected
