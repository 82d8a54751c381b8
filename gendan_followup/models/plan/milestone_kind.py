import string

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError

OWNERS = [
    ("us", "Us"),
    ("customer", "Customer"),
    ("supplier", "Supplier"),
    ("carrier", "Carrier"),
]
ROLES = [
    ("clerk", "Clerk"),
    ("rep", "Sales rep"),
    ("supervisor", "Supervisor"),
    ("department", "Department"),
]
DURATION_UNITS = [("work", "Working days"), ("calendar", "Calendar days")]

MESSAGE_FIELDS = frozenset(
    {"order", "customer_ref", "customer", "products", "date", "promise", "arrival", "ship_date", "company"}
)


class GendanMilestoneKind(models.Model):
    """What a milestone is about ("Printing done"): one column of the orders x milestones grid.

    A kind knows the event that ticks its milestones off by itself; a kind without an event is
    ticked by hand. Rooms add events by extending the Selection ``event`` and by adding the
    provider ``sale.order.line._gendan_actual_<event>``. Supervisors keep the list, everybody
    inside reads it.
    """

    _name = "gendan.milestone.kind"
    _description = "Milestone kind"
    _order = "sequence, id"

    _code_uniq = models.UniqueIndex("(code)", "This code already belongs to another milestone kind.")

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by imports and reports.")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    event = fields.Selection(
        [
            ("order_confirmed", "Order confirmed"),
            ("mo_confirmed", "Production notice issued (manufacturing order confirmed)"),
            ("components_available", "Components available"),
            ("mo_started", "Production started"),
            ("workorder_done", "Work orders of this kind done"),
            ("mo_done", "Production done"),
            ("shipped", "Goods left for the customer"),
            ("invoiced", "Invoice posted"),
            ("paid", "Invoice paid"),
        ],
        string="Ticked by",
        help="The event in Odoo that ticks the milestone off by itself, and takes the date back "
        "when the fact is undone. Empty: ticked by hand.",
    )
    light = fields.Selection(
        [("delivery", "Delivery"), ("money", "Papers and money")],
        required=True,
        default="delivery",
        help="Which of the order's two lights the milestone belongs to.",
    )
    owner = fields.Selection(
        OWNERS,
        string="Who owns the wait",
        required=True,
        default="us",
        help="Whose working calendar counts. Days the customer holds us are counted apart.",
    )
    role = fields.Selection(ROLES, required=True, default="clerk")
    department_id = fields.Many2one("gendan.department", index="btree_not_null")
    customer_visible = fields.Boolean(help="The customer hears of it and sees it on the portal.")
    customer_message = fields.Text(
        translate=True,
        help="What the customer reads. These words in braces are filled in: {order} {customer_ref} "
        "{customer} {products} {date} {promise} {arrival} {ship_date} {company}.",
    )

    @api.constrains("customer_message")
    def _check_customer_message(self):
        for kind in self:
            kind._gendan_check_message(kind.customer_message, kind.display_name)

    def _gendan_is_hand_ticked(self):
        """Whether milestones of this kind are offered to be ticked by hand. Hook: rooms add kinds that may be both."""
        self.ensure_one()
        return not self.event

    @api.model
    def _gendan_link_events(self, events):
        """Let events tick shipped kinds that nobody has touched: for the data files of rooms that add events.

        A kind somebody has edited, or that has an event, is left as it is; so is one that was deleted.

        :param dict events: name of the shipped kind (xmlid without the module) -> key of ``event``
        """
        for name, event in events.items():
            kind = self.env.ref(f"gendan_followup.{name}", raise_if_not_found=False)
            if kind and not kind.event and kind.write_uid.id == SUPERUSER_ID:
                kind.event = event

    def _gendan_prepare_vals(self):
        """What a milestone of this kind takes over from it unless told otherwise; also of no kind yet.

        :return: values that templates, milestones and the dialog for one more milestone share
        """
        return {
            "owner": self.owner or "us",
            "role": self.role or "clerk",
            "department_id": self.department_id.id,
            "customer_visible": self.customer_visible,
        }

    @api.model
    def _gendan_check_message(self, text, where):
        """Refuse a message whose placeholders cannot be filled in.

        :param text: the message, may be empty
        :param str where: name of the record for the sentence
        :raise ValidationError: a brace is unbalanced or holds an unknown word
        """
        try:
            names = {name for _t, name, _s, _c in string.Formatter().parse(text or "") if name is not None}
        except ValueError:
            names = {"{"}
        if unknown := sorted(names - MESSAGE_FIELDS):
            raise ValidationError(
                self.env._(
                    "The customer message of %(record)s holds %(unknown)s, which cannot be filled in."
                    " Use only: %(known)s.",
                    record=where,
                    unknown=", ".join(f"{{{name}}}" for name in unknown),
                    known=", ".join(f"{{{name}}}" for name in sorted(MESSAGE_FIELDS)),
                )
            )
