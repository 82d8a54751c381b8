"""Exceptions the system finds about outside processing: late, and too much lost or refused."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import format_date

from .exception_detect import Detector
from .exception_found import Fact
from .outside import AWAY


class GendanException(models.Model):
    """Two checks on outside processing, each judging it as a whole."""

    _inherit = "gendan.exception"

    @api.model
    def _gendan_detectors(self):
        # EXTENDS gendan_followup: before the one that takes what nothing explains
        others = super()._gendan_detectors()
        own = {
            "outside_late": Detector("outside", "outside", "gendan.outside"),
            "outside_loss": Detector("outside", "quality", "gendan.outside"),
        }
        return {**own, **others}

    @api.model
    def _gendan_detect_outside_late(self, outsides):
        """Not back by the day agreed, later than the company lets pass."""
        facts = {}
        for outside in outsides:
            if outside.state not in AWAY or not outside.due_back:
                continue
            company = outside.company_id
            late = (company._gendan_today() - outside.due_back).days
            if late <= company.gendan_exception_slip_days:
                continue
            env = self._gendan_texts(company)
            facts[outside] = Fact(
                title=env._(
                    "%(outside)s should have been back on %(day)s: %(quantity)s still out",
                    outside=outside.with_env(env).display_name,
                    day=format_date(env, outside.due_back),
                    quantity=outside.with_env(env)._gendan_quantity_text(outside.quantity_out),
                ),
                plans=outside._gendan_exception_plans(),
                late_days=late,
                cause="cause_supplier_subcontract",
                department=outside.process_id.department_id or None,
            )
        return facts

    @api.model
    def _gendan_detect_outside_loss(self, outsides):
        """More was spoilt or is missing than was allowed, or what came back was refused and is not done again."""
        facts = {}
        for outside in outsides.filtered(lambda outside: outside.state in (*AWAY, "back")):
            env = self._gendan_texts(outside.company_id)
            words = {"outside": outside.with_env(env).display_name}
            is_refused = outside.verdict == "refused"
            if is_refused and outside._gendan_is_replaced():
                # what was lost of it has been made up for, too
                continue
            if is_refused:
                title = env._("%(outside)s was refused: %(found)s", **words, found=outside.verdict_text or "–")
            elif outside.is_over_loss and outside.verdict not in ("accepted", "remarks"):
                title = env._(
                    "%(outside)s: %(percent)s %% lost, allowed are %(limit)s %%",
                    **words,
                    percent=f"{outside.loss_percent:.1f}".rstrip("0").rstrip("."),
                    limit=f"{outside.loss_allowed:g}",
                )
            else:
                continue
            facts[outside] = Fact(
                title=title, plans=outside._gendan_exception_plans(), cause="cause_supplier_quality"
            )
        return facts


class GendanOutside(models.Model):
    """When the checks look at it."""

    _inherit = "gendan.outside"

    def _gendan_look(self):
        """Have the checks look now, and again when it becomes late. Where nobody looks it costs nothing."""
        if not self.env["gendan.exception"]._gendan_finding_ids():
            return
        Look = self.env["gendan.exception.look"]
        Look._gendan_look_at("outside", self)
        for outside in self.filtered(lambda outside: outside.state in AWAY and outside.due_back):
            company = outside.company_id
            late = outside.due_back + timedelta(days=company.gendan_exception_slip_days + 1)
            if late > company._gendan_today():
                Look._gendan_look_at("outside", outside, company._gendan_start_of_day(late))

    def _gendan_is_replaced(self):
        """Whether what was refused has been done again and is good."""
        self.ensure_one()
        return any(again.verdict in ("accepted", "remarks") for again in self.again_ids)


class ResCompany(models.Model):
    """Switched on, the checks look at what is out, too."""

    _inherit = "res.company"

    def _gendan_look_at_all(self):
        # EXTENDS gendan_followup
        result = super()._gendan_look_at_all()
        # sudo: who keeps the settings need not see what is looked at
        outsides = self.env["gendan.outside"].sudo().search(
            [("company_id", "in", self.ids), ("state", "in", (*AWAY, "back"))]
        )  # fmt: skip
        outsides._gendan_look()
        return result
