from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ResCompany(models.Model):
    """Where goods on hold lie, and how holds are numbered."""

    _inherit = "res.company"

    gendan_hold_location_id = fields.Many2one(
        "stock.location",
        string="Hold Location",
        domain="[('usage', '=', 'internal'), ('warehouse_id', '=', False)]",
        check_company=True,
        help="Goods on hold are moved here. It lies outside every warehouse, so that they are neither promised nor"
        " reserved. Made with the first hold where it is empty.",
    )

    _gendan_trace_positive = models.Constraint(
        "CHECK (COALESCE(gendan_trace_days, 0) >= 0)", "Days round a delivery cannot be negative."
    )

    gendan_trace_days = fields.Integer(
        "Days round a Delivery",
        default=14,
        help="Goods without a lot that are complained about: deliveries within so many days before and after theirs are"
        " listed as possibly the same.",
    )

    @api.constrains("gendan_hold_location_id")
    def _check_gendan_hold_location_id(self):
        for company in self.sudo():  # sudo: where the place lies, whoever sets it
            place = company.gendan_hold_location_id
            if place and (place.usage != "internal" or place.warehouse_id):
                raise ValidationError(
                    self.env._(
                        "%(location)s: goods on hold lie in an internal location outside every warehouse, or they would"
                        " be promised and reserved. Choose another one.",
                        location=place.display_name,
                    )
                )

    @api.model
    def _gendan_numbers(self):
        # EXTENDS gendan_followup
        return {**super()._gendan_numbers(), "gendan.hold": ("goods on hold", "HD/%(range_year)s/")}

    def _gendan_hold_location(self):
        """The company's hold location, made where there is none. Call with sudo.

        :rtype: stock.location (sudo)
        """
        self.ensure_one()
        if not self.gendan_hold_location_id:
            # two that hold for the first time at once: with a new version of the row the second waits, starts again and
            # finds what the first has made
            self.flush_recordset()
            self.env.cr.execute(SQL("UPDATE res_company SET write_date = write_date WHERE id = %s", self.id))
            self.invalidate_recordset(["gendan_hold_location_id"])
        if not self.gendan_hold_location_id:
            company = self.with_context(lang=self.partner_id.lang or self.env.lang)
            self.gendan_hold_location_id = self.env["stock.location"].create(
                {
                    "name": company.env._("Goods on Hold"),
                    "usage": "internal",
                    "company_id": self.id,
                    "location_id": False,
                }
            )
        return self.gendan_hold_location_id


class StockLocation(models.Model):
    """The hold location stays where nobody promises from it."""

    _inherit = "stock.location"

    @api.constrains("location_id", "usage")
    def _check_gendan_hold_location(self):
        # sudo: of whichever company
        self.env["res.company"].sudo().search(
            [("gendan_hold_location_id", "child_of", self.ids)]
        )._check_gendan_hold_location_id()


class ResConfigSettings(models.TransientModel):
    """Where goods on hold lie."""

    _inherit = "res.config.settings"

    gendan_hold_location_id = fields.Many2one(related="company_id.gendan_hold_location_id", readonly=False)
    gendan_trace_days = fields.Integer(related="company_id.gendan_trace_days", readonly=False)
    gendan_hold_department_id = fields.Many2one(related="company_id.gendan_hold_department_id", readonly=False)
