from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class GendanOrderRecall(models.Model):
    """A paper issued by an older version of an order, or of a cancelled one, that has to come back from the floor.

    Made when the version changes; who gave it back and when is noted for all at once, with exceptions. Read by whoever
    sees the order and by departments; noted by them and by the follow-up team. Rows are never deleted.
    """

    _name = "gendan.order.recall"
    _description = "Recall of a Paper"
    _order = "change_id desc, id"
    _rec_name = "name"

    _document_uniq = models.UniqueIndex("(document_id)", "This paper is recalled already.")
    _open_idx = models.Index("(order_id) WHERE state = 'open'")

    document_id = fields.Many2one(
        "gendan.document", string="Paper", required=True, readonly=True, ondelete="restrict", index=True
    )
    name = fields.Char(string="Paper and copy", required=True, readonly=True)
    change_id = fields.Many2one(
        "gendan.order.change", string="Change", required=True, readonly=True, ondelete="restrict", index=True
    )
    change_name = fields.Char(related="change_id.name", string="Because of", related_sudo=True)
    order_id = fields.Many2one(related="change_id.order_id", store=True, index=True)
    order_name = fields.Char(related="order_id.name", string="Order no.", related_sudo=True)
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="change_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="change_id.clerk_id", store=True, index="btree_not_null")
    version = fields.Integer(required=True, readonly=True, aggregator=None)
    holder = fields.Char(string="Went to", readonly=True, help="To whom it was issued last.")
    state = fields.Selection(
        [("open", "Still out"), ("back", "Back"), ("lost", "Cannot come back")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    back_at = fields.Datetime(string="Back on", readonly=True)
    given_by = fields.Char(string="Given back by", readonly=True)
    taken_by_id = fields.Many2one("res.users", string="Taken by", readonly=True, ondelete="restrict")
    note = fields.Char(string="Remark", readonly=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A recall is not deleted: note that the paper came back, or why it cannot."))

    # ------------------------------------------------------------ actions

    def action_back(self):
        """Button: the dialog "all back", with what is still out of these orders.

        :return: action
        :raise UserError: everything is back
        """
        self.check_access("read")
        # one by one is never asked: what is out of the same change is proposed together
        still_out = self.change_id.sudo().recall_ids.filtered(lambda recall: recall.state == "open")
        if not still_out:
            raise UserError(self.env._("All of these papers are back."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Papers back"),
            "res_model": "gendan.order.recall.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_recall_ids": still_out.ids},
        }

    def action_note_back(self, given_by, back_at=None, note=None):
        """These papers came back; called by the dialog.

        :param str given_by: who gave them back
        :param back_at: naive UTC; default now
        :raise UserError: nobody is named, or one of them is back already
        """
        if not (given_by or "").strip():
            raise UserError(
                self.env._(
                    "Say who gave back %(papers)s.",
                    papers=format_list(self.env, [recall.name or "" for recall in self]),
                )
            )
        self._gendan_close("back", back_at, given_by=given_by, note=note)
        return True

    def action_note_lost(self, note, back_at=None):
        """These papers cannot come back; called by the dialog.

        :param str note: what became of them
        :raise UserError: nobody says what became of them
        """
        if not (note or "").strip():
            raise UserError(
                self.env._("Say what became of %(paper)s, that it cannot come back.", paper=self[:1].name or "")
            )
        self._gendan_close("lost", back_at, note=note)
        return True

    def _gendan_close(self, state, back_at, **values):
        self.check_access("read")
        for recall in self:
            if recall.state != "open":
                raise UserError(self.env._("%(paper)s is back already. Reload the page.", paper=recall.name))
        back_at = back_at or fields.Datetime.now()
        # sudo: nobody has rights to write these rows; who may read them may note it
        recalls = self.sudo()
        recalls.write({"state": state, "back_at": back_at, "taken_by_id": self.env.uid, **values})
        if state == "back":
            recalls.document_id.filtered(lambda document: not document.returned_at).write(
                {"returned_at": back_at, "returned_how": "original"}
            )
        recalls.change_id._gendan_sync_todos()
