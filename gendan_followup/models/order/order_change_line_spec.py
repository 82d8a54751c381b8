"""The specification in a change request: typed in the same dialog as on the order."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .order_change_spec import SPEC_IS_TYPED


class GendanOrderChangeLine(models.Model):
    """A line's attributes, as they are agreed and as they are to be; of a new line, as they are to be."""

    _inherit = "gendan.order.change.line"

    spec_ids = fields.One2many(
        "gendan.order.change.spec", "change_line_id", string="Specification", readonly=True, copy=False
    )
    is_specified = fields.Boolean(string="Is specified", compute="_compute_is_specified")

    @api.depends("line_id", "product_id")
    def _compute_is_specified(self):
        attributes = self._gendan_spec_attributes()
        for line in self:
            line.is_specified = line in attributes

    @api.depends("spec_ids")
    def _compute_is_changed(self):
        # EXTENDS gendan_followup
        return super()._compute_is_changed()

    # ------------------------------------------------------------ what there is to say

    def _gendan_spec_attributes(self):
        """The attributes of each line that has any: of the order line's, else of the new product's category. Batch.

        :return: {line of the request: gendan.spec.attribute (sudo)}
        """
        Attribute = self.env["gendan.spec.attribute"]
        if not Attribute._gendan_by_category():
            return {}
        of_order = self.line_id._gendan_spec_attributes()
        added = self.filtered(lambda line: not line.line_id and line.product_id)
        # sudo: categories are asked for their attributes only
        of_category = Attribute._gendan_of_categories(set(added.product_id.sudo().categ_id))
        result = {}
        for line in self:
            if line.line_id:
                attributes = of_order.get(line.line_id)
            else:
                attributes = of_category.get(line.product_id.sudo().categ_id)  # sudo: as above
            if attributes:
                result[line] = attributes
        return result

    def _gendan_spec_agreed(self):
        """What the order line says now: {attribute: gendan.spec.value}, both sudo; empty for a new line."""
        self.ensure_one()
        # sudo: after the caller's check of the request
        return {entry.attribute_id: entry for entry in self.sudo().line_id.gendan_spec_value_ids}

    def _gendan_spec_shown(self):
        """Attributes the dialog shows (sudo): the line's, and those it was specified by before."""
        attributes = self._gendan_spec_attributes().get(self, self.env["gendan.spec.attribute"])
        shown = attributes | self.env["gendan.spec.attribute"].union(*self._gendan_spec_agreed())
        return shown.with_env(self.env).sudo()  # sudo: names and choices; the callers have checked the request

    # ------------------------------------------------------------ dialog

    def action_gendan_specification(self):
        """Button: the dialog with this line's specification, as it is to be.

        :return: action
        :raise UserError: the product has no specification
        """
        self.ensure_one()
        if not self.is_specified:
            raise UserError(
                self.env._(
                    "%(product)s has no specification: write the change into its text.",
                    product=self._gendan_product_name(),
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "gendan_specification",
            "params": {"line_id": self.id, "model": self._name},
        }

    def _gendan_check_spec_reader(self):
        """Whether the user may open the dialog.

        :raise AccessError: the request is closed to him
        """
        self.check_access("read")
        if self.env.user.share:
            raise AccessError(self.env._("Only employees may open the specification."))

    def gendan_get_specification(self):
        """What the dialog shows: see ``sale.order.line.gendan_get_specification``; with what is agreed beside it.

        :return: dict, ready for JSON
        :raise AccessError: the request is closed to the user
        """
        self.ensure_one()
        self._gendan_check_spec_reader()
        line = self.sudo()  # sudo: after the check; nobody types names and lists in here
        agreed = self._gendan_spec_agreed()
        typed = {entry.attribute_id: entry for entry in line.spec_ids}
        shown = self._gendan_spec_shown()
        order = line.order_id
        kind = line.line_id._gendan_spec_kind() if line.line_id else order.gendan_order_kind
        required = shown._gendan_required(kind)
        siblings = line.change_id.line_ids._gendan_spec_attributes()
        return {
            "id": self.id,
            "title": line._gendan_product_name(),
            "quantity": f"{line.uom_id._gendan_number(line.quantity)} {line.uom_id.name}",
            "order": line.change_id.display_name,
            "customer": order.partner_id.display_name,
            "error": self._gendan_spec_error(),
            "agreed": order.gendan_version,
            "note": self.env._("What you change here is changed on the order when the request is applied."),
            "taken_from": False,
            "percent": 100,
            "elements": [],
            "sections": [
                {
                    "id": entry.id,
                    "name": entry.name,
                    "attributes": [
                        self._gendan_dialog_vals(
                            attribute, agreed.get(attribute), typed.get(attribute), attribute in required
                        )
                        for attribute in rows
                    ],
                }
                for entry, rows in shown.grouped("set_id").items()
            ],
            "sources": self.line_id._gendan_spec_sources() if self.line_id else [],
            "line_ids": [other.id for other in line.change_id.line_ids if other in siblings],
        }

    @api.model
    def _gendan_dialog_vals(self, attribute, agreed, typed, required):
        """What the dialog shows of one attribute: what is typed in the request, else what is agreed."""
        entry = typed if typed is not None else agreed
        vals = attribute._gendan_dialog_vals(entry, required)
        if agreed:
            vals["agreed"] = {
                "value": agreed.value or "",
                "choice_id": agreed.choice_id.id,
                "text": agreed.with_env(self.env).sudo().text,  # sudo: after the caller's check
            }
        return vals

    def gendan_get_specification_of(self, source_id):
        """Another line's answers, to fill the dialog with. Called by the dialog.

        :param source_id: id of the order line to copy from
        :return: see ``sale.order.line.gendan_get_specification_of``
        """
        self.ensure_one()
        self._gendan_check_spec_reader()
        return self.line_id.gendan_get_specification_of(source_id)

    def gendan_set_specification(self, answers):
        """Type into the request what the line's specification is to say. Called by the dialog; nothing is changed yet.

        :param answers: see ``sale.order.line.gendan_set_specification``
        :return: {attribute id: sentence} of the answers that cannot be read; nothing is kept then. Else empty
        :raise AccessError: the request is closed to the user
        :raise UserError: it is no draft any more, or the line has no such attribute
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_spec_error():
            raise UserError(sentence)
        errors, wanted = self._gendan_spec_shown()._gendan_read_answers(answers, self._gendan_product_name())
        if not errors:
            self._gendan_spec_type(wanted)
        return errors

    def _gendan_spec_error(self):
        """The sentence why the specification cannot be typed now, or False."""
        self.ensure_one()
        if not self.has_access("write"):
            return self.env._("You may read this change request, not change it.")
        if self.change_id.state != "draft":
            return self.change_id._gendan_typed_sentence()
        if self.is_cancelled:
            return self.env._(
                "%(product)s is cancelled by this request: there is nothing to specify.",
                product=self._gendan_product_name(),
            )
        return False

    # ------------------------------------------------------------ old and new

    def _gendan_spec_typed(self):
        """The rows of these lines in a context in which they may be written, sudo."""
        # sudo: nobody has rights to write them; the callers have checked the request
        return self.sudo().with_context(gendan_spec_is_typed=SPEC_IS_TYPED).spec_ids

    def _gendan_spec_type(self, wanted):
        """Keep what is to be different; what is typed back is no change any more.

        :param wanted: {attribute: values of gendan.spec.value, or None to take it back}
        """
        agreed = self._gendan_spec_agreed()
        rows = self._gendan_spec_typed()
        there = {entry.attribute_id: entry for entry in rows}
        created, same = [], rows.browse()
        for attribute, vals in wanted.items():
            before = agreed.get(attribute)
            old = {
                "old_value": before.value if before else False,
                "old_choice_id": before.choice_id.id if before else False,
            }
            vals = {**old, **(vals or {"value": False, "number": 0.0, "choice_id": False})}
            entry = there.get(attribute)
            if (vals["value"] or "", vals["choice_id"]) == (vals["old_value"] or "", vals["old_choice_id"]):
                same |= entry or rows.browse()
            elif entry:
                entry.write(vals)
            else:
                created.append({"change_line_id": self.id, "attribute_id": attribute.id, **vals})
        same.unlink()
        rows.create(created)
        self.invalidate_recordset(["spec_ids", "is_changed"])
        self.change_id.invalidate_recordset(["difference_html"])

    def _gendan_take_old(self):
        # EXTENDS gendan_followup: what was agreed meanwhile is no change any more
        result = super()._gendan_take_old()
        for line in self.filtered("spec_ids"):
            line._gendan_spec_type(
                {entry.attribute_id: entry._gendan_new_vals() for entry in line._gendan_spec_typed()}
            )
        return result

    def _gendan_changed(self):
        # EXTENDS gendan_followup
        changed = super()._gendan_changed()
        if not (self.is_cancelled and not self.is_added) and any(
            entry._gendan_is_change() for entry in self.spec_ids
        ):
            changed = changed | {"spec"}
        return changed

    def _gendan_differences(self, customer=False):
        # EXTENDS gendan_followup
        rows = super()._gendan_differences(customer)
        if "spec" not in self._gendan_changed():
            return rows
        # sudo: names of attributes only
        return rows + [
            (entry.attribute_id.sudo().name, entry.old_text or "", entry.text or "")  # sudo: as above
            for entry in self.spec_ids
            if entry._gendan_is_change() and not (customer and entry.attribute_id.sudo().internal)  # sudo: as above
        ]

    def _gendan_write_spec(self):
        """The request is applied: the order line says what it is to say. Version and log are the request's."""
        for line in self:
            if "spec" in line._gendan_changed():
                line.line_id._gendan_spec_write(
                    {entry.attribute_id: entry._gendan_new_vals() for entry in line.spec_ids}
                )
