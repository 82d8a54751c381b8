from datetime import timedelta

from odoo import models


class ResPartner(models.Model):
    """The customer's material on her statement."""

    _inherit = "res.partner"

    def _gendan_material_statement(self, company, first, last):
        """What happened to this customer's material, order by order: page two of the statement. Hook.

        Callers see to it that the user may see the statement.

        :param company: whose books
        :param first: first day, ``date``
        :param last: last day, ``date``
        :return: list of dicts with ``order``, ``product``, ``unit`` (records) and, in that unit, ``opening``,
            ``received``, ``used``, ``scrapped``, ``returned`` and ``closing``; what neither lay there nor moved is
            left out
        """
        self.ensure_one()
        # sudo: see above
        materials = self.env["gendan.customer.material"].sudo().search(
            [("partner_id", "child_of", self.commercial_partner_id.id), ("company_id", "=", company.id)], order="id"
        )
        begin, end = (company._gendan_start_of_day(day) for day in (first, last + timedelta(days=1)))
        opening = materials._gendan_flows(before=begin)
        moved = materials._gendan_flows(after=begin, before=end)
        rows = []
        for material in materials:
            start, flow = opening[material].balance, moved[material]
            figures = {
                "opening": start,
                "received": flow.received,
                "used": flow.used,
                "scrapped": flow.scrapped,
                "returned": flow.returned,
                "closing": start + flow.balance,
            }
            unit = material.uom_id
            if not all(unit.is_zero(figure) for figure in figures.values()):
                rows.append(
                    {"order": material.order_id, "product": material.product_id, "unit": unit}
                    | {name: unit.round(figure) for name, figure in figures.items()}
                )
        return rows
