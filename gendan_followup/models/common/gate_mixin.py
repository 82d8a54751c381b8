"""Gates: what may stop an action, asked in one place before anything is written."""

import logging
from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.tools.gate import GatePass, GateProblem

_logger = logging.getLogger(__name__)


class GendanGateMixin(models.AbstractModel):
    """For documents whose actions may be stopped by rules. Without a registered check every gate is open.

    A person's button raises (`_gendan_gate_or_raise`). A machine path asks first (`_gendan_hold`), keeps what arrived,
    leaves the document where it is and opens a to-do: a raise would roll the to-do back with everything else.
    """

    _name = "gendan.gate.mixin"
    _description = "Document with Gates"

    gendan_gate_html = fields.Html(
        string="Held by",
        compute="_compute_gendan_gate",
        sanitize=False,
        compute_sudo=False,
        groups="base.group_user",
    )
    gendan_gate_blocked = fields.Boolean(
        compute="_compute_gendan_gate", compute_sudo=False, groups="base.group_user"
    )
    gendan_can_waive = fields.Boolean(
        compute="_compute_gendan_gate", compute_sudo=False, groups="base.group_user"
    )
    gendan_gate_tells_credit = fields.Boolean(
        compute="_compute_gendan_gate",
        compute_sudo=False,
        groups="base.group_user",
        help="A rule already tells what the customer would owe.",
    )

    # ------------------------------------------------------------ compute

    # No depends: what a gate looks at lies anywhere. The form asks anew with each load.
    @api.depends_context("uid", "lang")
    def _compute_gendan_gate(self):
        """The problems of the next actions, shown before anyone presses."""
        problems = self._gendan_problems_ahead()
        user = self.env.user
        credit_rules = self._gendan_credit_rules()
        for record in self:
            found = problems.get(record._origin, [])
            told = record._gendan_banner_problems(found)
            record.gendan_gate_blocked = any(problem.blocks for problem in told)
            record.gendan_can_waive = any(
                problem.waiver_group and user.has_group(problem.waiver_group) for problem in found
            )
            record.gendan_gate_tells_credit = any(problem.code in credit_rules for problem in found)
            record.gendan_gate_html = self._gendan_gate_render(told)

    @api.model
    def _gendan_gate_render(self, problems):
        """Problems as a list for the banner; sentences are escaped."""
        if not problems:
            return False
        ordered = sorted(problems, key=lambda problem: not problem.blocks)
        lines = [
            Markup('<li><i class="fa %s me-1" title="%s"></i>%s</li>')
            % (
                "fa-ban text-danger" if problem.blocks else "fa-exclamation-triangle text-warning",
                self.env._("Stops") if problem.blocks else self.env._("Warns"),
                problem.sentence,
            )
            for problem in ordered
        ]
        return Markup('<ul class="list-unstyled mb-0">%s</ul>') % Markup("").join(lines)

    # ------------------------------------------------------------ hooks

    @api.model
    def _gendan_checks(self, action):
        """The checks of one action. Hook: rooms return `super()` plus their own points.

        :param str action: 'confirm', 'send', 'produce', 'ship' ...
        :rtype: list[odoo.addons.gendan_followup.tools.gate.GatePoint]
        """
        return []

    @api.model
    def _gendan_credit_rules(self):
        """Codes of the rules whose sentence tells what a customer would owe: Odoo's own banner need not. Hook.

        :rtype: frozenset[str]
        """
        return frozenset()

    def _gendan_banner_problems(self, problems):
        """Those of a record's problems that its banner tells: what stands elsewhere on the form need not be. Hook."""
        return problems

    def _gendan_gate_actions(self):
        """{action: records} whose gates are worth showing now, e.g. confirming a quotation. Hook, batch."""
        return {}

    def _gendan_gate_changed(self):
        """Something that held these documents may be met or waived now. Hook: what waits is asked again."""

    # ------------------------------------------------------------ actions

    def action_gendan_waive(self):
        """Button: open the dialog to waive what holds this document. Who may waive what is decided there."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waive a rule"),
            "res_model": "gendan.waiver.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    # ------------------------------------------------------------ business

    def _gendan_problems(self, action):
        """All problems of an action, waived ones included. Batch.

        :return: {record: [GateProblem]}, only records that have any
        """
        points = self._gendan_checks(action)
        result = defaultdict(list)
        if not points or not self:
            return result
        for point in points:
            for record, problems in point.problems(self).items():
                result[record] += problems
        return result

    def _gendan_gate(self, action):
        """What holds or warns about an action now, waived problems left out. Batch, for any code.

        :return: {record: [GateProblem]} with every record of `self`
        """
        problems = self._gendan_problems(action)
        if not problems:
            return {record: [] for record in self}
        waived = self._gendan_waived(action)
        return {
            record: [
                problem for problem in problems.get(record, []) if (record.id, problem.code) not in waived
            ]
            for record in self
        }

    def _gendan_waived(self, action):
        """Pairs (id, rule code) of these records that are waived for an action today."""
        # sudo: a waiver holds for whoever presses the button, also where he may not read waivers
        waivers = self.env["gendan.waiver"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("action", "in", [action, False]),
            ]
        )
        return {(waiver.res_id, waiver.code) for waiver in waivers if waiver._gendan_holds()}

    def _gendan_gate_error(self, action):
        """The sentences that stop an action on this one record, or False. A guard in the sense of Odoo's own."""
        self.ensure_one()
        blocking = [problem.sentence for problem in self._gendan_gate(action)[self] if problem.blocks]
        return "\n".join(blocking) or False

    def _gendan_gate_or_raise(self, action):
        """A person pressed: say what stops him.

        :raise UserError: with the sentences of all records that are held
        """
        sentences = [
            problem.sentence
            for problems in self._gendan_gate(action).values()
            for problem in problems
            if problem.blocks
        ]
        if sentences:
            raise UserError("\n".join(dict.fromkeys(sentences)))

    def _gendan_problems_ahead(self):
        """{record: [GateProblem]} of the actions that come next, waived ones left out. Never raises."""
        result = defaultdict(list)
        origin = self._origin
        for action, records in origin._gendan_gate_actions().items():
            try:
                with self.env.cr.savepoint(flush=False):
                    gate = records._gendan_gate(action)
            except Exception:  # noqa: BLE001 - a broken check must not keep anybody from opening the document
                _logger.exception("The gate “%s” broke on %s", action, records)
                broken = GateProblem("broken", self._gendan_broken_sentence(), "warn")
                gate = {record: [broken] for record in records}
            for record, problems in gate.items():
                result[record] += problems
        return result

    @api.model
    def _gendan_broken_sentence(self):
        return self.env._("A rule could not be checked. Ask your administrator.")

    # ------------------------------------------------------------ machine paths

    def _gendan_hold(self, action, sentences):
        """A machine is about to act: which records must wait? Opens a to-do and logs a note on each of those.

        A check that breaks must not cost what has arrived (a signature, a payment): it holds, too, and is logged.

        :param str action: as in `_gendan_checks`
        :param sentences: callable(record) -> what happened, for the to-do, e.g. "S00012 was signed by the customer."
        :return: the records that must wait
        """
        if not self or not self._gendan_checks(action):
            return self.browse()
        held = self.browse()
        todos = {}
        # to-do and note speak the company's language, the rules' sentences, too, whoever paid or signed
        languages = defaultdict(self.browse)
        for record in self:
            languages[record._gendan_todo_anchor()["company"].partner_id.lang or self.env.lang] |= record
        for lang, records in languages.items():
            records = records.with_context(lang=lang)
            try:
                with self.env.cr.savepoint():
                    gate = records._gendan_gate(action)
            except Exception:  # noqa: BLE001 - see docstring
                _logger.exception("The gate “%s” broke on %s", action, records)
                gate = None
            for record in records:
                if gate is None:
                    found = record._gendan_broken_sentence()
                else:
                    found = " ".join(problem.sentence for problem in gate[record] if problem.blocks)
                if found:
                    held |= record.with_env(self.env)
                    todos[record] = f"{sentences(record)} {found}"
        if held:
            held._gendan_open_todo(
                f"gate_{action}", todos, role="clerk", due=fields.Date.context_today(self), urgency="2"
            )
            if hasattr(held, "_message_log_batch"):
                held._message_log_batch(
                    bodies={record.id: Markup("<p>%s</p>") % sentence for record, sentence in todos.items()}
                )
        return held

    def _gendan_is_held(self, action):
        """Whether a machine path left this document waiting: the customer then reads a neutral sentence."""
        self.ensure_one()
        # sudo: asked for by the customer's page
        return bool(
            self.env["gendan.todo"]
            .sudo()
            .search_count(self._gendan_todo_domain([f"gate_{action}"]), limit=1)
        )

    # ------------------------------------------------------------ passes

    def _gendan_with_pass(self, action, records):
        """`self` in a context in which `records` count as through the gate of `action`, for the calls below."""
        return self.with_context(
            gendan_gate_pass=GatePass(action, self._name, frozenset(records.ids))
        )

    def _gendan_without_pass(self):
        """`self` in a context without a pass, for what is no longer the action itself."""
        if "gendan_gate_pass" not in self.env.context:
            return self
        context = dict(self.env.context)
        del context["gendan_gate_pass"]
        # the key must go, not only its value
        return self.with_context(context)  # pylint: disable=context-overridden

    @api.model
    def _gendan_dropping_pass(self, action):
        """A method's result, without the pass where it is a client action that took the context along."""
        if isinstance(action, dict) and isinstance(action.get("context"), dict):
            context = {key: value for key, value in action["context"].items() if key != "gendan_gate_pass"}
            return {**action, "context": context}
        return action

    def _gendan_not_passed(self, action):
        """Those of `self` that carry no pass for `action`."""
        gate_pass = self.env.context.get("gendan_gate_pass")
        # an RPC client may send anything under this key: only our own object counts
        if not isinstance(gate_pass, GatePass):
            return self
        return self.filtered(
            lambda record: not gate_pass.admits(action, record._name, record.id)
        )
