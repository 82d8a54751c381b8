"""Bulk work from lists and the workbench: what to ask, how to cut it, one piece after the other."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# orders worked out in one request: short enough for a bar that moves, long enough to be quick
BATCH_ORDERS = 25

# operation -> what it can be chosen on
OPERATIONS = {
    "tick": ("gendan.todo", "gendan.milestone", "sale.order"),
    "retime": ("gendan.todo", "gendan.milestone", "sale.order"),
    "skip": ("gendan.todo", "gendan.milestone"),
    "remind": ("gendan.todo",),
    "hand_over": ("gendan.todo", "sale.order", "res.partner"),
    "hand_over_for_good": ("gendan.hand.over.line",),
}


class GendanBulk(models.AbstractModel):
    """The server's side of the bulk dialog. Holds no right and no rule of its own: the records' methods ask.

    ``model`` is what was chosen: to-dos, milestones, orders or customers.
    """

    _inherit = "gendan.bulk"

    @api.model
    def prepare(self, operation, model, ids):
        """What the dialog asks before it starts. Called by the web client.

        :return: dict ``title``, ``summary``, ``inputs`` (list of dict name, type day | text | clerk | kind, label,
            required, and value, first_day, last_day, choices where there are any)
        :raise UserError: there is nothing to do it with; the sentence says why
        """
        records = self._gendan_chosen(operation, model, ids)
        labels = {
            "tick": self.env._("Tick"),
            "retime": self.env._("Re-time"),
            "skip": self.env._("Skip"),
            "remind": self.env._("Remind"),
            "hand_over": self.env._("Hand over to another clerk"),
            "hand_over_for_good": self.env._("Hand over for good"),
        }
        return {
            "title": labels[operation],
            "summary": self._gendan_summary(operation, records),
            "inputs": self._gendan_inputs(operation, records),
        }

    @api.model
    def cut(self, operation, model, ids, values):
        """The work in pieces; an order is never divided between two. Called by the web client.

        :return: dict ``model`` and ``pieces`` (list of lists of ids), to be handed to ``run`` one after the other
        """
        records = self._gendan_chosen(operation, model, ids)
        if records._name == "sale.order" and operation in ("tick", "retime"):
            records = self._gendan_milestones(records, (values or {}).get("kind"))
        if "order_id" in records._fields:
            # sudo: departments cannot read the orders of their milestones
            groups = [group.ids for group in records.sudo().grouped("order_id").values()]
        else:
            groups = [[record_id] for record_id in records.ids]
        return {
            "model": records._name,
            "pieces": [
                [record_id for group in groups[start : start + BATCH_ORDERS] for record_id in group]
                for start in range(0, len(groups), BATCH_ORDERS)
            ],
        }

    @api.model
    def run(self, operation, model, ids, values):
        """Do one piece. Called by the web client; done is done when it returns.

        :param list ids: a piece from ``cut``
        :param dict values: what was typed: day (ISO), reason, remark, clerk (id)
        :return: dict ``done`` (number), ``refused`` (list of dict name, sentence)
        """
        records = self._gendan_chosen(operation, model, ids)
        answers = getattr(self, f"_gendan_run_{operation}")(records, values or {})
        # sudo: the name of what the user chose himself
        return {
            "done": sum(not sentence for _record, sentence in answers),
            "refused": [
                {"name": record.sudo().exists().display_name or "", "sentence": sentence}
                for record, sentence in answers
                if sentence
            ],
        }

    # ------------------------------------------------------------ what was chosen

    @api.model
    def _gendan_chosen(self, operation, model, ids):
        if model not in OPERATIONS.get(operation, ()):
            raise UserError(self.env._("This cannot be done in bulk."))
        records = self.env[model].browse(ids)
        if operation == "hand_over":
            self.env["res.users"]._gendan_check_may_hand_over()
            if model == "gendan.todo":
                records = records._filtered_access("read").order_id
        return records

    @api.model
    def _gendan_milestones(self, orders, kind_id):
        """The milestones meant where orders were chosen: the open ones of a kind."""
        return self.env["gendan.milestone"].search(
            [("order_id", "in", orders.ids), ("kind_id", "=", kind_id), ("state", "=", "open")]
        )

    @api.model
    def _gendan_action(self, operation, records):
        """The action that opens the dialog for these records."""
        return {
            "type": "ir.actions.client",
            "tag": "gendan_bulk",
            "params": {"operation": operation, "model": records._name, "ids": records.ids},
        }

    # ------------------------------------------------------------ what is asked

    @api.model
    def _gendan_summary(self, operation, records):
        if records._name == "res.partner":
            return self.env._("%(count)s customers with their orders under way", count=len(records))
        if records._name == "gendan.hand.over.line":
            return self.env._(
                "%(count)s customers with all that is open. What is done stays done, should you stop it.",
                count=len(records),
            )
        if records._name == "sale.order":
            return self.env._("%(count)s orders", count=len(records))
        # sudo: a number only
        orders = records.sudo().order_id
        if records._name == "gendan.milestone":
            return self.env._("%(count)s milestones of %(orders)s orders", count=len(records), orders=len(orders))
        return self.env._("%(count)s to-dos of %(orders)s orders", count=len(records), orders=len(orders))

    @api.model
    def _gendan_inputs(self, operation, records):
        today = fields.Date.to_string(self.env.company._gendan_today())
        inputs = []
        if operation in ("tick", "retime") and records._name == "sale.order":
            inputs.append(
                {
                    "name": "kind",
                    "type": "kind",
                    "label": self.env._("Milestone"),
                    "required": True,
                    "choices": self._gendan_kinds(records),
                }
            )
        if operation == "tick":
            inputs += [
                {
                    "name": "day",
                    "type": "day",
                    "label": self.env._("Done on"),
                    "required": True,
                    "value": today,
                    "last_day": today,
                },
                {"name": "remark", "type": "text", "label": self.env._("Remark"), "required": False},
            ]
        elif operation == "retime":
            inputs += [
                {
                    "name": "day",
                    "type": "day",
                    "label": self.env._("Expected on"),
                    "required": True,
                    "first_day": today,
                },
                {
                    "name": "reason",
                    "type": "text",
                    "label": self.env._("Reason"),
                    "required": False,
                    "help": self.env._("Needed only where the promise would be missed."),
                },
            ]
        elif operation == "skip":
            inputs.append({"name": "reason", "type": "text", "label": self.env._("Reason"), "required": True})
        elif operation == "hand_over":
            inputs += [
                {
                    "name": "clerk",
                    "type": "clerk",
                    "label": self.env._("New clerk"),
                    "required": True,
                    "domain": [
                        ("share", "=", False),
                        ("all_group_ids", "in", self.env.ref("gendan_followup.group_gendan_user").ids),
                    ],
                },
                {"name": "reason", "type": "text", "label": self.env._("Reason"), "required": False},
            ]
        return inputs

    @api.model
    def _gendan_kinds(self, orders):
        """The milestone kinds open on these orders: list of dict id, name, count.

        :raise UserError: none is open
        """
        found = self.env["gendan.milestone"]._read_group(
            [("order_id", "in", orders.ids), ("state", "=", "open"), ("plan_id.is_running", "=", True)],
            ["kind_id"],
            ["__count"],
        )
        if not found:
            raise UserError(self.env._("No milestone is open on these orders."))
        return [{"id": kind.id, "name": kind.name, "count": count} for kind, count in found]

    # ------------------------------------------------------------ doing

    @api.model
    def _gendan_run_tick(self, records, values):
        day = fields.Date.to_date(values.get("day"))
        if not day:
            raise UserError(self.env._("Say on which day it was done."))
        remark = values.get("remark") or None
        return self._gendan_on_milestones(
            records, lambda milestones: milestones._gendan_tick_many([(m, day, remark) for m in milestones])
        )

    @api.model
    def _gendan_run_retime(self, records, values):
        day = fields.Date.to_date(values.get("day"))
        if not day:
            raise UserError(self.env._("Say on which day it is to be expected."))
        return self._gendan_on_milestones(
            records,
            lambda milestones: milestones._gendan_retime_many([(m, day, values.get("reason")) for m in milestones]),
        )

    @api.model
    def _gendan_run_skip(self, records, values):
        reason = (values.get("reason") or "").strip()
        if not reason:
            raise UserError(self.env._("Say why they are skipped."))
        return self._gendan_on_milestones(
            records, lambda milestones: milestones._gendan_skip_many([(m, reason) for m in milestones])
        )

    @api.model
    def _gendan_run_remind(self, records, values):
        return records._gendan_remind_many()

    @api.model
    def _gendan_run_hand_over(self, records, values):
        user = self.env["res.users"].browse(values.get("clerk") or [])
        if not user.exists():
            raise UserError(self.env._("Choose the new clerk."))
        return records._gendan_hand_over_many(user, values.get("reason"))

    @api.model
    def _gendan_run_hand_over_for_good(self, records, values):
        return records._gendan_hand_over()

    @api.model
    def _gendan_on_milestones(self, records, work):
        """Do it with milestones, or with those behind to-dos; other to-dos are refused with their sentence.

        :return: list of (record, sentence or False)
        """
        if records._name == "gendan.milestone":
            return work(records)
        records.check_access("read")
        milestones = self.env["gendan.milestone"].browse(
            todo.res_id for todo in records if todo.res_model == "gendan.milestone"
        )
        answers = {milestone.id: sentence for milestone, sentence in work(milestones)} if milestones else {}
        return [
            (
                todo,
                answers[todo.res_id]
                if todo.res_model == "gendan.milestone"
                else self.env._("“%(todo)s” is settled on its document. Open it.", todo=todo.name),
            )
            for todo in records
        ]
