from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..common.document import FLOOR_KINDS

REPORTS = {
    "production_order": "gendan_followup.action_report_floor_papers",
    "process_card": "gendan_followup.action_report_floor_cards",
}


class GendanDocument(models.Model):
    """Production notices and process cards: numbered copies, a card for each lot or batch."""

    _inherit = "gendan.document"

    is_floor_paper = fields.Boolean(compute="_compute_is_floor_paper")
    copy_number = fields.Integer(
        string="Copy No.",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Counts the copies of one paper, version by version; a card handed out in place of another has the next.",
    )
    batch_number = fields.Integer(string="Batch", readonly=True, copy=False, aggregator=None)
    batch_count = fields.Integer(string="Batches", readonly=True, copy=False, aggregator=None)
    batch_quantity = fields.Float(
        string="Quantity of the Batch", readonly=True, copy=False, digits="Product Unit", aggregator=None
    )
    lot_name = fields.Char(string="Lot", readonly=True, copy=False)

    @api.depends("kind")
    def _compute_is_floor_paper(self):
        for paper in self:
            paper.is_floor_paper = paper.kind in FLOOR_KINDS

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup: the next number among the copies of the same paper
        papers = super().create(vals_list)
        new = papers.filtered("is_floor_paper")
        if new:
            # sudo: the floor has no rights on papers, its copies are counted all the same
            counted = new.sudo()._gendan_copies_before()
            for paper in new.sudo():  # sudo: as above
                key = paper._gendan_copy_key()
                counted[key] = counted.get(key, 0) + 1
                paper.copy_number = counted[key]
        return papers

    def _gendan_copy_key(self):
        """What copies of one paper have in common."""
        self.ensure_one()
        return (self.order_id.id, self.kind, self.version, self.res_model, self.res_id, self.batch_number)

    def _gendan_copies_before(self):
        """How many copies of these papers there were before them: {``_gendan_copy_key``: highest number}. Batch."""
        groups = self._read_group(
            [("order_id", "in", self.order_id.ids), ("kind", "in", FLOOR_KINDS), ("id", "not in", self.ids)],
            ["order_id", "kind", "version", "res_model", "res_id", "batch_number"],
            ["copy_number:max"],
        )
        return {(order.id, *key): highest or 0 for order, *key, highest in groups}

    @api.depends("batch_number", "batch_count", "lot_name")
    def _compute_display_name(self):
        # EXTENDS gendan_followup: which batch a card goes with
        result = super()._compute_display_name()
        for paper in self:
            if batch := paper._gendan_batch_text():
                paper.display_name = f"{paper.display_name} · {batch}"
        return result

    def _gendan_batch_text(self):
        """The lot or batch a card goes with, as printed; empty for a card of the whole production."""
        self.ensure_one()
        texts = [self.lot_name] if self.lot_name else []
        if self.batch_count > 1:
            texts.append(f"{self.batch_number}/{self.batch_count}")
        return " ".join(texts)

    # ------------------------------------------------------------ print

    def action_print_floor_papers(self):
        """Button: print these copies for the floor, each with its name and number; cards on paper of their own size.

        :return: action of the report, or of one print after the other
        :raise UserError: one is void, or not of the floor's
        """
        if sentence := self._gendan_print_error():
            raise UserError(sentence)
        return self._gendan_print_action()

    def _gendan_print_action(self):
        """What prints these copies: a job for each size of paper."""
        actions = [
            self.env.ref(REPORTS[kind]).report_action(papers.ids, config=False)
            for kind, papers in self.grouped("kind").items()
        ]
        if len(actions) == 1:
            return actions[0]
        return {"type": "ir.actions.client", "tag": "do_multi_print", "params": {"reports": actions}}

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup
        if self.kind not in FLOOR_KINDS or self._gendan_print_error():
            return super()._gendan_print_pdf()
        return self.env["ir.actions.report"]._render_qweb_pdf(REPORTS[self.kind], self.ids)[0]

    def _gendan_issue_log(self):
        """Where this paper's copies have gone until now, as printed at its foot: list of sentences, oldest first."""
        self.ensure_one()
        copies = self.search(
            [
                ("order_id", "=", self.order_id.id),
                ("kind", "=", self.kind),
                ("version", "=", self.version),
                ("res_model", "=", self.res_model),
                ("res_id", "=", self.res_id),
                ("batch_number", "=", self.batch_number),
            ]
        )
        zone = self.company_id._gendan_tz().zone
        rows = [
            (
                self.env._("copy %(number)s", number=issue.document_id.copy_number or 1),
                format_datetime(self.env, issue.issued_at, tz=zone, dt_format="short"),
                issue.to,
                issue.user_id.name,
            )
            for issue in copies.issue_ids.sorted(lambda issue: (issue.issued_at, issue.id))
        ]
        return [" · ".join(filter(None, row)) for row in rows]
