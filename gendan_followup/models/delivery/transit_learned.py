from odoo import api, fields, models

from ...tools.spread import share_done
from ..common.nightly import in_batches

# arrivals that must stand behind a figure before plans may go by it
ENOUGH = 5
MONTHS = 12


class GendanTransit(models.Model):
    """What the ways really took, beside what the table says.

    Learned every night from the arrivals of the last twelve months of which the day is known, each counted for the
    line that holds for its way today. Plans go by the entered days; who keeps the table takes over what was learned.
    """

    _inherit = "gendan.transit"

    learned_count = fields.Integer(
        "Known Arrivals",
        readonly=True,
        copy=False,
        aggregator="sum",
        help="Behind what was learned, of the last 12 months.",
    )
    learned_median = fields.Integer(
        "Took (median)", readonly=True, copy=False, aggregator=None, help="Half of them took no longer."
    )
    learned_p90 = fields.Integer(
        "Took (90 %)", readonly=True, copy=False, aggregator=None, help="Nine of ten took no longer."
    )
    # stored: searched
    learned_over = fields.Integer(
        "Over the Table",
        compute="_compute_learned_over",
        store=True,
        aggregator=None,
        help="Days by which nine of ten journeys outlast the entered figure; negative: they are faster.",
    )
    can_take_learned = fields.Boolean(compute="_compute_can_take_learned")

    @api.depends("days", "learned_p90", "learned_count")
    def _compute_learned_over(self):
        for transit in self:
            transit.learned_over = transit.learned_p90 - transit.days if transit.learned_count else 0

    @api.depends("days", "unit", "learned_p90", "learned_count")
    def _compute_can_take_learned(self):
        for transit in self:
            transit.can_take_learned = transit.learned_count >= ENOUGH and transit.learned_over != 0

    # ------------------------------------------------------------ actions

    def action_take_learned(self):
        """Button, also for several: the table says what nine of ten journeys really took.

        New plans go by it; the days of confirmed orders stay. For those who keep the table. Lines with fewer than five
        arrivals stay as they are.

        :return: notification, how many lines changed
        """
        self.check_access("write")
        taken = self.filtered("can_take_learned")
        for transit in taken:
            transit.days = transit.learned_p90
        if taken:
            sentence = self.env._("%s ways now take what they took for nine of ten deliveries.", len(taken))
        else:
            sentence = self.env._(
                "Nothing to take over: the lines say so already, or have fewer than %s known arrivals.", ENOUGH
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": sentence,
                "type": "success" if taken else "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------ business

    @api.model
    def _cron_gendan_learn(self):
        """Scheduled action, nightly: what the ways took."""
        journeys = self._gendan_journeys()
        in_batches(self.search([("active", "=", True)]), lambda transits: transits._gendan_learn(journeys))

    def _gendan_learn(self, journeys=None):
        """Keep the figures of these lines.

        :param dict journeys: {id of a line: list of (left, arrived, company)}, looked up when left out
        """
        journeys = self._gendan_journeys() if journeys is None else journeys
        for transit in self:
            took = sorted(
                days
                for left, arrived, company in journeys.get(transit.id, ())
                if (days := transit._gendan_took(left, arrived, company)) >= 0
            )
            figures = {
                "learned_count": len(took),
                "learned_median": share_done(took, 0.5) if took else 0,
                "learned_p90": share_done(took, 0.9) if took else 0,
            }
            if any(transit[name] != value for name, value in figures.items()):
                transit.write(figures)

    def _gendan_took(self, left, arrived, company):
        """Days of one journey as this line counts them: calendar days, or the carrier's working days.

        :param date left: day on which the transfer was done
        :param date arrived: day on which it was there
        :rtype: int
        """
        self.ensure_one()
        if self.unit == "calendar":
            return (arrived - left).days
        calendar = company.gendan_carrier_calendar_id or None
        return company._gendan_workdays(left, arrived, calendar=calendar).between(left, arrived)

    @api.model
    def _gendan_journeys(self):
        """Journeys of the last twelve months by the line that holds for their way.

        :return: {id of a line: list of (left, arrived, company)}
        """
        since = fields.Date.subtract(fields.Date.today(), months=MONTHS)
        # sudo: the ways of all customers; figures of a line only are kept
        arrivals = (
            self.env["gendan.arrival"].sudo().search_fetch([("arrived_on", ">=", since), ("is_day_sure", "=", True)])
        )
        lines, journeys = {}, {}
        for arrival in arrivals:
            picking = arrival.picking_id
            if not picking.date_done or not picking.partner_id:
                continue
            company, address, carrier = picking.company_id, picking.partner_id, picking.carrier_id
            way = (company, address, carrier)
            if way not in lines:
                row = self._gendan_best_row(address, carrier, None, company)
                lines[way] = row.id if row else None
            if lines[way]:
                left = company._gendan_to_day(picking.date_done)
                journeys.setdefault(lines[way], []).append((left, arrival.arrived_on, company))
        return journeys
