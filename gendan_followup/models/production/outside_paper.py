"""The paper for the processor (外發加工單): A5, a copy that stays with him and one that comes back signed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

KIND = "outside"


class GendanOutside(models.Model):
    """Its copies are papers of the house's own: no customer sees one, a scan that comes back is filed by its code."""

    _inherit = "gendan.outside"

    def action_print(self):
        """Button: the copies of these. Whoever reads them prints them.

        :return: action of the report
        :raise UserError: one of them is cancelled
        """
        self.check_access("read")
        for outside in self:
            if outside.state == "cancelled":
                raise UserError(
                    self.env._("%(outside)s is cancelled: nothing is printed.", outside=outside.display_name)
                )
        self._gendan_copies()
        return self.env.ref("gendan_followup.action_report_outside").report_action(self, config=False)

    @api.model
    def _gendan_copy_names(self):
        """The copies there are: list of (name, whether it must come back). Hook."""
        return [(self.env._("Processor's copy"), False), (self.env._("To come back signed"), True)]

    def _gendan_copies(self):
        """The papers of these, made where there are none: {outside processing: gendan.document (sudo)}."""
        # sudo: warehouse and departments print theirs, too, and read no papers
        Document = self.env["gendan.document"].sudo()
        known = Document.search([("outside_id", "in", self.ids), ("voided_at", "=", False)], order="id")
        copies = known.grouped("outside_id")
        made = Document.create(
            [
                outside._gendan_prepare_copy_vals(name, must_return)
                for outside in self
                if outside not in copies and outside.state != "cancelled"
                for name, must_return in outside.with_context(
                    lang=outside._gendan_paper_lang()
                )._gendan_copy_names()
            ]
        )
        return {**copies, **made.grouped("outside_id")}

    def _gendan_prepare_copy_vals(self, name, must_return):
        """Values of one copy. It belongs to the house, not to the customer, who must not see it."""
        self.ensure_one()
        return {
            "kind": KIND,
            "copy_name": name,
            "must_return": must_return,
            "res_model": self._name,
            "res_id": self.id,
            "outside_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.company_id.partner_id.id,
        }

    def _gendan_void_papers(self, reason):
        """Copies handed out no longer hold."""
        # sudo: as above
        Document = self.env["gendan.document"].sudo()
        Document.search([("outside_id", "in", self.ids), ("voided_at", "=", False)])._gendan_void(reason)

    def _gendan_paper_lang(self):
        """The language of the paper: the processor's, else the house's."""
        self.ensure_one()
        # sudo: languages only
        outside = self.sudo()
        return outside.processor_id.lang or outside.company_id.partner_id.lang or self.env.lang

    def _gendan_sheets(self, only=None):
        """What the report prints: list of dicts, one a copy, in the processor's language.

        :param only: id of the one paper that is wanted
        """
        copies = self._gendan_copies()
        sheets = []
        for outside in self:
            lang = outside._gendan_paper_lang()
            # sudo: who may read it prints goods, lot, processor and days; no price stands on it
            record = outside.with_context(lang=lang).sudo()
            sent = record.trip_ids.filtered(lambda trip: trip.direction == "out")
            for paper in copies.get(outside, ()):
                if only and paper.id != only:
                    continue
                sheets.append(
                    {
                        "lang": lang,
                        "outside": record,
                        "paper": paper.with_context(lang=lang),
                        "quantity": record._gendan_quantity_text(record.quantity_sent or record.quantity),
                        "sent": [
                            (
                                format_date(record.env, trip.day),
                                record._gendan_quantity_text(trip.quantity),
                                trip.carried_by or "",
                            )
                            for trip in sent
                        ],
                        "due": format_date(record.env, record.due_back) if record.due_back else "",
                        "loss": f"{record.loss_allowed:g} %",
                    }
                )
        return sheets


class GendanDocument(models.Model):
    """A copy of the paper for a processor: kept by the clerk of the order."""

    _inherit = "gendan.document"

    kind = fields.Selection(selection_add=[(KIND, "Outside Processing"), ("other",)], ondelete={KIND: "set default"})
    outside_id = fields.Many2one(
        "gendan.outside", string="Outside Processing", readonly=True, index="btree_not_null", ondelete="set null"
    )

    @api.depends("outside_id.clerk_id")
    def _compute_clerk_id(self):
        # EXTENDS gendan_followup: not the clerk of our own company's partner
        own = self.filtered("outside_id")
        for paper in own:
            paper.clerk_id = paper.outside_id.clerk_id
        return super(GendanDocument, self - own)._compute_clerk_id()

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup: this copy only
        if self.res_model != "gendan.outside":
            return super()._gendan_print_pdf()
        return self.env["ir.actions.report"]._render_qweb_pdf(
            "gendan_followup.action_report_outside", [self.res_id], data={"gendan_copy": self.id}
        )[0]


class ReportOutside(models.AbstractModel):
    """Sheets of outside processing."""

    _name = "report.gendan_followup.report_outside"
    _description = "Outside processing"

    @api.model
    def _get_report_values(self, docids, data=None):
        outsides = self.env["gendan.outside"].browse(docids)
        outsides.check_access("read")
        only = int((data or {}).get("gendan_copy") or 0)
        return {
            "doc_ids": docids,
            "doc_model": outsides._name,
            "docs": outsides,
            "sheets": outsides._gendan_sheets(only),
        }


class ResUsers(models.Model):
    """What customers do not hear of."""

    _inherit = "res.users"

    def _gendan_inside_papers(self):
        # EXTENDS gendan_followup
        return [*super()._gendan_inside_papers(), KIND]
