"""The one judge of a complaint: which step leads where, whose it is, and what has to be said before."""

from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint import ENDED

# from which states, to which, who may, and the guard that says why not yet (a method that returns the sentence)
Step = namedtuple("Step", "states to roles guard", defaults=(None,))

OFFICE = frozenset({"clerk", "supervisor"})
HOUSE = OFFICE | {"department"}
STEPS = {
    "take": Step(("new",), "work", HOUSE, "_gendan_take_error"),
    "find": Step(("new", "work"), "findings", HOUSE, "_gendan_find_error"),
    "again": Step(("findings", "proposed", "agreed"), "work", HOUSE),
    "propose": Step(("findings",), "proposed", OFFICE, "_gendan_propose_error"),
    "refuse": Step(("proposed",), "findings", OFFICE | {"customer"}),
    "agree": Step(("proposed",), "agreed", OFFICE | {"customer"}, "_gendan_agree_error"),
    "settle": Step(("agreed",), "settling", OFFICE, "_gendan_settle_error"),
    "close": Step(("settling",), "closed", OFFICE, "_gendan_close_error"),
    "unfounded": Step(("new", "work", "findings"), "unfounded", OFFICE, "_gendan_unfounded_error"),
    "cancel": Step(("new", "work", "findings", "proposed"), "cancelled", OFFICE, "_gendan_cancel_error"),
    "reopen": Step(ENDED, "work", OFFICE | {"customer"}, "_gendan_reopen_error"),
}


