from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

DOCUMENTS = ("purchase.order.line", "mrp.production")


class GendanWhatIf(models.TransientModel):
    """Dialog: these purchases and productions come later; which orders break?

    For clerks, sales reps and departments, each on the orders whose plans they may read. Who may
    not open purchases or productions can still ask about those behind a plan that she may read.
    Nothing but the dialog itself is written.
    """

    _name = "gendan.what.if"
    _description = "What if"

    line_ids = fields.One2many("gendan.what.if.line", "wizard_id", string="What comes on another day")
    result_ids = fields.One2many("gendan.what.if.result", "wizard_id", string="Orders that move")
    plan_ids = fields.Many2many("gendan.plan", help="The plans it was asked from.")
    add_purchase_id = fields.Many2one("purchase.order", string="Add a purchase", help="All its open lines.")
    add_production_id = fields.Many2one("mrp.production", string="Add a manufacturing order")
    all_days = fields.Integer(string="All later by", help="Calendar days; fills in every row. Negative: earlier.")
    is_asked = fields.Boolean()
    break_count = fields.Integer(string="Orders that break")
    customer_count = fields.Integer(string="Customers")
    worse_count = fields.Integer(string="Already late, later still")
    held_count = fields.Integer(string="Later, within the buffer")
    later_count = fields.Integer(string="Later, nothing promised yet")
    better_count = fields.Integer(string="Earlier")
    hidden_count = fields.Integer(string="Of others")
    summary = fields.Text(compute="_compute_summary")

    @api.depends(
        "is_asked",
        "break_count",
        "customer_count",
        "worse_count",
        "held_count",
        "later_count",
        "better_count",
        "hidden_count",
    )
    def _compute_summary(self):
        for wizard in self:
            wizard.summary = "\n".join(wizard._gendan_sentences()) if wizard.is_asked else False

    @api.onchange("all_days")
    def _onchange_all_days(self):
        """One delay for all rows."""
        for line in self.line_ids:
            line.days = self.all_days

    @api.onchange("add_purchase_id", "add_production_id")
    def _onchange_add(self):
        """Rows for the document picked."""
        # sudo: as in _gendan_active_documents; the picker offers what the user may read
        lines = self.add_purchase_id.order_line.sudo()._gendan_what_if_open()
        productions = self.add_production_id.sudo()._gendan_what_if_open()  # sudo: as above
        # sudo: to take those that are there out, nothing is read
        vals_list = self._prepare_lines_vals(
            lines - self.line_ids.purchase_line_id.sudo(), productions - self.line_ids.production_id.sudo()
        )
        self.line_ids = [Command.create({**vals, "days": self.all_days}) for vals in vals_list]
        self.add_purchase_id = self.add_production_id = False

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base: the documents ticked in a list, or the one on screen
        values = super().default_get(fields_list)
        if values.get("line_ids"):
            return values
        records = self._gendan_active_documents()
        if records is not None:
            values["line_ids"] = [Command.create(vals) for vals in self._prepare_lines_vals(*records)]
        return values

    @api.model
    def _gendan_active_documents(self):
        """(purchase lines, productions) the user came from, or None."""
        model = self.env.context.get("active_model")
        if model not in ("purchase.order", *DOCUMENTS):
            return None
        records = self.env[model].browse(self.env.context.get("active_ids") or [])
        records.check_access("read")
        lines, productions = self.env["purchase.order.line"], self.env["mrp.production"]
        if model == "purchase.order":
            lines = records.order_line
        elif model == lines._name:
            lines = records
        else:
            productions = records
        # sudo: the buyer need not have a right to receipts to know his line's day
        return lines.sudo()._gendan_what_if_open(), productions.sudo()._gendan_what_if_open()

    @api.model
    def _prepare_lines_vals(self, purchase_lines, productions):
        return [
            *({"purchase_line_id": line.id} for line in purchase_lines),
            *({"production_id": production.id} for production in productions),
        ]

    @api.model
    def _gendan_open(self, purchase_lines, productions, plans):
        """The dialog with these documents.

        :param plans: ``gendan.plan`` the user asked from
        :return: action
        """
        wizard = self.create(
            {
                "plan_ids": [Command.set(plans.ids)],
                "line_ids": [Command.create(vals) for vals in self._prepare_lines_vals(purchase_lines, productions)],
            }
        )
        return wizard._gendan_action()

    def _gendan_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What if"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("gendan_followup.gendan_what_if_view_form").id, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _gendan_allowed_documents(self):
        """The rows' documents this user may ask about: those she may read, and those behind the
        plans she asked from and may read.

        :return: (``purchase.order.line``, ``mrp.production``)
        """
        allowed = [
            records._filtered_access("read") if records else records
            for records in (self.line_ids.purchase_line_id, self.line_ids.production_id)
        ]
        if plans := self.plan_ids._filtered_access("read"):
            behind = plans._gendan_open_documents()
            allowed = [mine | found.with_env(self.env) for mine, found in zip(allowed, behind, strict=True)]
        return allowed

    def _gendan_overrides(self):
        """The other days, as the providers take them.

        :raise AccessError: a row names a document this user may not ask about
        :raise UserError: no row, or a row without a day
        """
        self.ensure_one()
        purchase_lines, productions = self._gendan_allowed_documents()
        overrides = {}
        for line in self.line_ids:
            document = line.purchase_line_id or line.production_id
            if not document:
                continue
            if document not in (purchase_lines if line.purchase_line_id else productions):
                raise AccessError(
                    self.env._("You may not ask about %(document)s: you cannot open it.", document=line.display_name)
                )
            if not line.new_date:
                raise UserError(self.env._("Say when %(document)s comes.", document=line.display_name))
            overrides[(document._name, document.id)] = line.new_date
        if not overrides:
            raise UserError(self.env._("Add at least one purchase line or manufacturing order."))
        return overrides

    def action_ask(self):
        """Button: which orders move, and by how much.

        :return: action that shows the dialog again, with the answer
        :raise UserError: no row, a row without a day, or a document the user may not ask about
        """
        self.ensure_one()
        moved = {
            plan: (before, after)
            for plan, (before, after) in self.env["gendan.plan"]._gendan_what_if(self._gendan_overrides()).items()
            if (before.forecast, before.health) != (after.forecast, after.health)
        }
        plans = self.env["gendan.plan"].union(*moved).with_env(self.env)
        readable = plans._filtered_access("read")
        Result = self.env["gendan.what.if.result"]
        self.result_ids.unlink()
        results = Result.create(
            [
                Result._prepare_result_vals(self, plan, before, after)
                for plan, (before, after) in moved.items()
                if plan.id in readable._ids
            ]
        )
        by_effect = results.grouped("effect")

        def orders(effect):
            # sudo: to count orders the user need not read them; their plans she may
            return by_effect.get(effect, Result).sudo().plan_id.order_id

        breaks = orders("breaks")
        worse = orders("worse") - breaks
        held = orders("held") - breaks - worse
        later = orders("later") - breaks - worse - held
        self.write(
            {
                "is_asked": True,
                "break_count": len(breaks),
                "customer_count": len(breaks.partner_id.commercial_partner_id),
                "worse_count": len(worse),
                "held_count": len(held),
                "later_count": len(later),
                "better_count": len(orders("better") - breaks - worse - held - later),
                # sudo: a number; which orders these are is not told
                "hidden_count": len((plans - readable).sudo().order_id - readable.sudo().order_id),
            }
        )
        return self._gendan_action()

    def _gendan_sentences(self):
        """The answer in sentences."""
        self.ensure_one()
        result = []
        if self.break_count:
            result.append(
                self.env._(
                    "Orders that break their promise: %(orders)s; customers: %(customers)s.",
                    orders=self.break_count,
                    customers=self.customer_count,
                )
            )
        elif self.worse_count or self.held_count or self.later_count or self.better_count:
            result.append(self.env._("No further promise breaks."))
        elif not self.hidden_count:
            result.append(self.env._("No order moves."))
        if self.worse_count:
            result.append(self.env._("Orders past their promise already that come later still: %s.", self.worse_count))
        if self.held_count:
            result.append(self.env._("Orders that come later and still keep their promise: %s.", self.held_count))
        if self.later_count:
            result.append(self.env._("Orders without a promise yet that come later: %s.", self.later_count))
        if self.better_count:
            result.append(self.env._("Orders that come earlier: %s.", self.better_count))
        if self.hidden_count:
            result.append(
                self.env._("Orders of other clerks that move, too, and that you cannot see: %s.", self.hidden_count)
            )
        return result

    def action_open_results(self):
        """Button: the orders that move as a list, to group, filter and export.

        :return: action
        """
        self.ensure_one()
        domain = [("id", "in", self.result_ids.ids)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What if: orders that move"),
            "res_model": "gendan.what.if.result",
            "view_mode": "list",
            "domain": domain,
            "target": "current",
        }
