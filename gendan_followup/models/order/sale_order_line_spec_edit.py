"""The specification of order lines: typed in the dialog, taken over from the last order."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .spec_value import SPEC_IS_SET

# how many lines of the customer the dialog offers to copy from
OFFERED = 12


class SaleOrderLine(models.Model):
    """Values are set through these methods only, by whoever may write the order."""

    _inherit = "sale.order.line"

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale: repeats begin with what is known
        lines = super().create(vals_list)
        lines._gendan_spec_take_over()
        return lines

    def write(self, vals):
        # EXTENDS sale
        before = {}
        if "product_id" in vals and self.env["gendan.spec.attribute"]._gendan_by_category():
            before = {line: line.product_id for line in self}
        result = super().write(vals)
        changed = self.filtered(lambda line: line in before and line.product_id != before[line])
        if changed:
            changed._gendan_spec_product_changed()
        return result

    def copy_data(self, default=None):
        # EXTENDS sale: the copy's specification is this one's
        vals_list = super().copy_data(default)
        if self.env["gendan.spec.attribute"]._gendan_by_category() and not self.env.user.share:
            for line, vals in zip(self, vals_list, strict=True):
                # sudo: only whether there is something to copy; who may read the line is asked when it is
                if line.sudo().gendan_spec_value_ids:
                    vals.setdefault("gendan_spec_from_id", line.id)
        return vals_list

    # ------------------------------------------------------------ taking over

    def _gendan_spec_take_over(self):
        """Specify lines as the one they are copied from, else as the customer's last order of the product. Batch."""
        attributes_of = self._gendan_spec_attributes()
        lines = self.browse().union(*attributes_of)
        if not lines:
            return
        # sudo: a field of our own; what may be read of the source is asked next
        source_of = {line: line.sudo().gendan_spec_from_id for line in lines}
        readable = self.browse(source.id for source in source_of.values() if source)._filtered_access("read")
        last = lines.filtered(lambda line: not source_of[line])._gendan_spec_last_lines()
        pairs = {}
        for line, source in source_of.items():
            if source := source if source in readable else last.get(line):
                pairs[line] = source
        lines._gendan_spec_copy_values(pairs, attributes_of)

    def _gendan_spec_last_lines(self):
        """The last confirmed and specified line of the same product for the same customer: {line: line (sudo)}."""
        if not self:
            return {}
        customers = self.order_id.partner_id.commercial_partner_id
        # sudo: the customer's own last order, whoever wrote it
        groups = self.sudo()._read_group(
            [
                ("product_id", "in", self.product_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("order_id.partner_id.commercial_partner_id", "in", customers.ids),
                ("state", "=", "sale"),
                ("gendan_spec_value_ids", "!=", False),
                ("id", "not in", self.ids),
            ],
            ["company_id", "order_id.partner_id.commercial_partner_id", "product_id"],
            ["id:max"],
        )
        last = {(company, customer, product): line_id for company, customer, product, line_id in groups}
        result = {}
        for line in self.sudo():  # sudo: as above
            key = (line.company_id, line.order_id.partner_id.commercial_partner_id, line.product_id)
            if line_id := last.get(key):
                result[line] = line.browse(line_id)
        return result

    def _gendan_spec_copy_values(self, pairs, attributes_of):
        """Copy what the sources say about attributes these lines have, in one go.

        :param pairs: {line: source line}
        :param attributes_of: {line: gendan.spec.attribute}
        """
        # sudo: nobody has rights to write values; who may write the line may specify it
        Value = self.env["gendan.spec.value"].sudo()
        sources = self.browse().union(*(source.with_env(self.env) for source in pairs.values()))
        values_of = Value.search([("line_id", "in", sources.ids)]).grouped(lambda entry: entry.line_id.id)
        vals_list = [
            {
                "line_id": line.id,
                "attribute_id": entry.attribute_id.id,
                "value": entry.value,
                "number": entry.number,
                "choice_id": entry.choice_id.id,
            }
            for line, source in pairs.items()
            for entry in values_of.get(source.id, ())
            if entry.attribute_id in attributes_of[line]
        ]
        Value.create(vals_list)
        taken = {vals["line_id"] for vals in vals_list}
        for line in self.sudo():  # sudo: as above
            # a source that says nothing is none
            source = pairs[line].id if line.id in taken else False
            if line.gendan_spec_from_id.id != source:
                line.gendan_spec_from_id = source

    def _gendan_spec_product_changed(self):
        """Another product on lines not agreed yet: what was copied goes, what was typed stays where it fits."""
        # sudo: after the line was written; nobody has rights to write values
        lines = self.sudo().filtered(lambda line: not line.gendan_spec_version)
        attributes_of = lines._gendan_spec_attributes()
        stale = lines.gendan_spec_value_ids.filtered(
            lambda entry: (
                entry.line_id.gendan_spec_from_id
                or entry.attribute_id not in attributes_of.get(entry.line_id, entry.attribute_id.browse())
            )
        )
        stale.unlink()
        lines.filtered("gendan_spec_from_id").write({"gendan_spec_from_id": False})
        lines.filtered(lambda line: not line.gendan_spec_value_ids)._gendan_spec_take_over()

    # ------------------------------------------------------------ guard

    def _gendan_spec_error(self):
        """The sentence why this line's specification cannot be changed by this user now, or False."""
        self.ensure_one()
        # sudo: the state of the follow-up, not the user's data
        if self.sudo().gendan_spec_version and not self.env.user.has_group("gendan_followup.group_gendan_manager"):
            return self._gendan_spec_frozen_sentence()
        if sentence := self.order_id._gendan_change_error():
            return sentence
        if self.state == "cancel":
            return self.env._(
                "Order %(order)s is cancelled: its specification stays as it was.", order=self.order_id.name
            )
        return False

    def _gendan_spec_frozen_sentence(self):
        """The sentence that the line is part of a version."""
        line = self.sudo()  # sudo: names the order whoever tries
        return self.env._(
            "%(product)s: the specification is agreed with the customer, it is part of version %(version)s of order"
            " %(order)s. Ask your supervisor to change it.",
            product=line.product_id.display_name,
            version=line.gendan_spec_version,
            order=line.order_id.name,
        )

    # ------------------------------------------------------------ dialog

    def action_gendan_specification(self):
        """Button: the dialog with this line's specification.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "gendan_specification",
            "params": {"line_id": self.id},
        }

    def gendan_get_specification(self):
        """What the dialog shows of this line. Called by the dialog; for employees who may read the order.

        :return: dict, ready for JSON
        :raise AccessError: the order is closed to the user
        """
        self.ensure_one()
        self._gendan_check_spec_reader()
        attributes = self._gendan_spec_attributes().get(self, self.env["gendan.spec.attribute"])
        line = self.sudo()  # sudo: after the check; nobody types names and lists in here
        values = {entry.attribute_id: entry for entry in line.gendan_spec_value_ids}
        state = self._gendan_spec_states().get(self)
        required = attributes._gendan_required(self._gendan_spec_kind())
        # what was said by attributes that no longer belong to the category stays to be seen
        shown = attributes | line.gendan_spec_value_ids.attribute_id
        siblings = line.order_id.order_line._gendan_spec_attributes()
        error = self._gendan_spec_error() or (
            False if self.order_id.has_access("write") else self.env._("You may read this order, not change it.")
        )
        source = line.gendan_spec_from_id
        return {
            "id": self.id,
            "title": line.product_id.display_name,
            "quantity": f"{line.product_uom_id._gendan_number(line.product_uom_qty)} {line.product_uom_id.name}",
            "order": line.order_id.name,
            "customer": line.order_id.partner_id.display_name,
            "error": error,
            "agreed": line.gendan_spec_version,
            "taken_from": source.order_id.name or False,
            "percent": state.percent if state else 100,
            "elements": [self._gendan_element_labels()[key] for key in state.elements] if state else [],
            "sections": [
                {
                    "id": entry.id,
                    "name": entry.name,
                    "attributes": [
                        attribute._gendan_dialog_vals(values.get(attribute), attribute in required)
                        for attribute in rows
                    ],
                }
                for entry, rows in shown.grouped("set_id").items()
            ],
            "sources": self._gendan_spec_sources(),
            "line_ids": [other.id for other in line.order_id.order_line if other in siblings],
        }

    def _gendan_spec_sources(self):
        """Lines the dialog offers to copy from: the order's others, then the customer's last. Only what one may read.

        :return: list of {"id", "label"}
        """
        customer = self.order_id.partner_id.commercial_partner_id
        own = self.order_id.order_line - self
        own = own.filtered("gendan_spec_value_ids")
        others = self.search(
            [
                ("order_id", "!=", self.order_id.id),
                ("order_id.partner_id", "child_of", customer.id),
                ("state", "!=", "cancel"),
                ("gendan_spec_value_ids", "!=", False),
            ],
            order="id desc",
            limit=OFFERED,
        )
        return [
            {"id": line.id, "label": f"{line.order_id.name} · {line.product_id.display_name}"}
            for line in own[:OFFERED] | others
        ]

    def _gendan_check_spec_reader(self):
        """The customer reads his lines, but not what is only ours.

        :raise AccessError: the lines are closed to the user, or he is no employee
        """
        self.check_access("read")
        if self.env.user.share:
            raise AccessError(self.env._("Only employees may open the specification."))

    def gendan_get_specification_of(self, source_id):
        """Another line's answers, to fill the dialog with. Called by the dialog; for employees who may read that line.

        :param source_id: id of the line to copy from
        :return: {attribute id: {"value", "choice_id"}}
        :raise AccessError: the line is closed to the user
        """
        self.ensure_one()
        source = self.browse(source_id).exists()
        (self | source)._gendan_check_spec_reader()
        return {
            entry.attribute_id.id: {"value": entry.value or "", "choice_id": entry.choice_id.id}
            for entry in source.sudo().gendan_spec_value_ids  # sudo: after the check
        }

    def gendan_set_specification(self, answers):
        """Set the line's specification. The one way to do it: dialog, import and other programs call this.

        What is not named stays. On a confirmed order this is a new version, noted in the order's log.

        :param answers: list of dicts {"attribute_id", "value": text as typed, "choice_id"}; an empty answer takes the
            value back
        :return: {attribute id: sentence} of the answers that cannot be read; nothing is set then. Else empty
        :raise AccessError: the order is closed to the user
        :raise UserError: it is agreed and the user is no supervisor, the order is cancelled, or the line has no such
            attribute
        """
        self.ensure_one()
        self.check_access("write")
        self.order_id.check_access("write")
        if sentence := self._gendan_spec_error():
            raise UserError(sentence)
        errors, wanted = self._gendan_spec_read(answers)
        if errors:
            return errors
        self._gendan_spec_apply(wanted)
        return {}

    def _gendan_spec_read(self, answers):
        """Answers as typed, read.

        :return: ({attribute id: sentence}, {attribute: values or None})
        """
        attributes = self._gendan_spec_attributes().get(self, self.env["gendan.spec.attribute"])
        # sudo: after the caller's check
        allowed = attributes | self.sudo().gendan_spec_value_ids.attribute_id
        # sudo: as above
        return allowed.with_env(self.env).sudo()._gendan_read_answers(answers, self.product_id.display_name)

    def _gendan_spec_apply(self, wanted):
        """Write what differs; on a confirmed order log it and make a version.

        :param wanted: see ``_gendan_spec_write``
        """
        notes = self._gendan_spec_write(wanted)
        if notes and self.state == "sale":
            # sudo: after the caller's check; the log speaks the company's language
            line = self.sudo()
            line.with_context(lang=line.company_id.partner_id.lang or self.env.lang)._gendan_spec_log(notes)

    def _gendan_spec_write(self, wanted):
        """Write what differs. The caller has checked the order, and makes its version.

        :param wanted: {attribute: values of gendan.spec.value, or None to take it back}
        :return: list of (attribute, text before in the company's language, "" if taken back, else None)
        """
        self.ensure_one()
        # sudo: nobody has rights to write values; the caller has checked the order
        line = self.sudo().with_context(gendan_spec_is_set=SPEC_IS_SET)
        there = {entry.attribute_id: entry for entry in line.gendan_spec_value_ids}
        created, notes = [], []
        removed = line.env["gendan.spec.value"]
        # the log speaks the company's language
        log_lang = line.company_id.partner_id.lang or self.env.lang
        for attribute, vals in wanted.items():
            entry = there.get(attribute)
            if not entry and vals is None:
                continue
            before = entry.with_context(lang=log_lang).text if entry else ""
            if vals is None:
                removed |= entry
                notes.append((attribute, before, ""))
            elif not entry:
                created.append({"line_id": line.id, "attribute_id": attribute.id, **vals})
                notes.append((attribute, "", None))
            elif any((entry[name].id if name == "choice_id" else entry[name]) != value for name, value in vals.items()):
                entry.write(vals)
                notes.append((attribute, before, None))
        removed.unlink()
        line.env["gendan.spec.value"].create(created)
        line.invalidate_recordset(["gendan_spec_value_ids"])
        return notes

    def _gendan_spec_log(self, notes):
        """A confirmed line was specified anew: version and note. Called with sudo, in the company's language."""
        now = {entry.attribute_id: entry.text for entry in self.gendan_spec_value_ids}
        texts = []
        for attribute, before, after in notes:
            attribute = attribute.with_env(self.env)
            after = now.get(attribute, "") if after is None else after
            texts.append(f"{attribute.name}: {before or '–'} → {after or '–'}")
        reason = self.env._("Specification of %(product)s changed", product=self.product_id.display_name)
        versions = self.order_id._gendan_freeze_version(reason)
        self.order_id._message_log(
            body=self.env._(
                "%(reason)s, version %(version)s of the order. %(changes)s",
                reason=reason,
                version=versions[self.order_id].number,
                changes="; ".join(texts),
            ),
            author_id=self.env.user.partner_id.id,
        )
