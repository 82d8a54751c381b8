from odoo import fields, models

from .contract import REMEMBERED


class SaleOrder(models.Model):
    """A confirmed order has a contract or an order confirmation, made with one button."""

    _inherit = "sale.order"

    gendan_contract_ids = fields.One2many(
        "gendan.contract", "order_id", string="Contracts", copy=False, groups="sales_team.group_sale_salesman"
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

    # ------------------------------------------------------------ actions

    def action_gendan_contract(self):
        """Button: the order's contract; a draft is made where none says what the order says. Several: the list.

        :return: action
        :raise UserError: the order is not confirmed, or not locked again
        """
        self.ensure_one()
        Contract = self.env["gendan.contract"]
        valid = Contract.search([("order_id", "=", self.id), ("state", "!=", "void")])
        contract = valid if len(valid) == 1 else Contract
        if not valid or contract.is_outdated:
            self.check_access("write")
            contract = Contract.create({"order_id": self.id})
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_contract")
        action["context"] = {"default_order_id": self.id}
        if contract:
            return {**action, "res_id": contract.id, "views": [(False, "form")]}
        return {**action, "domain": [("order_id", "=", self.id)]}

    # ------------------------------------------------------------ business

    def _gendan_contract_error(self):
        """The sentence why no contract can be made of this order now, or False."""
        self.ensure_one()
        if self.state != "sale":
            return self.env._(
                "Order %(order)s is not confirmed: its contract says what is agreed. Confirm it first.", order=self.name
            )
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
        customer = self.partner_id.commercial_partner_id
        last = self.env["gendan.contract"].search(
            [
                ("partner_id.commercial_partner_id", "=", customer.id),
                ("company_id", "=", company.id),
                ("state", "=", "approved"),
            ],
            limit=1,
        )
        if last:
            terms = {name: last[name] for name in REMEMBERED}
        else:
            terms = {
                "tolerance": company.gendan_contract_tolerance,
                "objection_days": company.gendan_contract_objection_days,
                "cancellation": company.gendan_contract_cancellation,
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
