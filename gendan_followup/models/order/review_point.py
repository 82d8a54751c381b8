import uuid
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

from odoo.addons.gendan_followup.tools.gate import GateProblem

JUDGES = [
    ("system", "The system"),
    ("clause", "The customer, asked by the clerk"),
    ("department", "A department"),
]
SEVERITIES = [("block", "Stops the confirmation"), ("warn", "Only warns")]
WAIVERS = [("supervisor", "Supervisor"), ("clerk", "Clerk"), ("nobody", "Nobody")]
WAIVER_GROUPS = {
    "supervisor": "gendan_followup.group_gendan_manager",
    "clerk": "gendan_followup.group_gendan_user",
    "nobody": None,
}
@dataclass(frozen=True, slots=True)
class NotAsked(GateProblem):
    """Nobody was asked yet: a banner names several of these in one line by `short`."""

    short: str = ""


# A waiver's rule is the point's code behind this.
PREFIX = "review_"


class GendanReviewPoint(models.Model):
    """What is looked at before an order is confirmed, who judges it, and for which orders.

    A point of the system with the code ``x`` is judged by ``sale.order._gendan_review_x()``: a batch method without
    arguments that returns {order: finding}, a finding being a sentence, a ``GateProblem``, or a list of them; orders
    without one are left out. Rooms add such methods and ship the point as data. Points of the customer (clauses) and
    of departments are answered order by order (``gendan.review.item``).

    Supervisors keep the list, everybody inside reads it. A company's own point replaces the shared one of that code.
    """

    _name = "gendan.review.point"
    _description = "Review point"
    _inherit = ["gendan.cached.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    _code_uniq = models.UniqueIndex(
        "(code, company_id) NULLS NOT DISTINCT", "Another review point of this company has this code."
    )
    _numbers_positive = models.Constraint(
        "CHECK(band >= 0 AND answer_days >= 0)", "The band and the days for the answer cannot be negative."
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        copy=False,
        default=lambda self: f"own_{uuid.uuid4().hex[:8]}",
        help="Technical name: by it the system finds its check, and waivers their point.",
    )
    question = fields.Char(translate=True, help="What the customer or the department is asked.")
    judge = fields.Selection(JUDGES, required=True, default="department", string="Judged by")
    department_id = fields.Many2one("gendan.department", index="btree_not_null", ondelete="restrict")
    order_kind_ids = fields.Many2many(
        "gendan.order.kind", string="Kinds of order", help="Empty: every kind, also orders whose kind is not stated."
    )
    categ_ids = fields.Many2many(
        "product.category",
        string="Product categories",
        help="Orders with a product of these categories or of one below them. Empty: every order.",
    )
    severity = fields.Selection(SEVERITIES, required=True, default="block", string="When it is not met")
    waived_by = fields.Selection(WAIVERS, required=True, default="supervisor", string="May be waived by")
    band = fields.Float(
        "Band (%)", digits=(16, 2), help="By how many percent a price may differ before the point speaks."
    )
    answer_days = fields.Integer(
        "Days for the answer", default=1, help="Working days until the department's answer is due."
    )
    on_product = fields.Boolean("Product, text", help="Asked again when the products or their texts change.")
    on_quantity = fields.Boolean("Quantity", help="Asked again when a quantity or unit changes.")
    on_price = fields.Boolean("Price", help="Asked again when a price, discount or tax changes.")
    on_date = fields.Boolean("Dates", help="Asked again when the date asked for or to be promised changes.")
    on_terms = fields.Boolean(
        "Payment, Conditions", help="Asked again when the payment terms, the deposit or the conditions of sale change."
    )
    on_delivery = fields.Boolean("Delivery", help="Asked again when the address, trade term or carrier changes.")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")

    # ------------------------------------------------------------ constrains

    @api.constrains("judge", "code")
    def _check_code(self):
        for point in self:
            if point.judge == "system" and not point._gendan_method():
                raise ValidationError(
                    self.env._(
                        "Nothing in the system judges the review point “%(point)s” (%(code)s). Let the customer or a"
                        " department judge it.",
                        point=point.name,
                        code=point.code,
                    )
                )

    @api.constrains("judge", "department_id", "question")
    def _check_asked(self):
        for point in self:
            if point.judge == "department" and not point.department_id:
                raise ValidationError(
                    self.env._("Say which department judges the review point “%(point)s”.", point=point.name)
                )
            if point.judge != "system" and not (point.question or "").strip():
                raise ValidationError(
                    self.env._("Say what is asked by the review point “%(point)s”.", point=point.name)
                )

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        """Change points; what the system judges stays with its check.

        :raise UserError: another code or judge for a point of the system
        """
        if not self.env.su and (sentence := self._gendan_system_error(vals)):
            raise UserError(sentence)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        # sudo: that orders were asked may be known, whoever's customers they are
        if item := self.env["gendan.review.item"].sudo().search([("point_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "The review point “%(point)s” is on the list of order %(order)s. Archive it instead.",
                    point=item.point_id.name,
                    order=item.order_id.name,
                )
            )

    # ------------------------------------------------------------ business

    def _gendan_system_error(self, vals):
        """The sentence why these values cannot be written, or False: checks and waivers know a point by its code."""
        for point in self.filtered(lambda point: point.judge == "system"):
            if any(name in vals and vals[name] != point[name] for name in ("code", "judge")):
                return self.env._(
                    "The review point “%(point)s” is judged by the system: its code and its judge stay. Archive it, and"
                    " make another one.",
                    point=point.name,
                )
        return False

    def _gendan_method(self):
        """Name of the order's method that judges this point of the system; None when there is none."""
        self.ensure_one()
        name = f"_gendan_review_{self.code}"
        return name if hasattr(self.env.registry["sale.order"], name) else None

    @api.model
    def _gendan_points(self, company):
        """The active points of a company in their order (sudo)."""
        # sudo: what an order is reviewed for is the same for all, also for the customer who signs on the portal
        return self.sudo().browse(self._gendan_point_ids(company.id))

    @api.model
    @ormcache("company_id")
    def _gendan_point_ids(self, company_id):
        # sudo: as above
        points = self.sudo().search([("active", "=", True), ("company_id", "in", [company_id, False])])
        own = set(points.filtered("company_id").mapped("code"))
        return points.filtered(lambda point: point.company_id or point.code not in own)._ids

    @api.model
    def _gendan_point(self, code, company):
        """The point of a company with that code (sudo); empty when it has none."""
        return self._gendan_points(company).filtered(lambda point: point.code == code)[:1]

    def _gendan_fits(self, order):
        """Whether this point applies to an order."""
        self.ensure_one()
        if self.order_kind_ids and order.gendan_order_kind not in self.order_kind_ids.mapped("code"):
            return False
        if not self.categ_ids:
            return True
        # parent_path ends in '/', so a prefix match is the category itself or one below it
        paths = tuple(self.categ_ids.mapped("parent_path"))
        return any(
            (category.parent_path or "").startswith(paths) for category in order.order_line.product_id.categ_id
        )

    def _gendan_rule(self):
        """The code under which problems and waivers know this point."""
        return f"{PREFIX}{self.code}"

    def _gendan_problem(self, order, sentence):
        """A finding of this point as a problem of the gate; a waiver of the point covers all its findings."""
        self.ensure_one()
        if isinstance(sentence, GateProblem):
            severity = sentence.severity if self.severity == "block" else "warn"
            sentence = sentence.sentence
        else:
            severity = self.severity
        return GateProblem(self._gendan_rule(), sentence, severity, WAIVER_GROUPS[self.waived_by], order)

    def _gendan_problems(self, orders):
        """{order: [GateProblem]} of this one point of the system, only orders that have any. Batch.

        :param orders: of one company; those the point applies to
        """
        self.ensure_one()
        method = self._gendan_method()
        # a method of a part that is not there any more: the point rests
        found = getattr(orders, method)() if method else {}
        result = {}
        for order, finding in found.items():
            sentences = [finding] if isinstance(finding, str | GateProblem) else finding or []
            if problems := [self._gendan_problem(order, sentence) for sentence in sentences if sentence]:
                result[order] = problems
        return result

    @api.model
    def _gendan_accepted_before(self, order):
        """A held order says something else than what the customer accepted: it does not go on by itself."""
        return GateProblem(
            f"{PREFIX}accepted_before",
            self.env._(
                "%(order)s was changed after the customer accepted it: have it accepted again. It will not go on by"
                " itself.",
                order=order.name,
            ),
            "warn",
        )

    def _gendan_not_asked(self, order):
        """The problem of a point nobody was asked about yet."""
        self.ensure_one()
        short = self.name
        if self.judge == "department":
            short = self.env._("%(department)s: %(point)s", department=self.department_id.name, point=self.name)
        return NotAsked(
            self._gendan_rule(),
            self._gendan_not_asked_sentence(order),
            self.severity,
            WAIVER_GROUPS[self.waived_by],
            order,
            short,
        )

    def _gendan_not_asked_sentence(self, order):
        if self.judge == "department":
            return self.env._(
                "%(order)s: %(department)s was not asked “%(point)s” yet. Start the review.",
                order=order.name,
                department=self.department_id.name,
                point=self.name,
            )
        return self.env._(
            "%(order)s: “%(point)s” was not confirmed with the customer yet. Start the review.",
            order=order.name,
            point=self.name,
        )
