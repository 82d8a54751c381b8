"""Odoo's own confirmation of an order does not go round our approval and chop."""

from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Where a rule says that order confirmations are approved or chopped by us, ours goes out and not Odoo's.

    Its mail after the confirmation, a signature or a payment is held and leaves a to-do, the button raises, the print
    says what it is, the customer's page gives our paper. Without such a rule nothing here does anything.
    """

    _inherit = "sale.order"

    gendan_confirmation_held_at = fields.Datetime(
        string="Odoo's Confirmation Held on",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="Odoo would have confirmed the order to the customer by itself; our own paper is to go out instead.",
    )

    # ------------------------------------------------------------ doors

    def action_quotation_send(self):
        # EXTENDS sale: a plain mail about the order, or its pro forma, is no confirmation
        context = self.env.context
        if not context.get("hide_default_template") and not context.get("proforma"):
            self._gendan_own_paper_or_raise()
        return super().action_quotation_send()

    def _send_order_notification_mail(self, mail_template, **options):
        # EXTENDS sale: what nobody pressed is held without an error, the customer has just signed or paid
        if (
            mail_template
            and mail_template == self._get_confirmation_template()
            and self._gendan_needs_own_confirmation()
        ):
            self._gendan_hold_confirmation()
            return None
        # a payment is booked before its mail: raising here would lose it
        if mail_template and self.env.su and mail_template._gendan_carries_quotation():
            if stops := self._gendan_gate_error("send"):
                self._gendan_note_unsent(mail_template, stops)
                return None
        return super()._send_order_notification_mail(mail_template, **options)

    # ------------------------------------------------------------ business

    def _gendan_needs_own_confirmation(self):
        """Whether this is a confirmed order whose confirmation needs something of ours before it goes out."""
        self.ensure_one()
        return bool(self._gendan_needing_own_confirmation())

    def _gendan_needing_own_confirmation(self):
        """Those of these orders that are confirmed and whose confirmation needs something of ours first. Batch."""
        orders = self.filtered(lambda order: order.state == "sale")
        rules = self.env["gendan.paper.rule"]._gendan_of_orders("order_confirmation", orders) if orders else {}
        return orders.filtered(lambda order: rules[order]._gendan_holds_papers())

    def _gendan_own_paper_or_raise(self):
        """A person pressed: say which paper goes out instead.

        :raise UserError: Odoo's own confirmation of one of these orders must not go out
        """
        for order in self._gendan_needing_own_confirmation():
            raise UserError(
                self.env._(
                    "The confirmation of order %(order)s is approved or chopped by us before it goes out. Send our own"
                    " paper with the button “Contract”.",
                    order=order.name,
                )
            )

    def _gendan_ready_contract(self):
        """The paper of this order the customer may have: checked, approved and chopped as the rules say. Sudo."""
        self.ensure_one()
        return self._gendan_confirming_papers().filtered(lambda paper: not paper._gendan_issue_error())[:1]

    def _gendan_confirming_papers(self):
        """Papers that may stand for Odoo's confirmation of these orders: ours, or another we approve. Batch, sudo."""
        papers = self._gendan_valid_contracts()
        contracts = papers.filtered(lambda paper: paper.kind == "contract")
        rules = self.env["gendan.paper.rule"]._gendan_of_orders("contract", contracts.order_id) if contracts else {}
        return papers - contracts.filtered(lambda paper: not rules[paper.order_id]._gendan_holds_papers())

    def _gendan_hold_confirmation(self):
        """Odoo's own mail stays here: noted on the order, with a to-do where nobody has begun our paper."""
        self.ensure_one()
        order = self.sudo()  # sudo: a customer who signs or pays sets it off
        order.with_context(tracking_disable=True).gendan_confirmation_held_at = fields.Datetime.now()
        house = order.with_context(lang=order.company_id.partner_id.lang or self.env.lang)
        house._message_log(
            body=house.env._(
                "Odoo's own confirmation was not sent: order confirmations of this kind are approved or chopped by us."
            )
        )
        order._gendan_sync_todos()

    def _gendan_note_unsent(self, mail_template, stops):
        """A machine's mail to the customer stays here: noted on the order, for the clerk to tell her otherwise.

        :param str stops: the sentences of what holds it
        """
        self.ensure_one()
        order = self.sudo()  # sudo: a customer who pays sets it off
        house = order.with_context(lang=order.company_id.partner_id.lang or self.env.lang)
        house._message_log(
            body=house.env._(
                "The mail “%(mail)s” was not sent to the customer, as it shows the order's prices. %(stops)s",
                mail=mail_template.sudo().with_env(house.env).name,
                stops=stops,
            )
        )

    def _gendan_lacking_own_paper(self):
        """Those of these orders whose confirmation was held and whose own paper nobody has finished. Batch."""
        held = self.filtered("gendan_confirmation_held_at")._gendan_needing_own_confirmation()
        # a finished paper has to-dos of its own
        begun = held._gendan_confirming_papers().filtered(lambda paper: paper.state != "draft").order_id
        return held - begun

    def _gendan_confirmation_paper_moved(self):
        """A paper of these orders was finished or voided: the to-do to make one follows. Call with sudo."""
        self.filtered("gendan_confirmation_held_at")._gendan_sync_todos()

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for order in self._gendan_lacking_own_paper():
            todo = {
                "kind": "confirmation_paper",
                "name": self.env._(
                    "Make our own confirmation of %(order)s and send it to %(customer)s: Odoo's was held.",
                    order=order.name,
                    customer=order.partner_id.commercial_partner_id.display_name,
                ),
                "due": order.company_id._gendan_to_day(order.gendan_confirmation_held_at),
                "role": "clerk",
                "urgency": "1",
            }
            result[order] = [*result.get(order, []), todo]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        if not self.env["gendan.contract"].has_access("create"):
            return result
        for order in self._gendan_lacking_own_paper():
            own = result.setdefault(order, [])
            own.append(
                {
                    "code": "own_contract",
                    "label": self.env._("Our paper"),
                    "icon": "fa-file-text-o",
                    # one button a document
                    "primary": not any(action.get("primary") for action in own),
                }
            )
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        if code == "own_contract":
            rule = self.env["gendan.paper.rule"]._gendan_of("contract", self)
            # a contract nobody approves is no way round the approval of confirmations
            return self._gendan_open_contract(None if rule._gendan_holds_papers() else "order_confirmation")
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
