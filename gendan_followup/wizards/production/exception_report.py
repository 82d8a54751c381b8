"""Five taps on the phone from a document to the exception: its menu, Exceptions, photo, shutter, and what it is.

Wide screens choose the kind and press Report; on the phone the kinds are the buttons that report.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.production.exception import KINDS


class GendanExceptionReport(models.TransientModel):
    """Collects kind, words and photos; `gendan.exception` keeps them, or one that is open about the same already.

    Anybody inside may report: what he reported he may read.
    """

    _name = "gendan.exception.report"
    _description = "Report an Exception"

    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    object_name = fields.Char("Document Concerned", compute="_compute_object_name")
    plan_id = fields.Many2one("gendan.plan", string="Order")
    kind = fields.Selection(KINDS, required=True, default="quality")
    title = fields.Char("What Is Wrong")
    description = fields.Text("In Detail")
    photo_ids = fields.Many2many("ir.attachment", "gendan_exception_report_photo_rel", string="Photos")
    cannot_meet = fields.Boolean(
        "The Customer's Requirement Cannot Be Met", help="The head of the company hears it at once."
    )

    @api.depends("res_model", "res_id")
    def _compute_object_name(self):
        for report in self:
            document = report._gendan_document()
            report.object_name = document.display_name if document else False

    @api.model
    def _gendan_open(self, document):
        """The dialog about a document.

        :return: action
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report an Exception"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": document._name, "default_res_id": document.id},
        }

    def _gendan_document(self):
        """The document it is about, read with the user's rights, or None."""
        self.ensure_one()
        return self.env["gendan.exception"]._gendan_object_of(self.res_model, self.res_id)

    def action_report(self):
        """Button: report it.

        The context may say the kind (``gendan_kind``): the button of a kind reports it.

        :return: action: the exception, or a notice to who may not open it
        :raise UserError: nothing is said about what happened
        """
        self.ensure_one()
        kind = self.env.context.get("gendan_kind")
        if kind in dict(KINDS):
            self.kind = kind
        document = self._gendan_document()
        if not document and self.plan_id:
            self.plan_id.check_access("read")
            # sudo: a department reads the plan; the order is what it is about
            document = self.sudo().plan_id.order_id
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        title = (self.title or "").strip()
        if not title and not self.photo_ids and not document:
            raise UserError(self.env._("Say in a few words what happened, or add a photo."))
        title = title or " · ".join(filter(None, (kinds[self.kind], document and document.display_name)))
        if self.photo_ids:
            self.photo_ids.check_access("read")
        # sudo: anybody inside may report; the document was read with his own rights
        exception = self.env["gendan.exception"].sudo()
        if document:
            exception = exception._gendan_open_about(document, self.kind)
        is_merged = bool(exception)
        if is_merged:
            exception._gendan_merge(title, self.description, self.photo_ids)
        else:
            exception = exception.create(
                {
                    "kind": self.kind,
                    "title": title,
                    "description": self.description,
                    "photo_ids": [Command.set(self.photo_ids.ids)],
                    "res_model": document._name if document else False,
                    "res_id": document.id if document else False,
                }
            )
        if self.cannot_meet:
            exception._gendan_say_cannot_meet(title)
        return self._gendan_answer(exception.with_env(self.env), is_merged)

    def _gendan_answer(self, exception, is_merged):
        """What the user sees next."""
        # sudo: its number
        name = exception.sudo().name
        if exception.has_access("read"):
            return exception._get_records_action()
        message = (
            self.env._("Added to %(number)s, which is open about it already. Thank you.", number=name)
            if is_merged
            else self.env._("Reported as %(number)s. Thank you.", number=name)
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }
