"""Runs in `odoo shell`: every new order of every company is followed."""

env["res.company"].search([]).gendan_follow_new_orders = True
env.cr.commit()
