"""The page the customer gets: what is internal stays in the house."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..common.composing import open_composer

KIND = "delay_report"


class GendanDelayReport(models.Model):
    """Paper and e-mail in the customer's language."""

    _inherit = "gendan.delay.report"

    paper_count = fields.Integer("Papers", compute="_compute_paper_count")

    def _compute_paper_count(self):
        found = dict(
            self.env["gendan.document"]._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)], ["res_id"], ["__count"]
            )
        )
        for report in self:
            report.paper_count = found.get(report._origin.id, 0)

    # ------------------------------------------------------------ actions

    def action_print(self):
        """Button: the customer's page. Before the review it is a draft and says so.

        :return: action of the report
        """
        self.check_access("read")
        return self.env.ref("gendan_followup.action_report_delay").report_action(self, config=False)

    def action_send(self):
        """Button: an e-mail with the page to the customer; sending it is noted.

        :return: action of the composer
        :raise UserError: it is not reviewed
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("reviewed", "sent"):
            raise UserError(
                self.env._("%(report)s is sent when a supervisor has reviewed it.", report=self.display_name)
            )
        return open_composer(
            self,
            self.env._("Send the delay report"),
            "gendan_followup.mail_template_delay",
            context={"gendan_delay_goes_out": True},
        )

    def action_open_papers(self):
        """Button: its papers with their issue log.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Papers"),
            "res_model": "gendan.document",
            "views": [(False, "list"), (False, "form")],
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
        }

    def message_post(self, **kwargs):
        # EXTENDS mail: the e-mail with the page is its going out
        goes_out = self.env.context.get("gendan_delay_goes_out")
        message = super().message_post(**kwargs)
        if goes_out:
            to = ", ".join(partner.email or partner.name for partner in message.partner_ids)
            self.with_context(gendan_delay_goes_out=False)._gendan_sent("email", to)
        return message

    # ------------------------------------------------------------ paper

    def _gendan_lang(self):
        """The language of the customer's page.

        :return: code of an active language, or None
        """
        self.ensure_one()
        return self.sudo().order_id._gendan_customer_lang()  # sudo: the language only

    def _gendan_papers(self):
        """Its papers that hold (sudo)."""
        # sudo: who may read the report prints it
        return self.env["gendan.document"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("voided_at", "=", False)]
        )  # fmt: skip

    def _gendan_make_paper(self):
        """The paper of this report, made where there is none.

        :return: ``gendan.document`` (sudo)
        """
        self.ensure_one()
        if paper := self._gendan_papers()[:1]:
            return paper
        # sudo: the caller has asked who may
        Document = self.env["gendan.document"].sudo()
        before = Document.search_count([("res_model", "=", self._name), ("res_id", "=", self.id)])
        return Document.create(
            {
                "kind": KIND,
                "version": before + 1,
                "res_model": self._name,
                "res_id": self.id,
                "order_id": self.order_id.id,
                "partner_id": self.order_id.partner_id.id,
                "company_id": self.company_id.id,
            }
        )

    def _gendan_void_paper(self):
        """What was reviewed is written again."""
        self._gendan_papers()._gendan_void(self.env._("Written again"))

    def _gendan_page(self):
        """What the customer reads, and nothing else: dict for the template, in the language of the context."""
        self.ensure_one()
        # sudo: whoever may read the report prints it
        report = self.sudo()
        show = self.env["gendan.message"]._gendan_format_day
        kinds = dict(report.measure_ids._fields["kind"]._description_selection(self.env))
        return {
            "report": report,
            "paper": report._gendan_papers()[:1],
            "is_draft": report.state in ("draft", "review", "off"),
            "day": show(report.company_id._gendan_to_day(report.reviewed_at or fields.Datetime.now())),
            "reference": report.order_id.client_order_ref or report.order_id.name,
            "products": report.plan_id._gendan_products(),
            "promised": show(report.promised_date),
            "arrived": show(report.arrived_date),
            "late": self.env._("Days late: %(days)s", days=report.days_late),
            "measures": [
                {
                    "kind": kinds[measure.kind],
                    "name": measure.name,
                    "owner": measure.department_id.name or measure.owner_id.name,
                    "due": show(measure.due),
                    "done": show(measure.done_on) if measure.done_on else "",
                }
                for measure in report.measure_ids
                if not measure.is_internal
            ],
        }


class GendanDocument(models.Model):
    """Delay reports among the papers."""

    _inherit = "gendan.document"

    kind = fields.Selection(selection_add=[(KIND, "Delay Report"), ("other",)], ondelete={KIND: "set default"})

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup
        if self.res_model != "gendan.delay.report":
            return super()._gendan_print_pdf()
        return self.env["ir.actions.report"]._render_qweb_pdf(
            "gendan_followup.action_report_delay", [self.res_id]
        )[0]
