from odoo import fields, models


class GendanMilestone(models.Model):
    """What the grid lets people type."""

    _inherit = "gendan.milestone"

    def _gendan_grid_day(self, value):
        """What was typed, and the sentence why the grid does not take a day here, or False.

        A day typed over a block of cells must not tick what Odoo itself will tick; who knows better does it in the
        milestone's own list or dialog.

        :param value: ISO day or False
        :return: (``datetime.date`` or False, sentence or False)
        """
        self.ensure_one()
        try:
            day = fields.Date.to_date(value) if value else False
        except ValueError:
            return False, self.env._(
                "%(milestone)s: %(day)s is no day. Type it as 2026-03-15.", milestone=self.display_name, day=value
            )
        if self.event and not self.hand_date:
            events = dict(self.env["sale.order"]._gendan_events())
            return day, self.env._(
                "%(milestone)s is not typed: Odoo sets its date when it happens (%(event)s).",
                milestone=self.display_name,
                event=events.get(self.event),
            )
        if self.state == "na":
            return day, self.env._("%(milestone)s does not apply to this order.", milestone=self.display_name)
        return day, False
