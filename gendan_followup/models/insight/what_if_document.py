from odoo import models


class GendanWhatIfDocument(models.AbstractModel):
    """A document that orders wait for, and the day it gives them.

    What-if replaces that day: a purchase line's planned arrival, a production's planned end.
    """

    _name = "gendan.what.if.document"
    _description = "Document that orders wait for"

    def _gendan_what_if_open(self):
        """Those that are still to come."""
        return self

    def _gendan_what_if_day(self):
        """The day on which it is to be expected now, or False."""
        self.ensure_one()
        return False

    def _gendan_what_if_name(self):
        """What people call it."""
        self.ensure_one()
        return self.display_name
