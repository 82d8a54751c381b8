"""What goes abroad with one transfer: its shipping particulars, commercial invoice and packing list."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.opening import open_document

KINDS = ("commercial_invoice", "packing_list")
# what a part that follows takes over
KEPT = ("marks", "consignee", "notify", "port_loading", "port_discharge")
# given when it is made: another transfer would show another customer's goods
SET = frozenset({"name", "picking_id", "order_id", "company_id"})
# who sees what goods cost
MONEY_GROUPS = ("sales_team.group_sale_salesman", "account.group_account_invoice")


class GendanExportShipment(models.Model):
    """The export papers of one transfer to a customer abroad.

    Here the shipping particulars are typed; commercial invoice and packing list are ``gendan.document``, frozen when
    they are made. When transfer or particulars say something else, the next print makes a new pair and the old one is
    void.

    Made when the order is confirmed or the transfer is ready. Clerks keep those of their customers, supervisors and
    the warehouse all; sales reps read their own, departments all. Prices are shown to sales and accounting only.
    """

    _name = "gendan.export.shipment"
    _description = "Export Shipment"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "leaves_on desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "picking_id.name", "order_id.name", "order_id.client_order_ref"]

    _one_each = models.UniqueIndex("(picking_id)", "This transfer has its export papers already. Reload the page.")
    _name_uniq = models.UniqueIndex("(name, company_id)", "This number is taken.")
    _packed_positive = models.Constraint(
        "CHECK (packed_cartons >= 0 AND packed_net >= 0)", "Cartons and net weight cannot be negative."
    )

    name = fields.Char(string="Invoice No.", required=True, copy=False, readonly=True, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    picking_id = fields.Many2one(
        "stock.picking", string="Transfer", required=True, readonly=True, ondelete="cascade", index=True
    )
    order_id = fields.Many2one("sale.order", string="Order", readonly=True, ondelete="restrict", index="btree_not_null")
    partner_id = fields.Many2one(
        related="picking_id.partner_id", string="Customer", store=True, index=True, related_sudo=True
    )
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, index="btree_not_null"
    )
    state = fields.Selection(
        related="picking_id.state", string="State", related_sudo=True, store=True, help="How far the transfer is."
    )
    leaves_on = fields.Date(compute="_compute_leaves_on", store=True, compute_sudo=True)

    consignee = fields.Text(tracking=True, help="Empty: the customer with the address of the transfer.")
    notify = fields.Text(string="Notify Party", tracking=True)
    marks = fields.Text(string="Shipping Marks", tracking=True)
    port_loading = fields.Char(string="Loaded at", help="Port, airport or place where the goods are loaded.")
    port_discharge = fields.Char(string="Unloaded at", help="Port, airport or place where they are unloaded.")
    vessel = fields.Char(string="Vessel or Flight", copy=False, help="With the number of the voyage.")
    container = fields.Char(string="Container, Seal", copy=False)
    packed_cartons = fields.Integer(string="Cartons", copy=False, help="0: counted from the products' cartons.")
    packed_net = fields.Float(
        string="Net Weight (kg)", digits=(16, 2), copy=False, help="0: counted from the products' cartons."
    )
    packed_gross = fields.Float(related="picking_id.gendan_packed_weight", readonly=False)
    packed_volume = fields.Float(related="picking_id.gendan_packed_volume", readonly=False)

    # sudo: names and days of papers, for the warehouse, too
    document_ids = fields.One2many(
        "gendan.document",
        "res_id",
        string="Papers Made",
        domain=[("res_model", "=", "gendan.export.shipment")],
        readonly=True,
        groups="sales_team.group_sale_salesman",
    )
    missing = fields.Text(compute="_compute_missing", compute_sudo=True, help="What the papers will lack.")
    is_outdated = fields.Boolean(
        compute="_compute_is_outdated",
        compute_sudo=True,
        help="Invoice and packing list say something else than the transfer and these particulars.",
    )

    # ------------------------------------------------------------ compute

    @api.depends("order_id.gendan_clerk_id", "partner_id.commercial_partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for shipment in self:
            shipment.clerk_id = (
                shipment.order_id.gendan_clerk_id or shipment.partner_id.commercial_partner_id.gendan_clerk_id
            )

    @api.depends("picking_id.date_done", "picking_id.scheduled_date")
    def _compute_leaves_on(self):
        for shipment in self:
            moment = shipment.picking_id.date_done or shipment.picking_id.scheduled_date
            shipment.leaves_on = moment and shipment.company_id._gendan_to_day(moment)

    # No depends: what a shipment says lies anywhere. The form asks anew with each load.
    @api.depends_context("lang")
    def _compute_missing(self):
        for shipment in self:
            shipment.missing = "\n".join(shipment._gendan_missing()) or False

    def _compute_is_outdated(self):
        for shipment in self:
            shipment.is_outdated = shipment._gendan_papers() and shipment._gendan_is_outdated()

    @api.depends("name", "picking_id.name")
    def _compute_display_name(self):
        for shipment in self:
            # sudo: a number
            shipment.display_name = f"{shipment.name} ({shipment.sudo().picking_id.name})"

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: the next number; a part that follows takes over what was typed
        # sudo: read only
        pickings = self.env["stock.picking"].sudo().browse([vals["picking_id"] for vals in vals_list])
        for vals, picking in zip(vals_list, pickings, strict=True):
            company = self.env["res.company"].browse(vals["company_id"])
            vals["name"] = company._gendan_next_number("gendan.export.shipment")
            if before := picking.backorder_id.gendan_export_ids[:1]:
                vals |= {name: before[name] for name in KEPT if name not in vals}
        return super().create(vals_list)

    def write(self, vals):
        """Write the particulars; what is shipped stays.

        :raise UserError: another transfer, order, company or number is written by hand
        """
        if not self.env.su and not SET.isdisjoint(vals):
            raise UserError(self.env._("The number and the transfer of an export shipment are not changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_papers(self):
        for shipment in self:
            if shipment.sudo().document_ids:  # sudo: whether there are any
                raise UserError(
                    self.env._(
                        "Papers of %(shipment)s have been made: they keep their number and are not deleted.",
                        shipment=shipment.name,
                    )
                )

    # ------------------------------------------------------------ actions

    def action_print_invoice(self):
        """Button: print the commercial invoice, made anew where it says something else than the shipment.

        :return: action of the report
        :raise AccessError: prices are not for the user
        :raise UserError: nothing is reserved for the transfer
        """
        self._gendan_check_money()
        return self._gendan_print("commercial_invoice")

    def action_print_packing(self):
        """Button: print the packing list, made anew where it says something else than the shipment.

        :return: action of the report
        :raise UserError: nothing is reserved for the transfer
        """
        return self._gendan_print("packing_list")

    def action_workbook(self):
        """Button: invoice and packing list as a workbook, made anew as for the print.

        :return: action of the download
        :raise AccessError: prices are not for the user
        :raise UserError: nothing is reserved for the transfer
        """
        self.ensure_one()
        self._gendan_check_money()
        self._gendan_make_papers()
        return {"type": "ir.actions.act_url", "url": f"/gendan/export/{self.id}/xlsx", "target": "download"}

    def action_to_customer(self):
        """Button: invoice and packing list have gone to the customer."""
        # sudo: the customer's address
        return self._gendan_hand_over("email", lambda shipment: shipment.sudo().partner_id.email)

    def action_to_carrier(self):
        """Button: the forwarder has invoice and packing list."""
        # sudo: a name
        return self._gendan_hand_over("carrier", lambda shipment: shipment.sudo().picking_id.carrier_id.name)

    def action_open_picking(self):
        """Button: the transfer."""
        self.ensure_one()
        return open_document(self.picking_id)

    def action_open_order(self):
        """Button: the order."""
        self.ensure_one()
        return open_document(self.order_id)

    # ------------------------------------------------------------ business

    def _gendan_check_money(self):
        """Refuse those who do not see what goods cost.

        :raise AccessError: the user neither sells nor keeps the books
        """
        if not any(self.env.user.has_group(group) for group in MONEY_GROUPS):
            raise AccessError(self.env._("The commercial invoice shows prices: ask the clerk or accounting for it."))

    def _gendan_papers(self):
        """Invoice and packing list that hold (sudo)."""
        # sudo: the warehouse prints packing lists without rights on papers
        return self.sudo().document_ids.filtered(lambda paper: paper.kind in KINDS and not paper.voided_at)

    def _gendan_paper(self, kind):
        """The one of a kind that holds (sudo)."""
        return self._gendan_papers().filtered(lambda paper: paper.kind == kind)[:1]

    def _gendan_is_outdated(self):
        """Whether the papers say something else than the shipment."""
        papers = self._gendan_papers()
        content = self._gendan_content()
        return any(paper.export_content != content for paper in papers)

    def _gendan_print(self, kind):
        self.ensure_one()
        self._gendan_make_papers()
        report = self.env.ref(f"gendan_followup.action_report_{kind}")
        return report.report_action(self, config=False)

    def _gendan_make_papers(self):
        """Invoice and packing list as the shipment stands now; those that say the same stay.

        :raise UserError: nothing is reserved for the transfer, or it is cancelled
        """
        for shipment in self:
            shipment.check_access("write")
            if sentence := shipment._gendan_make_error():
                raise UserError(sentence)
            content = shipment._gendan_content()
            papers = shipment._gendan_papers()
            if papers and all(paper.export_content == content for paper in papers):
                continue
            if papers:
                shipment._gendan_void_papers(self.env._("The shipment says something else: new papers were made."))
            shipment._gendan_create_papers(content)

    def _gendan_make_error(self):
        """The sentence why no papers can be made, or False."""
        picking = self.sudo().picking_id  # sudo: its state and number
        if picking.state == "cancel":
            return self.env._("%(transfer)s is cancelled.", transfer=picking.name)
        if not picking._gendan_note_moves():
            return self.env._(
                "Nothing is reserved for %(transfer)s yet. Check its availability first.", transfer=picking.name
            )
        return False

    def _gendan_create_papers(self, content):
        """Make the pair.

        :param dict content: see ``_gendan_content``
        """
        # sudo: made by whoever may change the shipment; the warehouse has no rights on papers
        documents = self.env["gendan.document"].sudo().with_context(tracking_disable=True)
        made = self.sudo().document_ids.filtered(lambda paper: paper.kind in KINDS)  # sudo: counted only
        version = max(made.mapped("version"), default=0) + 1
        again = f"-{version}" if version > 1 else ""
        documents.create(
            [
                {
                    "kind": kind,
                    "name": f"{self.name}{again}-{suffix}",
                    "version": version,
                    "res_model": self._name,
                    "res_id": self.id,
                    "company_id": self.company_id.id,
                    "partner_id": self.partner_id.id,
                    "order_id": self.order_id.id,
                    "export_content": content,
                }
                for kind, suffix in zip(KINDS, ("CI", "PL"), strict=True)
            ]
        )

    def _gendan_void_papers(self, reason):
        """Invoice and packing list no longer hold.

        :param str reason: a sentence
        """
        self._gendan_papers()._gendan_void(reason)

    def _gendan_hand_over(self, how, to):
        """Invoice and packing list have gone out: a line in the log of each.

        :param str how: see gendan.document.issue
        :param to: function(shipment) -> who has them
        :raise UserError: none are made, or what was made no longer says what the shipment does
        """
        for shipment in self:
            shipment.check_access("write")
            papers = shipment._gendan_papers()
            if not papers or shipment._gendan_is_outdated():
                raise UserError(
                    self.env._(
                        "Print invoice and packing list of %(shipment)s first: there are none that say what it says"
                        " now.",
                        shipment=shipment.name,
                    )
                )
            papers._gendan_issue(how, to=to(shipment))
        return True
