from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from .material import WORDS

PLANNERS = ("gendan_followup.department_pmc", "gendan_followup.department_purchasing")


class PurchaseOrderLine(models.Model):
    """The supplier's last word about a line, and asking for it."""

    _inherit = "purchase.order.line"

    gendan_word_ids = fields.One2many(
        "gendan.supplier.word", "purchase_line_id", string="Supplier's Words", readonly=True
    )
    gendan_word_state = fields.Selection(
        WORDS, string="Supplier's Word", compute="_compute_gendan_word", store=True, copy=False
    )
    gendan_asked_at = fields.Datetime(string="Asked on", compute="_compute_gendan_word", store=True, copy=False)
    gendan_asked_count = fields.Integer(
        string="Times Asked",
        compute="_compute_gendan_word",
        store=True,
        copy=False,
        aggregator=None,
        help="Since his last answer.",
    )
    gendan_confirmed_day = fields.Date(
        string="Supplier Confirmed", compute="_compute_gendan_word", store=True, copy=False
    )
    gendan_silent_days = fields.Integer(
        string="Silent for Days", compute="_compute_gendan_silent_days", aggregator=None, help="Calendar days."
    )

    @api.depends("gendan_word_ids")
    def _compute_gendan_word(self):
        words = defaultdict(lambda: self.env["gendan.supplier.word"])
        for word in self.env["gendan.supplier.word"].search([("purchase_line_id", "in", self.ids)], order="id"):
            words[word.purchase_line_id.id] |= word
        for line in self:
            found = words[line.id]
            answers = found.filtered(lambda word: word.kind == "answered")
            asked = found.filtered(lambda word, last=answers[-1:].id or 0: word.kind == "asked" and word.id > last)
            line.gendan_asked_at = found.filtered(lambda word: word.kind == "asked")[-1:].said_at
            line.gendan_asked_count = len(asked)
            line.gendan_confirmed_day = answers.filtered("confirmed_day")[-1:].confirmed_day
            if asked:
                line.gendan_word_state = "asked"
            else:
                line.gendan_word_state = "confirmed" if line.gendan_confirmed_day else "none"

    @api.depends("gendan_word_state", "gendan_asked_at")
    def _compute_gendan_silent_days(self):
        for line in self:
            company = line.company_id
            line.gendan_silent_days = (
                (company._gendan_today() - company._gendan_to_day(line._gendan_waiting_since())).days
                if line.gendan_word_state == "asked"
                else 0
            )

    def _gendan_waiting_since(self):
        """When he was asked first without having answered since: repeated asking does not set the clock back."""
        self.ensure_one()
        # sudo: as the fields
        words = self.sudo().gendan_word_ids.sorted("id")
        answered = words.filtered(lambda word: word.kind == "answered")[-1:].id or 0
        asked = words.filtered(lambda word: word.kind == "asked" and word.id > answered)
        return asked[:1].said_at or self.gendan_asked_at

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS purchase: of less than was ordered all may have come
        result = super().write(vals)
        if "product_qty" in vals:
            self._gendan_asks()._gendan_sync_todos()
        return result

    def unlink(self):
        # EXTENDS purchase: nobody waits for an answer any more
        asks = self._gendan_asks()
        result = super().unlink()
        asks._gendan_sync_todos()
        return result

    # ------------------------------------------------------------ who may

    def _gendan_chase_error(self):
        """The sentence why the user may not speak for us about these lines, or False.

        Purchase users of their companies; clerks about what their customers' productions wait for; planning (PMC) and
        purchasing.
        """
        user = self.env.user
        if not self or self.env.su or (user.has_group("purchase.group_purchase_user") and self.has_access("write")):
            return False
        if user.has_group("gendan_followup.group_gendan_user") or self._gendan_is_planner():
            # the rows the user may read are what he may ask about
            rows = self.env["gendan.material"].search([("purchase_line_id", "in", self.ids)])
            # sudo: which lines they lead to
            if not self - rows.sudo().purchase_line_id.with_env(self.env):
                return False
        # sudo: names only
        return self.env._(
            "%(orders)s: suppliers are asked by purchasing, by production planning (PMC), and by the clerk whose order"
            " waits for the goods. Ask one of them.",
            orders=format_list(self.env, self.sudo().order_id.mapped("name")),
        )

    @api.model
    def _gendan_is_planner(self):
        """Whether the user belongs to planning or purchasing, or stands in for its head today."""
        mine = self.env["gendan.department"]._gendan_mine()
        planners = mine.browse()
        for xmlid in PLANNERS:
            planners |= self.env.ref(xmlid, raise_if_not_found=False) or planners
        return bool(mine & planners)

    def _gendan_chase_or_raise(self):
        """:raise UserError: the user may not"""
        if sentence := self._gendan_chase_error():
            raise UserError(sentence)

    def _gendan_still_open(self):
        """Those of these lines whose goods have not all come."""
        return self.filtered(
            lambda line: (
                line.product_id
                and line.state in ("sent", "to approve", "purchase")
                and line.product_uom_id.compare(line.product_qty, line.qty_received) > 0
            )
        )

    # ------------------------------------------------------------ actions

    def action_gendan_answer(self):
        """Button: note what the supplier answered.

        :return: action of the dialog
        """
        return self._gendan_word_action("answered")

    def _gendan_word_action(self, kind):
        """The dialog in which an asking or an answer is noted.

        :raise UserError: the user may not, or nothing is left open
        """
        self._gendan_chase_or_raise()
        # sudo: allowed above; what is left to come
        lines = self.sudo()._gendan_still_open()
        if not lines:
            raise UserError(self._gendan_nothing_open())
        asked = kind == "asked"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Supplier Was Asked") if asked else self.env._("Supplier's Answer"),
            "res_model": "gendan.supplier.answer",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_kind": kind, "gendan_purchase_lines": lines.ids},
        }

    def _gendan_nothing_open(self):
        # sudo: names only
        return self.env._(
            "%(orders)s: everything has come, or it is not ordered yet. There is nothing to ask for.",
            orders=format_list(self.env, self.sudo().order_id.mapped("name")),
        )

    def _gendan_chase(self):
        """Ask the suppliers of these lines by mail: one for each supplier, looked over before it goes.

        :return: action of the composer, or of the mails when there are several
        :raise UserError: the user may not, or nothing is left open
        """
        self._gendan_chase_or_raise()
        # sudo: allowed above
        lines = self.sudo()._gendan_still_open()
        if not lines:
            raise UserError(self._gendan_nothing_open())
        asks = self.env["gendan.supplier.ask"]
        for (partner, company), group in lines.grouped(lambda line: (line.partner_id, line.company_id)).items():
            asks |= asks._gendan_draft(partner, company, group)
        if len(asks) == 1:
            return asks.action_compose()
        return asks._get_records_action(name=self.env._("Ask the Suppliers"))

    # ------------------------------------------------------------ words

    def _gendan_take_word(self, kind, how, words):
        """Keep what was asked or answered about these lines; a day named becomes the line's own.

        Callers have asked whether the user may. Odoo's own method writes the day, so the forecasts of the orders that
        wait for it move as they do behind the buyer's own typing; an open receipt planned for the day until then
        follows, for Odoo leaves it where it was.

        :param str kind: asked or answered
        :param str how: key of the way
        :param dict words: {line: values of the word: ``confirmed_day``, ``said_by``, ``note``, ``ask_id``, ``said_at``}
        :return: ``gendan.supplier.word``
        """
        # sudo: clerks and planners have no rights on purchases; the day and the word are all that is written
        lines = self.sudo()
        needs = lines._gendan_need_days()
        made = self.env["gendan.supplier.word"].sudo().create(  # sudo: nobody else may make them
            [
                {
                    **words[line],
                    "purchase_line_id": line.id,
                    "kind": kind,
                    "how": how,
                    "user_id": self.env.uid,
                    "need_day": needs.get(line.id, False),
                    "day_before": line.company_id._gendan_to_day(line.date_planned),
                }
                for line in lines
            ]
        )  # fmt: skip
        for word in made.filtered("confirmed_day"):
            word.purchase_line_id._gendan_put_on(word.confirmed_day)
        # whoever waits for the answer
        made.purchase_line_id._gendan_asks()._gendan_sync_todos()
        return made

    def _gendan_put_on(self, day):
        """The goods of this line come on that day, at the hour they were to come at."""
        self.ensure_one()
        company = self.company_id
        before = company._gendan_to_day(self.date_planned)
        receipts = self.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel") and company._gendan_to_day(move.date) == before
        )
        if before == day:
            return
        moved = timedelta(days=(day - before).days)
        self._update_date_planned(self.date_planned + moved)
        for moment, moves in receipts.grouped("date").items():
            moves.write({"date": moment + moved})

    def _gendan_need_days(self):
        """By when these lines are needed: {line id: date}; those nobody waits for are left out."""
        # sudo: whoever waits for it
        rows = self.env["gendan.material"].sudo()._read_group(
            [("purchase_line_id", "in", self.ids)], ["purchase_line_id"], ["need_day:min"]
        )
        return {line.id: day for line, day in rows if day}

    def _gendan_asks(self):
        """The mails to suppliers that ask for these lines: ``gendan.supplier.ask``, sudo."""
        return self.env["gendan.supplier.ask"].sudo().search(  # sudo: only to bring their to-dos in line
            Domain("purchase_line_ids", "in", self.ids) & Domain("state", "!=", "draft")
        )  # fmt: skip


