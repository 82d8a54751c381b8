"""Where proposals of new dates begin: parts that have slipped, orders, plans, exceptions."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class GendanPart(models.Model):
    """Deliveries whose date may have to move."""

    _inherit = "gendan.part"

    gendan_date_line_ids = fields.One2many("gendan.date.proposal.line", "part_id", string="New Dates Proposed")
    gendan_date_asked = fields.Boolean(
        "Customer Is Asked", compute="_compute_gendan_date_asked", search="_search_gendan_date_asked"
    )

    def _compute_gendan_date_asked(self):
        # sudo: whether, and nothing else
        asked = (
            self.env["gendan.date.proposal.line"]
            .sudo()
            .search([("part_id", "in", self.ids), ("is_asked", "=", True)])
            .part_id
        )
        for part in self:
            part.gendan_date_asked = part.sudo() in asked

    def _search_gendan_date_asked(self, operator, value):
        if operator != "in":
            return NotImplemented
        asked = Domain("gendan_date_line_ids", "any", [("is_asked", "=", True)])
        return Domain.OR(asked if wanted else ~asked for wanted in value)

    def _gendan_is_open(self):
        """Whether this part is promised for a day and still to be delivered. Call with sudo."""
        self.ensure_one()
        return bool(
            self.order_id.state == "sale"
            and self.promised_date
            and self.plan_id
            and self.plan_id._gendan_is_to_deliver()
        )

    def _gendan_close_refused(self):
        """What customers did not accept of these parts is done when it is asked anew, promised, or off. Batch, sudo."""
        Line = self.env["gendan.date.proposal.line"]
        refused = Line.search([("part_id", "in", self.ids), ("outcome", "=", "up")]).proposal_id
        if not refused:
            return
        rows = refused.line_ids.filtered(lambda line: line.outcome == "up")
        asked = Line.search([("part_id", "in", rows.part_id.ids), ("is_asked", "=", True)]).part_id
        left = rows.filtered(
            lambda line: (
                line.part_id not in asked
                and line.part_id.version == line.version_before
                and line.part_id._gendan_is_open()
            )
        )
        (refused - left.proposal_id)._gendan_close_todos(["date_refused"])

    def _gendan_drop_questions(self):
        """These parts are delivered or cancelled: planning and customers need not answer about them. Batch, sudo."""
        self.question_ids._gendan_withdraw()
        proposals = self.env["gendan.date.proposal.line"].search(
            [("part_id", "in", self.ids), ("proposal_id.state", "in", ("draft", "sent"))]
        ).proposal_id  # fmt: skip
        for proposal in proposals:
            lines = proposal.line_ids.filtered(lambda line: not line.superseded_by_id)
            if not any(part._gendan_is_open() for part in lines.part_id):
                proposal.with_context(lang=proposal.company_id.partner_id.lang or self.env.lang)._gendan_withdraw()
        self._gendan_close_refused()

    def _gendan_word_given(self, words):
        # EXTENDS gendan_followup: drafts that wait for the day take it over
        result = super()._gendan_word_given(words)
        # sudo: who confirms a day reads no proposals
        lines = self.env["gendan.date.proposal.line"].sudo().search(
            [("part_id", "in", self.ids), ("state", "=", "draft"), ("new_date", "=", False)]
        )
        dates = lines.part_id._gendan_confirmed_dates()
        for line in lines.filtered(lambda line: dates[line.part_id]):
            line.new_date = dates[line.part_id]
        return result

    def action_gendan_propose_dates(self):
        """Button: put new dates for these deliveries to their customers, one proposal for each.

        :return: action that shows the drafts
        :raise UserError: nothing is left to deliver
        """
        self.check_access("read")
        self.order_id.check_access("write")
        proposals = self.env["gendan.date.proposal"]._gendan_draft(self)
        if not proposals:
            raise UserError(self.env._("Nothing of it is promised for a day and still to be delivered."))
        return proposals._gendan_show()


class SaleOrder(models.Model):
    """Orders: their proposals of new dates."""

    _inherit = "sale.order"

    gendan_date_count = fields.Integer("New Dates Asked", compute="_compute_gendan_date_count")

    def _compute_gendan_date_count(self):
        Line = self.env["gendan.date.proposal.line"]
        rows = (
            Line._read_group([("order_id", "in", self.ids)], ["order_id"], ["proposal_id:count_distinct"])
            if Line.has_access("read")
            else []
        )
        counts = dict(rows)
        for order in self:
            order.gendan_date_count = counts.get(order._origin, 0)

    def action_gendan_date_proposals(self):
        """Smart button: the proposals about this order; a new draft where there is none.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        lines = self.env["gendan.date.proposal.line"].search([("order_id", "=", self.id)])
        if not lines:
            return self.action_gendan_propose_dates()
        return lines.proposal_id._gendan_show()

    def action_gendan_propose_dates(self):
        """Button: put new dates for what is still to be delivered to the customer.

        :return: action that shows the draft
        :raise UserError: nothing is left to deliver
        """
        # sudo: the order's parts, of an order the user may write
        self._gendan_check_clerk()
        return self.sudo().gendan_part_ids.with_env(self.env).action_gendan_propose_dates()


    def _gendan_derive(self, marks):
        # EXTENDS gendan_followup: after the lights, so that what they show is what is judged
        result = super()._gendan_derive(marks)
        dead = self.filtered(lambda order: order.state not in ("draft", "sent")).gendan_part_ids.filtered(
            lambda part: part.plan_id and not part.plan_id._gendan_is_to_deliver()
        )
        if dead:
            dead._gendan_drop_questions()
        return result


