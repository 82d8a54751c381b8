import string

from odoo import api, fields, models
from odoo.exceptions import ValidationError

URGENCIES = [("0", "Normal"), ("1", "Urgent"), ("2", "At once")]
# working hours in which an answer is due
HOURS = {"0": 8.0, "1": 4.0, "2": 1.0}
# what may stand in braces in a template, filled in from what the slip is about
PLACEHOLDERS = (
    "order",
    "version",
    "customer",
    "customer_ref",
    "products",
    "production",
    "transfer",
    "in_house_date",
)


class GendanSlipTemplate(models.Model):
    """Wording for slips that are written again and again, with whom it goes to and how soon it is to be answered.

    Everybody inside reads them, supervisors keep them. Placeholders carry neither prices nor the customer's date.
    """

    _name = "gendan.slip.template"
    _description = "Liaison Slip Template"
    _order = "sequence, id"

    _hours_positive = models.Constraint("CHECK (answer_hours >= 0)", "Working hours cannot be negative.")

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null", help="Empty: all companies.")
    subject = fields.Char(translate=True, help="Filled in from what the slip is about: see the text.")
    body = fields.Text(
        string="Text",
        translate=True,
        help="In braces stands what is filled in: {order}, {version}, {customer}, {customer_ref}, {products},"
        " {production}, {transfer}, {in_house_date}.",
    )
    urgency = fields.Selection(URGENCIES, required=True, default="0")
    answer_hours = fields.Float(
        string="Answer due in (working hours)",
        compute="_compute_answer_hours",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    customer_to_tell = fields.Boolean(string="Customer to be Told")
    department_ids = fields.Many2many("gendan.department", string="Addressed to")

    @api.depends("urgency")
    def _compute_answer_hours(self):
        for template in self:
            template.answer_hours = HOURS[template.urgency or "0"]

    @api.constrains("subject", "body")
    def _check_placeholders(self):
        for template in self:
            for text in (template.subject, template.body):
                if unknown := self._gendan_unknown(text):
                    raise ValidationError(
                        self.env._(
                            "The slip template %(template)s holds %(unknown)s, which cannot be filled in."
                            " Use only: %(known)s.",
                            template=template.name,
                            unknown=", ".join(f"{{{name}}}" for name in unknown),
                            known=", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
                        )
                    )

    @api.model
    def _gendan_unknown(self, text):
        """What stands in braces and cannot be filled in, sorted; a lone brace counts as such.

        :rtype: list[str]
        """
        try:
            names = {name for _t, name, _s, _c in string.Formatter().parse(text or "") if name is not None}
        except ValueError:
            names = {"{"}
        return sorted(names - set(PLACEHOLDERS))

    def _gendan_fill(self, words):
        """Subject and text of this template with these words.

        :param dict words: all of PLACEHOLDERS
        :return: (subject, text)
        """
        self.ensure_one()
        return tuple((text or "").format_map(words) for text in (self.subject or self.name, self.body))
