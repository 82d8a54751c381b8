"""Waivers: a rule was set aside for one document, by whom and why."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .opening import open_document


class GendanWaiver(models.Model):
    """Append-only. Made by members of the group the rule names, through the dialog; nobody changes or deletes one.

    Who and when are set here, whatever the caller sends. Clerks read those of their customers, supervisors all.
    """

    _name = "gendan.waiver"
    _description = "Waiver"
    _order = "date desc, id desc"
    _rec_name = "document_name"

    _document_idx = models.Index("(res_model, res_id, code)")
    _reason_given = models.Constraint("CHECK(btrim(reason) <> '')", "A waiver needs a reason.")

    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True
    )
    document_name = fields.Char(string="Document", readonly=True)
    code = fields.Char(string="Rule", required=True, readonly=True)
    sentence = fields.Char(string="What Was Waived", readonly=True)
    action = fields.Char(readonly=True, help="The action it holds for; empty: all that ask this rule.")
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    date = fields.Datetime(required=True, readonly=True)
    valid_until = fields.Date(readonly=True, help="Last day it holds; empty: as long as the document lives.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True, index="btree_not_null")
    clerk_id = fields.Many2one(related="partner_id.gendan_clerk_id", store=True, index="btree_not_null")

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Only what holds the document now can be waived, and only by the group that the rule names.

        Checked here and not in the dialog, so that an import or a script as superuser is no way round.
        """
        self.check_access("create")
        prepared = [self._gendan_prepare_vals(vals) for vals in vals_list]
        told = [self._gendan_told_sentence(vals) for vals in prepared]  # now, while the rules still hold
        waivers = super().create(prepared)
        for res_model, group in waivers.grouped("res_model").items():
            self.env[res_model].browse(group.mapped("res_id"))._gendan_gate_changed()
        waivers._gendan_tell(dict(zip(waivers, told, strict=True)))
        return waivers

    def write(self, vals):
        raise UserError(
            self.env._("A waiver is never changed: it is the record of who allowed what. Make another one instead.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A waiver is never deleted: it is the record of who allowed what."))

    def copy(self, default=None):
        raise UserError(self.env._("A waiver is not copied: waive the rule on the other document."))

    # ------------------------------------------------------------ actions

    def action_open_source(self):
        """Button: the document that was let through."""
        self.ensure_one()
        return open_document(self.env[self.res_model].browse(self.res_id))

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_told_sentence(self, vals):
        """What the note on the document says was waived: read by whoever reads the document, so without sums.

        :param vals: as `_gendan_prepare_vals` gives them; the sentence there keeps the sums for the record
        """
        # sudo: as in `_gendan_prepare_vals`
        record = self.env[vals["res_model"]].sudo().browse(vals["res_id"]).with_context(gendan_no_figures=True)
        problems = record._gendan_problems(vals["action"]).get(record, [])
        return next((found.sentence for found in problems if found.code == vals["code"]), vals["sentence"])

    def _gendan_tell(self, told):
        """One note on each document: what was waived, by whom, why and until when. Batch.

        :param told: {waiver: what to say was waived}
        """
        for res_model, waivers in self.grouped("res_model").items():
            # sudo: who may waive what was checked when it was made; the note is the record of it
            documents = self.env[res_model].sudo().browse(dict.fromkeys(waivers.mapped("res_id")))
            if not hasattr(documents, "_message_log_batch"):
                continue
            notes = {
                res_id: Markup().join(waiver._gendan_note(told[waiver]) for waiver in found)
                for res_id, found in waivers.grouped("res_id").items()
            }
            documents._message_log_batch(bodies=notes)

    def _gendan_note(self, told):
        """The note about one waiver, in the language of who waived it.

        :param str told: what was waived
        """
        self.ensure_one()
        if self.valid_until:
            until = self.env._("Holds until %(day)s.", day=format_date(self.env, self.valid_until))
        else:
            until = self.env._("Holds as long as the document lives.")
        lines = (
            self.env._("%(user)s waived a rule: %(rule)s", user=self.user_id.name, rule=told),
            self.env._("Reason: %(reason)s", reason=self.reason),
            until,
        )
        return Markup("<p>%s</p>") % Markup("<br/>").join(lines)

    def _gendan_holds(self):
        """Whether it still holds today, in the company's days."""
        self.ensure_one()
        return not self.valid_until or self.valid_until >= self.company_id._gendan_today()

    @api.model
    def _gendan_prepare_vals(self, vals):
        """Values of one waiver, after checking that this user may waive this.

        :raise UserError: nothing to waive, or nobody may
        :raise AccessError: this user may not
        """
        action = vals.get("action") or False
        record = self._gendan_document(vals.get("res_model"), vals.get("res_id"))
        # sudo: a supervisor of sales need not have the rights by which a check looks into the ledger
        problems = record.sudo()._gendan_problems(action).get(record, []) if action else []
        problem = next((found for found in problems if found.code == vals.get("code")), None)
        if not problem:
            raise UserError(
                self.env._(
                    "The rule “%(rule)s” does not hold %(document)s: there is nothing to waive.",
                    rule=vals.get("code") or "",
                    document=record.display_name,
                )
            )
        if not problem.waiver_group:
            raise UserError(
                self.env._(
                    "The rule “%(rule)s” cannot be waived: %(sentence)s",
                    rule=problem.code,
                    sentence=problem.sentence,
                )
            )
        if not self.env.user.has_group(problem.waiver_group):
            # sudo: the name of the group, for the sentence
            group = self.env.ref(problem.waiver_group).sudo()
            raise AccessError(
                self.env._(
                    "Only members of “%(group)s” may waive the rule “%(rule)s”.",
                    group=group.full_name,
                    rule=problem.code,
                )
            )
        # sudo: the user may read the document; its order, customer and company are only kept on the waiver
        anchor = record.sudo()._gendan_todo_anchor()
        return {
            "res_model": record._name,
            "res_id": record.id,
            "document_name": record.sudo().display_name,  # sudo: as above, its name
            "code": problem.code,
            "sentence": problem.sentence,
            "action": action,
            "reason": (vals.get("reason") or "").strip(),
            "valid_until": vals.get("valid_until") or False,
            "company_id": anchor["company"].id,
            "partner_id": anchor["partner"].id,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
        }

    @api.model
    def _gendan_document(self, res_model, res_id):
        """The document with the user's own rights.

        :raise UserError: it is no document with gates, or gone
        :raise AccessError: the user may not read it
        """
        Model = self.env.get(res_model)
        is_gated = Model is not None and not Model._abstract and "gendan_gate_blocked" in Model._fields
        record = self.env[res_model].browse(res_id).exists() if is_gated and res_id else None
        if not record:
            raise UserError(self.env._("There is no such document to waive a rule for."))
        record = record.with_env(self.env(su=False))
        record.check_access("read")
        return record
