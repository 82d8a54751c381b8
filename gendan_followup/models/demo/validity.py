"""The example's signed papers: who signs for the customers, what came back and whether it counts."""

import base64

from odoo import api, models

from ..document.document_judge import Seen
from .validity_data import JUDGED, PHONES, SIGNATORIES


class GendanDemoScenario(models.AbstractModel):
    """Papers with the driver and the carrier, to be judged, provisional, valid, rejected, lost, done without."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_validity(self, company):
        """From today on this company judges what comes back; what came before stays as it is."""
        for customer, people in SIGNATORIES.items():
            for number, (name, function, signs, note) in enumerate(people, start=1):
                self._example_make(
                    f"signatory_{customer}_{number}",
                    "gendan.signatory",
                    partner_id=self._example(f"partner_{customer}").id,
                    name=name,
                    function=function,
                    note=note,
                    **{f"signs_{papers}": True for papers in signs},
                )
        for customer, phone in PHONES.items():
            self._example(f"partner_{customer}").phone = phone
        company.write({"gendan_judge_papers": True, "gendan_judge_since": self._example_day(0)})
        for number, data in enumerate(JUDGED, start=1):
            order = self._example(f"order_{data['order']}")
            day, how, to = data["sent"]
            clerk = order.gendan_clerk_id
            paper = self.env["gendan.document"].with_user(clerk).create(
                self._example_paper_vals(order, {**data, "sent": [(day, how, to, "")]}, company)
            )
            self._example_keep(f"judged_{number}", paper)
            self._example_judge(paper, data)
            self._example_forget_todos(paper)

    @api.model
    def _example_forget_todos(self, papers):
        """On their way to where they are now these papers waited for nobody."""
        done = self.env["gendan.todo"].search(
            [("res_model", "=", papers._name), ("res_id", "in", papers.ids), ("open", "=", False)]
        )
        done.with_context(**done._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_judge(self, paper, data):
        """It came back today, and somebody said what it is worth."""
        if data.get("back"):
            scan = self.env["ir.attachment"].create(
                {"name": f"{paper.name}.png", "raw": base64.b64decode(self._example_scan(paper))}
            )
            paper._gendan_file_scans(scan, data["back"])
        match data.get("verdict"):
            case "expected":
                paper.action_gendan_as_expected()
            case "likely":
                seen = paper._gendan_expected()._replace(printed_number=data["number"], is_confirmed=True)
                paper._gendan_judge(seen)
            case "rejected":
                chop = self.env.ref("gendan_followup.chop_kind_cn_business")
                paper._gendan_reject(data["reason"], Seen(signed_by="陆工", chop_kind=chop))
            case "lost":
                paper._gendan_lose(data["reason"])
            case "waived":
                paper.with_user(self._example("user_supervisor"))._gendan_waive(data["reason"])
