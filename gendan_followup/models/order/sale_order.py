"""Where the parts of the room, and other rooms, meet on one order."""

from odoo import models


class SaleOrder(models.Model):
    """Hooks of order intake: what one part knows of an order and another one shows."""

    _inherit = "sale.order"

    def _gendan_repeat_facts(self):
        """What a clerk wants to see before she repeats this batch. Hook, batch: rooms add their own lines to `super()`.

        :return: {order: [(label, text, record or None)]}, label and text translated, the record for a link
        """
        complaints = self._gendan_complaint_history()
        return {order: list(complaints.get(order, ())) for order in self}

    def _gendan_complaint_history(self):
        """The customer's last complaints about what is ordered, the newest first. Hook, batch: rooms add to `super()`.

        Told before a batch is repeated and to who decides on prices.

        :return: {order: [(label, text, record or None)]}, as above; orders without any may be left out
        """
        return {}

    def _gendan_waiver_aspects(self, code):
        """By which aspects of this order (``ASPECTS``) a waiver holds: a change of one needs another waiver. Hook.

        :param str code: of the waived rule
        :return: names of aspects; none: it holds whatever the order says
        """
        self.ensure_one()
        return ()
