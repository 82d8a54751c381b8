"""What is known of goods on their way: number, expected days, whether the customer and the rep were told."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..common.opening import open_document

WATCHED = frozenset({"carrier_tracking_ref", "gendan_eta"})


class StockPicking(models.Model):
    """Goods on their way to a customer."""

    _inherit = "stock.picking"

    gendan_eta_from = fields.Date(
        "Expected from", copy=False, help="The first day on which the carrier expects to be there. May stay empty."
    )
    gendan_eta = fields.Date(
        "Expected at",
        copy=False,
        help="The day, or the last of the days, on which the carrier expects to be there. The plan reckons with it.",
    )
    # sudo: a day, for whoever reads the transfer
    gendan_arrived_on = fields.Date("Arrived", compute="_compute_gendan_arrived_on", compute_sudo=True)
    # sudo: promises are read by whoever reads the transfer
    gendan_promised_arrival = fields.Date("Promised", compute="_compute_gendan_promised_arrival", compute_sudo=True)
    gendan_is_eta_late = fields.Boolean("Late", compute="_compute_gendan_is_eta_late")

    # ------------------------------------------------------------ compute

    @api.depends("gendan_arrival_ids.arrived_on")
    def _compute_gendan_arrived_on(self):
        for picking in self:
            picking.gendan_arrived_on = picking.gendan_arrival_ids[:1].arrived_on

    @api.depends("move_ids.sale_line_id.gendan_part_ids.promised_date")
    def _compute_gendan_promised_arrival(self):
        for picking in self:
            # of what is not there yet, the first that was promised
            parts = picking.move_ids.sale_line_id.gendan_part_ids.filtered(
                lambda part: part.plan_id.is_running and part.plan_id.delivery_health not in ("delivered", "cancelled")
            )
            picking.gendan_promised_arrival = min(filter(None, parts.mapped("promised_date")), default=False)

    @api.depends("gendan_eta", "gendan_arrived_on", "gendan_promised_arrival")
    def _compute_gendan_is_eta_late(self):
        for picking in self:
            eta = not picking.gendan_arrived_on and picking.state != "cancel" and picking.gendan_eta
            promised = picking.gendan_promised_arrival
            picking.gendan_is_eta_late = bool(
                eta and (eta < picking.company_id._gendan_today() or (promised and eta > promised))
            )

    # ------------------------------------------------------------ constrains

    @api.constrains("gendan_eta", "gendan_eta_from")
    def _check_gendan_eta(self):
        for picking in self:
            if picking.gendan_eta_from and (not picking.gendan_eta or picking.gendan_eta < picking.gendan_eta_from):
                raise ValidationError(
                    self.env._(
                        "%(transfer)s: the last day expected is missing, or lies before the first.",
                        transfer=picking.name,
                    )
                )

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS stock: number and expected days are news
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self._gendan_tracked(vals)
        return result

    def _action_done(self):
        # EXTENDS stock: a number typed before is told when the goods have left; one the carrier's system gives in this
        # moment is in Odoo's own mail, too
        # a context more makes everything below dearer: only where a carrier may give a number
        leaving = self.with_context(gendan_is_leaving=True) if self.carrier_id else self
        result = super(StockPicking, leaving)._action_done()
        left = self.filtered(lambda picking: picking.state == "done" and picking.carrier_tracking_ref)
        left._gendan_tell_numbers(is_leaving=True)
        return result

    # ------------------------------------------------------------ actions

    def action_gendan_open(self):
        """Button, row of a list: Odoo's form for the warehouse, a plain one for those who sell."""
        return open_document(self)

    # ------------------------------------------------------------ business

    def _gendan_tracked(self, vals):
        """Number or expected day were typed: plans, to-dos, customer and rep hear of it. Batch."""
        out = self.filtered(lambda picking: picking._gendan_goes_out())
        if not out:
            return
        if "gendan_eta" in vals:
            # sudo: whose plan follows does not hang on who typed it
            self.env["sale.order"].sudo().union(
                *(picking._gendan_served_orders() for picking in out.sudo())  # sudo: as above
            )._gendan_mark("arrived")
            # sudo: as above
            self.env["gendan.delivery.note"].sudo().search(out._gendan_valid_notes_domain())._gendan_sync_todos()
            out.sudo()._gendan_tell_moved()  # sudo: as above
        if "carrier_tracking_ref" in vals:
            out.filtered(lambda picking: picking.state == "done")._gendan_tell_numbers(
                is_leaving=bool(self.env.context.get("gendan_is_leaving"))
            )

    def _gendan_goes_out(self):
        """Whether it takes goods to a customer's door."""
        self.ensure_one()
        return self.location_dest_id._gendan_is_customer() and not self.location_id._gendan_is_customer()

    def _gendan_tell_numbers(self, is_leaving=False):
        """Customer and rep of the followed orders hear the numbers of what has left, each number once. Batch.

        :param bool is_leaving: the goods leave in this moment, with their numbers
        """
        # sudo: the storekeeper types the number; orders, plans and messages are not his
        pickings = self.sudo().filtered(lambda picking: picking._gendan_goes_out())
        served = {
            picking: picking._gendan_served_orders().filtered(
                lambda order: order.state == "sale" and order.gendan_plan_ids
            )
            for picking in pickings
        }
        fresh = self.env["gendan.message"].sudo()._gendan_log_numbers(served, is_leaving)  # sudo: as above
        # a number told anew takes a new day along, one taken back does not
        pickings.filtered("gendan_eta")._gendan_tell_moved()
        news = fresh.filtered(lambda message: message.hold_reason != "old")
        for picking, messages in news.grouped("picking_id").items():
            picking._gendan_tell_rep(messages)

    def _gendan_tell_rep(self, messages):
        """The sales reps of the orders hear the new numbers of this delivery, each order's in one notification.

        :param messages: gendan.message, the rows the numbers stand in
        """
        self.ensure_one()
        for order, rows in messages.grouped("order_id").items():
            rep = order.user_id
            if not rep or not rep.active or rep == self.env.user:
                continue
            env = self.with_context(lang=rep.lang).env
            links = self._gendan_parcels()
            lines = [
                Markup('<a href="{}">{}</a>').format(link, row.waybill)
                if (link := links.get(row.waybill))
                else Markup("{}").format(row.waybill)
                for row in rows
            ]
            words = {"order": order.name, "customer": order.partner_id.commercial_partner_id.name}
            order.message_notify(
                partner_ids=rep.partner_id.ids,
                subject=env._("%(order)s, %(customer)s: on its way", **words),
                body=Markup("<p>{}</p><ul>{}</ul>").format(
                    self._gendan_tell_rep_text(env, words),
                    Markup("").join(Markup("<li>{}</li>").format(line) for line in lines),
                ),
            )

    def _gendan_tell_rep_text(self, env, words):
        """The sentence above the numbers, in the language of ``env``."""
        if not self.gendan_eta:
            return env._("The goods of %(order)s for %(customer)s have left, with these numbers:", **words)
        return env._(
            "The goods of %(order)s for %(customer)s have left and are expected there by %(day)s, with these numbers:",
            **words,
            day=format_date(env, self.gendan_eta),
        )