class PurchaseOrder(models.Model):
    """Asking from the purchase order; what the supplier types on the portal is his word, too."""

    _inherit = "purchase.order"

    gendan_open_word_count = fields.Integer(
        string="Lines without an Answer", compute="_compute_gendan_open_word_count"
    )

    @api.depends("order_line.gendan_word_state")
    def _compute_gendan_open_word_count(self):
        for order in self:
            order.gendan_open_word_count = len(
                order.order_line.filtered(lambda line: line.gendan_word_state == "asked")
            )

    def action_gendan_chase(self):
        """Button: ask the suppliers of these orders for their dates, by mail.

        :return: action
        """
        self.check_access("write")
        return self.order_line._gendan_chase()

    def action_gendan_answer(self):
        """Button: note what the supplier answered about this order.

        :return: action
        """
        self.check_access("write")
        return self.order_line._gendan_word_action("answered")

    def action_gendan_words(self):
        """Smart button: all that was asked and answered.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_supplier_word"),
            "domain": [("purchase_id", "in", self.ids)],
        }

    def button_cancel(self):
        # EXTENDS purchase: nobody waits for an answer any more
        result = super().button_cancel()
        self.order_line._gendan_asks()._gendan_sync_todos()
        return result

    def _update_date_planned_for_lines(self, updated_dates):
        # EXTENDS purchase: the supplier's own page; before super, while the days until then are there
        before = {line: line.company_id._gendan_to_day(line.date_planned) for line, _moment in updated_dates}
        days = {line: line.company_id._gendan_to_day(moment) for line, moment in updated_dates}
        result = super()._update_date_planned_for_lines(updated_dates)
        if days and self.env.user.share:
            self.env["gendan.supplier.word"].sudo().create(  # sudo: nobody else may make them
                [
                    {
                        "purchase_line_id": line.id,
                        "kind": "answered",
                        "how": "portal",
                        "user_id": False,
                        "said_by": self.env.user.name if not self.env.user._is_public() else self.partner_id.name,
                        "day_before": before[line],
                        "confirmed_day": day,
                    }
                    for line, day in days.items()
                ]
            )  # fmt: skip
            self.order_line._gendan_asks()._gendan_sync_todos()
        return result


class StockMove(models.Model):
    """Goods that have come need no answer."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        if lines := moves.purchase_line_id:
            lines._gendan_asks()._gendan_sync_todos()
        return moves
