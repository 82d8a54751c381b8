import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from odoo.addons.gendan_followup.tools.spec_text import read_number, read_size

KINDS = [
    ("char", "Text"),
    ("number", "Number with unit"),
    ("choice", "Choice"),
    ("boolean", "Yes or no"),
    ("dimensions", "Dimensions"),
]
YES_NO = ("yes", "no")


class GendanSpecAttribute(models.Model):
    """One thing to be known about a product: structure, finished size, colours.

    A model of our own and no properties field: names and choices are translated, categories hand them down, and kinds
    of orders say what is required. Supervisors keep the attributes, employees read them. What has been used is
    archived, not deleted.
    """

    _name = "gendan.spec.attribute"
    _description = "Specification Attribute"
    _inherit = ["gendan.cached.mixin"]
    _order = "set_id, sequence, id"

    _set_idx = models.Index("(set_id)")

    set_id = fields.Many2one("gendan.spec.set", string="Attribute Set", required=True, ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="char")
    unit = fields.Char(help="Printed behind the number: µm, mm, g/m².")
    hint = fields.Char(translate=True, string="Example", help="Shown to the clerk, and to the customer who is asked.")
    choice_ids = fields.One2many("gendan.spec.choice", "attribute_id", string="Choices", copy=True)
    allow_other = fields.Boolean(
        string="Other Answers", default=True, help="The clerk may type what is not among the choices."
    )
    required_kind_ids = fields.Many2many(
        "gendan.order.kind",
        "gendan_spec_attribute_kind_rel",
        "attribute_id",
        "kind_id",
        string="Required For",
        copy=True,
        help="Kinds of orders that are not complete without it. Empty: never required.",
    )
    internal = fields.Boolean(
        string="Ours",
        help="We fill it in: the customer is not asked for it and does not find it on the quotation.",
    )

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        """Change attributes; another kind only as long as nobody has answered.

        :raise UserError: the kind of one that has values
        """
        if "kind" in vals:
            self._gendan_check_unused(self.filtered(lambda attribute: attribute.kind != vals["kind"]))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._gendan_check_unused(self)

    @api.model
    def _gendan_check_unused(self, attributes):
        # sudo: used is used, whoever's orders they are
        values = self.env["gendan.spec.value"].sudo()
        if used := values.search([("attribute_id", "in", attributes.ids)], limit=1).attribute_id:
            raise UserError(
                self.env._(
                    "Orders are specified by “%(attribute)s” already. Archive it and make another one.",
                    attribute=used.name,
                )
            )

    # ------------------------------------------------------------ which attributes a category has

    @api.model
    @ormcache()
    def _gendan_by_category(self):
        """{category id: ids of its own sets' attributes in their order}, kept per process.

        Empty where no category has a set: then nothing of the specification runs at all.
        """
        # sudo: the same for all users, and the portal and the floor ask, too
        sets = self.env["gendan.spec.set"].sudo().with_context(active_test=True).search([("categ_ids", "!=", False)])
        result = {}
        for entry in sets:
            for category in entry.categ_ids:
                result[category.id] = result.get(category.id, ()) + tuple(entry.attribute_ids.ids)
        return result

    @api.model
    def _gendan_of_categories(self, categories):
        """The attributes of each category: those of the ones above it first, then its own. Batch.

        :return: {category: gendan.spec.attribute}, sudo
        """
        own = self._gendan_by_category()
        attributes = self.sudo()  # sudo: as above
        result = {}
        for category in categories:
            ids = {}
            # sudo: as above
            for step in (category.sudo().parent_path or "").split("/"):
                ids.update(dict.fromkeys(own.get(int(step), ()) if step else ()))
            result[category] = attributes.browse(ids)
        return result

    def _gendan_required(self, kind):
        """Those of these attributes that a kind of order is not complete without.

        :param str kind: key of ``sale.order.gendan_order_kind``
        """
        return self.filtered(lambda attribute: kind in attribute.required_kind_ids.mapped("code"))

    # ------------------------------------------------------------ answers

    def _gendan_read(self, text, choice_id=False):
        """What was typed, as it is kept. One attribute.

        :param str text: as typed; empty takes the answer back
        :param choice_id: id of the choice that was taken, for a choice
        :return: (values of gendan.spec.value or None for an empty answer, sentence what is wrong or False)
        """
        self.ensure_one()
        text = (text or "").strip()
        kept = {"value": text, "number": 0.0, "choice_id": False}
        if self.kind == "choice" and (choice_id or text):
            return self._gendan_read_choice(kept, choice_id)
        if not text:
            return None, False
        if self.kind == "number":
            if not (found := read_number(text, self.unit)):
                return None, self.env._(
                    "“%(text)s” is not a number for “%(attribute)s”: write 95 or 95 ±5.",
                    text=text,
                    attribute=self.name,
                )
            kept["value"], kept["number"] = found
        elif self.kind == "dimensions":
            if not (found := read_size(text, self.unit)):
                return None, self.env._(
                    "“%(text)s” is not a size for “%(attribute)s”: write 180×260+80 or 180×260+80 ±2.",
                    text=text,
                    attribute=self.name,
                )
            kept["value"] = found
        elif self.kind == "boolean" and text not in YES_NO:
            return None, self.env._("Answer “%(attribute)s” with yes or no.", attribute=self.name)
        return kept, False

    def _gendan_read_choice(self, kept, choice_id):
        choices = self.choice_ids
        if choice_id:
            choice = choices.filtered(lambda choice: choice.id == choice_id)
        else:
            wanted = _loose(kept["value"])
            choice = choices.filtered(lambda choice: _loose(choice.name) == wanted)[:1]
        if choice:
            return {"value": False, "number": 0.0, "choice_id": choice.id}, False
        if self.allow_other and kept["value"] and not choice_id:
            return kept, False
        return None, self.env._(
            "“%(text)s” is not one of the choices of “%(attribute)s”.", text=kept["value"], attribute=self.name
        )

    def _gendan_read_answers(self, answers, product):
        """Several answers as typed, read. Call with sudo, on the attributes that may be answered.

        :param answers: list of dicts {"attribute_id", "value": text as typed, "choice_id"}
        :param str product: what is specified, for the sentence
        :return: ({attribute id: sentence}, {attribute: values of gendan.spec.value, or None to take it back})
        :raise UserError: an attribute is not one of these
        """
        by_id = {attribute.id: attribute for attribute in self}
        errors, wanted = {}, {}
        for answer in answers:
            attribute = by_id.get(answer.get("attribute_id"))
            if not attribute:
                raise UserError(self.env._("%(product)s has no such attribute.", product=product))
            vals, sentence = attribute._gendan_read(answer.get("value"), answer.get("choice_id"))
            if sentence:
                errors[attribute.id] = sentence
            else:
                wanted[attribute] = vals
        return errors, wanted

    def _gendan_in_words(self, value, choice):
        """An answer as papers and screens show it, in the language of the context; False where there is none.

        :param value: as typed
        :param choice: gendan.spec.choice, may be empty
        """
        self.ensure_one()
        if choice:
            return choice.sudo().name  # sudo: whoever may read the answer reads it in words
        if not value:
            return False
        if self.kind == "boolean":
            return self.env._("Yes") if value == "yes" else self.env._("No")
        if self.kind in ("number", "dimensions") and self.unit:
            return f"{value} {self.unit}"
        return value

    def _gendan_hint(self):
        """What an answer looks like: the example, or the choices; with the unit."""
        self.ensure_one()
        if self.hint:
            return self.hint
        if self.kind == "choice":
            return " / ".join(self.choice_ids.mapped("name"))
        return self.unit or ""

    def _gendan_dialog_vals(self, entry, required):
        """What the dialog shows of this attribute.

        :param entry: gendan.spec.value (sudo) or None
        :param bool required: whether the line is not complete without it
        """
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "unit": self.unit or "",
            "hint": self.hint or "",
            "required": required,
            "internal": self.internal,
            "allow_other": self.allow_other,
            "choices": [{"id": choice.id, "name": choice.name} for choice in self.choice_ids],
            "value": (entry.value or "") if entry else "",
            "choice_id": entry.choice_id.id if entry else False,
        }


def _loose(text):
    """For comparing what was typed with a choice: capitals and blanks do not count."""
    return re.sub(r"\s+", "", text or "").casefold()
