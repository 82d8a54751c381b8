"""How far an operation is that a processor does: what came back is done, the rest comes on the day agreed."""

from dataclasses import replace

from odoo import api, fields, models


class GendanProgressStep(models.Model):
    """Where no work order tells it, what came back from outside counts as done of the operation."""

    _inherit = "gendan.progress.step"

    outside_ids = fields.One2many("gendan.outside", "step_id", string="Outside Processing")

    @api.depends(
        *(f"outside_ids.{name}" for name in ("state", "due_back", "verdict", "quantity_sent", "quantity_good"))
    )
    def _compute_progress(self):
        # EXTENDS gendan_followup: worked out anew when something comes back, too
        return super()._compute_progress()

    def _gendan_operation(self, clock):
        # EXTENDS gendan_followup
        operation = super()._gendan_operation(clock)
        outsides = self.outside_ids._gendan_counts_done().filtered("quantity_sent")
        if not outsides or self._gendan_is_by_workorder():
            return operation
        told = self._gendan_told_with_outside(operation.told, outsides, clock)
        away = [day for outside in outsides if (day := outside._gendan_expected_back())]
        sent = outsides.trip_ids.filtered(lambda trip: trip.direction == "out")
        began = clock.slot(min(sent.mapped("day")), "am")
        whole = sum(self._gendan_outside_quantity(outside, outside.quantity_sent) for outside in outsides)
        is_all_back = not away and all(outside.state == "back" for outside in outsides)
        return replace(
            operation,
            told=told,
            is_done=operation.is_done or (is_all_back and whole >= self.quantity),
            began=began if operation.began is None else min(operation.began, began),
            agreed=clock.slot(max(away), "pm") if away else None,
        )

    def _gendan_outside_quantity(self, outside, quantity):
        """What was counted outside, in the unit of this operation; 0 where it cannot be converted.

        :param outside: ``gendan.outside``
        :param float quantity: in its unit
        """
        self.ensure_one()
        unit = outside.uom_id
        # sudo: the unit of the production; who tells need not have rights on it
        own = self.sudo().production_id.product_uom_id
        if not unit or unit in own or self.unit_name == unit.name:
            return quantity
        return unit._compute_quantity(quantity, own, round=False) if unit._has_common_reference(own) else 0.0

    def _gendan_told_with_outside(self, told, outsides, clock):
        """What was told and what came back, as one: at each half day the greater of the two.

        Not their sum: the foreman tells what came back to him, too.

        :param tuple told: (slot, good so far), by slot
        :return: the same
        """
        back = {}
        for trip in outsides.trip_ids.filtered("good"):
            slot = clock.slot(trip.day, "pm")
            back[slot] = back.get(slot, 0.0) + self._gendan_outside_quantity(trip.outside_id, trip.good)
        typed = dict(told)
        result, so_far, counted = [], 0.0, 0.0
        for slot in sorted({*back, *typed}):
            counted += back.get(slot, 0.0)
            so_far = max(so_far, typed.get(slot, 0.0), counted)
            result.append((slot, so_far))
        return tuple(result)
