from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings page of order follow-up."""

    _inherit = "res.config.settings"

    group_gendan_all_customers = fields.Boolean(
        "Clerks See All Customers",
        group="gendan_followup.group_gendan_user",
        implied_group="gendan_followup.group_gendan_user_all",
    )
    gendan_supervisor_id = fields.Many2one(related="company_id.gendan_supervisor_id", readonly=False)
    gendan_head_id = fields.Many2one(related="company_id.gendan_head_id", readonly=False)
    gendan_follow_new_orders = fields.Boolean(related="company_id.gendan_follow_new_orders", readonly=False)
    gendan_safety_days = fields.Integer(related="company_id.gendan_safety_days", readonly=False)
    gendan_supplier_calendar_id = fields.Many2one(related="company_id.gendan_supplier_calendar_id", readonly=False)
    gendan_carrier_calendar_id = fields.Many2one(related="company_id.gendan_carrier_calendar_id", readonly=False)
    gendan_messages_domestic = fields.Boolean(related="company_id.gendan_messages_domestic", readonly=False)
    gendan_messages_export = fields.Boolean(related="company_id.gendan_messages_export", readonly=False)
    gendan_look_red = fields.Integer(related="company_id.gendan_look_red", readonly=False)
    gendan_look_amber = fields.Integer(related="company_id.gendan_look_amber", readonly=False)
    gendan_look_green = fields.Integer(related="company_id.gendan_look_green", readonly=False)
