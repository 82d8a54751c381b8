"""Delivery notes: one for what a transfer takes to a customer, in several named copies."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..common.opening import open_document
from .res_company_note import PAPERS


class GendanDeliveryNote(models.Model):
    """What left for the customer, as it was printed.

    Made from a transfer to a customer. Frozen: what is printed is what was printed, whatever becomes of names and
    prices; when the transfer says something else, the note is void and the next one gets a number of its own. Its
    copies are ``gendan.document``. It is made, leaves with the goods, arrives.

    Made and printed by whoever may change the transfer. Clerks read those of their customers, supervisors and the
    warehouse all, sales reps their own; nobody changes one by hand.
    """

    _name = "gendan.delivery.note"
    _description = "Delivery Note"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "picking_id.name", "order_id.name", "order_id.client_order_ref"]

    _name_uniq = models.UniqueIndex("(name, company_id)", "This number is taken.")
    _one_valid = models.UniqueIndex(
        "(picking_id) WHERE voided_at IS NULL", "This transfer has a delivery note already. Reload the page."
    )

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    picking_id = fields.Many2one(
        "stock.picking", string="Transfer", required=True, readonly=True, ondelete="restrict", index=True
    )
    order_id = fields.Many2one(
        "sale.order", string="Order", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="restrict", index=True
    )
    # Stored: record rules and lists go by it.
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, index="btree_not_null"
    )
    lang = fields.Char(string="Language", readonly=True)
    paper = fields.Selection(PAPERS, required=True, readonly=True)
    # prices are in it: printed with it, not read from it
    content = fields.Json(readonly=True, copy=False, groups="base.group_system")
    document_ids = fields.One2many(
        "gendan.document",
        "res_id",
        string="Copies",
        domain=[("res_model", "=", "gendan.delivery.note")],
        readonly=True,
        groups="sales_team.group_sale_salesman",
    )
    left_at = fields.Datetime(string="Left", readonly=True, copy=False)
    voided_at = fields.Datetime(string="Void since", readonly=True, copy=False, tracking=True)
    void_reason = fields.Char(string="Void because", readonly=True, copy=False)
    state = fields.Selection(
        [("made", "Made"), ("left", "On its way"), ("void", "Void")],
        compute="_compute_state",
        store=True,
    )
    # sudo: names and days of copies, for the warehouse, too
    whereabouts = fields.Char(string="Where the Return Copy Is", compute="_compute_whereabouts", compute_sudo=True)

    # ------------------------------------------------------------ compute

    @api.depends("order_id.gendan_clerk_id", "partner_id.commercial_partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for note in self:
            note.clerk_id = note.order_id.gendan_clerk_id or note.partner_id.commercial_partner_id.gendan_clerk_id

    @api.depends("left_at", "voided_at")
    def _compute_state(self):
        for note in self:
            note.state = "void" if note.voided_at else "left" if note.left_at else "made"

    @api.depends("document_ids.state", "document_ids.issue_ids")
    @api.depends_context("lang")
    def _compute_whereabouts(self):
        for note in self:
            note.whereabouts = note._gendan_whereabouts()

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: the next number, and the copies
        for vals in vals_list:
            company = self.env["res.company"].browse(vals["company_id"])
            vals["name"] = company._gendan_next_number("gendan.delivery.note")
        notes = super().create(vals_list)
        notes._gendan_make_copies()
        return notes

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        for note in self:
            raise UserError(
                self.env._("Delivery note %(note)s keeps its number: it is voided, not deleted.", note=note.name)
            )

    # ------------------------------------------------------------ actions

    def action_print(self):
        """Button: print the notes on the paper their customers get; what stays here is noted as handed out.

        :return: action of the report
        :raise UserError: notes on different paper
        """
        self.check_access("read")
        if len(set(self.mapped("paper"))) > 1:
            raise UserError(
                self.env._("These delivery notes go on different paper. Print those on continuous paper apart.")
            )
        self._gendan_hand_in_house()
        name = "form" if self[:1].paper == "form" else "a4"
        report = self.env.ref(f"gendan_followup.action_report_delivery_note_{name}")
        return report.report_action(self, config=False)

    def action_with_driver(self):
        """Button: our driver has the copies that travel."""
        return self._gendan_hand_over("driver")

    def action_with_carrier(self):
        """Button: the carrier has the copies that travel."""
        return self._gendan_hand_over("carrier")

    def action_open_picking(self):
        """Button: the transfer."""
        self.ensure_one()
        return open_document(self.picking_id)

    # ------------------------------------------------------------ business

    def _gendan_make_copies(self):
        """The papers these notes consist of. Batch."""
        vals_list = []
        for company, notes in self.grouped("company_id").items():
            sets = self.env["gendan.note.copy"]._gendan_of(company, notes.partner_id.commercial_partner_id)
            for note in notes:
                customer = note.partner_id.commercial_partner_id
                for number, copy in enumerate(sets[customer].with_context(lang=note.lang), start=1):
                    vals_list.append(note._gendan_prepare_copy_vals(number, copy))
        # sudo: the warehouse has no rights on papers
        self.env["gendan.document"].sudo().with_context(tracking_disable=True).create(vals_list)

    def _gendan_prepare_copy_vals(self, number, copy):
        """Values of one copy's ``gendan.document``.

        :param int number: its place in the set
        :param copy: gendan.note.copy, in the note's language
        """
        self.ensure_one()
        return {
            "kind": "delivery_note",
            "name": f"{self.name}-{number}",
            "copy_name": copy.name,
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "order_id": self.order_id.id,
            "note_holder": copy.holder,
            "note_travels": copy.travels,
            "note_returns": copy.must_return,
            "note_prices": copy.has_prices
            and not (copy.travels and self.partner_id.commercial_partner_id.gendan_note_no_prices),
        }

    def _gendan_copies(self):
        """The copies (sudo) in their order."""
        return self.sudo().document_ids.sorted("id")  # sudo: the warehouse prints them without rights on papers

    def _gendan_travelling(self):
        """The copies (sudo) that leave with the goods."""
        return self._gendan_copies().filtered("note_travels")

    def _gendan_return_copy(self):
        """The copies (sudo) that the customer signs and we get back: one a note, or none."""
        return self._gendan_copies().filtered("note_returns")

    def _gendan_whereabouts(self):
        """Where the copy to come back is and since when, in words."""
        self.ensure_one()
        copy = (self._gendan_return_copy() or self._gendan_travelling())[:1]
        if self.voided_at or not copy:
            return ""
        if copy.returned_at:
            return self.env._(
                "Back since %(day)s", day=format_date(self.env, self.company_id._gendan_to_day(copy.returned_at))
            )
        issue = copy.issue_ids[:1]
        if not issue:
            return self.env._("Here")
        words = {
            "who": issue.to or "",
            "day": format_date(self.env, self.company_id._gendan_to_day(issue.issued_at)),
        }
        if not issue.to:
            return self._gendan_nameless_whereabouts(issue.how, words["day"])
        if issue.how == "carrier":
            return self.env._("With the carrier %(who)s since %(day)s", **words)
        if issue.how == "driver":
            return self.env._("With the driver %(who)s since %(day)s", **words)
        return self.env._("Sent to %(who)s on %(day)s", **words)

    @api.model
    def _gendan_nameless_whereabouts(self, how, day):
        """The same where nobody has said with whom."""
        if how == "carrier":
            return self.env._("With the carrier since %(day)s", day=day)
        if how == "driver":
            return self.env._("With the driver since %(day)s", day=day)
        return self.env._("Sent on %(day)s", day=day)

    def _gendan_hand_in_house(self):
        """Copies that stay here are with who keeps them, from the first print on. Batch."""
        fresh = self._gendan_copies().filtered(
            lambda copy: not copy.note_travels and not copy.issue_ids and not copy.voided_at
        )
        self.env["gendan.document.issue"].sudo().create(  # sudo: the warehouse logs what it printed
            [
                {"document_id": copy.id, "how": "hand", "to": copy.note_holder or copy.copy_name}
                for copy in fresh
            ]
        )

    def _gendan_hand_over(self, how):
        """The copies that travel are with driver or carrier from now on.

        :param str how: driver or carrier
        :raise UserError: a note is void
        """
        for note in self:
            note.picking_id.check_access("write")
            if note.voided_at:
                raise UserError(
                    self.env._("Delivery note %(note)s is void. Print the new one.", note=note.name)
                )
        self._gendan_log_way({note: how for note in self})
        return True

    def _gendan_log_way(self, ways):
        """Log who has the copies that travel. Batch.

        :param ways: {note: how}
        """
        vals_list = []
        travelling = self.union(*ways)._gendan_travelling().grouped("res_id")
        for note, how in ways.items():
            # sudo: a name, for whoever hands it over
            picking = note.sudo().picking_id
            to = picking.carrier_id.name if how == "carrier" else picking.gendan_driver
            vals_list += [
                {"document_id": copy.id, "how": how, "to": to} for copy in travelling.get(note.id, ())
            ]
        self.env["gendan.document.issue"].sudo().create(vals_list)  # sudo: as above

    def _gendan_left(self):
        """The goods have left, and the copies that travel with them, unless they were handed over before. Batch."""
        going = self.filtered(lambda note: not note.voided_at and not note.left_at)
        if not going:
            return
        # sudo: written by what happened to the transfer
        going.sudo().write({"left_at": fields.Datetime.now()})
        gone = {copy.res_id for copy in going._gendan_travelling() if copy.issue_ids}
        ways = {
            note: "carrier" if note.sudo().picking_id.carrier_id else "driver"  # sudo: as above
            for note in going
            if note.id not in gone
        }
        self._gendan_log_way(ways)
        going._gendan_sync_todos()

    def _gendan_void_notes(self, reason):
        """These notes and their copies no longer hold. Batch.

        :param str reason: a sentence or a name
        """
        valid = self.sudo().filtered(lambda note: not note.voided_at)  # sudo: nobody writes notes by hand
        if not valid:
            return
        valid.write({"voided_at": fields.Datetime.now(), "void_reason": reason})
        valid.flush_recordset(["voided_at"])  # before the next note of the transfer: only one is valid
        valid._gendan_copies()._gendan_void(reason)
        valid._gendan_sync_todos()

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for note in self:
            if note.state == "left" and note._gendan_is_outdated():
                values.setdefault(note, []).append(
                    {
                        "kind": "note_outdated",
                        "name": self.env._(
                            "Delivery note %(note)s says something else than left with %(transfer)s: print a new one"
                            " and take the old copies back.",
                            note=note.name,
                            transfer=note.picking_id.name,
                        ),
                        "urgency": "1",
                    }
                )
        return values

    def _gendan_is_outdated(self):
        """Whether something else left than the note says."""
        self.ensure_one()
        note = self.sudo()  # sudo: compared only
        return note.content["moves"] != note.picking_id._gendan_note_quantities()
