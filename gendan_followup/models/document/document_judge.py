"""Judging papers: what they have to show, what was seen, what fails."""

from collections import namedtuple

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.gendan_followup.tools import fax
from odoo.addons.gendan_followup.tools.names import join_names

# What was seen on a paper. `is_confirmed`: somebody says that a likely number is the customer's.
Seen = namedtuple(
    "Seen",
    "signatory signed_by signed_function signed_on chop_kind printed_number printed_at is_confirmed",
    defaults=(None, "", "", False, None, "", "", False),
)


class GendanDocument(models.Model):
    """Buttons and guards of judging; waivers are the supervisors'."""

    _inherit = "gendan.document"

    # ------------------------------------------------------------ actions

    def action_gendan_as_expected(self):
        """Button: all is as it should be: the expected signature and chop. Batch.

        The number on a fax is never supposed: it is read from the sheet and typed.

        :return: True; for one fax the dialog in which its number is typed
        :raise UserError: a paper is not to be judged, nothing is expected that would do, or there are faxes among them
        """
        self.check_access("write")
        faxes = self.filtered(lambda paper: not paper._gendan_judge_error() and paper._gendan_asks_number())
        if faxes and faxes == self and len(self) == 1:
            return self.action_gendan_judge()
        if faxes:
            raise UserError(
                self.env._(
                    "%(papers)s came by fax: open each and type the number that is printed on the sheet.",
                    papers=join_names(self.env, faxes.mapped("name")),
                )
            )
        for paper in self:
            paper._gendan_judge(paper._gendan_expected())
        return True

    def action_gendan_judge(self):
        """Button: the dialog in which is said what is otherwise than expected.

        :return: action of the dialog
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_judge_error():
            raise UserError(sentence)
        return self._gendan_dialog("judge", self.env._("What is on the paper"))

    def action_gendan_reject(self):
        """Button: the dialog to reject it."""
        self.ensure_one()
        return self._gendan_dialog("reject", self.env._("Reject the paper"))

    def action_gendan_lost(self):
        """Button: the dialog to note that it is lost."""
        self.ensure_one()
        return self._gendan_dialog("lose", self.env._("The paper is lost"))

    def action_gendan_waive(self):
        """Button: the dialog to do without it."""
        self.ensure_one()
        return self._gendan_dialog("waive", self.env._("Do without the paper"))

    def action_gendan_original_in(self):
        """Button: the original came after its copy; it is judged anew. Returns True."""
        self.check_access("write")
        for paper in self:
            if paper.state not in ("provisional", "rejected", "lost") and paper.decision_id.kind != "lapsed":
                raise UserError(self.env._("%(paper)s does not wait for its original.", paper=paper.display_name))
            paper._gendan_again("original")
        return True

    def _gendan_dialog(self, action, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "gendan.document.judge",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_document_id": self.id, "default_action": action},
        }

    # ------------------------------------------------------------ guards

    def _gendan_judge_error(self):
        """The sentence why this paper is not to be judged now, or False."""
        self.ensure_one()
        if self.voided_at:
            return self.env._("%(paper)s is void: there is nothing to judge.", paper=self.display_name)
        if not self.returned_at:
            return self.env._("%(paper)s is not back. Say when and how it came first.", paper=self.display_name)
        if self.state != "returned":
            states = dict(self._fields["state"]._description_selection(self.env))
            return self.env._(
                "%(paper)s is “%(state)s” and is judged already.", paper=self.display_name, state=states[self.state]
            )
        return False

    def _gendan_failures(self, seen):
        """What keeps this paper from counting. A guard: the dialog shows the list, the button raises it.

        :param seen: Seen
        :return: list of sentences, empty when it counts
        """
        self.ensure_one()
        rule = self.env["gendan.validity.rule"]._gendan_of(self)[self]
        company = self.company_id
        words = {"paper": self.display_name, "customer": self.partner_id.commercial_partner_id.name}
        failures = []
        if not (seen.signatory or (seen.signed_by or "").strip()):
            failures.append(
                self.env._("%(paper)s: nobody of %(customer)s is named who signed it.", **words)
                if not rule.needs_listed
                else self.env._(
                    "%(paper)s: it has to be signed by one of %(customer)s's authorised signatories.", **words
                )
            )
        elif rule.needs_listed and not (seen.signatory and seen.signatory in self._gendan_signatories(seen.signed_on)):
            failures.append(
                self.env._(
                    "%(paper)s: %(name)s is not on %(customer)s's list of who may sign it.",
                    name=seen.signatory.name if seen.signatory else seen.signed_by,
                    **words,
                )
            )
        if not seen.signed_on:
            failures.append(self.env._("%(paper)s: the day of the signature is missing.", **words))
        elif seen.signed_on > company._gendan_today():
            failures.append(
                self.env._(
                    "%(paper)s: it cannot have been signed on %(day)s, which is to come.",
                    day=format_date(self.env, seen.signed_on),
                    **words,
                )
            )
        # sudo: signed on the portal, where the rule allows it, there is no chop
        chops = rule.chop_kind_ids if not self.sudo().signing_id else rule.chop_kind_ids.browse()
        if chops and not (seen.chop_kind and seen.chop_kind in chops):
            names = join_names(self.env, rule.chop_kind_ids.with_env(self.env).mapped("name"))
            failures.append(
                self.env._(
                    "%(paper)s: “%(chop)s” does not count here, but %(chops)s do.",
                    chop=seen.chop_kind.name,
                    chops=names,
                    **words,
                )
                if seen.chop_kind
                else self.env._("%(paper)s: a chop is missing (%(chops)s).", chops=names, **words)
            )
        if self._gendan_is_copy() and not self.scan_ids:
            failures.append(self.env._("%(paper)s: the sheet that came is missing. Add it under “Scans”.", **words))
        if self._gendan_asks_number():
            failures += self._gendan_number_failures(seen)
        return failures

    def _gendan_asks_number(self):
        """Whether the number printed on the sheet has to be read from it."""
        self.ensure_one()
        return self.returned_how == "fax" and self.env["gendan.validity.rule"]._gendan_of(self)[self].needs_number

    def _gendan_number_failures(self, seen):
        """What is wrong with the number printed on a fax: list of sentences."""
        self.ensure_one()
        match = self._gendan_compare(seen.printed_number)
        words = {
            "paper": self.display_name,
            "customer": self.partner_id.commercial_partner_id.name,
            "number": seen.printed_number,
            "file": match.number,
        }
        if match.level == fax.NONE:
            return [
                self.env._(
                    "%(paper)s: type the number that is printed on the fax. If it shows none, ask %(customer)s for a"
                    " chopped original, or for a mail from an address on file.",
                    **words,
                )
            ]
        if match.level == fax.OTHER:
            return [
                self.env._(
                    "%(paper)s: the fax shows %(number)s, which is none of %(customer)s's numbers on file.", **words
                )
            ]
        if match.level == fax.LIKELY and not seen.is_confirmed:
            return [
                self.env._(
                    "%(paper)s: the fax shows %(number)s, on file is %(file)s. Confirm once that it is %(customer)s's.",
                    **words,
                )
            ]
        return []

    # ------------------------------------------------------------ business

    def _gendan_judge(self, seen):
        """Take the paper as valid, or as provisional until its original is here.

        :param seen: Seen
        :raise UserError: it is not to be judged, or something fails
        """
        self.ensure_one()
        if sentence := self._gendan_judge_error():
            raise UserError(sentence)
        if failures := self._gendan_failures(seen):
            raise UserError("\n".join(failures))
        rule = self.env["gendan.validity.rule"]._gendan_of(self)[self]
        # sudo: the order's total, compared, not shown
        provisional = self._gendan_is_copy() and rule._gendan_asks_original(self.sudo())
        self._gendan_decide("provisional" if provisional else "valid", **self._gendan_seen_vals(seen))
        if seen.is_confirmed:
            self._gendan_keep_number(seen)

    def _gendan_reject(self, reason, seen=None):
        """It does not count.

        :param str reason: said to whoever asks for it again
        :raise UserError: it is not back, or nobody says why
        """
        self.ensure_one()
        self.check_access("write")
        if not self.returned_at or self.voided_at or self.state not in ("returned", "provisional", "valid"):
            raise UserError(
                self.env._("%(paper)s is not back, or counts for nothing already.", paper=self.display_name)
            )
        self._gendan_need_reason(reason)
        self._gendan_decide("rejected", reason=reason, **(self._gendan_seen_vals(seen) if seen else {}))

    def _gendan_lose(self, reason):
        """It is not to be found any more, on the way or here.

        :raise UserError: nobody says how, or it never went out
        """
        self.ensure_one()
        self.check_access("write")
        if self.voided_at or not (self.issue_ids or self.returned_at):
            raise UserError(
                self.env._("%(paper)s never went out, or is void: it cannot be lost.", paper=self.display_name)
            )
        self._gendan_need_reason(reason)
        self._gendan_decide("lost", reason=reason)

    def _gendan_waive(self, reason):
        """A supervisor does without it: it counts as if it were here.

        :raise AccessError: the user is no supervisor
        :raise UserError: nobody says why, or it is void or counts already
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("gendan_followup.group_gendan_manager"):
            raise AccessError(self.env._("Only a supervisor may do without %(paper)s.", paper=self.display_name))
        if self.voided_at or not self.must_return or self._gendan_counts():
            raise UserError(
                self.env._("%(paper)s is not waited for: there is nothing to do without.", paper=self.display_name)
            )
        self._gendan_need_reason(reason)
        self._gendan_decide("waived", reason=reason)

    def _gendan_need_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("%(paper)s: say why.", paper=self.display_name))

    # ------------------------------------------------------------ what is seen

    def _gendan_signatories(self, day=None):
        """Who may sign this paper for the customer, on the day it was signed, sudo."""
        self.ensure_one()
        day = day or self.company_id._gendan_to_day(self.returned_at) or self.company_id._gendan_today()
        return self.env["gendan.signatory"]._gendan_for(self.partner_id, self.kind, day)

    def _gendan_expected(self):
        """What this paper should show: who signed the customer's last such paper, else the first of the list; the chop
        that was on it, else the first that counts.

        :rtype: Seen
        """
        self.ensure_one()
        if signing := self.sudo().signing_id:  # sudo: who judges the paper sees it
            return self._gendan_signed_here(signing)
        rule = self.env["gendan.validity.rule"]._gendan_of(self)[self]
        day = self.company_id._gendan_to_day(self.returned_at)
        # sudo: what the customer's papers showed so far, whoever handled them
        last = (
            self.env["gendan.document.decision"]
            .sudo()
            .search(
                [
                    ("kind", "in", ("valid", "provisional")),
                    ("document_id.kind", "=", self.kind),
                    ("document_id.partner_id.commercial_partner_id", "=", self.partner_id.commercial_partner_id.id),
                ],
                limit=1,
            )
        )
        signatories = self._gendan_signatories(day)
        signatory = last.signatory_id & signatories or signatories[:1]
        chop = last.chop_kind_id & rule.chop_kind_ids or rule.chop_kind_ids[:1]
        return Seen(
            signatory=signatory,
            signed_by=signatory.name or ("" if rule.needs_listed else last.signed_by or ""),
            signed_function=signatory.function or ("" if rule.needs_listed else last.signed_function or ""),
            signed_on=day,
            chop_kind=chop,
        )

    def _gendan_signed_here(self, signing):
        """What a signature on the portal shows: nothing is supposed, the name is looked up in the customer's list.

        :rtype: Seen
        """
        self.ensure_one()
        day = self.company_id._gendan_to_day(signing.signed_at)
        name = "".join(signing.signed_by.split()).casefold()
        listed = self._gendan_signatories(day).filtered(lambda one: "".join(one.name.split()).casefold() == name)
        return Seen(
            signatory=listed[:1],
            signed_by=listed[:1].name or signing.signed_by,
            signed_function=signing.signed_function,
            signed_on=day,
        )

    def _gendan_seen_text(self, seen):
        """What was seen, in one line: name, function, chop, day, number."""
        chop = seen.chop_kind.with_env(self.env).name if seen.chop_kind else ""
        day = format_date(self.env, seen.signed_on) if seen.signed_on else ""
        return " · ".join(filter(None, (seen.signed_by, seen.signed_function, chop, day, seen.printed_number)))

    def _gendan_seen_vals(self, seen):
        """Values of a decision."""
        match = self._gendan_compare(seen.printed_number) if self.returned_how == "fax" else None
        return {
            "signatory_id": seen.signatory.id if seen.signatory else False,
            "signed_by": seen.signatory.name if seen.signatory else seen.signed_by,
            "signed_function": (seen.signatory.function if seen.signatory else "") or seen.signed_function,
            "signed_on": seen.signed_on,
            "chop_kind_id": seen.chop_kind.id if seen.chop_kind else False,
            "printed_number": seen.printed_number if match else False,
            "printed_at": seen.printed_at if match else False,
            "number_level": match.level if match else False,
            "matched_number": match.number if match else False,
        }

    # ------------------------------------------------------------ numbers

    def _gendan_numbers(self):
        """The customer's numbers on file: (fax, telephone); those a paper names first, those only seen last."""
        self.ensure_one()
        # sudo: papers print them whoever prints; compared, and shown on this customer's paper
        parties = (self.partner_id | self.partner_id.commercial_partner_id).sudo()
        parties |= parties.commercial_partner_id.child_ids
        accounts = parties._gendan_named_accounts()
        named = accounts.filtered("document_id")
        faxes = [
            *named.filtered(lambda account: account.app == "fax").mapped("account"),
            *(party.gendan_fax for party in parties if party.gendan_fax),
            *(accounts - named).filtered(lambda account: account.app == "fax").mapped("account"),
        ]
        phones = accounts.filtered(lambda account: account.app == "phone").mapped("account")
        phones += [party.phone for party in parties if party.phone]
        return list(dict.fromkeys(faxes)), list(dict.fromkeys(phones))

    def _gendan_compare(self, printed):
        """The number printed on a fax, compared with the customer's on file.

        :rtype: odoo.addons.gendan_followup.tools.fax.Match
        """
        self.ensure_one()
        faxes, phones = self._gendan_numbers()
        country = self.partner_id.commercial_partner_id.country_id or self.company_id.country_id
        return fax.compare(printed, faxes, country.code, phones)

    def _gendan_keep_number(self, seen):
        """A likely number was confirmed: from now on it is the customer's, with this sheet as proof."""
        self.ensure_one()
        if self._gendan_compare(seen.printed_number).level != fax.LIKELY:
            return
        customer = self.partner_id.commercial_partner_id
        # sudo: who may judge the paper confirms the number
        self.env["gendan.partner.account"].sudo().create(
            {
                "partner_id": customer.id,
                "app": "fax",
                "account": seen.printed_number,
                "person": seen.signed_by or (seen.signatory and seen.signatory.name) or customer.name,
                "seen_on_id": self.id,
                "known_on": self.company_id._gendan_today(),
                "note": self.env._(
                    "Printed on %(paper)s, confirmed by %(user)s", paper=self.name, user=self.env.user.name
                ),
            }
        )

    def _gendan_known_number_text(self, match):
        """The number on file that a fax was found by, and the paper that names it."""
        if not match.number:
            return ""
        # sudo: as in _gendan_numbers; a number only
        named = (
            self.env["gendan.partner.account"]
            .sudo()
            .search(
                [
                    ("account", "=", match.number),
                    ("partner_id.commercial_partner_id", "=", self.partner_id.commercial_partner_id.id),
                    ("document_id", "!=", False),
                ],
                limit=1,
            )
        )
        if named:
            return self.env._("%(number)s (named in %(paper)s)", number=match.number, paper=named.document_id.name)
        return self.env._("%(number)s (no signed paper names it)", number=match.number)
