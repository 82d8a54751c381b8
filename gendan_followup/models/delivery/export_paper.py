"""The papers one shipment needs: who gets which by when, and how far it is."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.nightly import in_batches
from .export_paper_rule import ANCHORS

STATES = [
    ("to_get", "To get"),
    ("received", "Paper received"),
    ("compared", "Figures compared"),
    ("ready", "Paper ready"),
    ("not_needed", "Not needed"),
]
OPEN = ("to_get", "received", "compared")
# changed by buttons and by what is made, never typed
KEPT = {"state", "shipment_id", "kind_id", "rule_id", "received_on"}
OWN = object()


class GendanExportPaper(models.Model):
    """One paper on the list of a shipment.

    Ours (invoice, packing list) are ready when they are made; others are received with number or file, compared where
    that is asked, and ready. What is not needed says why.

    Made from the rules; clerks add what a shipment needs besides. Clerks keep those of their customers, departments
    their own, the warehouse and sales reps read.
    """

    _name = "gendan.export.paper"
    _description = "Export Paper"
    _inherit = ["gendan.todo.mixin"]
    _order = "due, sequence, id"
    _check_company_auto = True

    _one_each = models.UniqueIndex("(shipment_id, kind_id)", "This paper is on the list of the shipment already.")
    _open_idx = models.Index("(company_id, due) WHERE state IN ('to_get', 'received', 'compared')")

    shipment_id = fields.Many2one(
        "gendan.export.shipment", string="Shipment", required=True, ondelete="cascade", index=True
    )
    kind_id = fields.Many2one(
        "gendan.export.paper.kind", string="Paper", required=True, ondelete="restrict", index=True
    )
    sequence = fields.Integer(related="kind_id.sequence", store=True)
    rule_id = fields.Many2one("gendan.export.paper.rule", readonly=True, ondelete="set null", index="btree_not_null")
    company_id = fields.Many2one(related="shipment_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="shipment_id.partner_id", string="Customer", store=True, index=True)
    order_id = fields.Many2one(related="shipment_id.order_id", store=True, index="btree_not_null")
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(related="shipment_id.clerk_id", store=True, index="btree_not_null")
    made_here = fields.Selection(related="kind_id.made_here")
    must_compare = fields.Boolean(related="kind_id.must_compare")
    department_id = fields.Many2one(
        "gendan.department", string="Department", check_company=True, index="btree_not_null", help="Empty: the clerk."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Gets It",
        index="btree_not_null",
        domain=[("share", "=", False)],
        help="This person and no other.",
    )
    days = fields.Integer(help="Calendar days; below zero: before.")
    anchor = fields.Selection(ANCHORS, string="Counted from", required=True, default="leaves")
    due = fields.Date(compute="_compute_due", store=True, compute_sudo=True)
    state = fields.Selection(STATES, required=True, default="to_get", readonly=True, index=True)
    number = fields.Char(string="Its Number", copy=False)
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    received_on = fields.Date(readonly=True, copy=False)
    reason = fields.Char(string="Why Not Needed", copy=False)

    # ------------------------------------------------------------ compute

    @api.depends("days", "anchor", "shipment_id.leaves_on", "shipment_id.arrives_on")
    def _compute_due(self):
        for paper in self:
            shipment = paper.shipment_id
            leaves = shipment.leaves_on
            start = (shipment.arrives_on or leaves) if paper.anchor == "arrives" else leaves
            paper.due = start and fields.Date.add(start, days=paper.days)

    @api.depends("kind_id.name", "shipment_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for paper in self:
            # sudo: names, for whoever may read the paper
            paper.display_name = f"{paper.sudo().shipment_id.name} · {paper.kind_id.name}"

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        papers = super().create([{**vals, "state": "to_get", "received_on": False} for vals in vals_list])
        papers._gendan_take_ours()
        papers._gendan_sync_todos()
        return papers

    def write(self, vals):
        """Write; how far a paper is moves by its buttons.

        :raise UserError: state and shipment are not typed
        """
        if self.env.context.get("gendan_export_paper") is not OWN and not KEPT.isdisjoint(vals):
            raise UserError(self.env._("Use the buttons to say how far a paper is."))
        result = super().write(vals)
        self._gendan_sync_todos()
        return result

    # ------------------------------------------------------------ actions

    def action_received(self):
        """Button: the paper is here.

        :raise UserError: neither its number nor a file is there
        """
        for paper in self.filtered(lambda paper: paper.state == "to_get"):
            if not (paper.number or "").strip() and not paper.file:
                raise UserError(self.env._("%(paper)s: type its number or attach the file.", paper=paper.display_name))
            paper._gendan_move("received", received_on=paper.company_id._gendan_today())
        return True

    def action_ready(self):
        """Button: the paper is as it should be.

        :raise UserError: it is not here, or was not compared
        """
        for paper in self.filtered(lambda paper: paper.state in OPEN):
            if sentence := paper._gendan_ready_error():
                raise UserError(sentence)
            paper._gendan_move("ready", received_on=paper.received_on or paper.company_id._gendan_today())
        return True

    def action_not_needed(self):
        """Button: this shipment does without.

        :raise UserError: no reason is given
        """
        for paper in self.filtered(lambda paper: paper.state in OPEN):
            if not (paper.reason or "").strip():
                raise UserError(self.env._("%(paper)s: say why it is not needed.", paper=paper.display_name))
            paper._gendan_move("not_needed")
        return True

    def action_again(self):
        """Button: the paper is to be got (again)."""
        for paper in self.filtered(lambda paper: paper.state != "to_get"):
            paper._gendan_move("to_get", received_on=False)
        self._gendan_take_ours()
        return True

    # ------------------------------------------------------------ business

    def _gendan_move(self, state, **values):
        """Say how far these papers are.

        :param str state: key of ``STATES``
        """
        self.check_access("write")
        self.with_context(gendan_export_paper=OWN).write({"state": state, **values})
        self._gendan_mark_orders()

    def _gendan_mark_orders(self):
        """Plans follow the papers."""
        # sudo: a department moves papers of orders it does not see
        self.sudo().order_id._gendan_mark("export_papers_ready", "lading_received")

    def _gendan_ready_error(self):
        """The sentence why this paper is not ready yet, or False. Hook: what is compared asks more."""
        self.ensure_one()
        if self.made_here:
            return self.env._("%(paper)s is made here: print it, then it is ready.", paper=self.display_name)
        if self.state == "to_get" and not (self.number or "").strip() and not self.file:
            return self.env._("%(paper)s: type its number or attach the file.", paper=self.display_name)
        return False

    def _gendan_take_ours(self):
        """Those made here are ready when they are made, and to get when they are void. Batch."""
        for paper in self.filtered(lambda paper: paper.made_here and paper.state in ("to_get", "ready")):
            # sudo: its state only
            document = paper.sudo().shipment_id._gendan_paper(paper.made_here)
            state = "ready" if document else "to_get"
            if paper.state != state or (document and paper.number != document.name):
                # sudo: follows what was made, whoever made it
                paper.sudo().with_context(gendan_export_paper=OWN).write(
                    {
                        "state": state,
                        "number": document.name or False,
                        "received_on": bool(document) and paper.company_id._gendan_today(),
                    }
                )
                paper._gendan_mark_orders()

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for paper in self.filtered(lambda paper: paper.state in OPEN and paper.shipment_id.state != "cancel"):
            todo = {
                "kind": "export_paper",
                "name": self.env._(
                    "%(paper)s for shipment %(shipment)s to %(country)s",
                    paper=paper.kind_id.name,
                    shipment=paper.shipment_id.name,
                    country=paper.shipment_id.picking_id._gendan_export_country().name or "",
                ),
                "due": paper.due,
                "urgency": "1" if paper.due and paper.due < paper.company_id._gendan_today() else "0",
            }
            if paper.user_id:
                todo["user_id"] = paper.user_id.id
            elif paper.department_id:
                todo |= {"role": "department", "department_id": paper.department_id.id}
            values.setdefault(paper, []).append(todo)
        return values

    @api.model
    def _cron_gendan_export_papers(self):
        """Scheduled action: due days moved with their shipments, and days have passed."""
        in_batches(self.search([("state", "in", OPEN)]), lambda papers: papers._gendan_sync_todos())
