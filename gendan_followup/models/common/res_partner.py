from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ResPartner(models.Model):
    """Who follows a customer's orders, how the customer settles and when he receives goods.

    Everything here is kept and read on the commercial entity. The follow-up team keeps it, sales reps read it.
    """

    _inherit = "res.partner"

    gendan_clerk_id = fields.Many2one(
        "res.users",
        string="Follow-up Clerk",
        index="btree_not_null",
        copy=False,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("gendan_followup.group_gendan_user").ids),
            ("share", "=", False),
        ],
        help="Follows this customer's orders from intake to the last payment.",
    )
    gendan_backup_ids = fields.One2many(
        "gendan.customer.backup", "partner_id", string="Backups", groups="sales_team.group_sale_salesman"
    )
    gendan_cover_ids = fields.One2many(
        "gendan.absence.cover", "partner_id", string="Chosen Stand-ins", groups="sales_team.group_sale_salesman"
    )
    gendan_has_backup = fields.Boolean(
        "Has a Trained Backup",
        compute="_compute_gendan_has_backup",
        store=True,
        help="A colleague other than the clerk, still with us, is trained for this customer.",
    )
    gendan_acting_user_id = fields.Many2one(
        "res.users",
        string="Acts Today",
        compute="_compute_gendan_acting_user_id",
        help="The clerk, or who stands in while the clerk is away.",
    )
    gendan_grade_id = fields.Many2one(
        "gendan.customer.grade", string="Grade", index="btree_not_null", copy=False, ondelete="restrict"
    )
    gendan_settlement_profile_id = fields.Many2one(
        "gendan.settlement.profile", string="Settlement", copy=False, ondelete="restrict"
    )
    gendan_abbreviation = fields.Char(
        "Short Name", copy=False, help="What the house calls this customer, for narrow lists and labels."
    )
    gendan_code = fields.Char("Customer Code", copy=False)
    gendan_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Customer's Working Days",
        copy=False,
        help="For milestones that wait for the customer, and for closures in which the customer takes nothing in. "
        "Empty: our own working days.",
    )
    gendan_receive_mon = fields.Boolean("Receives on Monday", default=True)
    gendan_receive_tue = fields.Boolean("Receives on Tuesday", default=True)
    gendan_receive_wed = fields.Boolean("Receives on Wednesday", default=True)
    gendan_receive_thu = fields.Boolean("Receives on Thursday", default=True)
    gendan_receive_fri = fields.Boolean("Receives on Friday", default=True)
    gendan_receive_sat = fields.Boolean("Receives on Saturday", default=True)
    gendan_receive_sun = fields.Boolean("Receives on Sunday")
    gendan_transit_days = fields.Integer(
        "Own Transit Days",
        copy=False,
        help="Working days from our door to this customer's, instead of the transit table. 0: as the table says.",
    )
    gendan_is_export = fields.Boolean(
        "Customer Abroad", compute="_compute_gendan_is_export", search="_search_gendan_is_export"
    )
    gendan_message_policy = fields.Selection(
        [
            ("default", "As the company's settings say"),
            ("on", "Tell this customer"),
            ("off", "Do not tell this customer"),
        ],
        string="Progress Messages",
        default="default",
        copy=False,
    )
    _gendan_notice_days_positive = models.Constraint(
        "CHECK (COALESCE(gendan_arrival_notice_days, 0) >= 0)", "Days before an arrival cannot be negative."
    )
    gendan_arrival_notice_days = fields.Integer(
        "Announce Arrivals Before",
        copy=False,
        help="Working days before the expected arrival of goods under way. 0: as the company's settings say.",
    )
    gendan_can_edit = fields.Boolean(compute="_compute_gendan_can_edit")

    # ------------------------------------------------------------ compute

    @api.depends(
        "gendan_clerk_id",
        "gendan_backup_ids.user_id.active",
        "gendan_backup_ids.trained_since",
    )
    def _compute_gendan_has_backup(self):
        for partner in self:
            partner.gendan_has_backup = bool(partner.gendan_backup_ids._gendan_trained())

    @api.depends("commercial_partner_id.gendan_clerk_id", "commercial_partner_id.gendan_backup_ids")
    @api.depends_context("company", "uid")
    def _compute_gendan_acting_user_id(self):
        acting = self._gendan_acting_user()
        for partner in self:
            partner.gendan_acting_user_id = acting[partner][0]

    @api.depends("country_id")
    @api.depends_context("company")
    def _compute_gendan_is_export(self):
        home = self.env.company.country_id
        for partner in self:
            country = partner.commercial_partner_id.country_id
            partner.gendan_is_export = bool(home and country and country != home)

    def _search_gendan_is_export(self, operator, value):
        if operator != "in":
            return NotImplemented
        home = self.env.company.country_id
        if not home:
            return Domain.FALSE
        return Domain("commercial_partner_id.country_id", "not in", [False, home.id])

    @api.depends_context("uid")
    def _compute_gendan_can_edit(self):
        self.gendan_can_edit = self._gendan_may_edit()

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        for vals in vals_list:
            self.browse()._gendan_check_may_edit(vals)
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base
        self._gendan_check_may_edit(vals)
        before = {partner: partner.gendan_clerk_id for partner in self if "gendan_clerk_id" in vals}
        result = super().write(vals)
        for partner, clerk in before.items():
            if clerk and clerk != partner.gendan_clerk_id:
                partner._gendan_hand_over_orders(clerk)
        return result

    @api.model
    def _gendan_may_edit(self):
        return self.env.su or self.env.user.has_group("gendan_followup.group_gendan_user")

    def _gendan_check_may_edit(self, vals):
        """Only the follow-up team decides who follows a customer and how the customer settles.

        :param vals: to be written to `self`, or of a customer to be created when `self` is empty
        """
        named = self._gendan_team_fields().intersection(vals)
        if not named or self._gendan_may_edit():
            return
        touched = {name for name in named if self._gendan_is_decided(name, vals[name])}
        if touched:
            raise AccessError(
                self.env._(
                    "Only the follow-up team may change %(fields)s. Ask the customer's clerk or her supervisor.",
                    fields=[self._fields[name]._description_string(self.env) for name in sorted(touched)],
                )
            )

    def _gendan_is_decided(self, name, value):
        """Whether a value changes anything: forms, imports and the merge of contacts hand over what is there already.

        On an empty `self` a customer is created: empty and default values decide nothing.
        """
        field = self._fields[name]
        if field.type in ("one2many", "many2many"):
            return bool(value) if not self else value != []
        value = field.convert_to_cache(value, self, validate=False) or False
        if self:
            return any(value != (field.convert_to_cache(partner[name], partner) or False) for partner in self)
        # the receiving days come along when a contact is duplicated
        return bool(
            value and not name.startswith("gendan_receive_") and value != (field.default and field.default(self))
        )

    def _gendan_hand_over_orders(self, clerk):
        """The orders under way that `clerk` followed as this customer's clerk go to the new one.

        Orders somebody else was chosen for stay with her, finished and cancelled ones with who followed them.
        """
        self.ensure_one()
        # sudo: whoever may give the customer to another clerk gives the orders along, also those of companies and
        # salespeople she does not see; nothing but the clerk is written
        orders = self.env["sale.order"].sudo().search(
            [
                ("partner_id.commercial_partner_id", "=", self.id),
                ("gendan_clerk_id", "=", clerk.id),
                ("state", "in", ("draft", "sent", "sale")),
                ("gendan_is_done", "=", False),
            ]
        )
        orders.gendan_clerk_id = self.gendan_clerk_id

    @api.model
    def _gendan_team_fields(self):
        """Fields of a customer that the follow-up team keeps and sales reps only read."""
        return {
            "gendan_clerk_id",
            "gendan_backup_ids",
            "gendan_grade_id",
            "gendan_settlement_profile_id",
            "gendan_abbreviation",
            "gendan_code",
            "gendan_calendar_id",
            "gendan_transit_days",
            "gendan_message_policy",
            "gendan_arrival_notice_days",
            *(f"gendan_receive_{name}" for name in WEEKDAYS),
        }

    @api.model
    def action_gendan_customers(self):
        """Menu: the customers that clerk and sales rep follow; of all clerks for a supervisor.

        :return: action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_customers")
        if self.env.user.has_group("gendan_followup.group_gendan_manager"):
            context = safe_eval(action["context"])
            context.pop("search_default_gendan_mine")
            action["context"] = context
        return action

    # ------------------------------------------------------------ who acts

    def _gendan_acting_user(self, at=None):
        """Who does the customers' work at a moment, without any change of ownership.

        The clerk; while she is away the colleague chosen for this customer; the backup named in her absence if trained
        for it, else the first trained backup who is here, else the one named after all (at once, where she stands in
        for all). Whoever is away herself is passed over; where nobody is left, the supervisor or who stands in for her.
        A customer without a clerk goes to the supervisor, too.

        Batch: a bounded number of queries for any number of customers. Anybody may call it.

        :param datetime at: naive UTC, now when left out
        :return: {res.partner: (user, on_behalf_of)}: both res.users, `on_behalf_of` is empty unless somebody stands in;
            `user` is empty when there is nobody at all
        """
        Absence = self.env["gendan.absence"]
        away = Absence._gendan_away_now(at)
        chosen = Absence.union(*away.values())._gendan_chosen()
        nobody = self.env["res.users"]
        answer = {}
        # sudo: accounting, departments and the portal ask too, and get the same answer
        for partner, partner_sudo in zip(self, self.sudo(), strict=True):
            customer = partner_sudo.commercial_partner_id
            # sudo: who is in charge may be known to everybody who sees the customer
            company = customer.company_id or self.env.company.sudo()
            clerk = customer.gendan_clerk_id.filtered("active")
            if clerk:
                user = customer._gendan_stand_in(clerk, away, company, chosen)
            else:
                clerk = company.gendan_supervisor_id.filtered("active")
                user = Absence._gendan_in_charge(company, away)
            on_behalf_of = clerk if user != clerk else nobody
            answer[partner] = (nobody.browse(user.id), nobody.browse(on_behalf_of.id))
        return answer

    def _gendan_stand_in(self, clerk, away, company, chosen):
        """Who does the work of this customer's clerk, given who is away. Call with sudo.

        :param clerk: ``res.users``, the clerk of the customer or of one of its orders
        :param dict away: from `gendan.absence._gendan_away_now`
        :param company: ``res.company`` whose supervisor it falls to
        :param dict chosen: from `gendan.absence._gendan_chosen`
        """
        self.ensure_one()
        if clerk not in away:
            return clerk
        absence = away[clerk]

        def is_here(user):
            return user.active and user not in away

        user = chosen.get((clerk.id, self.id))
        if user and is_here(user):
            return user
        if absence.cover == "trained":
            trained = self.gendan_backup_ids._gendan_trained().filtered(lambda backup: backup.user_id != clerk)
            here = trained.sorted(lambda backup: (backup.trained_since, backup.id)).user_id.filtered(is_here)
            if absence.backup_id in here:
                return absence.backup_id
            if here:
                return here[0]
        return absence._gendan_stand_in(away, company)

    # ------------------------------------------------------------ receiving days

    def _gendan_receives_on(self, day):
        """Whether the customer takes goods in on `day`: his weekdays, less the closures of his own calendar."""
        self.ensure_one()
        # sudo: the days are asked for by whoever plans, whatever she may see of the customer
        customer = self.sudo().commercial_partner_id
        weekdays = [customer[f"gendan_receive_{name}"] for name in WEEKDAYS]
        if any(weekdays) and not weekdays[day.weekday()]:
            return False
        calendar = customer.gendan_calendar_id
        return not calendar or calendar._gendan_workdays(day, day).is_workday(day)

    def _gendan_next_receiving_day(self, day):
        """The first day on or after `day` on which the customer takes goods in.

        :param date day: the day the goods would arrive
        :return: `day` itself when nothing is known, or when the customer is closed for a whole year
        :rtype: date
        """
        return self._gendan_nearest_receiving_day(day, timedelta(days=1))

    def _gendan_previous_receiving_day(self, day):
        """The last day on or before `day` on which the customer takes goods in; see `_gendan_next_receiving_day`."""
        return self._gendan_nearest_receiving_day(day, timedelta(days=-1))

    def _gendan_nearest_receiving_day(self, day, step):
        if not self:
            return day
        candidate = day
        for _attempt in range(366):
            if self._gendan_receives_on(candidate):
                return candidate
            candidate += step
        return day