class GendanComplaint(models.Model):
    """Every change of state goes through here: buttons, the portal, the program.

    Roles: ``clerk`` who may write it (her customers, those she backs up, all), ``supervisor``, ``department`` the one
    it is put to, ``customer`` people of the customer's on the portal. They have no rights on the model: their pages
    check whose it is and act with sudo, and are the customer here all the same. Otherwise the superuser is all of
    them, whoever uses it has asked.
    """

    _inherit = "gendan.complaint"

    steps = fields.Char(compute="_compute_steps", help="What this user may do now, for the buttons.")

    can_edit = fields.Boolean(compute="_compute_can_edit", help="For the form: a department writes its findings only.")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        is_clerk = self.env.su or self.env.user.has_group("gendan_followup.group_gendan_user")
        writable = self._filtered_access("write") if is_clerk else self.browse()
        for complaint in self:
            complaint.can_edit = is_clerk and (
                not complaint.id or (complaint in writable and complaint.state not in ENDED)
            )

    @api.depends("state", "department_id", "partner_id")
    @api.depends_context("uid")
    def _compute_steps(self):
        for complaint, codes in self._gendan_steps().items():
            complaint.steps = f",{','.join(codes)}," if complaint.id else ","

    # ------------------------------------------------------------ the judge

    def _gendan_roles(self):
        """What this user is to each of these complaints: {complaint: set of roles}. Batch."""
        user = self.env.user
        if user.share:
            return {complaint: {"customer"} if self.env.su else set() for complaint in self}
        if self.env.su:
            return {complaint: {*HOUSE, "customer"} for complaint in self}
        writable = self._filtered_access("write")
        office = {
            role
            for role, group in (("clerk", "user"), ("supervisor", "manager"))
            if user.has_group(f"gendan_followup.group_gendan_{group}")
        }
        mine = self.env["gendan.department"]._gendan_mine()
        result = {}
        for complaint in self:
            result[complaint] = set()
            if complaint not in writable and complaint.id:
                continue
            result[complaint] |= office
            if complaint.department_id in mine:
                result[complaint].add("department")
        return result

    def _gendan_steps(self):
        """The steps that are open to this user now, whatever is still to be said first: {complaint: [code]}. Batch."""
        roles = self._gendan_roles()
        return {
            complaint: [
                code
                for code, step in STEPS.items()
                if complaint.state in step.states and not step.roles.isdisjoint(roles[complaint])
            ]
            for complaint in self
        }

    def _gendan_step_error(self, code):
        """The sentence why this user cannot take a step now, or False.

        :param str code: key of ``STEPS``
        """
        self.ensure_one()
        guard = STEPS[code].guard
        return self._gendan_open_error(code) or (getattr(self, guard)() if guard else False)

    def _gendan_open_error(self, code):
        """The sentence why a step is not open to this user, whatever is still to be said, or False."""
        self.ensure_one()
        step = STEPS[code]
        if self.state not in step.states:
            states = dict(self._fields["state"]._description_selection(self.env))
            return self.env._(
                "%(complaint)s is “%(now)s” and cannot become “%(next)s” from there. Reload the page.",
                complaint=self.display_name,
                now=states[self.state],
                next=states[step.to],
            )
        if step.roles.isdisjoint(self._gendan_roles()[self]):
            return self._gendan_role_error(step)
        return False

    def _gendan_role_error(self, step):
        """The sentence who may take a step."""
        words = {"complaint": self.display_name}
        if "department" in step.roles:
            return self.env._(
                "%(complaint)s: this is for the customer's clerk, a supervisor, or the department it is put to.",
                **words,
            )
        if "customer" in step.roles:
            return self.env._("%(complaint)s: this is for the customer, his clerk or a supervisor.", **words)
        return self.env._("%(complaint)s: this is for the customer's clerk or a supervisor.", **words)

    def _gendan_step(self, code, **values):
        """Take a step: the only way a state changes. Batch.

        :param str code: key of ``STEPS``
        :param values: what is said with the step: written before it is judged
        :return: True
        :raise UserError: the sentence why not
        """
        for complaint in self:
            if values:
                if sentence := complaint._gendan_open_error(code):
                    raise UserError(sentence)
                # sudo: the customer may say so, and write nothing else
                complaint.sudo()._gendan_keep(values)
            if sentence := complaint._gendan_step_error(code):
                raise UserError(sentence)
        before = {complaint: complaint.state for complaint in self}
        # sudo: the judge has said that this user may; a department or the customer may not write a state otherwise
        for complaint in self.sudo():
            complaint._gendan_keep(complaint._gendan_prepare_step_vals(code))
        self._gendan_state_moved(before)
        self._gendan_sync_todos()
        return True

    def _gendan_prepare_step_vals(self, code):
        """What is written with a step. Hook: extend the values of ``super()``."""
        self.ensure_one()
        now, user_id = fields.Datetime.now(), self.env.uid
        vals = {"state": STEPS[code].to, "state_since": now}
        if code == "find" or (code == "unfounded" and not self.findings_at):
            vals.update(findings_at=now, findings_by_id=user_id)
        if code in ("again", "reopen"):
            # what was found, said and agreed no longer holds
            vals.update(
                findings_at=False, findings_by_id=False, proposed_at=False, agreed_at=False, agreed_by=False,
                is_told=False,
            )  # fmt: skip
        if code == "propose":
            vals.update(proposed_at=now)
        elif code == "agree":
            vals.update(agreed_at=now)
        elif code == "refuse":
            vals.update(refused_count=self.refused_count + 1, proposed_at=False)
        elif code == "reopen":
            vals.update(reopened_count=self.reopened_count + 1, closed_at=False, closed_by_id=False)
        if STEPS[code].to in ENDED:
            vals.update(closed_at=now, closed_by_id=user_id)
        return vals

    # ------------------------------------------------------------ hooks

    def _gendan_state_moved(self, before):
        """Complaints are new or have changed their state. Hook, batch.

        :param dict before: {complaint: its state before, False of a new one}
        """

    # ------------------------------------------------------------ buttons

    def action_take(self):
        """Button: somebody looks into it."""
        return self._gendan_step("take")

    def action_find(self):
        """Button: what was found is recorded; from now on the customer may be promised something."""
        return self._gendan_step("find")

    def action_again(self):
        """Button: it has to be looked into once more."""
        return self._gendan_step("again")

    def action_propose(self):
        """Button: the settlement is with the customer."""
        return self._gendan_step("propose")

    def action_refuse(self):
        """Button: the customer does not want it so; another proposal is due."""
        return self._gendan_step("refuse")

    def action_agree(self):
        """Button: the customer has said yes."""
        return self._gendan_step("agree")

    def action_settle(self):
        """Button: what was agreed is carried out."""
        self._gendan_step("settle")
        self.settlement_ids._gendan_do()
        return True

    def action_close(self):
        """Button: all is carried out and the customer knows."""
        return self._gendan_step("close")

    def action_unfounded(self):
        """Button: it is nothing of ours, by what was found."""
        return self._gendan_step("unfounded")

    def action_cancel(self):
        """Button: written down by mistake, or taken back by the customer."""
        return self._gendan_step("cancel")

    def action_reopen(self):
        """Button: it is not over."""
        return self._gendan_step("reopen")
