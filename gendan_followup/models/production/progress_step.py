"""One operation of a production, and how far it is."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

OPEN_STATES = ("confirmed", "progress", "to_close")
PACES = [
    ("unknown", "No count yet"),
    ("waiting", "Not begun"),
    ("on_pace", "In time"),
    ("slow", "Slow"),
    ("still", "Stands still"),
    ("done", "Done"),
]


class GendanProgressStep(models.Model):
    """An operation of a production whose progress is followed: from its work order, or as told twice a day.

    Where the work order is used in Odoo it says how far the operation is, and nothing is typed; else people type. Made
    for open productions when somebody opens the list (``_gendan_ensure``). Departments type for their work centres,
    clerks for their customers, reps read; no prices and no promise in here.
    """

    _name = "gendan.progress.step"
    _description = "Progress of an Operation"
    _order = "date_start, production_id, sequence, id"
    _check_company_auto = True

    _workorder_uniq = models.UniqueIndex(
        "(workorder_id) WHERE workorder_id IS NOT NULL", "This operation is there already."
    )
    _name_uniq = models.UniqueIndex(
        "(production_id, name) WHERE workorder_id IS NULL", "This production has an operation of this name already."
    )
    _quantity_positive = models.Constraint("CHECK (quantity >= 0)", "A quantity cannot be below zero.")

    production_id = fields.Many2one(
        "mrp.production", string="Production", required=True, ondelete="cascade", index=True, check_company=True
    )
    # names for people without rights on productions
    production_name = fields.Char(related="production_id.name", string="Production no.", related_sudo=True)
    workorder_id = fields.Many2one("mrp.workorder", string="Work Order", ondelete="set null", readonly=True)
    company_id = fields.Many2one(related="production_id.company_id", store=True, index=True)
    production_state = fields.Selection(
        related="production_id.state", store=True, string="State of the Production", help="As on the production order."
    )
    product_id = fields.Many2one(related="production_id.product_id", store=True)
    # stored: record rules go by them
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        related="production_id.sale_line_id.order_id",
        store=True,
        related_sudo=True,
        index="btree_not_null",
    )
    order_name = fields.Char(related="order_id.name", string="Order no.", related_sudo=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, related_sudo=True, index="btree_not_null")
    clerk_id = fields.Many2one(
        related="order_id.gendan_clerk_id", store=True, related_sudo=True, index="btree_not_null"
    )
    name = fields.Char(string="Operation", required=True)
    sequence = fields.Integer(default=10)
    workcenter_id = fields.Many2one("mrp.workcenter", string="Work Centre", check_company=True)
    workcenter_name = fields.Char(related="workcenter_id.name", string="Machine", related_sudo=True)
    department_id = fields.Many2one(
        related="workcenter_id.gendan_department_id", store=True, related_sudo=True, index="btree_not_null"
    )
    quantity = fields.Float(
        string="Quantity to Make",
        compute="_compute_quantity",
        store=True,
        readonly=False,
        digits="Product Unit",
        aggregator=None,
        help="In the unit in which this operation is told: pieces of the product, unless you say otherwise.",
    )
    unit_name = fields.Char(string="Unit", compute="_compute_unit_name", store=True, readonly=False)
    date_start = fields.Datetime(
        related="production_id.date_start", store=True, string="Planned Start", help="As on the production order."
    )
    # sudo: as the production's; the day production goes by, never the customer's
    inhouse_date = fields.Date(related="production_id.gendan_inhouse_date", string="In-house date", related_sudo=True)
    is_finished = fields.Boolean(
        string="Finished", help="Nothing more comes out of this operation, even if fewer are good than were to be done."
    )
    entry_ids = fields.One2many("gendan.progress.entry", "step_id", string="Reported so far")

    # what was told; the pace is worked out of it
    done_before = fields.Float(
        string="Before Today",
        compute="_compute_told",
        digits="Product Unit",
        aggregator=None,
        help="What was told last before today.",
    )
    today_am = fields.Float(
        string="Noon",
        compute="_compute_told",
        inverse="_inverse_today_am",
        digits="Product Unit",
        aggregator=None,
        help="Good pieces so far, as told this noon: all of them since the beginning, not only this morning's.",
    )
    today_pm = fields.Float(
        string="Evening",
        compute="_compute_told",
        inverse="_inverse_today_pm",
        digits="Product Unit",
        aggregator=None,
        help="Good pieces so far, as told this evening: all of them since the beginning, not only today's.",
    )
    scrap = fields.Float(
        string="Scrap so far", compute="_compute_told", inverse="_inverse_scrap", digits="Product Unit", aggregator=None
    )
    told_on = fields.Char(string="Last Told", compute="_compute_told")

    @api.depends("production_id.product_qty")
    def _compute_quantity(self):
        for step in self:
            unit = step.production_id.product_uom_id.name
            if not step.unit_name or step.unit_name == unit:
                step.quantity = step.production_id.product_qty

    @api.depends("production_id.product_uom_id")
    def _compute_unit_name(self):
        for step in self:
            step.unit_name = step.unit_name or step.production_id.product_uom_id.name

    @api.depends("entry_ids.quantity", "entry_ids.scrap", "entry_ids.day", "entry_ids.half")
    @api.depends_context("lang")
    def _compute_told(self):
        halves = dict(self.env["gendan.progress.entry"]._fields["half"]._description_selection(self.env))
        for step in self:
            today = (step.company_id or self.env.company)._gendan_today()
            told = step.entry_ids.sorted(lambda entry: (entry.day, entry.half))
            before = told.filtered(lambda entry, today=today: entry.day < today)
            of_today = {entry.half: entry for entry in told if entry.day == today}
            step.done_before = before[-1:].quantity
            step.today_am = of_today["am"].quantity if "am" in of_today else 0.0
            step.today_pm = of_today["pm"].quantity if "pm" in of_today else 0.0
            step.scrap = told[-1:].scrap
            last = told[-1:]
            step.told_on = last and f"{fields.Date.to_string(last.day)} {halves[last.half]}"

    # ------------------------------------------------------------ typing

    def _inverse_today_am(self):
        self._gendan_tell([(step, False, "am", step.today_am, None) for step in self])

    def _inverse_today_pm(self):
        self._gendan_tell([(step, False, "pm", step.today_pm, None) for step in self])

    def _inverse_scrap(self):
        for step in self:
            last = step.entry_ids.sorted(lambda entry: (entry.day, entry.half))[-1:]
            if last:
                last.write({"scrap": step.scrap})
            elif step.scrap:
                raise UserError(
                    self.env._("%(operation)s: say how many are good before the scrap.", operation=step.display_name)
                )

    @api.model
    def _gendan_tell(self, told, source="typed"):
        """What somebody told of operations: all of it, or nothing. Who may write entries may call it.

        A second word about the same half day takes the place of the first.

        :param list told: tuples (step, day or False for today, "am" or "pm", good so far, scrap so far or None)
        :param str source: ``typed`` or ``pasted``
        :raise UserError: one of them cannot be right; the sentence names it
        """
        Entry = self.env["gendan.progress.entry"]
        steps = self.union(*(row[0] for row in told))
        entries_of = steps.entry_ids.grouped(lambda entry: (entry.step_id, entry.day, entry.half))
        new = []
        for step, day, half, quantity, scrap in told:
            day = day or step.company_id._gendan_today()
            entry = entries_of.get((step, day, half), Entry)
            if not quantity and step.entry_ids.filtered(lambda known, day=day: known.day < day and known.quantity):
                # emptied again: it was typed in the wrong place
                entry._gendan_take_back()
                continue
            values = {"quantity": quantity, "source": source}
            if scrap is None and not entry:
                scrap = step.scrap
            if scrap is not None:
                values["scrap"] = scrap
            if entry:
                entry.write(values)
            else:
                new.append({"step_id": step.id, "day": day, "half": half, **values})
        if new:
            Entry.create(new)

    def _gendan_is_by_workorder(self):
        """Whether Odoo's work order says how far this operation is: somebody has begun, or put a quantity to it."""
        self.ensure_one()
        # sudo: who types need not have rights on production
        workorder = self.sudo().workorder_id
        return bool(workorder) and (
            workorder.state in ("progress", "done") or workorder.qty_produced > 0 or bool(workorder.time_ids)
        )

    def _gendan_type_error(self):
        """The sentence why nothing can be typed for this operation, or False."""
        self.ensure_one()
        # sudo: as above
        production = self.sudo().production_id
        if production.state not in OPEN_STATES:
            state = dict(production._fields["state"]._description_selection(self.env))[production.state]
            return self.env._(
                "%(production)s is not running (%(state)s): its progress is not typed.",
                production=production.name,
                state=state,
            )
        if self._gendan_is_by_workorder():
            return self.env._(
                "%(operation)s of %(production)s is reported through its work order in Odoo. Report there, it is not"
                " typed here as well.",
                operation=self.name,
                production=production.name,
            )
        return False

    def _gendan_told_error(self, told):
        """The sentence why what was told of this operation cannot be right, or False.

        :param told: ``gendan.progress.entry``, those that are new or corrected
        """
        self.ensure_one()
        today = self.company_id._gendan_today()
        for entry in told:
            if sentence := self._gendan_quantity_error(entry.day, entry.half, entry.quantity, today):
                return sentence
        return False

    def _gendan_quantity_error(self, day, half, quantity, today):
        """The sentence why that many cannot have been done by then, or False: too many, or fewer than before.

        :param day: ``datetime.date``
        :param str half: ``am`` or ``pm``
        :param today: ``datetime.date`` where the company is
        """
        self.ensure_one()
        halves = dict(self.env["gendan.progress.entry"]._fields["half"]._description_selection(self.env))
        words = {
            "operation": self.display_name,
            "quantity": f"{quantity:,g}",
            "day": f"{format_date(self.env, day)} {halves[half]}",
        }
        if day > today:
            return self.env._("%(operation)s: %(day)s is still to come.", **words)
        if self.quantity and quantity > 2 * self.quantity:
            return self.env._(
                "%(operation)s: %(quantity)s are more than twice what is to be done (%(planned)s). Look at the number,"
                " or say how much is to be done.",
                planned=f"{self.quantity:,g}",
                **words,
            )
        entries = self.entry_ids.sorted(lambda entry: (entry.day, entry.half))
        before = entries.filtered(lambda entry: (entry.day, entry.half) < (day, half))[-1:]
        after = entries.filtered(lambda entry: (entry.day, entry.half) > (day, half))[:1]
        for other, is_wrong in ((before, quantity < before.quantity), (after, after and quantity > after.quantity)):
            if is_wrong:
                return self.env._(
                    "%(operation)s: %(quantity)s on %(day)s do not go with the %(told)s told for %(when)s. Type all"
                    " that is done since the beginning, or correct the other number.",
                    told=f"{other.quantity:,g}",
                    when=other.display_name,
                    **words,
                )
        return False

    # ------------------------------------------------------------ CRUD

    @api.depends("name", "production_id.name")
    def _compute_display_name(self):
        for step in self.sudo():  # sudo: the production's number only
            step.display_name = f"{step.production_id.name}, {step.name}"

    def write(self, vals):
        """Change operations.

        :raise UserError: an operation is moved to another production, or is not typed
        """
        if "production_id" in vals and any(step.production_id.id != vals["production_id"] for step in self):
            raise UserError(self.env._("An operation stays with its production. Make a new one there."))
        if "is_finished" in vals:
            for step in self:
                if sentence := step._gendan_type_error():
                    raise UserError(sentence)
        result = super().write(vals)
        if not {"is_finished", "quantity", "sequence"}.isdisjoint(vals):
            # sudo: whoever tells need not have rights on productions, they are only marked
            self.sudo().production_id._gendan_progress_told()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        for step in self:
            if step.entry_ids:
                raise UserError(
                    self.env._(
                        "%(operation)s was told of and is not deleted. Rename it, or set what is to be done to 0.",
                        operation=step.display_name,
                    )
                )

    # ------------------------------------------------------------ which there are

    @api.model
    def action_gendan_open(self):
        """Menu: the operations of what runs in the user's companies, made where they are missing.

        :return: action
        """
        self._gendan_ensure()
        return self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_progress_step")

    @api.model
    def _gendan_ensure(self, productions=None):
        """Make the operations of open productions that have none yet, and take over what changed in Odoo.

        Work orders give them; where there are none, the operations of the last production of the same product that was
        told of, else a single one. Anybody may call it.

        :param productions: ``mrp.production`` to look at; default all open ones of the user's companies
        """
        # sudo: the list belongs to nobody; no words of the caller's are written
        Production = self.env["mrp.production"].sudo()
        self.env.flush_all()
        scope = SQL("p.company_id IN %s", tuple(self.env.companies.ids))
        if productions is not None:
            scope = SQL("p.id IN %s", tuple(productions.ids or [0]))
        found = self.env.execute_query(
            SQL(
                """
                SELECT p.id
                  FROM mrp_production p
             LEFT JOIN mrp_bom b ON b.id = p.bom_id
                 WHERE %s AND p.state IN %s AND COALESCE(b.type, 'normal') != 'subcontract'
                   AND (NOT EXISTS (SELECT 1 FROM gendan_progress_step s WHERE s.production_id = p.id)
                        OR EXISTS (SELECT 1 FROM mrp_workorder w
                               LEFT JOIN gendan_progress_step s ON s.workorder_id = w.id
                                   WHERE w.production_id = p.id AND w.state != 'cancel' AND s.id IS NULL))
                """,
                scope,
                OPEN_STATES,
            )
        )
        # another user's list makes those that are taken
        missing = Production.browse(row[0] for row in found).try_lock_for_update()
        if missing:
            # sudo: as above
            self.sudo()._gendan_make(missing)

    def _gendan_make(self, productions):
        """Make the missing operations of these productions.

        :param productions: ``mrp.production`` (sudo), locked
        """
        there = self.search([("production_id", "in", productions.ids)])
        of_production = there.grouped("production_id")
        without = productions.filtered(lambda production: not production.workorder_ids)
        before = self._gendan_names_before(without.product_id)
        new = []
        for production in productions:
            steps = of_production.get(production, self.browse())
            # Odoo makes work orders anew when the recipe changes: the operation of that name goes on
            free = {step.name: step for step in steps if not step.workorder_id}
            for number, workorder in enumerate(production.workorder_ids, start=1):
                if workorder.state == "cancel" or workorder in steps.workorder_id:
                    continue
                if step := free.pop(workorder.name, None):
                    step.workorder_id = workorder
                    continue
                new.append(
                    {
                        "production_id": production.id,
                        "workorder_id": workorder.id,
                        "name": workorder.name,
                        "sequence": number * 10,
                        "workcenter_id": workorder.workcenter_id.id,
                    }
                )
            if not production.workorder_ids and not steps:
                rows = before.get(production.product_id) or [(self.env._("Production"), False)]
                new += [
                    {
                        "production_id": production.id,
                        "name": name,
                        "sequence": number * 10,
                        "workcenter_id": workcenter_id,
                    }
                    for number, (name, workcenter_id) in enumerate(rows, start=1)
                ]
        self.create(new)
        # those of which work orders have told something
        productions.filtered(
            lambda production: any(workorder.qty_produced for workorder in production.workorder_ids)
        )._gendan_progress_told()

    def _gendan_names_before(self, products):
        """The operations of each product's last production that was told of: {product: [(name, work centre id)]}."""
        result = {}
        told = self._read_group(
            [("product_id", "in", products.ids), ("entry_ids", "!=", False), ("workorder_id", "=", False)],
            ["product_id"],
            ["production_id:max"],
        )
        last = self.search([("production_id", "in", [production_id for _product, production_id in told])])
        for step in last.sorted(lambda step: (step.sequence, step.id)):
            result.setdefault(step.product_id, []).append((step.name, step.workcenter_id.id))
        return result
