"""Orders, plans and productions: how ready their material is."""

import logging

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain

from .material import LIGHTS

_logger = logging.getLogger(__name__)

READY = [("ready", "All There"), ("in_time", "Comes in Time"), ("late", "Comes Too Late"), ("open", "No Day")]


class GendanReadinessMixin(models.AbstractModel):
    """For documents whose material is followed. The extending model says which rows are its own.

    Light and day are shown where the company follows materials (``gendan_material``): else the rows are of the moment
    at which somebody opened them.
    """

    _name = "gendan.readiness.mixin"
    _description = "Document whose Material is Followed"

    # field of gendan.material that leads to the document
    _gendan_short_field = None

    gendan_ready_count = fields.Integer(
        string="Materials Short", compute="_compute_gendan_ready", groups="base.group_user"
    )
    gendan_ready_light = fields.Selection(
        READY,
        string="Material",
        compute="_compute_gendan_ready",
        search="_search_gendan_ready_light",
        groups="base.group_user",
    )
    gendan_ready_day = fields.Date(
        string="Material Complete on",
        compute="_compute_gendan_ready",
        search="_search_gendan_ready_day",
        groups="base.group_user",
        help="The day on which the last of it is there, as far as anybody knows; empty while something has no day.",
    )

    def _compute_gendan_ready(self):
        followed = self.env["res.company"]._gendan_switched_on("gendan_material")
        targets = {document: document._gendan_ready_target() for document in self}
        found, asked = {}, set()
        if followed and targets:
            every = next(iter(targets.values())).browse().union(*targets.values())
            # sudo: how many, until when; the rows open by their own rules
            found = self.env["gendan.material"].sudo()._gendan_summaries(self._gendan_short_field, every)
            asked = set(
                every.filtered(lambda target: target.company_id.id in followed and target.id not in found)
                ._gendan_ready_asked()
                .ids
            )
        for document, target in targets.items():
            light, day, count = found.get(target.id, (False, False, 0))
            is_followed = target.company_id.id in followed
            if target.id in asked:
                light = "ready"
            document.gendan_ready_count = count if is_followed else 0
            document.gendan_ready_day = is_followed and day
            document.gendan_ready_light = is_followed and light

    def _gendan_ready_target(self):
        """The record the rows lead to. Hook."""
        self.ensure_one()
        return self._origin

    def _gendan_ready_asked(self):
        """Those of these of which nothing short means that all is there, because somebody looks. Hook, batch."""
        return self.browse()

    @api.model
    def _search_gendan_ready_light(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain.FALSE
        # the worst light counts
        worse = []
        for key, _label in LIGHTS:
            if key in value:
                domain |= self._gendan_with_rows([("light", "=", key)]) & ~self._gendan_with_rows(
                    [("light", "in", list(worse))]
                )
            worse.append(key)
        if not {"ready", False}.isdisjoint(value):
            domain |= ~self._gendan_with_rows([])
        return domain

    @api.model
    def _search_gendan_ready_day(self, operator, value):
        if operator not in ("<", "<=", ">", ">=", "in"):
            return NotImplemented
        # the last day counts, and none where something has no day
        known = self._gendan_with_rows([]) & ~self._gendan_with_rows([("light", "=", "open")])
        if operator in ("<", "<="):
            over = ">=" if operator == "<" else ">"
            return known & ~self._gendan_with_rows([("day", over, value)])
        if operator in (">", ">="):
            return known & self._gendan_with_rows([("day", operator, value)])
        return Domain.OR(
            known & self._gendan_with_rows([("day", "=", day)]) & ~self._gendan_with_rows([("day", ">", day)])
            if day
            else ~known
            for day in value
        )

    @api.model
    def _gendan_with_rows(self, domain):
        """Domain of the documents with a row like that. Hook for those the rows do not lead to themselves."""
        # any!: as the fields, whoever may read the rows
        return Domain("gendan_short_ids", "any!", Domain(domain))

    def action_gendan_readiness(self):
        """Smart button: what is short, looked at anew.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        target = self._gendan_ready_target()
        try:
            with self.env.cr.savepoint():
                self._gendan_refresh_short(target)
        except psycopg2.errors.UniqueViolation:
            # another opened it at the same moment: his rows are what there is
            _logger.info("The materials of %s are looked at by somebody else", target)
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_material"),
            "name": self.env._("Material of %(document)s", document=target.display_name),
            "domain": [(self._gendan_short_field, "in", target.ids)],
            "context": {"gendan_material_of": target.id},
        }

    def _gendan_refresh_short(self, target):
        """Look anew at what is short of it. Hook."""
