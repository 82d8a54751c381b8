from odoo import api, fields, models
from odoo.exceptions import UserError

from .contract import REMEMBERED
from .document_contract import AGREED_BY

QUOTATION = ("draft", "sent")
# where a paper stands once the customer has it
WITH_CUSTOMER = ("sent", "awaited", "returned")


class SaleOrder(models.Model):
    """An order has a contract or an order confirmation, made with one button, also before it is confirmed.

    The paper of a quotation that the customer signed is her confirmation in writing. Confirming what is not what the
    paper says is refused to a person; where the customer herself accepted the quotation as it is now (signature,
    payment), the paper is void.
    """

    _inherit = "sale.order"

    gendan_contract_ids = fields.One2many(
        "gendan.contract", "order_id", string="Contracts", copy=False, groups="sales_team.group_sale_salesman"
    )
    gendan_contract_back_on = fields.Date(
        string="Contract Signed Back on",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="Since then the order is confirmed in writing by the customer's signature on our paper.",
    )
    gendan_contract_state = fields.Char(
        string="Contract", compute="_compute_gendan_contract_state", groups="sales_team.group_sale_salesman"
    )

    def _compute_gendan_contract_state(self):
        """The one that holds, and where it stands."""
        states = dict(self.env["gendan.contract"]._fields["paper_state"]._description_selection(self.env))
        contracts = self.env["gendan.contract"].search([("order_id", "in", self.ids), ("state", "!=", "void")])
        valid = contracts.grouped("order_id")
        for order in self:
            contract = valid.get(order._origin, contracts.browse())[:1]
            order.gendan_contract_state = states[contract.paper_state] if contract else self.env._("None yet")

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS sale: every path to 'sale' and 'cancel' ends here
        cancelled = vals.get("state") == "cancel"
        ending = self.browse()
        if cancelled:
            ending = self.filtered(lambda order: order.state != "cancel")
        elif vals.get("state") == "sale":
            ending = self.filtered(lambda order: order.state in QUOTATION)
        papers = ending._gendan_valid_contracts()
        # before super: what confirming adds is no difference, and what is void confirms nothing in writing any more
        void = papers if cancelled else papers.filtered(lambda paper: paper._gendan_is_overtaken())
        void._gendan_quotation_ended(cancelled=cancelled)
        result = super().write(vals)
        if vals.get("state") == "draft":
            # a quotation again: what was signed before is no word about it
            self._gendan_contracts_back()
        for paper in papers - void:
            if paper.version and paper.version != paper.order_id.gendan_version:
                paper._gendan_moved().version = paper.order_id.gendan_version
        papers._gendan_sync_todos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_contracts(self):
        # sudo: papers keep the quotation whether or not the user may see them
        paper = self.env["gendan.contract"].sudo().search([("order_id", "in", self.ids)], limit=1)
        if paper:
            raise UserError(
                self.env._(
                    "%(order)s has %(paper)s and cannot be deleted. Cancel it instead.",
                    order=paper.order_id.name,
                    paper=paper.display_name,
                )
            )

    # ------------------------------------------------------------ actions

    def action_confirm(self):
        """Confirm; what the customer has as our contract must be what is confirmed.

        :raise UserError: a quotation's paper is out and says something else
        """
        # EXTENDS sale: machines (a signature, a payment) run as superuser and go on: the customer accepts what is now
        if not self.env.su:
            for paper in self.filtered(lambda order: order.state in QUOTATION)._gendan_valid_contracts():
                if paper.paper_state in WITH_CUSTOMER and paper._gendan_is_overtaken():
                    raise UserError(
                        self.env._(
                            "%(paper)s, which the customer has, says something else than %(order)s says now. Make a"
                            " new one with the button “Contract”, or void it, before you confirm.",
                            paper=paper.display_name,
                            order=paper.order_id.name,
                        )
                    )
        return super().action_confirm()

    def action_gendan_contract(self):
        """Button: the order's contract; a draft is made where none says what the order says. Several: the list.

        :return: action
        :raise UserError: the order is cancelled or not locked again, or a quotation's prices may not go out
        """
        return self._gendan_open_contract()

    def _gendan_open_contract(self, kind=None):
        """As ``action_gendan_contract``.

        :param str kind: only this kind of paper; None: any, and a new one is a contract
        """
        self.ensure_one()
        Contract = self.env["gendan.contract"]
        of_kind = {"kind": kind} if kind else {}
        valid = Contract.search(
            [("order_id", "=", self.id), ("state", "!=", "void"), *((key, "=", of) for key, of in of_kind.items())]
        )
        contract = valid if len(valid) == 1 else Contract
        if not valid or contract.is_outdated:
            self.check_access("write")
            contract = Contract.create({"order_id": self.id, **of_kind})
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_contract")
        action["context"] = {"default_order_id": self.id}
        if contract:
            return {**action, "res_id": contract.id, "views": [(False, "form")]}
        return {**action, "domain": [("order_id", "=", self.id)]}

    # ------------------------------------------------------------ business

    def _gendan_contract_error(self):
        """The sentence why no contract can be made of this order now, or False."""
        self.ensure_one()
        if self.state == "cancel":
            return self.env._("Order %(order)s is cancelled: nothing is agreed any more.", order=self.name)
        if self.state in QUOTATION:
            if not self._gendan_priced_lines():
                return self.env._("%(order)s has no goods yet: there is nothing to agree on.", order=self.name)
            # prices that wait for our own approval go out by no paper
            return self._gendan_gate_error("send")
        if self.gendan_version and self._gendan_keeps_versions() and not self.locked:
            return self.env._(
                "Order %(order)s is unlocked. Lock it first, so that its contract says what is agreed.", order=self.name
            )
        return False

    def _gendan_prepare_contract_vals(self, kind):
        """Values of a draft: as in the customer's last paper, else as in the settings.

        :param str kind: see gendan.contract
        """
        self.ensure_one()
        company = self.company_id
        if last := self._gendan_last_contract():
            terms = {name: last[name] for name in REMEMBERED}
            if bearer := self._gendan_freight_bearer():
                terms["freight"] = bearer
        else:
            terms = {
                "tolerance": company.gendan_contract_tolerance,
                "objection_days": company.gendan_contract_objection_days,
                "cancellation": company.gendan_contract_cancellation,
                "freight": self._gendan_freight_bearer(),
            }
        lang = self._gendan_customer_lang() or self.env.lang or self.env["res.lang"].get_installed()[0][0]
        house = company.partner_id.lang
        # who reads one Chinese reads the other
        is_other = house and house.partition("_")[0] != lang.partition("_")[0]
        second = house if company.gendan_contract_bilingual and is_other else False
        today = company._gendan_today()
        return {
            **terms,
            "kind": kind,
            "name": self._gendan_contract_number(),
            "date": today,
            "lang": lang,
            "lang2": second,
            "must_return": kind == "contract",
            "valid_until": company.gendan_contract_sign_days
            and fields.Date.add(today, days=company.gendan_contract_sign_days),
        }

    def _gendan_last_contract(self):
        """The customer's last finished paper, with which the next begins."""
        self.ensure_one()
        return self.env["gendan.contract"].search(
            [
                ("partner_id.commercial_partner_id", "=", self.partner_id.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "approved"),
            ],
            limit=1,
        )

    def _gendan_freight_bearer(self):
        """Who bears the freight as far as the order itself says so: its cost sheets, else a line for it.

        :return: key of gendan.contract.freight, or False
        """
        self.ensure_one()
        # sudo: whether freight is in the price, no cost
        sheets = self.env["gendan.cost.sheet"].sudo().search([("order_id", "=", self.id)])
        if sheets:
            return "seller" if all(sheets.mapped("freight_included")) else "buyer"
        charged = self.order_line.filtered(lambda line: line.is_delivery and line.price_unit)
        return "buyer" if charged else False

    def _gendan_valid_contracts(self):
        """The papers of these orders that are not void, sudo."""
        # sudo: what a paper says is asked whoever confirms or cancels
        contracts = self.env["gendan.contract"].sudo()
        return contracts.search([("order_id", "in", self.ids), ("state", "!=", "void")]) if self else contracts

    def _gendan_contracts_back(self):
        """Copies of contracts came back signed, or no longer hold: the orders are signed since then, or not. Batch.

        What a confirmed order's signed paper said stays said when a change makes a newer paper; of a quotation only
        the paper that holds counts.
        """
        # sudo: whoever files the copy, or voids it
        signed = self.env["gendan.document"].sudo().search(
            [
                ("order_id", "in", self.ids),
                ("kind", "in", AGREED_BY),
                ("must_return", "=", True),
                ("returned_at", "!=", False),
            ],
            order="returned_at",
        )
        # back and found wanting, it says nothing
        by_order = (signed.filtered("voided_at") | signed._gendan_counts()).sorted("returned_at").grouped("order_id")
        for order in self.sudo():  # sudo: as above
            papers = by_order.get(order, signed.browse())
            valid = papers.filtered(lambda paper: not paper.voided_at)
            if valid:
                day = order.company_id._gendan_to_day(valid[0].returned_at)
            else:
                stays = papers and order.state not in QUOTATION
                day = order.gendan_contract_back_on if stays else False
            if order.gendan_contract_back_on != day:
                order.gendan_contract_back_on = day

    def _gendan_paper_version(self):
        """Number of the version papers made now are of: a quotation's is the one it will have when it is confirmed."""
        self.ensure_one()
        if self.state not in QUOTATION:
            return self.gendan_version
        if not self.gendan_version:
            return 1
        order = self.sudo()  # sudo: versions are compared, not shown
        last = order._gendan_last_versions().get(order)
        is_same = last and last.content == order._gendan_version_contents()[order]
        return self.gendan_version if is_same else self.gendan_version + 1

    def _gendan_contract_number(self):
        """Number of the order's next paper: the order's own and a running one."""
        # sudo: all papers of the order count, whoever sees them
        names = self.env["gendan.contract"].sudo().search([("order_id", "=", self.id)]).mapped("name")
        number = max((int(name.rpartition("-")[2]) for name in names), default=0) + 1
        return f"{self.name}-{number}"

    def _gendan_contract_fees(self):
        """Plate, mould and sample fees agreed for this order, as sentences in the language of the context. Hook.

        :rtype: list[str]
        """
        self.ensure_one()
        return []
