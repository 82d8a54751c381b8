"""Invoices that are due by the customer's way: with the goods, or once at month end."""

from collections import defaultdict, namedtuple
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_list

from odoo.addons.gendan_followup.tools.settlement import closing_before

from ..common.nightly import in_batches

MOMENTS = ("goods", "month_end")
# transfers of so many days are told apart; what left before is one invoice an order
DAYS_APART = 92
# what is to be invoiced of one customer in one currency. parts: list of (list of Portion, values of the invoice)
Due = namedtuple("Due", "partner currency parts notes")


class ResCompany(models.Model):
    """Whether they are drafted by themselves."""

    _inherit = "res.company"

    gendan_invoices_due = fields.Boolean(
        "Draft Invoices When They Are Due",
        help="In the night: of customers who are invoiced with the goods what has left, of those invoiced at month end"
        " what left up to their closing day. Who is invoiced after agreement is left to the statement.",
    )


class ResConfigSettings(models.TransientModel):
    """Settings of invoices."""

    _inherit = "res.config.settings"

    gendan_invoices_due = fields.Boolean(related="company_id.gendan_invoices_due", readonly=False)


class GendanInvoicing(models.AbstractModel):
    """Drafts of what has left, never within the validation of a transfer: what fails here stops no truck."""

    _inherit = "gendan.invoicing"

    @api.model
    def _cron_gendan_invoices_due(self):
        """Scheduled action: what is due with companies that want it. Each customer by himself, idempotent."""
        for company in self.env["res.company"].search([("gendan_invoices_due", "=", True)]):
            own = self.with_company(company)
            in_batches(
                own._gendan_due_partners(company),
                lambda partners, own=own, company=company: own._gendan_make_due(company, partners),
                batch_size=20,
            )

    @api.model
    def _gendan_due_partners(self, company):
        """Commercial partners who are invoiced with the goods or at month end, and have something to invoice."""
        found = self.env["sale.order"]._read_group(
            [
                ("company_id", "=", company.id),
                ("state", "=", "sale"),
                ("order_line", "any", [("qty_to_invoice", ">", 0)]),
            ],
            ["partner_invoice_id"],
        )
        partners = self.env["res.partner"].union(*(partner.commercial_partner_id for (partner,) in found))
        return partners.filtered(lambda partner: self._gendan_moment(partner, company) in MOMENTS)

    @api.model
    def _gendan_moment(self, partner, company):
        """When a customer is invoiced: see the settlement profile; False without one."""
        profile = partner.gendan_settlement_profile_id
        if not profile or (profile.company_id and profile.company_id != company):
            return False
        return profile.invoice_moment

    @api.model
    def _gendan_make_due(self, company, partners):
        """Draft what is due of these customers. Superuser.

        :return: account.move
        """
        moves = self.env["account.move"]
        for due in self._gendan_due(company, partners):
            for part, values in due.parts:
                moves |= self.with_company(company)._gendan_draft([part], values=values)
        return moves

    @api.model
    def _gendan_due(self, company, partners):
        """What is due of these customers. Superuser.

        :return: list of Due
        """
        today = company._gendan_today()
        by_last = defaultdict(partners.browse)
        for partner in partners:
            profile = partner.gendan_settlement_profile_id
            moment = self._gendan_moment(partner, company)
            if moment in MOMENTS:
                last = today if moment == "goods" else closing_before(today, profile.closing_day)
                by_last[moment, last] |= partner
        result = []
        for (moment, last), group in by_last.items():
            by_picking = moment == "goods"
            first = last - timedelta(days=DAYS_APART) if by_picking else None
            opens = self._gendan_open(company, last, group.ids, first=first)
            made = {} if by_picking else self._gendan_made_for(company, last, group)
            for (partner_id, currency_id), found in sorted(opens.items()):
                due = self._gendan_due_of(
                    partners.browse(partner_id), self.env["res.currency"].browse(currency_id), found, by_picking, last,
                    made.get((partner_id, currency_id)),
                )  # fmt: skip
                if due.parts or due.notes:
                    result.append(due)
        return result

    @api.model
    def _gendan_due_of(self, partner, currency, opens, by_picking, last, made):
        """What is due of one customer in one currency.

        :param made: invoices that were made for this closing day already
        :rtype: Due
        """
        portions, notes = self._gendan_portions(opens)
        # what came back after it was invoiced is asked for first: a red invoice, or an allowance
        back = [portion for portion in portions if portion.kind == "back"]
        portions = [portion for portion in portions if portion.kind != "back"]
        if back:
            notes.append(self.env._("Goods came back after they were invoiced: make the credit note from the order."))
        if made and portions:
            notes.append(
                self.env._(
                    "%(invoices)s was made for this closing day: what is still open waits for the next one.",
                    invoices=format_list(self.env, [move.name or self.env._("a draft") for move in made]),
                )
            )
            portions = []
        if not portions:
            return Due(partner, currency, [], notes)
        if by_picking:
            portions = self._gendan_with_pickings(portions)
        profile = partner.gendan_settlement_profile_id
        way = "order" if by_picking else profile.invoice_split
        parts = self._gendan_parts(portions, way, profile.invoice_limit, profile.invoice_limit_tax, by_picking)
        days = self._gendan_days(portions) if by_picking else {}
        return Due(
            partner,
            currency,
            [
                (
                    part,
                    {"invoice_date": days.get(part[0].picking, last)}
                    if by_picking
                    else {"invoice_date": last, "gendan_closing_day": last},
                )
                for part in parts
            ],
            notes,
        )

    @api.model
    def _gendan_with_pickings(self, portions):
        """The same, fees and deposits with the order's transfer that bears most."""
        worth = defaultdict(float)
        for portion in portions:
            if portion.picking:
                worth[portion.line.order_id, portion.picking] += portion.amount
        most = {}
        for (order, picking), _amount in sorted(worth.items(), key=lambda one: one[1]):
            most[order] = picking
        return [
            portion if portion.picking else portion._replace(picking=most.get(portion.line.order_id))
            for portion in portions
        ]

    @api.model
    def _gendan_days(self, portions):
        """The days on which transfers left: {id: day}."""
        pickings = self.env["stock.picking"].browse({one.picking for one in portions if one.picking})
        return {one.id: one.company_id._gendan_to_day(one.date_done) for one in pickings if one.date_done}

    @api.model
    def _gendan_made_for(self, company, last, partners):
        """Invoices that were made for a closing day otherwise than from a statement: {key: account.move}."""
        found = self.env["account.move"].search(
            [
                ("company_id", "=", company.id),
                ("commercial_partner_id", "in", partners.ids),
                ("gendan_closing_day", "=", last),
                ("state", "!=", "cancel"),
                ("move_type", "=", "out_invoice"),
            ]
        )
        by_key = found.filtered(lambda move: not move.gendan_statement_id).grouped(
            lambda move: (move.commercial_partner_id.id, move.currency_id.id)
        )
        return dict(by_key)
