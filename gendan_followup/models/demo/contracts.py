"""The example's contracts: drafts, waiting for approval or for the chop, sent, back."""

from odoo import Command, api, models

from .contracts_data import BANK, CHOPS, CONTRACTS, RULES, TEXTS


class GendanDemoScenario(models.AbstractModel):
    """What our papers say, who approves and chops them, and how far some of them have come."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_contracts(self, company):
        """Made by the order's clerk, approved and chopped by who does it."""
        self._example_contract_settings(company)
        for data in CONTRACTS:
            self._example_contract(self._example(f"{data.get('of', 'order')}_{data['order']}"), data)
        # what was settled on the way never waited in this database
        todos = self.env["gendan.todo"].search(
            [("company_id", "=", company.id), ("open", "=", False), ("res_model", "=", "gendan.contract")]
        )
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_contract_settings(self, company):
        company.write(
            {
                "gendan_contract_bilingual": True,
                "gendan_contract_tolerance": 5,
                "gendan_contract_objection_days": 7,
                "gendan_contract_cancellation": 30,
                "gendan_contract_sign_days": 7,
            }
        )
        for field, texts in TEXTS.items():
            self._example_translate(company, field, texts)
        bank, number = BANK
        company.partner_id.bank_ids = [
            Command.create({"bank_id": self.env["res.bank"].create({"name": bank}).id, "acc_number": number})
        ]
        for key, (names, keeper) in CHOPS.items():
            chop = self._example_make(
                f"chop_{key}",
                "gendan.chop",
                name=names["en_US"],
                company_id=company.id,
                keeper_ids=[Command.set(self._example(f"user_{keeper}").ids)],
            )
            self._example_translate(chop, "name", names)
        for kind, amount, approved, approvers, chop in RULES:
            self.env["gendan.paper.rule"].create(
                {
                    "company_id": company.id,
                    "kind": kind,
                    "amount_from": amount,
                    "needs_approval": approved,
                    "approver_ids": [Command.set([self._example(f"user_{key}").id for key in approvers])],
                    "chop_id": chop and self._example(f"chop_{chop}").id,
                }
            )

    @api.model
    def _example_translate(self, record, field, texts):
        for lang, text in texts.items():
            record.with_context(lang=lang)[field] = text

    @api.model
    def _example_contract(self, order, data):
        """One paper, as far as it has come."""
        clerk = order.gendan_clerk_id
        moment = self._example_moment(data.get("day", 0), 10, 20)
        contract = (
            self.env["gendan.contract"]
            .with_user(clerk)
            .with_context(lang="zh_CN")
            .create(
                {
                    "order_id": order.id,
                    "kind": data.get("kind", "contract"),
                    "date": self._example_day(data.get("day", 0)),
                    **data.get("values", {}),
                }
            )
        )
        self._example_keep(f"contract_{data['order']}", contract)
        if data["until"] != "draft":
            contract.action_ask()
            self._example_contract_on(contract, data, moment)
        self._example_stamp({contract: {"create_date": moment}})

    @api.model
    def _example_contract_on(self, contract, data, moment):
        """From finished by the clerk on: approved, chopped, sent, back."""
        until = data["until"]
        if contract.state == "asked" and until != "asked":
            approver = contract.approver_ids[:1] or self._example("user_supervisor")
            if until == "sent_back":
                contract.approver_remark = data["remark"]
                contract.with_user(approver).action_send_back()
                return
            contract.with_user(approver).action_approve()
        if contract.chop_id and until in ("chopped", "sent"):
            contract.with_user(contract.chop_id.keeper_ids[:1]).action_chop()
        if until == "sent":
            lines = contract._gendan_mailed_copies()._gendan_issue("email", to=data["to"])
            self._example_stamp({line: {"issued_at": moment, "create_date": moment} for line in lines})
        if back := data.get("back"):
            day, how = back
            contract.document_ids.filtered("must_return").write(
                {"returned_at": self._example_moment(day, 15, 30), "returned_how": how}
            )
        if contract.state == "approved":
            self._example_stamp({contract: {"approved_at": moment}})
            self._example_stamp({use: {"used_at": moment, "create_date": moment} for use in contract.chop_use_ids})
            self._example_stamp(
                {document: {"create_date": moment, "write_date": moment} for document in contract.document_ids}
            )
