"""What stands below the figures: delivery notes that did not come back signed, the customer's own material."""

from odoo import models
from odoo.tools import format_date

BACK = ("returned", "valid", "waived")
# more than this nobody goes through on paper; the rest is a number
MOST = 40


class GendanStatement(models.Model):
    """Missing papers and the customer's material, once for all customers in the batch."""

    _inherit = "gendan.statement"

    def _gendan_statement_extras(self):
        # EXTENDS gendan_followup
        extras = super()._gendan_statement_extras()
        missing = self._gendan_missing_papers()
        with_material = self._gendan_with_material()
        for statement in self:
            if papers := missing.get(statement):
                extras[statement].append(statement._gendan_missing_block(papers))
            if statement.partner_id in with_material and (block := statement._gendan_material_block()):
                extras[statement].append(block)
        return extras

    def _gendan_missing_papers(self):
        """Return copies of delivery notes that went out up to the closing day and are not here: {statement: papers}."""
        result = {}
        Paper = self.env["gendan.document"]
        for (company, last), group in self.grouped(lambda one: (one.company_id, one.date_to)).items():
            papers = Paper.search(
                [
                    ("res_model", "=", "gendan.delivery.note"),
                    ("note_returns", "=", True),
                    ("voided_at", "=", False),
                    ("state", "not in", BACK),
                    ("company_id", "=", company.id),
                    ("partner_id.commercial_partner_id", "in", group.partner_id.ids),
                ],
                order="id",
            )
            notes = self.env["gendan.delivery.note"].browse(papers.mapped("res_id"))
            left = {note.id: company._gendan_to_day(note.left_at) for note in notes}
            due = papers.filtered(lambda paper, left=left, last=last: left[paper.res_id] and left[paper.res_id] <= last)
            by_customer = due.grouped(lambda paper: paper.partner_id.commercial_partner_id)
            # a customer's papers have no currency: they stand on the first of her statements
            seen = set()
            for statement in group:
                if statement.partner_id not in seen and statement.partner_id in by_customer:
                    result[statement] = by_customer[statement.partner_id]
                seen.add(statement.partner_id)
        return result

    def _gendan_missing_block(self, papers):
        """The notes without their signed copy, in the statement's language."""
        env = self.with_context(lang=self.lang).env
        rows = []
        for paper in papers[:MOST]:
            note = self.env["gendan.delivery.note"].browse(paper.res_id)
            rows.append(
                [
                    note.name,
                    format_date(env, self.company_id._gendan_to_day(note.left_at)),
                    note.order_id.client_order_ref or note.order_id.name or "",
                ]
            )
        if len(papers) > MOST:
            rows.append([env._("and %(count)s more", count=len(papers) - MOST), "", ""])
        return {
            "code": "missing_papers",
            "title": env._("Delivery notes whose signed copy we do not have yet: please return them"),
            "columns": [env._("Delivery Note"), env._("Left us"), env._("Your Order No.")],
            "rows": rows,
        }

    def _gendan_with_material(self):
        """The customers whose own material lies with us, or did. One query."""
        found = self.env["gendan.customer.material"]._read_group(
            [("partner_id.commercial_partner_id", "in", self.partner_id.ids)], ["partner_id"]
        )
        return self.env["res.partner"].union(*(partner.commercial_partner_id for (partner,) in found))

    def _gendan_material_block(self):
        """The balance of the customer's material, in the statement's language; None when there was none."""
        env = self.with_context(lang=self.lang).env
        figures = ("opening", "received", "used", "scrapped", "returned", "closing")
        rows = [
            [
                row["order"].client_order_ref or row["order"].name,
                row["product"].with_context(lang=self.lang).display_name,
                row["unit"].with_context(lang=self.lang).name,
                *(row["unit"].with_context(lang=self.lang)._gendan_number(row[name]) for name in figures),
            ]
            for row in self.partner_id._gendan_material_statement(self.company_id, self.date_from, self.date_to)
        ]
        if not rows:
            return None
        return {
            "code": "material",
            "title": env._("Your material with us"),
            "columns": [
                env._("Your Order No."),
                env._("Material"),
                env._("Unit"),
                env._("Opening"),
                env._("Material Received"),
                env._("Used"),
                env._("Scrapped"),
                env._("Sent back"),
                env._("Closing"),
            ],
            "rows": rows,
        }
