"""Our own check, approval and chop before a contract goes out."""

from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.gendan_followup.tools.names import join_names


class GendanContract(models.Model):
    """Who approved what, when; which chop was put on it; the copies made of it."""

    _inherit = "gendan.contract"

    # ------------------------------------------------------------ actions

    def action_ask(self):
        """Button: the clerk has finished it. It waits for check and approval where a rule says so, else it is frozen.

        :raise UserError: it is no draft, or the order is not what it was made for
        """
        self.check_access("write")
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%(paper)s is no draft and is changed no more. Make a new one.", paper=contract.display_name
                    )
                )
            if sentence := contract.order_id._gendan_contract_error():
                raise UserError(sentence)
            made = {
                "made_by_id": self.env.uid,
                "version": contract.order_id._gendan_paper_version(),
                "checked_by_id": False,
                "checked_at": False,
            }
            if contract.needs_approval or contract.needs_check:
                contract._gendan_move(
                    "asked",
                    approver_remark=False,
                    approver_ids=[Command.set(contract.rule_id.approver_ids.ids)],
                    **made,
                )
                contract._gendan_moved().asked_content = contract._gendan_content()
            else:
                contract._gendan_finish(**made)
        self._gendan_sync_todos()
        return True

    def action_check(self):
        """Button: a colleague has read it. It goes on to its approval; where none is needed it is frozen now.

        :raise AccessError: the user prepared it, or does not follow up orders
        :raise UserError: it waits for no check, or the order has changed since it was finished
        """
        self.check_access("read")
        for contract in self:
            if sentence := contract._gendan_check_error():
                raise AccessError(sentence)
            paper = contract.sudo()  # sudo: as in action_approve
            if sentence := paper._gendan_changed_error():
                raise UserError(sentence)
            paper._gendan_moved().write({"checked_by_id": self.env.uid, "checked_at": fields.Datetime.now()})
            if not paper.needs_approval:
                paper._gendan_finish()
        self._gendan_sync_todos()
        return True

    def action_approve(self):
        """Button: approved. From now on it is frozen, and its copies may be printed and chopped.

        :raise AccessError: the user is not among those who approve it
        :raise UserError: the order has changed since it was finished
        """
        self.check_access("read")
        for contract in self:
            if contract.state != "asked":
                raise UserError(self.env._("%(paper)s does not wait for approval.", paper=contract.display_name))
            if sentence := contract._gendan_approve_error():
                raise AccessError(sentence)
            # sudo: whom the rule names approves it, also without other rights to it
            paper = contract.sudo()
            if paper.needs_check and not paper.checked_by_id:
                raise UserError(
                    self.env._("%(paper)s has to be checked by a colleague first.", paper=contract.display_name)
                )
            if sentence := paper._gendan_changed_error():
                raise UserError(sentence)
            paper._gendan_finish()
        self._gendan_sync_todos()
        return True

    def action_send_back(self):
        """Button: not so; back to the clerk, with what has to be changed.

        :return: True; who does not see it any more goes to the list
        :raise AccessError: the user neither checks nor approves nor made it
        :raise UserError: nobody says what has to be changed
        """
        self.check_access("read")
        for contract in self:
            own = contract.made_by_id == self.env.user
            if not own and contract._gendan_check_error() and (sentence := contract._gendan_approve_error()):
                raise AccessError(sentence)
            if not own and not (contract.approver_remark or "").strip():
                raise UserError(
                    self.env._(
                        "Say what has to be changed in %(paper)s before you send it back.", paper=contract.display_name
                    )
                )
            contract.sudo()._gendan_move("draft")  # sudo: as in action_approve
        self.sudo()._gendan_sync_todos()  # sudo: a colleague who checked it does not see the draft
        if not self.has_access("read"):
            return self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_contract")
        return True

    def action_chop(self):
        """Button: our chop is on all copies. Noted in the register of chops with who and when.

        :raise UserError: it is not approved, needs no chop or has it
        :raise AccessError: the user does not keep the chop
        """
        self.check_access("read")
        for contract in self:
            if sentence := contract._gendan_chop_error():
                if contract.state == "approved" and contract._gendan_is_unchopped():
                    raise AccessError(sentence)
                raise UserError(sentence)
        # sudo: nobody has rights to write the register; who may use the chop was checked above
        self.env["gendan.chop.use"].sudo().create(
            [
                {
                    "chop_id": contract.chop_id.id,
                    "contract_id": contract.id,
                    "user_id": self.env.uid,
                    "used_at": fields.Datetime.now(),
                    "copies": len(contract.sudo().document_ids),  # sudo: a number only
                }
                for contract in self
            ]
        )
        for contract in self:
            contract._message_log(
                body=self.env._("Chopped: %(chop)s.", chop=contract.chop_id.name),
                author_id=self.env.user.partner_id.id,
            )
        self._gendan_sync_todos()
        return True

    # ------------------------------------------------------------ guards

    def _gendan_changed_error(self):
        """The sentence why what waits is no longer what was put before who checks and approves it, or False."""
        self.ensure_one()
        order = self.order_id
        if sentence := order._gendan_contract_error():
            return sentence
        # another sum may be another's to approve, also where the order has no versions
        rule = self.env["gendan.paper.rule"]._gendan_of(self.kind, order)
        if (
            self.version == order._gendan_paper_version()
            and rule.approver_ids == self.approver_ids
            and not (self.asked_content and self._gendan_differs(self.asked_content))
        ):
            return False
        return self.env._(
            "Order %(order)s has changed since %(paper)s was made. Send it back to the clerk.",
            order=order.name,
            paper=self.display_name,
        )

    def _gendan_check_error(self):
        """The sentence why this user cannot note this paper as checked, or False."""
        self.ensure_one()
        if self.state != "asked" or not self.needs_check or self.checked_by_id:
            return self.env._("%(paper)s waits for no check.", paper=self.display_name)
        if self.made_by_id == self.env.user:
            return self.env._(
                "%(paper)s was prepared by yourself: a colleague has to check it.", paper=self.display_name
            )
        follows = self.env.user.has_group("gendan_followup.group_gendan_user")
        if not follows and self.env.user not in self.approver_ids:
            return self.env._("%(paper)s is checked by a colleague of follow-up.", paper=self.display_name)
        return False

    def _gendan_may_judge(self):
        """Whether this paper waits for this user's check or approval, so that she may send it back."""
        self.ensure_one()
        return self.state == "asked" and not (self._gendan_check_error() and self._gendan_approve_error())

    def _gendan_approve_error(self):
        """The sentence why this user may not approve this paper, or False."""
        self.ensure_one()
        approvers = self.approver_ids
        if self.env.user in approvers:
            return False
        if not approvers and self.env.user.has_group("gendan_followup.group_gendan_manager"):
            return False
        if approvers:
            names = join_names(self.env, approvers.mapped("name"))
            return self.env._("%(paper)s is approved by %(names)s.", paper=self.display_name, names=names)
        return self.env._("%(paper)s is approved by a supervisor.", paper=self.display_name)

    def _gendan_chop_error(self):
        """The sentence why this user cannot note the chop on this paper, or False."""
        self.ensure_one()
        if self.state != "approved":
            return self.env._("%(paper)s gets no chop before it is approved.", paper=self.display_name)
        if not self._gendan_is_unchopped():
            return self.env._("%(paper)s waits for no chop.", paper=self.display_name)
        if not self.chop_id._gendan_may_use(self.env.user):
            return self.env._(
                "The chop “%(chop)s” is used by who keeps it: %(names)s.",
                chop=self.chop_id.name,
                names=join_names(self.env, self.chop_id.sudo().keeper_ids.mapped("name"))  # sudo: names only
                or self.env._("the supervisors"),
            )
        return False

    # ------------------------------------------------------------ business

    def _gendan_finish(self, **values):
        """Freeze it, void the one before, make its copies.

        :param values: also written
        """
        self.ensure_one()
        chop = self.rule_id.chop_id
        asked = self.state == "asked" and self.needs_approval
        approver = self.env.user if asked else self.env["res.users"]
        self._gendan_move(
            "approved",
            **values,
            chop_id=chop.id,
            approved_by_id=approver.id,
            approved_at=fields.Datetime.now(),
            approver_remark=False,
        )
        self._gendan_moved().content = self._gendan_content()
        # sudo: all papers of the order, whoever made them
        before = self.sudo().search(
            [
                ("order_id", "=", self.order_id.id),
                ("kind", "=", self.kind),
                ("state", "=", "approved"),
                ("id", "!=", self.id),
            ]
        )
        for contract in before:
            contract._gendan_move("void")
        house = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        before.document_ids._gendan_void(house.env._("Replaced by %(paper)s", paper=house.display_name))
        before._gendan_sync_todos()
        # sudo: who may approve this paper makes its copies; they follow the order's customer
        self.env["gendan.document"].sudo().create(self._gendan_prepare_copies())
        self.invalidate_recordset(["document_ids"])

    def _gendan_prepare_copies(self):
        """Values of the copies: one for the customer, one that comes back."""
        self.ensure_one()
        customers = self.with_context(lang=self.lang)
        vals = {
            "kind": self.kind,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "order_id": self.order_id.id,
            "version": max(self.version, 1),
            "res_model": self._name,
            "res_id": self.id,
        }
        copies = [{**vals, "copy_name": customers.env._("Customer's copy")}]
        if self.must_return:
            copies.append({**vals, "copy_name": customers.env._("Our copy, signed back"), "must_return": True})
        return copies

    def _gendan_copies(self, one=False):
        """The copies to print; an empty paper for one that has none yet.

        :param bool one: only what goes with an e-mail
        :rtype: list[gendan.document]
        """
        self.ensure_one()
        documents = self._gendan_mailed_copies() if one else self.document_ids.sorted("id")
        # one that is signed on the portal; anybody's context chooses among this contract's copies only
        if chosen := self.document_ids.filtered(lambda copy: copy.id == self.env.context.get("gendan_copy_id")):
            documents = chosen
        return list(documents) or [self.env["gendan.document"]]
