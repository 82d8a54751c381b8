from odoo import fields, models


class GendanMessage(models.Model):
    """The customer is warned that a promise is in danger, before there is a new day: once for each part and promise."""

    _inherit = "gendan.message"

    _warning_uniq = models.UniqueIndex(
        "(part_id, promise_version, occasion) WHERE part_id IS NOT NULL",
        "The customer is warned of a promise only once.",
    )

    occasion = fields.Selection(
        selection_add=[
            ("risk", "The promised day is in danger"),
            ("risk_over", "The promised day holds after all"),
        ],
        ondelete={"risk": "cascade", "risk_over": "cascade"},
    )
    part_id = fields.Many2one("gendan.part", string="Part", readonly=True, ondelete="cascade", index="btree_not_null")
    warning_id = fields.Many2one(
        "gendan.date.warning", string="Early Warning", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    new_date_by = fields.Date("New Date Told by", readonly=True)

    def _gendan_text(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.occasion not in ("risk", "risk_over"):
            return super()._gendan_text()
        words = {
            "part": self.part_id._gendan_told_name(),
            "promised": self._gendan_format_day(self.warning_id.promised_date),
        }
        if self.occasion == "risk_over":
            return self.env._("%(part)s: the day we promised, %(promised)s, holds after all.", **words)
        return self.env._(
            "%(part)s: we see a risk that the promised day, %(promised)s, cannot be kept. We will tell you the new day"
            " by %(day)s.",
            day=self._gendan_format_day(self.new_date_by),
            **words,
        )

    def _gendan_plans(self):
        # EXTENDS gendan_followup
        return super()._gendan_plans() | self.part_id.plan_id

    def _gendan_bundle(self):
        # EXTENDS gendan_followup: who hears that a new day will follow is not told the forecast beside it
        result = super()._gendan_bundle()
        rows = self
        if len(self) == 1 and self.bundle:
            rows = self.search([("bundle", "=", self.bundle), ("state", "=", "sent")]) | self
        at_risk = rows.filtered(lambda message: message.occasion == "risk").order_id
        for entry in result["orders"]:
            if entry["order"] in at_risk:
                entry["arrival"] = ""
        return result


class GendanPart(models.Model):
    """Parts as customers read of them."""

    _inherit = "gendan.part"

    def _gendan_told_name(self):
        """The product in the language of the context, with its quantity where the line comes in parts. With sudo."""
        self.ensure_one()
        name = self.product_id.display_name or self.line_id.name
        if len(self.line_id.gendan_part_ids) == 1:
            return name
        return self.env._(
            "%(product)s, %(quantity)s %(unit)s",
            product=name,
            quantity=self.uom_id._gendan_number(self.quantity),
            unit=self.uom_id.name,
        )
