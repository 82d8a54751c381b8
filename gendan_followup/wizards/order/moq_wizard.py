from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import formatLang, plaintext2html

from odoo.addons.gendan_followup.models.common.composing import open_composer
from odoo.addons.gendan_followup.models.order.moq_consent import ANSWERS, OFFERED_SOURCES


class GendanMoqWizard(models.TransientModel):
    """Dialog: offer the customer the minimum or the surcharge, and note the answer.

    For whoever may write the order. Quantities and prices are worked out by the order.
    """

    _name = "gendan.moq.wizard"
    _description = "Offer below the Minimum"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many("gendan.moq.wizard.line", "wizard_id")
    text = fields.Text(
        string="Text for the customer",
        compute="_compute_text",
        store=True,
        readonly=False,
        help="In the customer's language, to copy into a chat or to send as a mail.",
    )
    answer = fields.Selection(ANSWERS, default="surcharge")
    given_by = fields.Char(string="Who Answered", help="Who at the customer's said so.")
    given_on = fields.Date(string="On", default=lambda self: self.env.company._gendan_today())
    source = fields.Selection(OFFERED_SOURCES, string="How We Know", default="chat")
    evidence = fields.Char(help="Chat and time, mail's subject, number of the fax.")
    attachment_ids = fields.Many2many("ir.attachment", string="Screenshots and Papers")

    @api.model
    def _gendan_open(self, order):
        """The dialog for what an order has below its minimums, and may be had for a surcharge.

        :param order: ``sale.order`` the user may write
        :return: action
        :raise UserError: there is nothing to offer
        """
        shortfalls = order._gendan_moq_shortfalls().get(order, ())
        offered = [short for short in order._gendan_moq_unsettled(shortfalls) if short.rule.policy == "offer"]
        if not offered:
            raise UserError(
                self.env._("Nothing on order %(order)s is below a minimum for which a surcharge is offered.",
                           order=order.name)
            )  # fmt: skip
        wizard = self.create(
            {
                "order_id": order.id,
                "line_ids": [Command.create(self._prepare_line_vals(short)) for short in offered],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Below the Minimum"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def _prepare_line_vals(self, short):
        """The row of one shortfall."""
        surcharge = short.rule._gendan_surcharge(short.rule, short.lines, short.missing)
        price = short.lines._gendan_moq_price_at(1.0)
        return {
            "moq_id": short.rule.id,
            "key": short.key,
            "label": short.label,
            "quantity": short.rule._gendan_text(short.quantity),
            "minimum": short.rule._gendan_text(short.rule.quantity),
            "price_minimum": short.lines._gendan_moq_price_at(short.rule.quantity / short.quantity),
            "price": price,
            "surcharge": surcharge,
            "total": price + surcharge,
        }

    @api.depends("line_ids.is_chosen")
    def _compute_text(self):
        for wizard in self:
            order = wizard.order_id
            speaker = wizard.with_context(lang=order._gendan_customer_lang())
            order = order.with_env(speaker.env)
            # the goods in the customer's language, too
            shorts = {(short.rule.id, short.key): short for short in order._gendan_moq_shortfalls().get(order, ())}
            sentences = [
                sentence
                for row in wizard.line_ids.filtered("is_chosen")
                if (short := shorts.get((row.moq_id.id, row.key)))
                for sentence in speaker._gendan_offer(row, short, order.currency_id)
            ]
            if sentences:
                sentences.append(speaker.env._("Please tell us in writing whether you choose A or B."))
            # prices that may not go out are not put into a chat either; that the clerk reads, in her language
            wizard.text = (sentences and wizard.order_id._gendan_gate_error("send")) or "\n".join(sentences) or False

    def _gendan_offer(self, row, short, currency):
        """The sentences of the offer about one row, in the language of the context."""

        def money(amount):
            return formatLang(self.env, amount, currency_obj=currency)

        quantity, minimum = short.rule._gendan_text(short.quantity), short.rule._gendan_text(short.rule.quantity)
        yield self.env._(
            "%(goods)s: you ask for %(quantity)s, our minimum is %(minimum)s.",
            goods=short.label,
            quantity=quantity,
            minimum=minimum,
        )
        yield self.env._("A: %(minimum)s for %(price)s.", minimum=minimum, price=money(row.price_minimum))
        yield self.env._(
            "B: %(quantity)s for %(price)s plus a surcharge of %(surcharge)s, %(total)s in all.",
            quantity=quantity,
            price=money(row.price),
            surcharge=money(row.surcharge),
            total=money(row.total),
        )

    def action_send(self):
        """Button: the text as a mail to the customer, to be looked over first.

        :return: action
        :raise UserError: the quotation may not go out
        """
        self.ensure_one()
        self.order_id.check_access("read")
        # the offer tells prices: it goes by the doors of the quotation
        self.order_id._gendan_gate_or_raise("send")
        return open_composer(
            self.order_id,
            self.env._("Send the Offer"),
            partner_ids=self.order_id.partner_id.ids,
            subject=self.order_id.name,
            body=plaintext2html(self.text or ""),
        )

    def action_answer(self):
        """Button: note what the customer answered about the chosen rows.

        :raise UserError: nothing chosen, who or how is missing, no proof, or the order has changed meanwhile
        """
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Choose what the customer of order %(order)s answered about.", order=order.name))
        if not (self.given_by or "").strip() or not self.answer or not self.source or not self.given_on:
            raise UserError(
                self.env._("Say who at the customer's answered about order %(order)s, when and how.", order=order.name)
            )
        shortfalls = order._gendan_moq_unsettled(order._gendan_moq_shortfalls().get(order, ()))
        current = {(short.rule.id, short.key): short for short in shortfalls}
        for row in chosen:
            short = current.get((row.moq_id.id, row.key))
            if not short:
                raise UserError(
                    self.env._(
                        "%(goods)s on order %(order)s is not below the minimum any more, or answered already.",
                        goods=row.label,
                        order=order.name,
                    )
                )
            order._gendan_moq_answered(
                short,
                answer=self.answer,
                given_by=self.given_by,
                given_on=self.given_on,
                source=self.source,
                evidence=self.evidence,
                attachment_ids=[Command.set(self.attachment_ids.ids)],
            )
        return {"type": "ir.actions.act_window_close"}
