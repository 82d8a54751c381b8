from odoo import api, fields, models
from odoo.tools import format_list

from .order_change_papers import FLOOR, VERSIONED


class GendanDocument(models.Model):
    """A paper of an order is of one of its versions."""

    _inherit = "gendan.document"

    recall_ids = fields.One2many("gendan.order.recall", "document_id", string="Recalled", readonly=True)
    holder = fields.Char(string="Went to", compute="_compute_holder", help="To whom it was issued last.")

    @api.depends("issue_ids.to")
    def _compute_holder(self):
        for paper in self:
            paper.holder = paper.issue_ids[:1].to

    def _gendan_print_error(self):
        """The sentence why these cannot be printed for the floor, or False.

        The floor never gets an old number on new contents.
        """
        for paper in self:
            if paper.kind not in FLOOR:
                return self.env._("%(paper)s is no paper of the floor's.", paper=paper.display_name)
            if paper.voided_at:
                return self.env._(
                    "%(paper)s is void (%(reason)s) and must not go out. Make a new one.",
                    paper=paper.display_name,
                    reason=paper.void_reason or "",
                )
            # sudo: the floor has no access to orders; their number and version only
            order = paper.order_id.sudo()
            if order and paper.version != max(order.gendan_version, 1):
                return self.env._(
                    "%(paper)s was made for version %(old)s; order %(order)s is at version %(new)s. Hand out new"
                    " papers.",
                    paper=paper.display_name,
                    old=paper.version,
                    order=order.name,
                    new=order.gendan_version,
                )
        return False

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup: of the version the order has now
        for vals in vals_list:
            if vals.get("order_id") and "version" not in vals:
                vals["version"] = max(self.env["sale.order"].browse(vals["order_id"]).gendan_version, 1)
        return super().create(vals_list)

    def _gendan_issue_error(self):
        # EXTENDS gendan_followup: it is void, or older ones are still on the floor
        if error := super()._gendan_issue_error():
            return error
        if self.voided_at:
            return self.env._(
                "%(paper)s is void (%(reason)s) and must not go out. Make a new one.",
                paper=self.display_name,
                reason=self.void_reason or "",
            )
        if self.kind not in FLOOR or not self.order_id:
            return False
        # sudo: names of papers only, whoever issues the new ones
        out = (
            self.env["gendan.order.recall"]
            .sudo()
            .search([("order_id", "=", self.order_id.id), ("state", "=", "open"), ("version", "<=", self.version)])
        )
        if not out:
            return self._gendan_older_out_error()
        return self.env._(
            "%(paper)s must not go out before the old papers of order %(order)s are back: %(names)s.",
            paper=self.display_name,
            order=self.order_id.name,
            names=format_list(
                self.env,
                [f"{recall.name} ({recall.holder})" if recall.holder else recall.name for recall in out],
            ),
        )

    def _gendan_older_out_error(self):
        """The sentence that the floor still holds papers of an older version that nobody recalled, or False.

        An order that was unlocked and locked again has a new version without a request.
        """
        # sudo: names of papers only, whoever issues the new ones
        older = self.sudo().search(
            [
                ("order_id", "=", self.order_id.id),
                ("kind", "in", FLOOR),
                ("version", "<", self.version),
                ("returned_at", "=", False),
                ("voided_at", "=", False),
                ("issue_ids", "!=", False),
            ]
        )
        if not older:
            return False
        return self.env._(
            "%(paper)s must not go out while the floor works by an older version of order %(order)s: %(names)s. Have"
            " them given back, and note on each paper when and how it came back.",
            paper=self.display_name,
            order=self.order_id.name,
            names=format_list(
                self.env,
                [f"{paper.display_name} ({paper.holder})" if paper.holder else paper.display_name for paper in older],
            ),
        )

    def _gendan_answer_touches(self):
        """Contracts that went out are the answer to what changes asked for those of the versions before. Batch."""
        out = self.filtered(
            lambda paper: paper.kind in VERSIONED and paper.kind not in FLOOR and paper.order_id and not paper.voided_at
        )
        if not out:
            return
        # sudo: the list is nobody's to write; whoever sends the new paper has done what it asks for
        asked = self.env["gendan.order.touch"].sudo().search(
            [
                ("order_id", "in", out.order_id.ids),
                ("res_model", "=", self._name),
                ("kind", "=", "paper"),
                ("state", "=", "open"),
                ("change_id.kind", "=", "change"),
            ]
        )
        olds = self.sudo().browse(asked.mapped("res_id"))  # sudo: as above
        for touch, old in zip(asked, olds, strict=True):
            new = out.filtered(
                lambda paper, old=old: (
                    paper.order_id.id == old.order_id.id and paper.kind == old.kind and paper.version > old.version
                )
            )
            if new:
                touch.action_done(new[0].display_name)