class GendanPlan(models.Model):
    """Plans: the proposals about their deliveries."""

    _inherit = "gendan.plan"

    gendan_date_count = fields.Integer("New Dates Asked", compute="_compute_gendan_date_count")

    def _compute_gendan_date_count(self):
        Line = self.env["gendan.date.proposal.line"]
        is_reader = Line.has_access("read")
        for plan in self:
            plan.gendan_date_count = len(plan._gendan_date_proposals()) if is_reader else 0

    def _gendan_date_proposals(self):
        """The proposals about this plan's parts that the user may see."""
        self.ensure_one()
        # sudo: the way to the lines, which are searched as the user
        parts = self.sudo().part_ids.ids
        return self.env["gendan.date.proposal.line"].search([("part_id", "in", parts)]).proposal_id

    def action_gendan_date_proposals(self):
        """Smart button: the proposals about this plan; a new draft where there is none.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        if proposals := self._gendan_date_proposals():
            return proposals._gendan_show()
        self.order_id._gendan_check_clerk()
        return self.part_ids.action_gendan_propose_dates()


class GendanException(models.Model):
    """Exceptions: agreeing new dates is a way out."""

    _inherit = "gendan.exception"

    gendan_date_count = fields.Integer("New Dates Asked", compute="_compute_gendan_date_count")

    def _compute_gendan_date_count(self):
        Line = self.env["gendan.date.proposal.line"]
        rows = (
            Line._read_group([("exception_id", "in", self.ids)], ["exception_id"], ["proposal_id:count_distinct"])
            if Line.has_access("read")
            else []
        )
        counts = dict(rows)
        for exception in self:
            exception.gendan_date_count = counts.get(exception._origin, 0)

    def action_gendan_date_proposals(self):
        """Smart button: the proposals of new dates this led to; new drafts where there are none.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        lines = self.env["gendan.date.proposal.line"].search([("exception_id", "=", self.id)])
        if lines:
            return lines.proposal_id._gendan_show()
        return self.action_gendan_propose_dates()

    def action_gendan_propose_dates(self):
        """Button: drafts for the customers it hits, those the user keeps.

        :return: action that shows them
        :raise UserError: it hits no delivery that is promised for a day
        """
        self.ensure_one()
        self.check_access("write")
        self.env["gendan.date.proposal"].check_access("create")
        parts = self.env["gendan.part"].union(*(entry["part"] for entry in self._gendan_affected_parts()))
        parts = parts.with_env(self.env)._filtered_access("read")
        proposals = self.env["gendan.date.proposal"]._gendan_draft(parts, exception=self)
        if not proposals:
            raise UserError(
                self.env._(
                    "%(exception)s hits no delivery of your customers that is promised for a day and still to come.",
                    exception=self.display_name,
                )
            )
        return proposals._gendan_show()

    def _gendan_way_chosen(self, way):
        # EXTENDS gendan_followup: to agree a new date, the customers have to be asked
        result = super()._gendan_way_chosen(way)
        if way.kind == "new_date":
            # sudo: whoever chooses the way puts it in motion, whosesoever the customers are
            exception = self.sudo()
            parts = (
                self.env["gendan.part"].sudo().union(*(entry["part"] for entry in exception._gendan_affected_parts()))
            )
            days = dict.fromkeys(parts, way.new_date) if way.new_date else None
            # sudo: as above
            self.env["gendan.date.proposal"].sudo()._gendan_draft(parts, exception=exception, new_dates=days)
        return result

    def _gendan_date_refused(self, text, is_refused):
        """The customer does not accept the new date: it is to be decided anew, by today. With sudo.

        :param str text: what he said, with the date he wishes
        :param bool is_refused: he refuses, and names no other date: the head of the company hears it
        """
        self.ensure_one()
        self.way_ids.filtered(lambda way: way.is_chosen and way.kind == "new_date").action_take_back()
        self._gendan_keep(
            {
                "description": "\n".join(filter(None, (self.description, text))),
                "due": self.company_id._gendan_today(),
            }
        )
        self._message_log(body=text)
        if is_refused:
            self._gendan_say_cannot_meet(text)
