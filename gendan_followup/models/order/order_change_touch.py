from odoo import models


class GendanOrderChange(models.Model):
    """What a change touches: listed when it is proposed, and again when it is applied."""

    _inherit = "gendan.order.change"

    def _gendan_find_touches(self):
        """List the documents anew, in the company's language."""
        for change in self:
            change._gendan_drop_touches()
            # sudo: clerks see production and purchase only through this list; the order was checked by the caller
            work = change.sudo().with_context(lang=change.company_id.partner_id.lang or self.env.lang)
            rows = work.order_id._gendan_change_touches(work)
            departments = work._gendan_departments({row["department"] for row in rows if row.get("department")})
            work.env["gendan.order.touch"].create(
                [
                    {
                        "change_id": change.id,
                        "kind": row["kind"],
                        "res_model": row["record"]._name,
                        "res_id": row["record"].id,
                        "name": row["record"].display_name,
                        "detail": row.get("detail"),
                        "advice": row.get("advice"),
                        "is_needed": row.get("needed", bool(row.get("department"))),
                        "department_id": departments.get(row.get("department"), False),
                    }
                    for row in rows
                ]
            )

    def _gendan_drop_touches(self):
        """A list that is made anew, or of a request that is not proposed any more."""
        # sudo: nobody has rights to write these rows; the callers are buttons that checked the order
        self.sudo().touch_ids.unlink()

    def _gendan_departments(self, codes):
        """{code: id} of the departments that answer for a sort of document; those without anybody left out."""
        departments = self.env["gendan.department"].search(
            [("code", "in", list(codes)), ("company_id", "in", [self.company_id.id, False])]
        )
        found = {}
        # a company's own department goes before the one that serves all
        for department in departments.sorted(lambda department: bool(department.company_id)):
            if department._gendan_responsible():
                found[department.code] = department.id
        return found
