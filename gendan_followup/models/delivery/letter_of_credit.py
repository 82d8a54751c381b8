"""Letters of credit: what has to leave and be presented by when, and whether the plans keep it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount, format_date

HEALTHS = [("on_track", "On track"), ("at_risk", "At risk"), ("late", "Late"), ("done", "Presented")]
# a forecast this near to the limit is a risk
NEAR_DAYS = 3


class GendanLetterOfCredit(models.Model):
    """A letter of credit that pays for one or several orders of a customer.

    Its latest shipment is the last day the orders' goods may leave; presentation and expiry say until when the papers
    must be at the bank. A forecast past one of them turns its light and opens a to-do.

    Clerks keep those of their customers, supervisors all; accounting checks them; sales reps and departments read.
    """

    _name = "gendan.letter.of.credit"
    _description = "Letter of Credit"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "latest_shipment, id"
    _check_company_auto = True

    _name_uniq = models.UniqueIndex("(name, partner_id, company_id)", "This letter of credit is on file already.")
    _positive = models.Constraint(
        "CHECK (amount >= 0 AND tolerance_over >= 0 AND tolerance_under >= 0 AND tolerance_under <= 100"
        " AND presentation_days >= 0)",
        "Amount, tolerances and days of presentation cannot be negative.",
    )

    name = fields.Char(string="L/C No.", required=True, copy=False, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, domain="[('parent_id', '=', False)]"
    )
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(related="partner_id.gendan_clerk_id", store=True, index="btree_not_null")
    order_ids = fields.One2many(
        "sale.order",
        "gendan_lc_id",
        string="Orders",
        domain="[('partner_id', 'child_of', partner_id), ('company_id', '=', company_id), ('state', '!=', 'cancel')]",
    )
    bank = fields.Char(string="Issuing Bank", required=True)
    advising_bank = fields.Char()
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True
    )
    amount = fields.Monetary(required=True, tracking=True)
    tolerance_over = fields.Float(string="More by (%)", digits=(5, 2))
    tolerance_under = fields.Float(string="Less by (%)", digits=(5, 2))
    consignee = fields.Text(help="As the bill of lading must show it: to order of the bank, for example.")
    issued_on = fields.Date()
    latest_shipment = fields.Date(required=True, tracking=True)
    presentation_days = fields.Integer(
        default=21, required=True, tracking=True, help="Calendar days from being on board, within the expiry."
    )
    expiry = fields.Date(string="Expires on", required=True, tracking=True)
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    received_on = fields.Date(copy=False, tracking=True)
    checked_on = fields.Date(copy=False, tracking=True, help="All its conditions can be met; amendments are in.")
    presented_on = fields.Date(copy=False, tracking=True, help="The papers are at the bank.")
    state = fields.Selection(
        [
            ("expected", "L/C Expected"),
            ("received", "L/C Received"),
            ("checked", "Checked"),
            ("presented", "Presented"),
        ],
        compute="_compute_state",
        store=True,
    )
    ships_on = fields.Date(compute="_compute_outlook", compute_sudo=True, help="On board, as the plans stand.")
    present_by = fields.Date(compute="_compute_outlook", compute_sudo=True, help="The papers must be at the bank.")
    presents_on = fields.Date(compute="_compute_outlook", compute_sudo=True, help="As the plans stand.")
    health = fields.Selection(HEALTHS, compute="_compute_outlook", compute_sudo=True)
    problems = fields.Text(compute="_compute_outlook", compute_sudo=True)

    # ------------------------------------------------------------ compute

    @api.depends("received_on", "checked_on", "presented_on")
    def _compute_state(self):
        for credit in self:
            if credit.presented_on:
                credit.state = "presented"
            elif credit.checked_on:
                credit.state = "checked"
            else:
                credit.state = "received" if credit.received_on else "expected"

    @api.depends(
        "latest_shipment",
        "presentation_days",
        "expiry",
        "amount",
        "currency_id",
        "tolerance_over",
        "tolerance_under",
        "presented_on",
        "order_ids.amount_total",
        "order_ids.currency_id",
        "order_ids.gendan_milestone_ids.forecast_date",
        "order_ids.gendan_milestone_ids.actual_date",
        "order_ids.gendan_milestone_ids.state",
    )
    @api.depends_context("lang")
    def _compute_outlook(self):
        for credit in self:
            credit.ships_on = credit._gendan_day_of("on_board") or credit._gendan_day_of("shipped")
            days = [credit.expiry]
            if credit.ships_on:
                days.append(fields.Date.add(credit.ships_on, days=credit.presentation_days))
            credit.present_by = min(filter(None, days), default=False)
            credit.presents_on = credit.presented_on or credit._gendan_day_of("papers_sent")
            late, others = credit._gendan_problems()
            credit.problems = "\n".join(late + others) or False
            if late:
                credit.health = "late"
            elif credit.presented_on:
                credit.health = "done"
            else:
                credit.health = "at_risk" if others else "on_track"

    def _gendan_day_of(self, code):
        """The latest day of a kind of milestone over the orders' plans, actual or forecast; False where none counts."""
        found = self.order_ids.gendan_milestone_ids.filtered(
            lambda milestone: milestone.kind_id.code == code and milestone.state in ("open", "done")
        )
        return max(
            (day for milestone in found if (day := milestone.actual_date or milestone.forecast_date)), default=False
        )

    def _gendan_problems(self):
        """What stands against this letter of credit: (sentences of limits passed, other sentences)."""
        late, others = [], []
        words = {
            "credit": self.name or "",
            "ships": self.ships_on and format_date(self.env, self.ships_on),
            "latest": self.latest_shipment and format_date(self.env, self.latest_shipment),
            "presents": self.presents_on and format_date(self.env, self.presents_on),
            "by": self.present_by and format_date(self.env, self.present_by),
        }
        if self.ships_on and self.latest_shipment:
            left = (self.latest_shipment - self.ships_on).days
            sentence = self.env._("On board on %(ships)s as it stands, latest shipment is %(latest)s.", **words)
            if left < 0:
                late.append(sentence)
            elif left < NEAR_DAYS and not self.presented_on:
                others.append(sentence)
        if self.presents_on and self.present_by:
            left = (self.present_by - self.presents_on).days
            sentence = self.env._("Papers at the bank on %(presents)s as it stands, due by %(by)s.", **words)
            if left < 0:
                late.append(sentence)
            elif left < NEAR_DAYS and not self.presented_on:
                others.append(sentence)
        if sentence := self._gendan_amount_problem():
            others.append(sentence)
        return late, others

    def _gendan_amount_problem(self):
        """The sentence when the orders come to what the letter of credit does not pay, or False."""
        if not self.order_ids:
            return False
        if foreign := self.order_ids.filtered(lambda order: order.currency_id != self.currency_id)[:1]:
            return self.env._(
                "Order %(order)s is in %(theirs)s, the letter of credit in %(ours)s.",
                order=foreign.name,
                theirs=foreign.currency_id.name,
                ours=self.currency_id.name,
            )
        total = sum(self.order_ids.mapped("amount_total"))
        most = self.amount * (1 + self.tolerance_over / 100)
        least = self.amount * (1 - self.tolerance_under / 100)
        compare = self.currency_id.compare_amounts
        if compare(total, most) <= 0 and compare(total, least) >= 0:
            return False
        return self.env._(
            "The orders come to %(total)s, the letter of credit pays %(least)s to %(most)s.",
            total=format_amount(self.env, total, self.currency_id),
            least=format_amount(self.env, least, self.currency_id),
            most=format_amount(self.env, most, self.currency_id),
        )

    # ------------------------------------------------------------ constrains

    @api.constrains("latest_shipment", "expiry")
    def _check_days(self):
        for credit in self:
            if credit.expiry < credit.latest_shipment:
                raise ValidationError(
                    self.env._("%(credit)s would expire before its latest shipment.", credit=credit.name)
                )

    @api.constrains("order_ids", "partner_id", "company_id")
    def _check_orders(self):
        for credit in self:
            credit.order_ids._gendan_check_credit()

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        credits = super().create(vals_list)
        credits._gendan_changed()
        return credits

    def write(self, vals):
        before = self.order_ids
        result = super().write(vals)
        self._gendan_changed(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for credit in self:
            if credit.presented_on:
                raise UserError(
                    self.env._("The papers of %(credit)s are at the bank: it stays on file.", credit=credit.name)
                )

    # ------------------------------------------------------------ actions

    def action_received(self):
        """Button: it has come."""
        return self._gendan_stamp("received_on")

    def action_checked(self):
        """Button: its conditions can be met."""
        return self._gendan_stamp("checked_on")

    def action_presented(self):
        """Button: the papers are at the bank."""
        return self._gendan_stamp("presented_on")

    # ------------------------------------------------------------ business

    def _gendan_stamp(self, name):
        """Note the day, unless one is typed already."""
        for credit in self.filtered(lambda credit: not credit[name]):
            today = credit.company_id._gendan_today()
            days = {name: today}
            if name != "received_on" and not credit.received_on:
                days["received_on"] = today
            credit.write(days)
        return True

    def _gendan_changed(self, orders=None):
        """Plans and to-dos follow.

        :param orders: sale.order that were its before
        """
        # sudo: plans follow facts, whoever typed them
        followed = self.sudo().order_ids | (orders.sudo() if orders else self.env["sale.order"])
        followed._gendan_mark("lc_checked", "papers_presented")
        self._gendan_sync_todos()

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        shipping = self.env.ref("gendan_followup.department_shipping", raise_if_not_found=False)
        for credit in self.filtered(lambda credit: not credit.presented_on):
            todos = []
            if credit.health == "late":
                sentence = credit.problems.splitlines()[0]
                todos.append(
                    {
                        "kind": "lc_late",
                        "name": self.env._(
                            "Letter of credit %(credit)s: %(problem)s Hurry it or have it amended.",
                            credit=credit.name,
                            problem=sentence,
                        ),
                        "due": credit.latest_shipment,
                        "urgency": "2",
                    }
                )
            shipments = credit.order_ids.gendan_export_ids
            if shipments and all(shipment.state in ("done", "cancel") for shipment in shipments):
                todos.append(
                    {
                        "kind": "lc_present",
                        "name": self.env._(
                            "Present the papers of letter of credit %(credit)s to the bank by %(day)s.",
                            credit=credit.name,
                            day=format_date(self.env, credit.present_by),
                        ),
                        "due": credit.present_by,
                        "role": "department" if shipping else "clerk",
                        "department_id": shipping.id if shipping else False,
                    }
                )
            if todos:
                values[credit] = values.get(credit, []) + todos
        return values

    @api.model
    def _cron_gendan_letters_of_credit(self):
        """Scheduled action: days pass, and plans move."""
        self.search([("presented_on", "=", False)])._gendan_sync_todos()
