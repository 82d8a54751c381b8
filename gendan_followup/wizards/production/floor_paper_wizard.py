import math
from itertools import zip_longest

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.common.document import FLOOR_KINDS
from ...models.production.material_notice import ACTION

# more cards than this of one production are a slip of the finger
MANY_CARDS = 200


class GendanFloorPaperWizard(models.TransientModel):
    """Dialog: hand the papers of an order's version out to the floor.

    Each copy becomes a paper with its number and holder, so that a further version knows what has to come back; of a
    process card there is one for each production, lot and batch. From the order, by whoever may change it; from a
    production order, by whoever may change that, without access to orders.
    """

    _name = "gendan.floor.paper.wizard"
    _description = "Hand Out Production Papers"

    order_id = fields.Many2one("sale.order", readonly=True, ondelete="cascade")
    production_id = fields.Many2one("mrp.production", readonly=True, ondelete="cascade")
    source = fields.Char(string="Order and version", compute="_compute_source")
    line_ids = fields.One2many("gendan.floor.paper.wizard.line", "wizard_id", string="Copies")
    gate_html = fields.Html(string="Held by", compute="_compute_gate_html", sanitize=False)

    @api.depends("order_id", "production_id")
    @api.depends_context("lang")
    def _compute_source(self):
        for wizard in self:
            # sudo: the floor reads number and version of the order and no more
            wizard.source = " · ".join(
                self.env._("%(order)s, version %(number)s", order=order.name, number=max(order.gendan_version, 1))
                for order in wizard._gendan_orders()
            )

    @api.depends("order_id", "production_id")
    @api.depends_context("uid", "lang")
    def _compute_gate_html(self):
        for wizard in self:
            source = wizard._gendan_source()
            wizard.gate_html = source and source._gendan_gate_render(source._gendan_gate(ACTION)[source])

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base: of what the dialog is opened on, the copies of last time
        values = super().default_get(fields_list)
        model, res_id = self.env.context.get("active_model"), self.env.context.get("active_id")
        name = {"sale.order": "order_id", "mrp.production": "production_id"}.get(model)
        if name and res_id:
            values.setdefault(name, res_id)
            self.new({key: values.get(key) for key in ("order_id", "production_id")})._gendan_look_anew()
        if "line_ids" in fields_list:
            wizard = self.new({key: values.get(key) for key in ("order_id", "production_id")})
            values["line_ids"] = [Command.create(vals) for vals in wizard._gendan_last_copies()]
        return values

    def action_hand_out(self):
        """Button: number the copies and note who has them; then their print, each with its name, number and QR code.

        :return: action
        :raise UserError: nothing runs behind it, nobody is named, or papers of an older version are still out
        """
        self.ensure_one()
        source = self._gendan_source()
        source.check_access("write")
        if "production_order" in self.line_ids.mapped("kind"):
            self._gendan_look_anew()
            source._gendan_gate_or_raise(ACTION)
        orders = self._gendan_orders()
        if not orders:
            raise UserError(
                self.env._(
                    "%(document)s belongs to no running order: there is no version to hand out.",
                    document=source.display_name,
                )
            )
        if not self.line_ids or not all((line.to or "").strip() for line in self.line_ids):
            raise UserError(
                self.env._("Say which copies of %(document)s go out, and to whom.", document=source.display_name)
            )
        copies = [
            (line, vals)
            for order in orders
            for line in self.line_ids
            for vals in self._prepare_papers_vals(order, line)
        ]
        papers = self.env["gendan.document"].sudo().create(  # sudo: the floor has no rights on papers
            [vals for _line, vals in copies]
        )
        for paper, (line, _vals) in zip(papers, copies, strict=True):
            paper._gendan_issue("hand", to=line.to)
        action = papers.with_env(self.env)._gendan_print_action()
        if action["type"] == "ir.actions.report":
            return {**action, "close_on_report_download": True}
        action["params"]["anotherAction"] = {"type": "ir.actions.act_window_close"}
        return action

    def _gendan_source(self):
        """What the papers are handed out from."""
        # origin: also before the dialog is kept
        return self.production_id._origin or self.order_id._origin

    def _gendan_look_anew(self):
        """Where the company asks about material, what is short is looked up as it is now."""
        source = self._gendan_source()
        if source.company_id.id in self.env["res.company"]._gendan_notice_severities():
            source._gendan_refresh_short(source)

    def _gendan_orders(self):
        """The running orders behind it (sudo)."""
        # sudo: the floor has no access to orders; names and versions only
        wizard = self.sudo()
        # what the right was asked for comes first: the order beside a production is anybody's word
        orders = wizard.production_id._gendan_served_orders() if wizard.production_id else wizard.order_id
        return orders.filtered(lambda order: order.state == "sale")

    def _gendan_last_copies(self):
        """Values of the dialog's lines: the copies handed out last, else one production order."""
        papers = self.env["gendan.document"].sudo()  # sudo: kind, copy and holder only
        if orders := self._gendan_orders():
            papers = papers.search([("order_id", "in", orders[0].ids), ("kind", "in", FLOOR_KINDS)], order="id")
            if self.production_id:
                papers = papers.filtered(
                    lambda paper: paper.res_model != "mrp.production" or paper.res_id == self.production_id.id
                )
            papers = papers.filtered(lambda paper: paper.version == papers[-1:].version)
        # a card for each production and batch was one line of the dialog
        lines = {}
        for paper in papers:
            key = (paper.kind, paper.copy_name, paper.issue_ids[:1].to)
            lines[key] = max(lines.get(key, 1), 1 if paper.lot_name else paper.batch_count)
        return [
            {"kind": kind, "copy_name": copy_name, "to": to, "batches": batches}
            for (kind, copy_name, to), batches in lines.items()
        ] or [{"kind": "production_order"}]

    def _prepare_papers_vals(self, order, line):
        """Values of the numbered copies that one line of the dialog makes.

        :param order: sale.order (sudo)
        :raise UserError: more batches than anybody carries
        """
        vals = self._prepare_paper_vals(order, line)
        # sudo: as in _gendan_orders
        productions = self.production_id.sudo() or order.mrp_production_ids.filtered(
            lambda production: production.state != "cancel"
        )
        if line.kind != "process_card" or not productions:
            return [vals]
        return [
            {**vals, "res_model": production._name, "res_id": production.id, **batch}
            for production in productions.sorted("id")
            for batch in self._prepare_batches_vals(production, line.batches)
        ]

    def _prepare_batches_vals(self, production, count):
        """What each card of a production goes with: its lots, else so many batches of equal size.

        :param production: mrp.production (sudo)
        :param int count: batches
        :raise UserError: fewer than one, or more than anybody carries
        """
        if not 1 <= count <= MANY_CARDS:
            raise UserError(
                self.env._(
                    "%(production)s: %(count)s process cards cannot be right. Say in how many batches it runs, from 1"
                    " to %(most)s.",
                    production=production.name,
                    count=count,
                    most=MANY_CARDS,
                )
            )
        lots, unit = production.lot_producing_ids.mapped("name"), production.product_uom_id
        if len(lots) > 1:
            count = len(lots)
        else:
            lots = lots * count
        size = production.product_qty / count
        # nobody carries thirds of a bag
        is_whole = unit.is_zero(production.product_qty % 1)
        size = math.ceil(size) if is_whole else unit.round(size, rounding_method="UP")
        sizes, left = [], production.product_qty
        while unit.compare(left, 0) > 0:
            sizes.append(unit.round(min(size, left)))
            left -= size
        return [
            {
                "batch_number": number,
                "batch_count": len(sizes),
                "batch_quantity": quantity,
                "lot_name": lot,
            }
            for number, (quantity, lot) in enumerate(zip_longest(sizes, lots[: len(sizes)]), start=1)
        ]

    def _prepare_paper_vals(self, order, line):
        """Values of a numbered copy.

        :param order: sale.order (sudo)
        """
        source = self.production_id or order
        return {
            "company_id": order.company_id.id,
            "kind": line.kind,
            "copy_name": line.copy_name,
            "order_id": order.id,
            "partner_id": order.partner_id.id,
            "res_model": source._name,
            "res_id": source.id,
        }


class GendanFloorPaperWizardLine(models.TransientModel):
    """One copy in the dialog."""

    _name = "gendan.floor.paper.wizard.line"
    _description = "Copy of a Production Paper to Hand Out"

    wizard_id = fields.Many2one("gendan.floor.paper.wizard", required=True, ondelete="cascade")
    kind = fields.Selection(
        selection=lambda self: [
            (key, label)
            for key, label in self.env["gendan.document"]._fields["kind"]._description_selection(self.env)
            if key in FLOOR_KINDS
        ],
        required=True,
        default="process_card",
    )
    copy_name = fields.Char(string="Copy", help="Which copy it is: workshop, process card 1 of 2 …")
    batches = fields.Integer(
        default=1,
        help="In how many batches (rolls, boxes, bundles) each production goes through the workshop: one process card"
        " for each. Productions with several lots get a card for each lot.",
    )
    to = fields.Char(string="Goes to", help="Who has it from now on: name and workshop.")
