"""Asking a supplier for his dates by mail."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from ..common.composing import open_composer

TEMPLATE = "gendan_followup.mail_template_supplier_ask"
# in the context while the mail goes out
GOES_OUT = "gendan_ask_goes_out"


class GendanSupplierAsk(models.Model):
    """One mail to a supplier about the open lines of all his orders, and what comes back to it.

    A draft until it is sent, which is when each line is noted as asked for. Made by
    ``purchase.order.line._gendan_chase``, which asks who may; read by clerks, departments and purchase users of the
    company.
    """

    _name = "gendan.supplier.ask"
    _description = "Mail Asking a Supplier for Dates"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"
    _gendan_todo_reworded = True

    partner_id = fields.Many2one("res.partner", string="Supplier", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", string="Sent by Whom", required=True, readonly=True, index=True)
    purchase_line_ids = fields.Many2many(
        "purchase.order.line",
        "gendan_supplier_ask_line_rel",
        "ask_id",
        "purchase_line_id",
        string="Lines",
        readonly=True,
        groups="purchase.group_purchase_user",
    )
    state = fields.Selection(
        [("draft", "Draft Mail"), ("sent", "No Answer Yet"), ("answered", "Answered")],
        compute="_compute_state",
        store=True,
        compute_sudo=True,
    )
    sent_at = fields.Datetime(string="Asked on", readonly=True, copy=False)
    due = fields.Date(string="Answer Due", readonly=True, copy=False)
    word_ids = fields.One2many("gendan.supplier.word", "ask_id", string="Lines Asked about", readonly=True)
    # sudo: clerks read no purchases; product, quantity and days only
    summary = fields.Text(compute="_compute_summary", compute_sudo=True)

    @api.depends(
        "sent_at",
        *(f"purchase_line_ids.{name}" for name in ("gendan_word_state", "qty_received", "product_qty", "state")),
    )
    def _compute_state(self):
        for ask in self:
            if not ask.sent_at:
                ask.state = "draft"
            else:
                waiting = ask.purchase_line_ids._gendan_still_open().filtered(
                    lambda line: line.gendan_word_state == "asked"
                )
                ask.state = "sent" if waiting else "answered"

    @api.depends("purchase_line_ids")
    @api.depends_context("lang")
    def _compute_summary(self):
        for ask in self:
            ask.summary = "\n".join(
                f"{row['order']} · {row['product']} · {row['quantity']}" for row in ask._gendan_mail_rows()
            )

    # ------------------------------------------------------------ drafts

    @api.model
    def _gendan_draft(self, partner, company, lines):
        """The user's draft to this supplier, with these lines; one that was put aside is taken up again.

        :param lines: ``purchase.order.line``, sudo
        """
        asks = self.sudo()  # sudo: the callers have asked whether the user may
        found = asks.search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("user_id", "=", self.env.uid),
                ("sent_at", "=", False),
            ],
            limit=1,
        )
        vals = {"purchase_line_ids": [Command.set(lines.ids)]}
        if found:
            found.write(vals)
        else:
            found = asks.create(
                {"partner_id": partner.id, "company_id": company.id, "user_id": self.env.uid, **vals}
            )
        return found.with_env(self.env)

    @api.autovacuum
    def _gc_gendan_drafts(self):
        """Drafts nobody has sent for a week go."""
        self.search(
            [("sent_at", "=", False), ("write_date", "<", fields.Datetime.subtract(fields.Datetime.now(), days=7))]
        ).unlink()

    # ------------------------------------------------------------ mail

    def _gendan_lang(self):
        """The supplier's language."""
        self.ensure_one()
        return self.partner_id.lang or self.company_id.partner_id.lang

    def _gendan_round(self):
        """How often the line asked for most has been asked for without an answer until now."""
        self.ensure_one()
        # sudo: the number only
        return max(self.sudo().purchase_line_ids.mapped("gendan_asked_count"), default=0)

    def _gendan_mail_rows(self):
        """The table of the mail, texts in the language of the context: list of dicts ``order``, ``product``,
        ``quantity``, ``need`` (our day), ``last`` (his last day), ``is_confirmed``."""
        self.ensure_one()
        # sudo: clerks and planners have no rights on purchases; no prices in here
        lines = self.sudo().purchase_line_ids.sorted(lambda line: (line.order_id.id, line.sequence, line.id))
        needs = lines._gendan_need_days()
        production = self.env["mrp.production"]
        rows = []
        for line in lines.with_context(lang=self.env.lang, partner_id=self.partner_id.id):
            last = line.gendan_confirmed_day or line.company_id._gendan_to_day(line.date_planned)
            need = needs.get(line.id)
            quantity = production._gendan_floor_quantity(line.product_qty - line.qty_received, line.product_uom_id)
            rows.append(
                {
                    "order": " / ".join(filter(None, (line.order_id.name, line.order_id.partner_ref))),
                    "product": line.product_id.with_context(
                        seller_id=False, partner_id=self.partner_id.id
                    ).display_name,
                    "quantity": f"{quantity} {line.product_uom_id.name}",
                    "need": format_date(self.env, need) if need else "",
                    "last": format_date(self.env, last) if last else "",
                    "is_confirmed": bool(line.gendan_confirmed_day),
                }
            )
        return rows

    def action_compose(self):
        """Button: look the mail over and send it; that notes each line as asked for.

        :return: action of the composer
        :raise UserError: it went out already, or the supplier has no address
        """
        self.ensure_one()
        self._gendan_send_or_raise()
        return open_composer(
            self, self.env._("Ask the Supplier"), TEMPLATE, context={GOES_OUT: True}, partner_ids=self.partner_id.ids
        )

    def action_send(self):
        """Button: send these as they are.

        :raise UserError: as :meth:`action_compose`
        """
        for ask in self:
            ask._gendan_send_or_raise()
        for ask in self:
            ask.with_context(**{GOES_OUT: True}).message_post_with_source(
                self.env.ref(TEMPLATE), message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        return True

    def action_answer(self):
        """Button: note what the supplier answered.

        :return: action of the dialog
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: which lines; whether the user may is asked next
        return self.sudo().purchase_line_ids.with_env(self.env)._gendan_word_action("answered")

    def _gendan_send_or_raise(self):
        """:raise UserError: it cannot go out"""
        self.check_access("read")
        # sudo: the lines, about which the user is asked for his right
        lines = self.sudo().purchase_line_ids.with_env(self.env)
        lines._gendan_chase_or_raise()
        if self.sent_at:
            raise UserError(
                self.env._(
                    "%(supplier)s was sent this already. Ask again from the list of materials.",
                    supplier=self.partner_id.display_name,
                )
            )
        if not self.partner_id.email:
            raise UserError(
                self.env._(
                    "%(supplier)s has no e-mail address. Enter one, or ask by phone and note it.",
                    supplier=self.partner_id.display_name,
                )
            )

    def message_post(self, **kwargs):
        # EXTENDS mail: the mail with the lines is the asking
        goes_out = self.env.context.get(GOES_OUT) and not self.sent_at
        if goes_out:
            self._gendan_send_or_raise()
        message = super().message_post(**kwargs)
        if goes_out:
            self._gendan_sent()
        return message

    def _gendan_sent(self):
        """Its lines are asked for from now on."""
        self.ensure_one()
        now = fields.Datetime.now()
        company = self.company_id
        ask = self.sudo()  # sudo: nobody may write them; the sender was asked for his right
        lines = ask.purchase_line_ids.with_env(self.env)
        vals = {"sent_at": now}
        if company.gendan_chase_days:
            vals["due"] = company._gendan_add_workdays(company._gendan_today(), company.gendan_chase_days)
        ask.write(vals)
        lines._gendan_take_word(
            "asked", "email", {line: {"ask_id": self.id, "said_at": now} for line in lines.sudo()}  # sudo: as keys only
        )

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup (gendan.todo.mixin): no customer's
        return {
            "order": self.env["sale.order"],
            "partner": self.env["res.partner"],
            "company": self.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        # goods are received all the same when somebody has deleted the department
        purchasing = self.env.ref("gendan_followup.department_purchasing", raise_if_not_found=False)
        whose = {"role": "department", "department_id": purchasing.id} if purchasing else {"role": "supervisor"}
        for ask in self.filtered(lambda ask: ask.state == "sent" and ask.due):
            result[ask] = [
                *result.get(ask, []),
                {
                    "kind": "supplier_silent",
                    "name": self.env._(
                        "%(supplier)s has not answered about %(orders)s, asked on %(day)s.",
                        supplier=ask.partner_id.display_name,
                        orders=format_list(self.env, ask.purchase_line_ids.order_id.mapped("name")),
                        day=format_date(self.env, ask.company_id._gendan_to_day(ask.sent_at)),
                    ),
                    "due": ask.due,
                    **whose,
                    **({"user_id": ask.user_id.id} if ask.user_id.active else {}),
                },
            ]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        for ask in self._filtered_access("read").filtered(lambda ask: ask.state == "sent"):
            # sudo: the lines, about which the user is asked for his right
            if ask.sudo().purchase_line_ids.with_env(self.env)._gendan_chase_error():
                continue
            result[ask] = [
                *result.get(ask, []),
                {"code": "supplier_answer", "label": self.env._("Answer…"), "icon": "fa-reply", "primary": True},
                {"code": "supplier_again", "label": self.env._("Ask again…"), "icon": "fa-envelope-o"},
            ]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        self.ensure_one()
        if code == "supplier_answer":
            return self.action_answer()
        if code == "supplier_again":
            return self.action_ask_again()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)

    def action_ask_again(self):
        """Button: another mail about what is still open.

        :return: action of the composer
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the lines that wait; whether the user may is asked next
        lines = self.sudo().purchase_line_ids.filtered(lambda line: line.gendan_word_state == "asked")
        return lines.with_env(self.env)._gendan_chase()


class GendanTodo(models.Model):
    """To-dos about suppliers, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {"supplier_silent": self.env._("Supplier has not answered")}
        return super()._selection_kind() + list(kinds.items())
