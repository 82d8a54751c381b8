"""Work handed to another clerk for good: worked out first, done in pieces, reported, proved."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class GendanHandOver(models.Model):
    """One clerk's customers given to another for good, with all that is open; the record is the report.

    Supervisors only. A line is a customer; done lines stay as they are, and so does a hand-over that has begun.
    """

    _name = "gendan.hand.over"
    _description = "Hand-over for Good"
    _order = "id desc"

    _another = models.Constraint("CHECK (from_id <> to_id)", "Choose another clerk: she follows them already.")

    from_id = fields.Many2one(
        "res.users",
        string="Former Clerk",
        required=True,
        index=True,
        domain=[("share", "=", False)],
        ondelete="restrict",
    )
    to_id = fields.Many2one(
        "res.users",
        string="New Clerk",
        required=True,
        index=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("gendan_followup.group_gendan_user").ids),
            ("share", "=", False),
        ],
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="from_id.company_id", store=True, index="btree_not_null")
    reason = fields.Char(help="Told in the log of each customer.")
    is_leaving = fields.Boolean(
        "Leaves Us",
        help="What is left of her activities goes over, too, wherever it lies; she is nobody's backup any more.",
    )
    line_ids = fields.One2many("gendan.hand.over.line", "hand_over_id", string="Customers")
    state = fields.Selection(
        [("draft", "To be worked out"), ("ready", "Worked Out"), ("begun", "Partly Done"), ("done", "Done")],
        compute="_compute_state",
        store=True,
    )
    progress = fields.Integer(compute="_compute_state", store=True, aggregator=None, help="Customers done, in percent.")
    left_behind = fields.Text(
        "Still With Her", compute="_compute_left_behind", help="Counted now: what the former clerk still has."
    )

    @api.depends("line_ids.state")
    def _compute_state(self):
        for hand_over in self:
            states = hand_over.line_ids.mapped("state")
            done = states.count("done")
            hand_over.progress = 100 * done // len(states) if states else 0
            if not states:
                hand_over.state = "draft"
            elif done == len(states):
                hand_over.state = "done"
            else:
                hand_over.state = "begun" if done else "ready"

    @api.depends("from_id", "line_ids.state")
    @api.depends_context("lang")
    def _compute_left_behind(self):
        for hand_over in self:
            found = hand_over._gendan_left_behind() if hand_over.from_id else {}
            hand_over.left_behind = "\n".join(f"{label}: {count}" for label, count in found.items()) or False

    @api.depends("from_id", "to_id", "create_date")
    def _compute_display_name(self):
        for hand_over in self:
            hand_over.display_name = f"{hand_over.from_id.name or ''} → {hand_over.to_id.name or ''}"

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS base
        if vals.keys() & {"from_id", "to_id"} and (begun := self.filtered(lambda one: one.state in ("begun", "done"))):
            raise UserError(
                self.env._(
                    "%(hand_over)s has begun: make another one for what goes elsewhere.",
                    hand_over=begun[:1].display_name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if begun := self.filtered(lambda one: one.state in ("begun", "done")):
            raise UserError(
                self.env._("%(hand_over)s has begun: it stays as a report.", hand_over=begun[:1].display_name)
            )

    # ------------------------------------------------------------ actions

    def action_work_out(self):
        """Button: the customers that would go over, and what with each; nothing is changed. Can be repeated."""
        self.ensure_one()
        self.env["res.users"]._gendan_check_may_hand_over()
        if self.state in ("begun", "done"):
            raise UserError(self.env._("%(hand_over)s has begun already.", hand_over=self.display_name))
        chosen = {line.partner_id: line.to_id for line in self.line_ids}
        self.line_ids.unlink()
        found = self._gendan_customers()
        numbers = found._gendan_hand_over_numbers(self.from_id)
        self.env["gendan.hand.over.line"].create(
            [
                {
                    "hand_over_id": self.id,
                    "partner_id": customer.id,
                    "to_id": chosen.get(customer, self.to_id).id,
                    **numbers[customer],
                }
                for customer in found.sorted("complete_name")
            ]
        )
        return True

    def action_hand_over(self):
        """Button: do what was worked out, piece by piece with a bar; what is refused tells why and may be tried again.

        :return: action
        """
        self.ensure_one()
        self.env["res.users"]._gendan_check_may_hand_over()
        lines = self.line_ids.filtered(lambda line: line.state != "done")
        if not lines:
            raise UserError(
                self.env._("%(hand_over)s: work it out first, there is no customer yet.", hand_over=self.display_name)
                if not self.line_ids
                else self.env._("%(hand_over)s is done.", hand_over=self.display_name)
            )
        return self.env["gendan.bulk"]._gendan_action("hand_over_for_good", lines)

    # ------------------------------------------------------------ business

    def _gendan_customers(self):
        """The customers she follows, and those of which she follows an order under way."""
        # sudo: a supervisor hands over all, also orders of companies she does not look at now
        orders = self.env["sale.order"].sudo().search(self.env["res.partner"]._gendan_under_way(self.from_id))
        partners = self.env["res.partner"].sudo().search([("gendan_clerk_id", "=", self.from_id.id)])
        ids = (partners | orders.partner_id.commercial_partner_id).ids
        return self.env["res.partner"].browse(ids)

    def _gendan_left_behind(self):
        """What the former clerk still has, counted in the database whoever looks: the proof that nothing was forgotten.

        :return: {what, in words: number}, without what is none
        """
        self.ensure_one()
        user = self.from_id
        Partner = self.env["res.partner"]
        # apart from the domains: strings in a list beside a term would become terms, too
        labels = {
            "res.partner": self.env._("Customers"),
            "sale.order": self.env._("Orders under way"),
            "gendan.todo": self.env._("Open to-dos"),
            "mail.activity": self.env._("Open activities"),
            "gendan.absence": self.env._("Absences in which she stands in"),
            "gendan.customer.backup": self.env._("Customers she is trained for"),
            "gendan.department": self.env._("Departments she is in"),
            "res.company": self.env._("Companies she is supervisor or head of"),
        }
        either = Domain("user_id", "=", user.id)
        domains = {
            "res.partner": Domain("gendan_clerk_id", "=", user.id),
            "sale.order": Domain(Partner._gendan_under_way(user)),
            "gendan.todo": Domain("open", "=", True) & (either | Domain("on_behalf_of_id", "=", user.id)),
            "mail.activity": Domain("active", "=", True) & (either | Domain("gendan_for_id", "=", user.id)),
            "gendan.absence": Domain("backup_id", "=", user.id)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", "now")),
            "gendan.customer.backup": either,
            "gendan.department": Domain("head_id", "=", user.id) | Domain("member_ids", "in", user.ids),
            "res.company": Domain("gendan_supervisor_id", "=", user.id) | Domain("gendan_head_id", "=", user.id),
        }
        # sudo: numbers only, for a supervisor; what she may not see must not stay behind either
        counts = {labels[model]: self.env[model].sudo().search_count(domain) for model, domain in domains.items()}
        return {label: count for label, count in counts.items() if count}

    def _gendan_take_the_rest(self):
        """She leaves: activities that lie elsewhere go over, and nobody counts on her as backup."""
        for hand_over in self.filtered(lambda one: one.is_leaving and one.state == "done"):
            user = hand_over.from_id
            # sudo: a supervisor hands over all she has, on whatever document
            activities = self.env["mail.activity"].sudo().search(
                [("res_model", "!=", "gendan.todo"), "|", ("user_id", "=", user.id), ("gendan_for_id", "=", user.id)]
            )
            activities._gendan_give(hand_over.to_id)
            self.env["gendan.customer.backup"].sudo().search([("user_id", "=", user.id)]).unlink()  # sudo: as above
