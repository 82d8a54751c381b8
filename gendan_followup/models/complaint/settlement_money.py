"""Ways that pay: the value of goods, the customer's deduction, the supplier at fault."""

from odoo import api, fields, models
from odoo.fields import Command

PAID = ("refund", "deduction", "debit")


class GendanComplaintSettlement(models.Model):
    """Credit notes and debits are drafts: accounting checks and posts them."""

    _inherit = "gendan.complaint.settlement"

    supplier_id = fields.Many2one(
        "res.partner", string="Supplier at Fault", ondelete="restrict", index="btree_not_null", check_company=True
    )
    difference_id = fields.Many2one(
        "gendan.statement.difference",
        string="Deduction on the Statement",
        ondelete="restrict",
        index="btree_not_null",
        help="What the customer took off on his statement. Empty: the one that goes with this complaint.",
    )

    def _gendan_error(self):
        # EXTENDS gendan_followup
        return super()._gendan_error() or (not self.done_at and self._gendan_money_error()) or False

    def _gendan_money_error(self):
        """The sentence why an amount cannot be so, or False."""
        self.ensure_one()
        words = {"complaint": self.complaint_id.display_name, "settlement": self.display_name}
        money = self.complaint_id.currency_id
        if self.choice in PAID and money.compare_amounts(self.amount, 0) <= 0:
            return self.env._("%(complaint)s: say of what amount “%(settlement)s” is.", **words)
        if self.choice == "debit" and not self.supplier_id:
            return self.env._("%(complaint)s: say which supplier is debited.", **words)
        price = self._gendan_goods()._gendan_price() if self.choice in ("refund", "discount") else 0
        if price and self.quantity and money.compare_amounts(self.amount, price * self.quantity) > 0:
            return self.env._(
                "%(complaint)s: “%(settlement)s” gives back more than these goods were sold for.", **words
            )
        if self.choice == "deduction":
            return self._gendan_deduction_error(words)
        return False

    def _gendan_deduction_error(self, words):
        """The sentence why a deduction cannot be accepted so, or False."""
        found = self._gendan_deduction()
        if found and (not found.is_deduction or found.company_id != self.company_id):
            return self.env._("%(complaint)s: what was chosen is no deduction on a statement of this company.", **words)
        if found and (other := self._gendan_settled_by(found)):
            return self.env._(
                "%(complaint)s: this deduction was settled already, by “%(other)s” of %(by)s.",
                other=other.display_name, by=other.complaint_id.display_name, **words,
            )  # fmt: skip
        if found and found.partner_id.commercial_partner_id != self.complaint_id.partner_id.commercial_partner_id:
            return self.env._("%(complaint)s: the deduction chosen is another customer's.", **words)
        if found and (found.state == "settled" or found._gendan_has_paper()):
            return self.env._("%(complaint)s: the deduction chosen is settled already.", **words)
        if found and found.currency_id != self.complaint_id.currency_id:
            return self.env._("%(complaint)s: the deduction chosen is in another currency.", **words)
        if found and found.currency_id.compare_amounts(self.amount, abs(found.difference)) > 0:
            return self.env._("%(complaint)s: more is accepted than the customer took off on his statement.", **words)
        return False

    def _gendan_deduction(self):
        """The difference on a statement that this settles, sudo; may be empty."""
        self.ensure_one()
        if self.difference_id:
            return self.difference_id.sudo()  # sudo: its amount; who sees it was asked when it was chosen
        # sudo: whoever of the clerks keeps the statement
        found = self.env["gendan.statement.difference"].sudo().search(
            [
                ("complaint_model", "=", self.complaint_id._name),
                ("complaint_id", "=", self.complaint_id.id),
                ("is_deduction", "=", True),
                ("state", "in", ("open", "accepted")),
            ],
            order="id",
        )
        others = self.complaint_id.settlement_ids.difference_id
        free = (found - others.sudo()).filtered(lambda one: not one._gendan_has_paper())  # sudo: as above
        return free[:1]

    def _gendan_contested(self):
        # EXTENDS gendan_followup: one deduction settles one row; what was bought of a supplier is debited once
        deductions = self.filtered(lambda row: row.choice == "deduction").sudo()  # sudo: locked, not read
        found = [row._gendan_deduction() for row in deductions]
        suppliers = self.filtered(lambda row: row.choice == "debit").sudo().supplier_id  # sudo: as above
        return [*super()._gendan_contested(), *found, suppliers.commercial_partner_id]

    @api.depends("difference_id")
    def _compute_amount(self):
        # EXTENDS gendan_followup: all that he took off, unless it is typed
        result = super()._compute_amount()
        for settlement in self:
            if settlement.choice == "deduction" and settlement.difference_id and not settlement.amount:
                # sudo: its amount
                settlement.amount = abs(settlement.difference_id.sudo().difference)
        return result

    def _gendan_settled_by(self, difference):
        """The row, sudo, that has settled a deduction already, of whichever complaint; may be empty."""
        self.ensure_one()
        # sudo: one paper for one deduction, whoever settles
        rows = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("choice", "=", "deduction"),
                ("done_at", "!=", False),
                "|",
                ("difference_id", "=", difference.id),
                "&",
                ("result_model", "=", difference._name),
                ("result_id", "=", difference.id),
            ]
        )
        return rows.filtered(lambda row: not row._gendan_is_void())[:1]

    # ------------------------------------------------------------ what is made

    def _gendan_do_refund(self):
        """A draft credit note of the goods' value; nothing is said of where they are.

        :return: account.move
        """
        return self._gendan_do_discount()

    def _gendan_do_deduction(self):
        """Accept what the customer took off: all of it on his statement, whose invoice takes it off; where that does
        not, or for a part of it, by a credit note.

        :return: gendan.statement.difference or account.move
        """
        self.ensure_one()
        found = self._gendan_deduction()
        if found and not self.difference_id:
            # found by itself, it is named: nothing else settles it again
            self._gendan_mark_done({"difference_id": found.id})
        if found and not found.complaint_id:
            # chosen by hand
            found._gendan_as_found().write(
                {"complaint_model": self.complaint_id._name, "complaint_id": self.complaint_id.id}
            )
        if found and found.currency_id.is_zero(self.amount + found.difference):
            if found.state == "charged_back":
                found._gendan_decide("open")
            if found.state == "open":
                # who settles the complaint decides it; the statement's clerk may be another
                found._gendan_decide("accepted")
            if found._gendan_is_taken_off():
                return found
        move = self._gendan_do_discount()
        if found:
            found._gendan_credit(move, self.amount)
        return move

    def _gendan_do_debit(self):
        """A draft credit note of the supplier at fault: what he is asked to bear.

        :return: account.move
        """
        self.ensure_one()
        complaint = self.complaint_id
        # sudo: clerks write no bills; the draft is checked and posted by accounting
        move = self.env["account.move"].sudo().with_company(self.company_id).create(
            {
                "move_type": "in_refund",
                "partner_id": self.supplier_id.id,
                "company_id": self.company_id.id,
                "currency_id": complaint.currency_id.id,
                "ref": complaint.name,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": f"{complaint.name} {complaint.subject}",
                            "quantity": 1,
                            "price_unit": self.amount,
                            "tax_ids": [Command.clear()],
                            "product_id": False,
                        }
                    )
                ],
            }
        )
        return self._gendan_note_on(move)

    def _gendan_prepare_credit_vals(self):
        # EXTENDS gendan_followup: which goods, and how many
        vals = super()._gendan_prepare_credit_vals()
        line = self._gendan_goods()
        if line and self.quantity:
            row = vals["invoice_line_ids"][0][2]
            goods = f"{line.product_id.display_name} × {line._gendan_number(self.quantity)} {line.uom_id.name}"
            row["name"] = f"{row['name']} · {goods}"
        return vals
