"""A set whose product an order changed: nothing is made with it before it is said what is made new."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem

MANAGER = "gendan_followup.group_gendan_manager"
IS_MOVED = object()


class GendanTooling(models.Model):
    """A set that a repeat with a change has overtaken.

    Productions of that order and of later ones wait until what was made new against it is in house, until somebody
    says that nothing of it is made new, or until the supervisor releases the set at own risk. The release is kept on
    the set, serves all productions, and covers this change only. While the order is not confirmed it changes nothing.
    Several orders may overtake one set: each is settled by itself, and one that is cancelled leaves the others.
    """

    _name = "gendan.tooling"
    _inherit = ["gendan.gate.mixin", "gendan.tooling"]

    changed_by_ids = fields.Many2many(
        "sale.order",
        "gendan_tooling_changed_rel",
        "tooling_id",
        "order_id",
        string="Changed by Orders",
        copy=False,
        readonly=True,
        # departments read no orders; they see overtaken_by
        groups="sales_team.group_sale_salesman",
        help="The orders that changed what this set makes. Cleared when it is said what becomes of the set.",
    )
    changed_by_id = fields.Many2one(
        "sale.order",
        string="Last Overtaken by",
        compute="_compute_changed_by_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="The last of the confirmed orders that changed what this set makes.",
    )
    is_overtaken = fields.Boolean(
        string="Overtaken",
        compute="_compute_is_overtaken",
        search="_search_is_overtaken",
        # sudo: the floor must hear of it, whoever's customer and order it is
        compute_sudo=True,
        help="An order changed what this set makes, and what is made new against it is not in house.",
    )
    overtaken_by = fields.Char(
        string="Overtaken by",
        compute="_compute_is_overtaken",
        compute_sudo=True,  # sudo: as above, numbers of orders only
    )

    def init(self):
        """Sets of before knew one order only."""
        self.env.cr.execute(
            """
            INSERT INTO gendan_tooling_changed_rel (tooling_id, order_id)
                 SELECT id, changed_by_id FROM gendan_tooling WHERE changed_by_id IS NOT NULL
            ON CONFLICT DO NOTHING
            """
        )

    @api.depends("changed_by_ids.state", "changed_by_ids.date_order")
    def _compute_changed_by_id(self):
        for tooling, orders in self._gendan_changes().items():
            tooling.changed_by_id = orders[-1:]

    # What was made new lies on other sets: asked anew with each load.
    @api.depends("changed_by_ids.state")
    def _compute_is_overtaken(self):
        changes = self._origin._gendan_open_changes()
        for tooling in self:
            names = [order.name for order in changes.get(tooling._origin, ())]
            tooling.is_overtaken = bool(names)
            tooling.overtaken_by = format_list(self.env, names) if names else False

    def _search_is_overtaken(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: see is_overtaken, only ids go on
        changed = self.sudo().search([("changed_by_ids.state", "=", "sale")])
        overtaken = Domain("id", "in", changed._gendan_still_overtaken().ids)
        return overtaken if True in value else ~overtaken

    # ------------------------------------------------------------ actions

    def action_gendan_checked(self):
        """Button: what is to be made new has been settled, the rest of the set may be used."""
        for tooling, orders in self._gendan_changes().items():
            if orders:
                names = format_list(self.env, orders.mapped("name"))
                tooling._message_log(body=self.env._("Checked after the change by %(order)s.", order=names))
        self.check_access("write")
        # sudo: a department reads no orders, it only says that they are answered
        return self.sudo()._gendan_moved().write({"changed_by_ids": [Command.clear()]})

    def action_gendan_renew(self):
        """Button: enter what is made new against this set for the order that changed it.

        :return: action that opens a new set, filled in from this one
        """
        self.ensure_one()
        orders = self._gendan_open_changes()[self] or self._gendan_changes()[self]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Set"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {
                "default_replaces_id": self.id,
                "default_order_id": next((order.id for order in orders), False),
                "default_kind": self.kind,
                "default_partner_id": self.partner_id.id,
                "default_product_ids": self.product_ids.ids,
                "default_company_id": self.company_id.id,
                "default_maker_id": self.maker_id.id,
                "default_owner": self.owner,
                "default_place": self.place,
                "default_life_limit": self.life_limit,
                "default_life_unit": self.life_unit,
                "default_count_by": self.count_by,
                "default_operation_kind_id": self.operation_kind_id.id,
                "default_factor": self.factor,
            },
        }

    # ------------------------------------------------------------ business

    def _gendan_overtaken(self, order):
        """An order changed what these sets make. Batch.

        :param order: ``sale.order``
        """
        self._gendan_moved().write({"changed_by_ids": [Command.link(order.id)]})
        for company, sets in self.grouped("company_id").items():
            words = order.with_context(lang=company.partner_id.lang or self.env.lang)
            note = words.env._(
                "Overtaken by %(order)s, which changes %(what)s. %(how)s",
                order=order.name,
                what=format_list(words.env, words.gendan_change_ids.mapped("name")),
                how=order.gendan_change_note or "",
            )
            sets._message_log_batch(bodies={tooling.id: note for tooling in sets})

    def _gendan_moved(self):
        """`self` in a context in which our own methods may say what overtook a set."""
        return self.with_context(gendan_tooling_is_moved=IS_MOVED)

    def _gendan_changes(self):
        """The confirmed orders that changed what these sets make, settled or not.

        :return: {set: sale.order (sudo), oldest first}
        """
        return {
            # sudo: see is_overtaken
            tooling: tooling.sudo()
            .changed_by_ids.filtered(lambda order: order.state == "sale")
            .sorted(lambda order: (order.date_order, order.id))
            for tooling in self
        }

    def _gendan_changed_sets(self):
        """Those of these sets that a confirmed order has overtaken, settled or not."""
        return self.filtered(self._gendan_changes().get)

    def _gendan_runs_with(self):
        """The older sets this one runs with: it was made new of them in part only, and they perhaps of others."""
        self.ensure_one()
        older, tooling = self.browse(), self
        while tooling.new_colours and tooling.replaces_id and tooling.replaces_id not in older:
            tooling = tooling.replaces_id
            older |= tooling
        return older

    def _gendan_still_overtaken(self):
        """Those of these sets that nothing may be made with. Batch."""
        return self.filtered(self._gendan_open_changes().get)

    def _gendan_open_changes(self):
        """The changes that keep these sets from being used: nothing that answers them came in. Batch.

        :return: {set: {order: what is being made new for it, gendan.tooling}}, both sudo, oldest order first
        """
        return {
            tooling: {
                order: renewals
                for order, renewals in changes.items()
                if not any(new.arrived_on and tooling in new._gendan_runs_with() for new in renewals)
            }
            for tooling, changes in self._gendan_renewals().items()
        }

    def _gendan_renewals(self):
        """What was made new, or is being made, since these sets were overtaken. Batch, in one search.

        :return: {set: {order: gendan.tooling}}, both sudo, empty for a set that nothing overtook
        """
        changes = self._gendan_changes()
        # sudo: see is_overtaken
        overtaken = self.sudo().browse([tooling.id for tooling, orders in changes.items() if orders])
        if not overtaken:
            return {tooling: {} for tooling in self}
        found = overtaken.search(
            Domain("state", "!=", "scrapped")
            & Domain("company_id", "in", overtaken.company_id.ids)
            & (
                Domain("order_id", "in", overtaken.changed_by_ids.ids)
                | Domain("replaces_id", "!=", False) & Domain("product_ids", "in", overtaken.product_ids.ids)
            )
        )
        return {
            tooling: {
                order: found.filtered(lambda new, tooling=tooling, order=order: new._gendan_renews(tooling, order))
                for order in orders
            }
            for tooling, orders in changes.items()
        }

    def _gendan_renews(self, tooling, order):
        """Whether this set was made new against another on account of an order's change. Call with sudo."""
        self.ensure_one()
        if order in self.changed_by_ids:
            return False
        if self.order_id != order and self.create_date < order.date_order:
            return False
        older, chain = self, self.browse()
        while older.replaces_id and older.replaces_id not in chain:
            older = older.replaces_id
            chain |= older
        if self.order_id != order and self.new_colours and self.order_id in tooling.changed_by_ids:
            # what another change asks for, no more; unless made of what this one asked for
            return tooling in chain and order in chain.order_id
        is_same = self.kind == tooling.kind and (not self.product_ids or self.product_ids & tooling.product_ids)
        return tooling in chain or bool(self.order_id == order and is_same)

    # ------------------------------------------------------------ gate

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "produce":
            points = [*points, GatePoint("tooling_changed", type(self)._gendan_changed_problems, MANAGER)]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        changed = self._gendan_changed_sets()
        overtaken = changed.filtered(lambda tooling: tooling.state == "ready") | changed._gendan_missing()
        if overtaken:
            actions["produce"] = actions.get("produce", self.browse()) | overtaken
        return actions

    def _gendan_missing(self):
        """Those of these sets that are scrapped while no other of their kind and products is in house. Batch."""
        scrapped = self.filtered(lambda tooling: tooling.state == "scrapped" and tooling.arrived_on)
        if not scrapped:
            return scrapped
        # sudo: another clerk's set may take its place
        others = self.sudo().search(
            Domain("state", "=", "ready")
            & Domain("company_id", "in", scrapped.company_id.ids)
            & Domain("product_ids", "in", scrapped.product_ids.ids)
        )
        return scrapped.filtered(
            lambda tooling: (
                not any(
                    other.kind == tooling.kind
                    and other.company_id == tooling.company_id
                    and other.product_ids & tooling.product_ids
                    for other in others
                )
            )
        )

    @api.model
    def _gendan_change_code(self, order):
        """The rule's code in waivers: a release covers this change only."""
        return f"tooling_changed_{order.id}"

    def _gendan_changed_problems(self):
        """{set: problems} of those that nothing may be made with, one for each change that overtook them. Batch."""
        return {
            tooling: [
                GateProblem(
                    self._gendan_change_code(order),
                    tooling._gendan_changed_sentence(order, renewals.filtered(lambda new: not new.arrived_on)),
                    "block",
                    MANAGER,
                )
                for order, renewals in changes.items()
            ]
            for tooling, changes in self._gendan_open_changes().items()
        }

    def _gendan_changed_words(self, orders):
        """Words for sentences about changes: set, orders, what they change, the products.

        :param orders: ``sale.order`` (sudo)
        """
        self.ensure_one()
        orders = orders.with_context(lang=self.env.lang)
        # sudo: see is_overtaken
        tooling = self.sudo().with_context(lang=self.env.lang)
        return {
            "set": tooling.name,
            "order": format_list(self.env, orders.mapped("name")),
            "what": format_list(self.env, orders.gendan_change_ids.mapped("name")),
            "product": format_list(self.env, tooling.product_ids.mapped("display_name")),
        }

    def _gendan_changed_sentence(self, order, awaited):
        """Why nothing is made with this set, and what to do.

        :param order: the ``sale.order`` that overtook it (sudo)
        :param awaited: sets made new against it that are not in house yet (sudo)
        """
        self.ensure_one()
        words = self._gendan_changed_words(order)
        if self.state == "scrapped":
            return self.env._(
                "Set %(set)s, overtaken by %(order)s (%(what)s), is scrapped and no other is in house: production of"
                " %(product)s may not start. Book the new set in, or have the supervisor release this one at own"
                " risk.",
                **words,
            )
        if not awaited:
            return self.env._(
                "Set %(set)s is overtaken by %(order)s (%(what)s): production of %(product)s may not start. Say on"
                " the set which colours or parts are made new, or have the supervisor release it at own risk.",
                **words,
            )
        new = awaited.sorted(lambda tooling: (tooling.expected_on or fields.Date.to_date("9999-12-31"), tooling.id))[0]
        words |= {"new": new.name, "colours": new.new_colours or new.colours or self.env._("all")}
        if new.expected_on:
            return self.env._(
                "Set %(set)s is overtaken by %(order)s (%(what)s) and the new %(new)s (%(colours)s), expected on"
                " %(day)s, is not in house: production of %(product)s may not start. Book it in, or have the"
                " supervisor release set %(set)s at own risk.",
                day=format_date(self.env, new.expected_on),
                **words,
            )
        return self.env._(
            "Set %(set)s is overtaken by %(order)s (%(what)s) and the new %(new)s (%(colours)s) is not in house:"
            " production of %(product)s may not start. Book it in, or have the supervisor release set %(set)s at own"
            " risk.",
            **words,
        )

    def _gendan_floor_text(self, orders):
        """What the floor reads of the set: where it lies, what of it is new, whether it is overtaken.

        :param orders: the ``sale.order`` that overtook it (sudo), may be empty
        """
        self.ensure_one()
        parts = [self._gendan_place_text()]
        if self.new_colours and self.replaces_id:
            parts.append(
                self.env._("new against %(old)s: %(colours)s", old=self.replaces_id.name, colours=self.new_colours)
            )
        if orders:
            parts.append(self.env._("overtaken by %(order)s (%(what)s)", **self._gendan_changed_words(orders)))
        return " · ".join(parts)

    # ------------------------------------------------------------ to-dos

    @api.model_create_multi
    def create(self, vals_list):
        sets = super().create(vals_list)
        sets._gendan_sync_overtaken()
        return sets

    def write(self, vals):
        """Write; what overtook a set is said by the order and the buttons only.

        :raise UserError: otherwise
        """
        fixed = [name for name in ("changed_by_ids", "changed_by_id") if name in vals]
        if fixed and self.env.context.get("gendan_tooling_is_moved") is not IS_MOVED:
            raise UserError(
                self.env._(
                    "%(change)s: %(field)s is not set by hand, use the buttons.",
                    change=self[:1].display_name,
                    field=self._fields[fixed[0]]._description_string(self.env),
                )
            )
        is_linked = not {"order_id", "replaces_id", "kind", "product_ids", "scrapped_on"}.isdisjoint(vals)
        # those it was made new for, too
        olds = self._gendan_olds() if is_linked else None
        result = super().write(vals)
        if "changed_by_ids" in vals:
            self._gendan_sync_todos()
        if is_linked:
            (olds | self._gendan_olds())._gendan_sync_todos()
        return result

    def unlink(self):
        olds = self._gendan_olds() - self.sudo()  # sudo: as there
        result = super().unlink()
        olds._gendan_sync_todos()
        return result

    def _gendan_sync_overtaken(self):
        """These sets may be what was made new: what was asked about the overtaken ones is asked again."""
        self._gendan_olds()._gendan_sync_todos()

    def _gendan_olds(self):
        """The overtaken sets these may have been made new for (sudo)."""
        # sudo: another clerk's set may be the one that was overtaken
        sets = self.sudo()
        if not (sets.replaces_id or sets.order_id):
            return sets.browse()
        olds = Domain("id", "in", sets.replaces_id.ids) | Domain("changed_by_ids", "in", sets.order_id.ids)
        return sets.search(Domain("changed_by_ids", "!=", False) & olds)

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        overtaken = self._gendan_changed_sets().filtered(lambda tooling: tooling.state != "scrapped")
        # sudo: see is_overtaken
        Order = self.env["sale.order"].sudo()
        unsaid = {
            tooling: Order.union(*(order for order, renewals in changes.items() if not renewals))
            for tooling, changes in overtaken._gendan_renewals().items()
        }
        makers = self.browse([tooling.id for tooling, orders in unsaid.items() if orders])._gendan_makers()
        for tooling, orders in unsaid.items():
            if not orders:
                continue
            department = makers[tooling.company_id]
            result[tooling] = [
                *result.get(tooling, []),
                {
                    "kind": "tooling_changed",
                    "name": self.env._(
                        "Set %(set)s is overtaken by %(order)s (%(what)s): say which colours or parts are made new",
                        **tooling._gendan_changed_words(orders),
                    ),
                    "role": "department" if department else "clerk",
                    "department_id": department.id,
                    "urgency": "1",
                },
            ]
        return result

    def _gendan_makers(self):
        """The department that knows what is made new: engineering, where somebody answers for it.

        :return: {company: gendan.department, may be empty}
        """
        Department = self.env["gendan.department"]
        if not self:
            return {}
        found = Department.search([("code", "=", "ENG"), ("company_id", "in", [False, *self.company_id.ids])])
        found = found.filtered(lambda department: department._gendan_responsible())
        return {
            # a company's own department goes before the one that serves all
            company: found.filtered(lambda department, company=company: department.company_id == company)[:1]
            or found.filtered(lambda department: not department.company_id)[:1]
            for company in self.company_id
        }
