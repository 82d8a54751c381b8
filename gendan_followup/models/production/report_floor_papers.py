"""What is printed when papers are handed out to the floor: every copy with its name, number and QR code."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..common.document import FLOOR_KINDS


class ReportFloorPapers(models.AbstractModel):
    """Copies of production orders and process cards, in one print job.

    A sheet for each copy and each production behind it; of an order that nothing is produced for, one for the order.
    For employees who may read the papers, or the production they were handed out from. No prices in here.
    """

    _name = "report.gendan_followup.report_floor_papers"
    _description = "Print of Production Papers"

    @api.model
    def _get_report_values(self, docids, data=None):
        """What the template prints.

        :param docids: ids of gendan.document
        :raise AccessError: the user may not see them
        :raise UserError: they are not to be printed any more
        """
        papers = self._gendan_readable(self.env["gendan.document"].browse(docids or []).exists())
        if sentence := papers._gendan_print_error():
            raise UserError(sentence)
        return {
            "doc_ids": papers.ids,
            "doc_model": "gendan.document",
            "docs": papers,
            "sheets": [sheet for paper in papers for sheet in self._gendan_sheets(paper)],
        }

    @api.model
    def _gendan_readable(self, papers):
        """The papers, sudo, when the user may have them in his hands.

        :raise AccessError: otherwise
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Papers of the floor are for employees only."))
        all_of_them = papers.sudo()  # sudo: what kind they are, and what they were handed out from
        of_production = all_of_them.filtered(
            lambda paper: paper.kind in FLOOR_KINDS and paper.res_model == "mrp.production"
        )
        productions = self.env["mrp.production"].browse(of_production.mapped("res_id")).exists()
        mine = set(productions._filtered_access("read").ids)
        handed = of_production.filtered(lambda paper: paper.res_id in mine)
        # an empty recordset would ask for the right to papers as such
        if rest := papers - handed.with_env(self.env):
            rest.check_access("read")
        # sudo: after the check above; the floor has no rights on papers, clerks none on productions, and both need what
        # is printed on the sheet
        return all_of_them

    @api.model
    def _gendan_sheets(self, paper):
        """What one copy consists of: a dict for each sheet, records in the language of the house.

        :param paper: gendan.document (sudo)
        """
        lang = paper.company_id.partner_id.lang or self.env.lang
        paper = paper.with_context(lang=lang)
        order = paper.order_id
        if paper.res_model == "mrp.production":
            # sudo: as in _gendan_readable
            productions = self.env["mrp.production"].sudo().browse(paper.res_id).exists()
        else:
            running = order.mrp_production_ids.filtered(lambda production: production.state != "cancel")
            productions = running.sorted("id")
        goods = order.order_line.filtered(
            lambda line: line.product_id and line.product_id.type != "service" and not line.is_delivery
        )
        sheet = {
            "lang": lang,
            "paper": paper,
            "issue": paper.issue_ids[:1],
            "order": order,
            "source": self.with_context(lang=lang).env._(
                "%(order)s, version %(number)s", order=order.name, number=paper.version
            ),
            "lines": goods,
            "specs": goods._gendan_spec_rows(),
        }
        if not productions:
            return [{**sheet, "production": productions}]
        productions = productions.with_context(lang=lang)
        is_notice = paper.kind == "production_order"
        facts = productions._gendan_floor_facts() if is_notice else {}
        comes = productions._gendan_short_comes() if is_notice else {}
        return [
            {**sheet, "production": production, "facts": facts.get(production, []), "comes": comes}
            for production in productions
        ]


class ReportFloorCards(models.AbstractModel):
    """The same for process cards, which are printed on A5."""

    _name = "report.gendan_followup.report_floor_cards"
    _inherit = ["report.gendan_followup.report_floor_papers"]
    _description = "Print of Process Cards"
