"""The example's liaison slips: written, told, acknowledged, answered, asked again, finished, closed."""

from odoo import Command, api, fields, models

from .slips_data import SLIPS


class GendanDemoScenario(models.AbstractModel):
    """Each step as its person took it, on its day."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_slips(self, company):
        """Liaison slips in every state."""
        for key, data in SLIPS.items():
            self._example_keep(f"slip_{key}", self._example_make_slip(data, company))
        # what was answered long ago never waited in this database
        todos = self.env["gendan.todo"].search(
            [
                ("res_model", "in", ("gendan.slip", "gendan.slip.department")),
                ("company_id", "=", company.id),
                ("open", "=", False),
            ]
        )
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_department(self, code):
        return self.env.ref(f"gendan_followup.department_{code}")

    @api.model
    def _example_make_slip(self, data, company):
        """One slip with all its steps."""
        order = self._example(f"order_{data.get('order') or data['production']}")
        asked = [(entry, False) if isinstance(entry, str) else entry for entry in data["to"]]
        sender = self._example(f"user_{data['sender']}")
        about = {"order_id": order.id}
        if data.get("production"):
            about = {"production_id": order.mrp_production_ids[:1].id}
        # sudo: workshop and clerk write about what they see
        slip = (
            self.env["gendan.slip"]
            .with_user(sender)
            .sudo()
            .create(
                {
                    **about,
                    "company_id": company.id,
                    "urgency": data["urgency"],
                    "subject": data["subject"],
                    "body": data["body"],
                    "customer_to_tell": data.get("customer_to_tell", False),
                    "cc_ids": [Command.set([self._example(f"user_{name}").id for name in data.get("cc", ())])],
                    "line_ids": [
                        Command.create({"department_id": self._example_department(code).id, "question": question})
                        for code, question in asked
                    ],
                }
            )
        )
        if "issued" in data:
            self._example_step(slip, self._example_moment(*data["issued"]), slip.action_issue)
            self._example_date_told(slip.line_ids, self._example_moment(*data["issued"]))
            self._example_date_back(slip, issued_at=self._example_moment(*data["issued"]))
            for step in data.get("said", ()):
                self._example_say_on_slip(slip, *step)
        slip._gendan_sync_all()
        return slip

    @api.model
    def _example_say_on_slip(self, slip, step, *words):
        """One step of one person."""
        if step in ("told", "close", "cancel"):
            who, day, hour, *rest = words
            records = slip.with_user(self._example(f"user_{who}")).sudo()
            moment = self._example_moment(day, hour)
            if step == "told":
                self._example_step(slip, moment, lambda: records._gendan_tell_customer(rest[1], rest[0], moment))
            elif step == "close":
                self._example_step(slip, moment, records.action_close)
                self._example_date_back(slip, closed_at=moment)
            else:
                self._example_step(slip, moment, lambda: records._gendan_cancel(rest[0]))
            return
        code, who, day, hour, *rest = words
        moment = self._example_moment(day, hour, 20)
        department = self._example_department(code)
        line = slip.line_ids.filtered(lambda line: line.department_id == department)
        line = line.with_user(self._example(f"user_{who}")).sudo()
        if step == "ack":
            self._example_step(slip, moment, line.action_acknowledge)
            self._example_date_back(line, acknowledged_at=moment, acknowledge_hours=line._gendan_hours(moment))
        elif step == "answer":
            extra = dict(rest[1])
            if "finish_due" in extra:
                extra["finish_due"] = self._example_day(extra["finish_due"])
            self._example_step(slip, moment, lambda: line._gendan_answer(rest[0], at=moment, **extra))
        elif step == "finish":
            self._example_step(slip, moment, lambda: line._gendan_finish(at=moment))
        else:
            self._example_step(slip, moment, lambda: line._gendan_ask_again(*rest))
            self._example_date_told(line, moment, rest[1])

    @api.model
    def _example_date_told(self, lines, moment, hours=None):
        """They were told then, and their answers were due by their hours since."""
        stamps = {}
        for line in lines:
            calendar = line.department_id._gendan_calendar(line.company_id)
            hours_given = line.slip_id.answer_hours if hours is None else hours
            stamps[line] = {"told_at": moment, "due_at": calendar._gendan_add_hours(moment, hours_given)}
        self._example_stamp(stamps)
        slips = lines.slip_id
        slips.env.add_to_compute(slips._fields["due_at"], slips)

    @api.model
    def _example_step(self, slip, moment, step):
        """Take a step; its notes and notices are of that moment."""
        last = self.env["mail.message"].search([], order="id desc", limit=1).id or 0
        step()
        notes = self.env["mail.message"].search(
            [("id", ">", last), ("model", "=", slip._name), ("res_id", "=", slip.id)]
        )
        self._example_date_back(notes, date=min(moment, fields.Datetime.now()), create_date=moment)
