from odoo import fields, models


class GendanStatement(models.Model):
    """The way from a statement to its match."""

    _inherit = "gendan.statement"

    gendan_match_ids = fields.One2many("gendan.match", "statement_id", string="Matches")
    gendan_match_open = fields.Integer(string="Differences", compute="_compute_gendan_match_open")

    def _compute_gendan_match_open(self):
        for statement in self:
            statement.gendan_match_open = sum(statement.gendan_match_ids.mapped("count_open"))

    def action_gendan_match(self):
        """Button: match with the customer's list; the match opens, a new one with the list's dialog on its form.

        :return: action that opens it
        """
        self.ensure_one()
        match = self.env["gendan.match"].search([("statement_id", "=", self.id)])
        return {
            "type": "ir.actions.act_window",
            "res_model": "gendan.match",
            "res_id": (match or match.create({"statement_id": self.id})).id,
            "views": [(False, "form")],
        }

    def _gendan_new_version(self):
        # EXTENDS gendan_followup: what was found and decided goes with what was issued anew
        new = super()._gendan_new_version()
        for match in self.sudo().gendan_match_ids:  # sudo: as the statement itself, the caller issues it anew
            match = match._gendan_as_matching()
            match.statement_id = new
            if match.state != "draft":
                match.state = "open"
                match._gendan_match_again()
        return new

    def _gendan_match_done(self, match):
        """Their match is finished. Hook: for whoever goes by it.

        :param match: ``gendan.match``, with its differences, each with cause and owner
        """
