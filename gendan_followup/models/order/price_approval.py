"""Who submitted, approved or refused the prices of a quotation."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "gendan_followup.group_gendan_manager"
RESULTS = [
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("refused", "Refused"),
]
DECISIONS = ("approved", "refused")


class GendanPriceApproval(models.Model):
    """Append-only: nobody changes or deletes one, by no path. Who and when are set here.

    Whoever may write the quotation submits it, supervisors decide. A decision holds for the prices, quantities and
    costs it was given on (``fingerprint``): whatever changes them re-opens the question by itself, on every path.
    Clerks read those of their customers, reps those of their orders; the margin is for ``group_gendan_cost``.
    """

    _name = "gendan.price.approval"
    _description = "Approval of Prices"
    _order = "id desc"
    _rec_names_search = ["order_id.name"]

    _refusal_reason = models.Constraint(
        "CHECK (result <> 'refused' OR btrim(COALESCE(reason, '')) <> '')", "A refusal needs a reason."
    )

    order_id = fields.Many2one(
        "sale.order", string="Quotation", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    currency_id = fields.Many2one(related="order_id.currency_id")
    result = fields.Selection(RESULTS, required=True, default="submitted")
    reason = fields.Text(string="Remark")
    user_id = fields.Many2one("res.users", string="By whom", required=True, readonly=True, ondelete="restrict")
    date = fields.Datetime(required=True, readonly=True)
    fingerprint = fields.Char(required=True, readonly=True, help="Of the prices, quantities and costs it was given on.")
    chosen_fingerprint = fields.Char(
        string="Fingerprint after the Customer's Choice",
        readonly=True,
        help="Of the same offer, once the customer has chosen among its optional lines on the quotation's page.",
    )
    prices = fields.Text(readonly=True, help="What was on the quotation then.")
    amount = fields.Monetary(string="Amount before Tax", readonly=True)
    margin_percent = fields.Float(
        string="Margin %",
        digits=(16, 2),
        readonly=True,
        aggregator=False,
        groups="gendan_followup.group_gendan_cost",
    )
    # only for the dialog, as it is when that opens
    card_html = fields.Html(related="order_id.gendan_price_card", groups="gendan_followup.group_gendan_cost")

    # ------------------------------------------------------------ compute

    @api.depends("order_id.name", "result")
    @api.depends_context("lang")
    def _compute_display_name(self):
        results = dict(self._fields["result"]._description_selection(self.env))
        for approval in self:
            # sudo: who reads an approval may know the number of its quotation
            parts = [approval.sudo().order_id.name, results.get(approval.result)]
            approval.display_name = " · ".join(part for part in parts if part)

    # ------------------------------------------------------------ CRUD

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base: the dialog remembers which prices were looked at
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(values.get("order_id"))
        if order and "fingerprint" in fields_list:
            values["fingerprint"] = order._gendan_price_fingerprint()[order]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """Submit or decide. With a ``fingerprint`` the decision is on what that stood for.

        :raise UserError: nothing to submit or decide, or the quotation was changed since it was looked at
        :raise AccessError: the user may not write the quotation, or is no supervisor
        """
        orders = self.env["sale.order"].browse([vals["order_id"] for vals in vals_list])
        # the record may be made with sudo: whose quotation it is, is asked of the user himself
        orders.with_env(self.env(su=False)).check_access("write")
        states = orders._gendan_price_states()
        prints = orders._gendan_price_fingerprint()
        prepared = []
        for vals, order in zip(vals_list, orders, strict=True):
            result = vals.get("result") or "submitted"
            if sentence := self._gendan_error(order, states[order], {**vals, "result": result}, prints[order]):
                raise UserError(sentence)
            prepared.append({**order._gendan_prepare_approval_vals(), **self._gendan_said(vals, result, prints[order])})
        approvals = super().create(prepared)
        orders._gendan_price_decided()
        return approvals

    def write(self, vals):
        """Approvals are never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        if vals.keys() - {"company_id", "partner_id", "clerk_id"}:
            raise UserError(
                self.env._("An approval is never changed: it is the record of who allowed which prices.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("An approval is never deleted: it is the record of who allowed which prices."))

    def copy(self, default=None):
        raise UserError(self.env._("An approval is not copied: submit the other quotation by itself."))

    # ------------------------------------------------------------ business

    def _gendan_stands_for(self):
        """Fingerprints of the quotation for which this approval holds."""
        self.ensure_one()
        return {self.fingerprint, self.chosen_fingerprint}

    def _gendan_customer_chose(self, fingerprint):
        """It holds for what the customer chose among the optional lines, too: they were approved as an offer.

        For the quotation's page only (sudo): anybody else's change of a quantity opens the question again.
        """
        self.ensure_one()
        # past our own refusal to change an approval
        return super().write({"chosen_fingerprint": fingerprint})

    @api.model
    def _gendan_said(self, vals, result, fingerprint):
        """What the caller may say himself, and who and when he is."""
        return {
            "order_id": vals["order_id"],
            "result": result,
            "reason": (vals.get("reason") or "").strip() or False,
            "fingerprint": fingerprint,
            "chosen_fingerprint": False,  # not for the caller to say, nor for his context
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
        }

    @api.model
    def _gendan_error(self, order, state, vals, fingerprint):
        """The sentence why this cannot be noted, or False.

        :param str state: of the quotation now, see ``sale.order._gendan_price_states``
        :param vals: with the ``result``, and the ``fingerprint`` of what was looked at, if anything was
        :param str fingerprint: of the quotation now
        :raise AccessError: only supervisors decide
        """
        result, seen = vals["result"], vals.get("fingerprint")
        if result in DECISIONS and not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a supervisor approves or refuses the prices of %s.", order.name))
        if not state:
            return self.env._("%(order)s needs no approval of its prices.", order=order.name)
        if result in DECISIONS and seen and seen != fingerprint:
            return self.env._(
                "%(order)s was changed while you looked at it. Close this window, look at the new prices and decide"
                " again.",
                order=order.name,
            )
        if state == "approved" and result != "refused":
            return self.env._("The prices of %(order)s are approved already.", order=order.name)
        if state == "submitted" and result == "submitted":
            return self.env._("%(order)s is with the supervisor already.", order=order.name)
        if result == "refused" and not (vals.get("reason") or "").strip():
            return self.env._("Say why the prices of %(order)s are refused.", order=order.name)
        if result == "refused" and state not in ("submitted", "approved"):
            return self.env._("%(order)s was not submitted: there is nothing to refuse.", order=order.name)
        return False
