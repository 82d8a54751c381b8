from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

PROGRESS_LINK_DAYS = 60
# a link handed out today must not end while the customer still waits for the goods
PROGRESS_LINK_LEFT = 30


class SaleOrder(models.Model):
    """The customer's page on the progress of one order: by a link without a login, and on the portal."""

    _inherit = "sale.order"

    def _gendan_progress(self):
        """The order as its customer sees it, in the language of the context.

        The caller has checked the order's access or the token.

        :return: dict, or False for an order that is not followed
        """
        self.ensure_one()
        order = self.sudo()  # customers have no access to plans; what is handed out here is theirs
        if not order.gendan_plan_ids:
            return False
        plans = order.gendan_plan_ids.sorted(lambda p: (p.promise_date or fields.Date.to_date("9999-12-31"), p.id))
        return {
            "reference": order.client_order_ref or order.name,
            "number": order.name,
            "is_cancelled": order.state == "cancel",
            "plans": [plan._gendan_progress() for plan in plans],
            "tracking": order._gendan_tracking(),
        }

    def _gendan_tracking(self):
        """Parcels on their way: list of dict(name, url or False). Call with sudo."""
        self.ensure_one()
        found = []
        pickings = self.picking_ids.filtered(
            lambda p: p.state == "done" and p.carrier_tracking_ref and p.picking_type_code in ("outgoing", "dropship")
        )
        for picking in pickings:
            found += [{"name": name, "url": url} for name, url in picking._gendan_parcels().items()]
        return found

    def _gendan_progress_text(self):
        """How the orders stand, as plain text in the language of the context. Call with sudo."""
        blocks = []
        for order in self:
            progress = order._gendan_progress()
            lines = [order.client_order_ref or order.name]
            for plan in progress["plans"] if progress else ():
                lines.append(plan["products"])
                done = [step for step in plan["steps"] if step["state"] == "done"]
                lines += [f"· {step['name']}: {step['day']}" for step in done[-1:]]
                if plan["promise"]:
                    lines.append(self.env._("Promised: %(day)s", day=plan["promise"]))
                if plan["arrival"]:
                    lines.append(
                        self.env._("Arrived: %(day)s", day=plan["arrival"])
                        if plan["is_arrived"]
                        else self.env._("Expected arrival: %(day)s", day=plan["arrival"])
                    )
            lines.append(order._gendan_progress_url())
            blocks.append("\n".join(filter(None, lines)))
        return "\n\n".join(blocks)

    # ------------------------------------------------------------ the page behind the link

    def _gendan_progress_url(self):
        """A link to the order's progress that is good for weeks, and for one message to us. Call with sudo.

        The link handed out last is used again while it is fresh.
        """
        self.ensure_one()
        return self._gendan_question_url("progress", PROGRESS_LINK_DAYS, PROGRESS_LINK_LEFT)

    def _gendan_answer_render_progress(self, answer):
        """What the page behind the link shows; see gendan.answer.mixin."""
        return "gendan_followup.progress_page", {
            "progress": self._gendan_progress(),
            "page_title": self.env._("Order %s", self.client_order_ref or self.name),
            "submit": self.env._("Send the message"),
        }

    def _gendan_answer_apply_progress(self, answer, data):
        """The customer left a message: note on the order and a to-do for the clerk; see gendan.answer.mixin."""
        text = (data.get("message") or "").strip()
        if not text:
            raise UserError(self.env._("Please write your message first."))
        self._message_log(body=plaintext2html(text), author_id=answer.partner_id.id)
        company = self.company_id
        order = self.with_context(lang=company.partner_id.lang)
        order._gendan_open_todo(
            "customer_message",
            {
                order: order.env._(
                    "The customer wrote about %(order)s: %(text)s",
                    order=order.name,
                    text=text if len(text) <= 80 else text[:79] + "…",
                )
            },
            role="clerk",
            due=company._gendan_today(),
            urgency="1",
        )
        return self.env._("Your message has reached your contact, who will answer you.")

    def _gendan_answer_stays(self, answer):
        # EXTENDS gendan_followup: the progress may be looked at after the one message has been sent
        return answer.kind == "progress" or super()._gendan_answer_stays(answer)
