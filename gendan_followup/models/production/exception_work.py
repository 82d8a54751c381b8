"""What people do about an exception: choose a way, tell the head of the company, close, open again."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class GendanException(models.Model):
    """Steps and to-dos."""

    _inherit = "gendan.exception"

    # ------------------------------------------------------------ actions

    def action_cannot_meet(self):
        """Button: opens the dialog that says why the customer's requirement cannot be met.

        :return: action
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Customer's Requirement Cannot Be Met"),
            "res_model": "gendan.exception.cannot",
            "view_mode": "form",
            "target": "new",
            "context": {"default_exception_id": self.id},
        }

    def action_can_meet(self):
        """Button: it can be met after all."""
        self.check_access("write")
        for exception in self.filtered("cannot_meet"):
            exception._gendan_keep(
                {
                    "cannot_meet": False,
                    "cannot_meet_reason": False,
                    "cannot_meet_by_id": False,
                    "told_head_at": False,
                    "head_answer": False,
                    "head_answered_by_id": False,
                    "head_answered_at": False,
                }
            )
        return True

    def action_close(self):
        """Button: settled, with what was done and its proof.

        :raise UserError: one of the two is missing, or no way was chosen
        """
        return self._gendan_close_by_hand("done")

    def action_false_alarm(self):
        """Button: it was nothing.

        :raise UserError: nobody says why
        """
        return self._gendan_close_by_hand("false")

    def action_reopen(self):
        """Button: closed too early.

        :raise UserError: the same is open again already
        """
        self.check_access("write")
        for exception in self.filtered(lambda e: e.state == "closed"):
            if other := exception._gendan_open_one():
                raise UserError(
                    self.env._(
                        "%(exception)s is open again as %(other)s. Go on there.",
                        exception=exception.display_name,
                        other=other.display_name,
                    )
                )
            exception._gendan_keep(
                {
                    "state": "decided" if exception.way_id else "open",
                    "outcome": False,
                    "closed_by_id": False,
                    "closed_at": False,
                    "due": exception.company_id._gendan_add_workdays(exception.company_id._gendan_today(), 1),
                }
            )
            # sudo: whom it hits does not depend on who looks
            if document := exception.sudo()._gendan_object():
                # sudo: as above
                exception.sudo()._gendan_hit(document._gendan_exception_plans() | exception.sudo().effect_ids.plan_id)
        return True

    def action_open_object(self):
        """Button: the document it is about, by the user's own rights.

        :return: action
        :raise UserError: it is no longer there, or its form is for those who work with it
        """
        self.ensure_one()
        document = self._gendan_object()
        if not document:
            raise UserError(
                self.env._("What %(exception)s is about is no longer there.", exception=self.display_name)
            )
        return document._gendan_open_for_exception()

    # ------------------------------------------------------------ business

    def _gendan_open_one(self):
        """The open exception of the same kind about the same document (sudo), or an empty recordset."""
        self.ensure_one()
        document = self._gendan_object()
        return self._gendan_open_about(document, self.kind) - self if document else self.browse()

    @api.model
    def _gendan_open_about(self, document, kind):
        """The open exception of a kind about a document.

        :return: ``gendan.exception``, sudo, or an empty recordset
        """
        # sudo: there is one for all, whoever may see it
        return self.sudo().search(
            [
                ("kind", "=", kind),
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("state", "!=", "closed"),
            ],
            limit=1,
        )

    def _gendan_merge(self, title, description, photos):
        """Add what somebody else found to an exception that is open. Call with sudo.

        :param photos: ``ir.attachment`` the reporter may read
        """
        self.ensure_one()
        lines = [title, *(description or "").splitlines()]
        self.message_post(
            body=Markup("<br/>").join(lines), author_id=self.env.user.partner_id.id, subtype_xmlid="mail.mt_note"
        )
        if photos:
            self.photo_ids = [Command.link(photo.id) for photo in photos]
        # whom it hits besides; nobody leaves
        self._gendan_hit(self._gendan_object()._gendan_exception_plans(), judged=self.env["gendan.plan"])

    def _gendan_close_error(self, outcome):
        """The sentence why it cannot be closed by hand, or False.

        :param str outcome: ``done`` or ``false``
        """
        self.ensure_one()
        words = {"exception": self.display_name}
        if self.state == "closed":
            return self.env._("%(exception)s is closed already.", **words)
        if not (self.result or "").strip():
            if outcome == "false":
                return self.env._("%(exception)s: write under “Result” why it was nothing.", **words)
            return self.env._("%(exception)s: write under “Result” what was done.", **words)
        if outcome == "done" and not self.cause_id:
            return self.env._("%(exception)s: say what caused it.", **words)
        if outcome == "done" and not self.proof_ids:
            return self.env._("%(exception)s: add the proof (photo, mail, screenshot) before you close it.", **words)
        return False

    def _gendan_close_by_hand(self, outcome):
        self.check_access("write")
        for exception in self:
            if sentence := exception._gendan_close_error(outcome):
                raise UserError(sentence)
        self._gendan_close(outcome)
        # sudo: whose orders are looked at again does not depend on who closes
        orders = self.sudo().effect_ids.filtered("is_now").order_id
        self.env["gendan.exception.look"]._gendan_look_at("order", orders)
        return True

    def _gendan_close(self, outcome, note=None):
        """Close, whoever or whatever closes.

        :param str outcome: key of ``outcome``
        :param note: sentence for the chatter
        """
        self._gendan_keep(
            {
                "state": "closed",
                "outcome": outcome,
                "closed_by_id": False if outcome == "gone" else self.env.uid,
                "closed_at": fields.Datetime.now(),
            }
        )
        if note:
            self._message_log_batch(bodies=dict.fromkeys(self.ids, note))

    def _gendan_say_cannot_meet(self, reason):
        """Say that the customer's requirement cannot be met: the head of the company hears it now, once.

        :raise UserError: no reason, or it is closed
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "closed":
            raise UserError(self.env._("%(exception)s is closed. Open it again first.", exception=self.display_name))
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why the customer's requirement cannot be met in %(exception)s.",
                           exception=self.display_name)
            )  # fmt: skip
        if self.cannot_meet:
            return
        self._gendan_keep(
            {
                "cannot_meet": True,
                "cannot_meet_reason": reason,
                "cannot_meet_by_id": self.env.uid,
                "told_head_at": fields.Datetime.now(),
            }
        )
        self._gendan_tell_head()

    def _gendan_tell_head(self):
        """Put it on the head's list of activities and mail him, without waiting for the ladder."""
        # sudo: nobody may write to-dos; who said it was asked before
        todos = self.env["gendan.todo"].sudo().search(self.sudo()._gendan_todo_domain(["exception_head"]))
        by_user = {}
        for todo in todos.filtered("user_id"):
            todo._gendan_schedule_activity(todo.user_id)
            by_user.setdefault(todo.user_id, {})[todo] = None
        # sudo: the machine writes, as for a step of a ladder
        self.env["gendan.ladder"].sudo()._gendan_mail_all(by_user)

    def _gendan_check_head(self):
        """:raise UserError: the user neither leads the company, nor stands in, nor supervises"""
        if self.env.su or self.env.user.has_group("gendan_followup.group_gendan_manager"):
            return
        for exception in self:
            # sudo: whose to-do it is decides
            todos = self.env["gendan.todo"].sudo().search(exception.sudo()._gendan_todo_domain(["exception_head"]))
            if self.env.user not in (exception.company_id.gendan_head_id | todos.user_id):
                raise UserError(
                    self.env._("Only the head of the company answers to %(exception)s.",
                               exception=exception.display_name)
                )  # fmt: skip

    def _gendan_prepare_head_vals(self, answer):
        """Who answered and when."""
        said = bool((answer or "").strip())
        return {
            "head_answered_by_id": self.env.uid if said else False,
            "head_answered_at": fields.Datetime.now() if said else False,
        }

    def _gendan_way_chosen(self, way):
        """Hook: a way out was chosen. A room that can carry one out (new dates, a split) extends it.

        :param way: ``gendan.exception.way``
        """
        self.ensure_one()

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup: the order and the customer where it hits one only
        self.ensure_one()
        orders = self.effect_ids.filtered("is_now").order_id or self.effect_ids.order_id
        partners = orders.partner_id.commercial_partner_id
        return {
            "order": orders if len(orders) == 1 else orders.browse(),
            "partner": partners if len(partners) == 1 else partners.browse(),
            "company": self.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for exception in self.filtered(lambda e: e.state != "closed"):
            todos = values.setdefault(exception, [])
            todos.append(exception._gendan_todo())
            if exception.cannot_meet and not (exception.head_answer or "").strip():
                todos.append(
                    {
                        "kind": "exception_head",
                        "name": self.env._(
                            "%(exception)s: the customer's requirement cannot be met: %(reason)s",
                            exception=exception.display_name,
                            reason=exception.cannot_meet_reason or "",
                        ),
                        "due": exception.company_id._gendan_to_day(exception.told_head_at),
                        "role": "head",
                        "urgency": "2",
                    }
                )
        return values

    def _gendan_todo(self):
        """The to-do of one open exception."""
        self.ensure_one()
        department = self.department_id
        answers = department if department and department._gendan_responsible() else department.browse()
        if self.state == "open":
            name = self.env._("%(exception)s: find a way out.", exception=self.display_name)
        else:
            name = self.env._(
                "%(exception)s: %(way)s, then close it with the proof.",
                exception=self.display_name,
                way=self.way_id.display_name,
            )
        return {
            "kind": "exception",
            "name": name,
            "due": self.due,
            "role": "department" if answers else "clerk",
            "department_id": answers.id,
            "urgency": "2" if self.cannot_meet or self.days > 0 else "1",
        }

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for exception in self.filtered(lambda e: e.state != "closed"):
            labels[exception.id, "exception"] = exception._gendan_todo()["name"]
        return labels
