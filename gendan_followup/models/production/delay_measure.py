"""What keeps a delay from happening again: who, until when, done."""

from odoo import api, fields, models


class GendanDelayMeasure(models.Model):
    """A measure of a delay report, with owner, day and proof.

    Kept by who keeps the report; its owner (or the people of its department) sees it, adds result and proof and says
    that it is done. Those marked as internal stay off the customer's page.
    """

    _name = "gendan.delay.measure"
    _description = "Measure of a Delay Report"
    _inherit = ["gendan.measure.mixin"]
    _order = "report_id desc, kind, due, id"
    _check_company_auto = True

    _gendan_measure_parent = "report_id"
    _gendan_measure_todo = "delay_measure"
    # record rules go by them
    _gendan_measure_copied = frozenset({"company_id", "partner_id", "clerk_id", "rep_id", "cause_id", "report_state"})

    _due_idx = models.Index("(owner_id, due) WHERE done_on IS NULL")

    report_id = fields.Many2one(
        "gendan.delay.report", string="Delay Report", required=True, ondelete="cascade", index=True
    )
    # stored: record rules and lists go by them
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="report_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="report_id.clerk_id", store=True)
    rep_id = fields.Many2one(related="report_id.rep_id", store=True)
    cause_id = fields.Many2one(related="report_id.cause_id", store=True)
    report_state = fields.Selection(related="report_id.state", string="State of the Report", store=True)
    # sudo: names, of a report and an order that are closed to departments
    report_name = fields.Char(related="report_id.name", string="Report Number")
    order_name = fields.Char(related="report_id.plan_id.order_name", string="Order Number")
    product_summary = fields.Char(related="report_id.product_summary", string="Products")
    what_happened = fields.Text(related="report_id.what_happened")
    proof_ids = fields.Many2many(relation="gendan_delay_measure_proof_rel")

    @api.depends("report_name", "name")
    def _compute_display_name(self):
        for measure in self:
            measure.display_name = " · ".join(filter(None, (measure.report_name, measure.name)))

    # ------------------------------------------------------------ business

    def _gendan_measure_error(self):
        # EXTENDS gendan_followup (gendan.measure.mixin)
        if self._gendan_measure_of().state in ("draft", "review"):
            return super()._gendan_measure_error()
        return self.env._(
            "%(report)s has been reviewed: its measures stay. Take it back to change them.", report=self.report_name
        )

    def _gendan_measure_waits(self):
        # EXTENDS gendan_followup (gendan.measure.mixin)
        return super()._gendan_measure_waits().filtered(lambda measure: measure.report_id.state != "off")

    def _gendan_measure_moved(self):
        # EXTENDS gendan_followup (gendan.measure.mixin)
        self.report_id._gendan_close_done()
        self.report_id._gendan_reopen()
        return super()._gendan_measure_moved()

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        return {
            "order": self.report_id.order_id,
            "partner": self.partner_id.commercial_partner_id,
            "company": self.company_id,
        }
