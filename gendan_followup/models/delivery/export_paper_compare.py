"""Key figures of foreign papers, typed from them and compared with ours."""

import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, format_date, formatLang

from .export_shipment import MONEY_GROUPS

SAID = (
    "said_consignee",
    "said_quantity",
    "said_cartons",
    "said_gross",
    "said_amount",
    "said_vessel",
    "said_on_board",
    "said_port",
)


class GendanExportPaper(models.Model):
    """What a bill of lading, a certificate or a letter of credit says; where it differs is named figure by figure."""

    _inherit = "gendan.export.paper"

    said_consignee = fields.Text(string="Consignee Says", copy=False)
    said_quantity = fields.Float(string="Quantity Says", digits="Product Unit", copy=False)
    said_cartons = fields.Integer(string="Cartons Say", copy=False)
    said_gross = fields.Float(string="Gross Weight Says (kg)", digits=(16, 2), copy=False)
    said_amount = fields.Float(string="Amount Says", digits=(16, 2), copy=False, groups=",".join(MONEY_GROUPS))
    said_vessel = fields.Char(string="Vessel Says", copy=False)
    said_on_board = fields.Date(string="On Board Says", copy=False)
    said_port = fields.Char(string="Port of Discharge Says", copy=False)
    difference_ids = fields.One2many("gendan.export.difference", "paper_id", string="Differences")

    def write(self, vals):
        # EXTENDS gendan_followup: what is typed anew is compared anew
        if not set(SAID).isdisjoint(vals):
            for paper in self.filtered(lambda paper: paper.state in ("compared", "ready")):
                paper._gendan_move("received")
        return super().write(vals)

    def action_compare(self):
        """Button: compare what was typed from the paper with ours. Reasons given for the same difference stay.

        :raise UserError: nothing was typed
        """
        for paper in self:
            paper.check_access("write")
            typed = paper._gendan_typed()
            if not typed:
                raise UserError(
                    self.env._(
                        "%(paper)s: type what it says first, consignee, quantity, cartons or weight for example.",
                        paper=paper.display_name,
                    )
                )
            paper._gendan_save_differences(paper._gendan_differences(typed))
            paper._gendan_move("compared", received_on=paper.received_on or paper.company_id._gendan_today())
        return True

    # ------------------------------------------------------------ business

    def _gendan_typed(self):
        """What was typed from the paper: {figure: value}."""
        self.ensure_one()
        paper = self.sudo()  # sudo: the amount is compared for whoever compares
        return {name.removeprefix("said_"): paper[name] for name in SAID if paper[name]}

    def _gendan_ours(self):
        """The same figures of our own papers as they were made, else as they would be: {figure: value or None}."""
        # sudo: our own figures, prices among them
        shipment = self.sudo().shipment_id
        content = shipment._gendan_paper("commercial_invoice").export_content or shipment._gendan_content()
        if self.kind_id.code == "lc":
            # it pays for the whole order
            content["total"] = shipment.order_id.amount_total or content["total"]
        return {
            "consignee": content["consignee"],
            "quantity": sum(line["quantity"] for line in content["lines"]),
            "cartons": content["packed"]["cartons"] or None,
            "gross": content["packed"]["gross"],
            "amount": content["total"],
            "vessel": content["vessel"] or None,
            "on_board": shipment.leaves_on if shipment.state == "done" else None,
            "port": content["to"] or None,
        }

    def _gendan_differences(self, typed):
        """Where the paper differs: {figure: (ours, theirs)} as text.

        :param dict typed: see ``_gendan_typed``
        """
        ours = self._gendan_ours()
        differences = {
            figure: (self._gendan_figure(figure, ours[figure]), self._gendan_figure(figure, value))
            for figure, value in typed.items()
            if not self._gendan_is_same(figure, ours[figure], value)
        }
        # sudo: a day
        latest = self.sudo().order_id.gendan_lc_id.latest_shipment
        if latest and typed.get("on_board") and typed["on_board"] > latest:
            differences["on_board"] = (
                self.env._("latest %(day)s by the letter of credit", day=format_date(self.env, latest)),
                self._gendan_figure("on_board", typed["on_board"]),
            )
        return differences

    def _gendan_is_same(self, figure, ours, theirs):
        """Whether a figure of the paper is ours. Names compare without regard to case, spaces and punctuation, one may
        say more than the other; nobody is on board before the goods have left.
        """
        if figure == "on_board":
            return ours is None or theirs >= ours
        if ours is None:
            return False
        if figure in ("quantity", "cartons", "gross", "amount"):
            return float_compare(ours, theirs, precision_digits=2) == 0
        left, right = _plain(ours), _plain(theirs)
        return bool(left and right) and (left in right or right in left)

    def _gendan_figure(self, figure, value):
        """A figure as it is shown."""
        if value is None:
            return self.env._("not known")
        if figure == "on_board":
            return format_date(self.env, value)
        if isinstance(value, int):
            return str(value)
        if isinstance(value, float):
            return formatLang(self.env, value, digits=2)
        return value.replace("\n", ", ")

    def _gendan_save_differences(self, differences):
        """Keep those that stand, with their reasons.

        :param dict differences: {figure: (ours, theirs)}
        """
        rows = self.sudo().difference_ids  # sudo: made by the comparison only
        same = rows.filtered(lambda row: differences.get(row.figure) == (row.ours, row.theirs))
        (rows - same).unlink()
        known = set(same.mapped("figure"))
        rows.create(
            [
                {"paper_id": self.id, "figure": figure, "ours": ours, "theirs": theirs}
                for figure, (ours, theirs) in differences.items()
                if figure not in known
            ]
        )

    def _gendan_ready_error(self):
        # EXTENDS gendan_followup
        if sentence := super()._gendan_ready_error():
            return sentence
        if self.must_compare and self.state != "compared":
            return self.env._("%(paper)s: type its figures and compare them with ours first.", paper=self.display_name)
        # sudo: whether any stands
        standing = self.sudo().difference_ids.filtered(lambda row: not row.reason)
        if standing:
            figures = dict(standing._fields["figure"]._description_selection(self.env))
            return self.env._(
                "%(paper)s differs from ours in %(figures)s. Have it put right, or say why each is accepted.",
                paper=self.display_name,
                figures=self.env._(", ").join(figures[row.figure] for row in standing),
            )
        return False


def _plain(text):
    """Letters and digits only, small."""
    return re.sub(r"[\W_]+", "", text.casefold())
