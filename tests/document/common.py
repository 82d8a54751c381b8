"""Papers of a company that judges what comes back."""

from ..common import MONDAY, GendanCase

FAX = "+86 769 2222 1234"


class PaperCase(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_judge_papers": True, "gendan_judge_since": False})
        cls.customer.gendan_fax = FAX
        cls.order = cls.make_order()
        cls.receiver = cls.make_signatory("Lin Xiaotong", function="Receiving", signs_deliveries=True)
        cls.receipt_chop = cls.env.ref("gendan_followup.chop_kind_cn_receipt")
        cls.contract_chop = cls.env.ref("gendan_followup.chop_kind_cn_contract")

    @classmethod
    def make_signatory(cls, name, **values):
        return cls.env["gendan.signatory"].create({"partner_id": cls.customer.id, "name": name, **values})

    @classmethod
    def make_paper(cls, kind="delivery_note", how="courier", back=None, **values):
        """A copy that went out; ``back``: the way it came back, with a scan where it is a copy."""
        paper = cls.env["gendan.document"].create(
            {
                "kind": kind,
                "order_id": cls.order.id,
                "partner_id": cls.customer.id,
                "copy_name": "Return copy",
                "must_return": True,
                **values,
            }
        )
        if how:
            paper._gendan_issue(how, to="Ah Chang")
        if back:
            cls.bring_back(paper, back)
        return paper.with_user(cls.clerk)

    @classmethod
    def bring_back(cls, paper, how):
        scan = cls.env["ir.attachment"].create({"name": "scan.pdf", "raw": b"%PDF-1.4", "mimetype": "application/pdf"})
        paper.sudo()._gendan_file_scans(scan, how)
        return scan

    def todos(self, paper):
        return {
            todo.kind: todo
            for todo in self.env["gendan.todo"].search(
                [("res_model", "=", "gendan.document"), ("res_id", "=", paper.id), ("open", "=", True)]
            )
        }

    def dialog(self, paper, action="judge", user=None, **values):
        wizard = (
            self.env["gendan.document.judge"]
            .with_user(user or self.clerk)
            .create({"document_id": paper.id, "action": action})
        )
        wizard.write(values)
        return wizard


__all__ = ["FAX", "MONDAY", "PaperCase"]
