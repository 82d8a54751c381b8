from odoo import fields, models

from .milestone import FAR_YEARS


class GendanMilestone(models.Model):
    """Taking dates over from the events' providers and from hand."""

    _inherit = "gendan.milestone"

    def _gendan_apply_event(self, event):
        """Ask the event's providers for these milestones' dates and take them over.

        :param str event: key of ``gendan.milestone.kind.event``
        :return: the milestones whose date came
        """
        milestones = self.filtered(lambda m: m.event == event)
        came = self.browse()
        for kind, group in milestones.grouped("kind_id").items():
            lines = group.plan_id.part_ids.line_id
            provider = getattr(lines, f"_gendan_actual_{event}", None)
            if provider is None:
                continue  # an event without a provider is a manual milestone
            days = {line: line._gendan_part_days(value, event) for line, value in provider(kind).items()}
            answers = {milestone: milestone._gendan_answer(days) for milestone in group}
            # what has happened is not expected any more: nobody asks for it, which takes longest
            waiting = group.filtered(lambda milestone, answers=answers: not answers[milestone]["event_date"])
            expectation = getattr(waiting.plan_id.part_ids.line_id, f"_gendan_expected_{event}", None)
            expected = expectation(kind) if expectation and waiting else {}
            for milestone, values in answers.items():
                late, label = milestone._gendan_news(expected) if milestone in waiting else (False, False)
                came |= milestone._gendan_set({**values, "expected_date": late, "expected_source": label})
        return came

    def _gendan_answer(self, days):
        """Combine the answers for the lines of this milestone's plan: the last one decides.

        :param days: dict line -> dict part -> date, False or None
        :return: dict of ``event_date`` and ``is_na``
        """
        self.ensure_one()
        answers = [days.get(part.line_id, {}).get(part, False) for part in self.plan_id.part_ids]
        relevant = [answer for answer in answers if answer is not None]
        return {
            "event_date": max(relevant) if relevant and all(relevant) else False,
            "is_na": bool(answers) and not relevant,
        }

    def _gendan_news(self, expected):
        """What documents expect of this milestone: the latest of its lines.

        :param expected: dict line -> (date, label), an answer of ``_gendan_expected_<event>``
        :return: (day, label), both False without news
        """
        self.ensure_one()
        late, label = max(
            (expected[line] for line in self.plan_id.part_ids.line_id if expected.get(line) and expected[line][0]),
            default=(False, False),
            key=lambda found: found[0],
        )
        if late:
            # a mistyped year in a document must not carry the plan out of every calendar
            late = min(late, fields.Date.add(self.company_id._gendan_today(), years=FAR_YEARS))
        return late, label

    def _gendan_apply_hands(self):
        """Actual dates and states from what is stored: event first, else hand.

        :return: the milestones whose date came
        """
        came = self.browse()
        for milestone in self:
            came |= milestone._gendan_set({})
        return came

    def _gendan_set(self, values):
        """Write changed values with the actual date and state that follow from them."""
        self.ensure_one()
        event_date = self._gendan_issued_on(values.get("event_date", self.event_date))
        is_na = values.get("is_na", self.is_na)
        actual = event_date or self.hand_date
        if self.skip_reason:
            state, actual = "skipped", False
        elif self.is_beyond:
            # the fact stays on file: it comes back with a wider scope
            state, actual = "na", False
        elif actual:
            state = "done"
        else:
            state = "na" if is_na else "open"
        came = actual and not self.actual_date
        values = {**values, "actual_date": actual, "state": state}
        if new := {name: value for name, value in values.items() if self[name] != value}:
            self.write(new)
        return self if came else self.browse()

    def _gendan_issued_on(self, event_date):
        """The day an event's date counts from, for the one event that may come too early.

        What is made to order, Odoo confirms itself, together with the order. The production notice
        is issued only when what it waits for (cylinders, approvals) is there, or when work on it has
        gone on; else late cylinders would move nothing.

        :param event_date: what the event's provider said
        :return: date or False
        """
        self.ensure_one()
        waits_for = {link[0] for link in self.links or () if link[1] == "fs"}
        if not event_date or self.event != "mo_confirmed" or not waits_for:
            return event_date
        # from what is stored of each, not from states: those may be worked out after this one
        days = [event_date]
        missing = False
        for other in self.plan_id.milestone_ids:
            day = not other.skip_reason and (other.event_date or other.hand_date)
            if day and any(link[0] == self.key for link in other.links or ()):
                return event_date
            if other.key in waits_for and not other.skip_reason and not (other.is_na and not day):
                missing |= not day
                days.append(day)
        return not missing and max(days)

    def _gendan_log_messages(self, ticked):
        """Hook: messages to the customer about milestones.

        :param ticked: those of ``self`` whose date came just now
        """
