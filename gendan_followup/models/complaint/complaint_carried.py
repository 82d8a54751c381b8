"""Opened again, what the time before said is not sent as it stands, unless somebody says that it still holds."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .complaint import ENDED
from .complaint_round import ANEW

# texts that stay where they are when a new round begins, in the order in which they are written
IN_8D = ("contained_text", "cause_text", "verified_text")
CARRIED = ("findings", "proposal", *IN_8D)
# on the light track the offer is the answer, which is typed anew
LIGHT = ("findings",)


class GendanComplaint(models.Model):
    """A text that nobody has changed since is looked at again before it is recorded, offered or sent.

    Changing it is looking at it; else one button says that it still holds. Holding answers wait for nothing.
    """

    _inherit = "gendan.complaint"

    carried_over = fields.Char(
        readonly=True, copy=False, help="Names of the texts nobody has looked at since it was opened again."
    )
    carried_note = fields.Char(compute="_compute_carried_note", compute_sudo=False)

    @api.depends("carried_over", "state", "track")
    @api.depends_context("uid", "lang")
    def _compute_carried_note(self):
        for complaint in self:
            names = complaint._gendan_carried_mine() if complaint.id else []
            complaint.carried_note = bool(names) and self.env._(
                "Opened again, and as it was before: %(fields)s. Change what is different now; for the rest press"
                " “Still True” when it holds.",
                fields=complaint._gendan_field_words(names),
            )

    @api.model
    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"carried_over"}

    # ------------------------------------------------------------ what is to be looked at

    def _gendan_carried(self):
        """Names of the texts that still say what they said the time before, on the track it goes."""
        self.ensure_one()
        names = (self.carried_over or "").split(",")
        return [name for name in (LIGHT if self.track == "light" else CARRIED) if name in names]

    def _gendan_carried_mine(self):
        """Those of them that this user may write: a department answers for what it found, not for the offer."""
        self.ensure_one()
        names = self._gendan_carried() if self.state not in ENDED else []
        if not names or not self.has_access("write"):
            return []
        if not self.env.su and not self.env.user.has_group("gendan_followup.group_gendan_user"):
            names = [name for name in names if name in self._gendan_department_fields()]
        return names

    def _gendan_field_words(self, names):
        """How the form calls these texts, on the track it goes."""
        self.ensure_one()
        words = {name: self._fields[name]._description_string(self.env) for name in names}
        if self.track == "light" and "findings" in words:
            words["findings"] = self.env._("What Happened")
        return format_list(self.env, words.values())

    def _gendan_carried_error(self, names):
        """The sentence that a text is to be looked at again, or False.

        :param names: fields of ``CARRIED``
        """
        self.ensure_one()
        if found := [name for name in self._gendan_carried() if name in names]:
            return self.env._(
                "%(complaint)s: “%(field)s” still says what it said before it was opened again. Change it, or press"
                " “Still True” when it holds.",
                complaint=self.display_name,
                field=self._gendan_field_words(found[:1]),
            )
        return False

    # ------------------------------------------------------------ it begins, it ends

    def _gendan_prepare_step_vals(self, code):
        # EXTENDS gendan_followup
        vals = super()._gendan_prepare_step_vals(code)
        if code == "reopen":
            # cancelled, nobody had been told anything that ended it
            said = CARRIED if self.state in ANEW else ()
            vals["carried_over"] = ",".join(name for name in said if (self[name] or "").strip())
        return vals

    def write(self, vals):
        # EXTENDS gendan_followup: what is written anew has been looked at
        looked = {}
        if not vals.keys().isdisjoint(CARRIED):
            for complaint in self.filtered("carried_over"):
                names = complaint.carried_over.split(",")
                left = [
                    name
                    for name in names
                    if name not in vals or (vals[name] or "").strip() == (complaint[name] or "").strip()
                ]
                if len(left) < len(names):
                    looked[complaint] = left
        result = super().write(vals)
        for complaint, left in looked.items():
            complaint._gendan_keep({"carried_over": ",".join(left)})
        return result

    def action_still_true(self):
        """Button: what stands there from the time before was looked at again and holds.

        :raise UserError: nothing is left to look at
        :raise AccessError: Odoo's own, for who may not write it
        """
        self.check_access("write")
        for complaint in self:
            names = complaint._gendan_carried_mine()
            if not names:
                raise UserError(
                    self.env._("%(complaint)s: nothing is left to look at again.", complaint=complaint.display_name)
                )
            left = [name for name in complaint.carried_over.split(",") if name not in names]
            complaint._gendan_keep({"carried_over": ",".join(left)})
            complaint._message_log(
                body=self.env._(
                    "Looked at again, and still true: %(fields)s", fields=complaint._gendan_field_words(names)
                )
            )
        return True

    # ------------------------------------------------------------ guards

    def _gendan_find_error(self):
        # EXTENDS gendan_followup
        return super()._gendan_find_error() or self._gendan_carried_error(("findings",))

    def _gendan_propose_error(self):
        # EXTENDS gendan_followup
        return super()._gendan_propose_error() or self._gendan_carried_error(("proposal",))

    def _gendan_8d_error(self):
        # EXTENDS gendan_followup
        return super()._gendan_8d_error() or self._gendan_carried_error(IN_8D)

    def _gendan_phrase_error(self, template):
        # EXTENDS gendan_followup: the phrase carries the offer
        return super()._gendan_phrase_error(template) or (
            template.gendan_stage == "proposal" and self._gendan_carried_error(("proposal",))
        )

    def _gendan_answer_stage(self):
        # EXTENDS gendan_followup
        stage = super()._gendan_answer_stage()
        return "findings" if stage == "proposal" and self._gendan_carried_error(("proposal",)) else stage
