from odoo import api, fields, models


class GendanPlan(models.Model):
    """Typing into the grid: what may be typed, and which rows it moves."""

    _inherit = "gendan.plan"

    @api.model
    def gendan_grid_type(self, cells, plan_ids, columns, money=True):
        """Write what was typed into cells, and give the rows it moved.

        Days and remarks are written by ``gendan.milestone._gendan_tick_many``: each cell is written whole or refused
        with its sentence, each order gets one line in its chatter.

        :param list cells: dicts: milestone ``id`` with ``day`` (ISO day; False takes a date set by hand back) and/or
            ``remark`` (str, empty to clear)
        :param list plan_ids: the rows on screen; those of the touched orders come back
        :param list columns: ids of the milestone kinds on screen, in their order
        :param bool money: whether papers and money are on screen
        :return: dict: ``results`` (one a cell, in their order: id and ``error``: the sentence why nothing of it was
            written, or False) and ``rows``
        """
        milestones = self.env["gendan.milestone"].browse([cell["id"] for cell in cells])
        refused, rows = {}, {}
        known = set(milestones.exists()._filtered_access("read").ids)
        for number, (cell, milestone) in enumerate(zip(cells, milestones, strict=True)):
            day = None
            if "day" in cell:
                day, sentence = milestone._gendan_grid_day(cell["day"]) if milestone.id in known else (None, False)
                if sentence:
                    refused[number] = sentence
                    continue
            rows[number] = (milestone, day, cell.get("remark"))
        answers = dict(zip(rows, milestones._gendan_tick_many(list(rows.values())), strict=True))
        refused.update((number, sentence) for number, (_milestone, sentence) in answers.items() if sentence)
        return {
            "results": [{"id": cell["id"], "error": refused.get(number, False)} for number, cell in enumerate(cells)],
            "rows": self._gendan_grid_moved(milestones.browse(known), plan_ids, columns, money),
        }

    @api.model
    def _gendan_grid_moved(self, milestones, plan_ids, columns, money):
        """The rows on screen that belong to the orders of these milestones."""
        # sudo: only to find the rows; what is in them is read by the user's own rules
        orders = milestones.sudo().order_id
        plans = self.search([("id", "in", plan_ids), ("order_id", "in", orders.ids)])
        rows, _kinds = plans._gendan_grid_rows()
        kinds = self.env["gendan.milestone.kind"].browse(columns)
        plans._gendan_grid_place(rows, [{"id": kind.id, "name": kind.name} for kind in kinds], money)
        return rows

    @api.model
    @api.readonly
    def gendan_grid_refusal(self, milestone_id):
        """Why no day can be typed for a milestone: asked when somebody tries.

        :return: the sentence, or False when today could be typed
        """
        milestone = self.env["gendan.milestone"].browse(milestone_id)
        _allowed, refused = milestone._gendan_bulk_allowed([milestone])
        if milestone in refused:
            return refused[milestone]
        today = milestone.company_id._gendan_today()
        _day, sentence = milestone._gendan_grid_day(fields.Date.to_string(today))
        return sentence or milestone._gendan_tick_error(today)
