from lxml import etree
from markupsafe import Markup

from odoo import api, fields, models

LIGHTS = {
    "open": ("fa-check-circle", "text-success"),
    "held": ("fa-ban", "text-danger"),
    "waived": ("fa-unlock-alt", "text-warning"),
}


class StockPicking(models.Model):
    """The lights on a delivery: what holds it, and who can open it."""

    _inherit = "stock.picking"

    _gendan_plain_form = "gendan_followup.gendan_delivery_view_form"

    gendan_ship_lights = fields.Html(
        string="Before It Leaves",
        compute="_compute_gendan_ship_lights",
        sanitize=False,
        compute_sudo=False,
        groups="base.group_user",
    )
    gendan_ship_held = fields.Char(
        string="Held by Rule",
        compute="_compute_gendan_ship_lights",
        compute_sudo=False,
        groups="base.group_user",
    )
    gendan_ship_can_waive = fields.Boolean(
        string="May Be Released by Me",
        compute="_compute_gendan_ship_lights",
        compute_sudo=False,
        groups="base.group_user",
    )

    gendan_ship_asks_money = fields.Boolean(
        string="Opened by a Payment",
        compute="_compute_gendan_ship_lights",
        compute_sudo=False,
        groups="base.group_user",
    )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        # EXTENDS base: the card is one template, in Odoo's form and in the plain one
        arch, view = super()._get_view(view_id, view_type, **options)
        for place in arch.xpath("//div[@name='gendan_ship_gate']") if view_type == "form" else ():
            # sudo: nobody reads views; it is shown in the language of who asks
            card = self.env.ref("gendan_followup.ship_gate_card").sudo()
            for node in etree.fromstring(card.arch):
                place.addprevious(node)
            place.getparent().remove(place)
        return arch, view

    # No depends: what a gate looks at lies anywhere. The form asks anew with each load.
    @api.depends_context("uid", "lang")
    def _compute_gendan_ship_lights(self):
        self.gendan_ship_lights = self.gendan_ship_held = False
        self.gendan_ship_can_waive = self.gendan_ship_asks_money = False
        leaving = self._origin._gendan_leaving_transfers()
        if not leaving:
            return
        problems = leaving._gendan_problems("ship")
        waived = leaving._gendan_waived("ship") if problems else set()
        gate = self.env["gendan.ship.gate"]
        labels, openers = gate._gendan_rule_labels(), gate._gendan_openers()
        user = self.env.user
        for picking in self:
            if picking._origin not in leaving:
                continue
            lights, rows = {}, []
            found = problems.get(picking._origin, [])
            for rule in gate._gendan_rules_of(picking.company_id):
                own = [
                    problem
                    for problem in found
                    if problem.blocks and self._gendan_rule_of(problem) == rule
                ]
                held = [problem for problem in own if (picking._origin.id, problem.code) not in waived]
                lights[rule] = "held" if held else ("waived" if own else "open")
                text = self._gendan_sentences(held) if held else self._gendan_light_word(lights[rule])
                rows.append((rule, lights[rule], text))
            picking.gendan_ship_held = ", ".join(labels[rule] for rule, light in lights.items() if light == "held")
            picking.gendan_ship_asks_money = "held" in (lights.get("cash"), lights.get("credit"))
            picking.gendan_ship_can_waive = any(
                problem.waiver_group
                and user.has_group(problem.waiver_group)
                and (picking._origin.id, problem.code) not in waived
                for problem in found
            )
            picking.gendan_ship_lights = self._gendan_render_lights(rows, labels, openers)

    def action_gendan_remittance(self):
        """Button: enter the customer's remittance slip for the order this delivery serves."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remittance Slip"),
            "res_model": "gendan.remittance",
            "views": [(False, "form")],
            "context": {"default_order_id": self._gendan_served_orders()[:1].id},
        }

    @api.model
    def _gendan_light_word(self, light):
        """A light in words: never by colour alone."""
        return self.env._("Released by the supervisor") if light == "waived" else self.env._("Nothing holds it")

    @api.model
    def _gendan_render_lights(self, rows, labels, openers):
        """The card; sentences are escaped.

        :param rows: list of (rule, light, text)
        """
        if not rows:
            return False
        lines = []
        for rule, light, text in rows:
            icon, colour = LIGHTS[light]
            opens = self.env._("Opens: %(who)s", who=openers[rule]) if light == "held" else ""
            lines.append(
                Markup(
                    '<div class="d-flex gap-2 py-1"><i class="fa fa-fw %s %s mt-1" role="img" aria-hidden="true"></i>'
                    '<strong class="flex-shrink-0" style="min-width: 5rem">%s</strong>'
                    '<div class="flex-grow-1">%s%s</div></div>'
                )
                % (
                    icon,
                    colour,
                    labels[rule],
                    text,
                    Markup('<div class="text-muted small">%s</div>') % opens if opens else "",
                )
            )
        return Markup("<div>%s</div>") % Markup("").join(lines)
