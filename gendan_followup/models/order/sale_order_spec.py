"""The order's side of the specification: how complete it is, the customer's question, versions."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.tools.names import join_names

from ..common.composing import open_composer

# more than this in one sentence nobody reads
NAMED = 6


class SaleOrder(models.Model):
    """An order is as complete as its lines; what is agreed is kept as a version."""

    _inherit = "sale.order"

    gendan_is_specified = fields.Boolean(
        string="Is specified", compute="_compute_gendan_spec", groups="base.group_user"
    )
    gendan_spec_percent = fields.Integer(
        string="Specification %",
        compute="_compute_gendan_spec",
        aggregator=None,
        groups="base.group_user",
        help="How much of what the order must say is there, over all its lines.",
    )
    gendan_spec_missing = fields.Text(
        string="Specification: still missing", compute="_compute_gendan_spec", groups="base.group_user"
    )

    # ------------------------------------------------------------ compute

    @api.depends("order_line.gendan_spec_percent", "order_line.gendan_spec_missing")
    @api.depends_context("lang")
    def _compute_gendan_spec(self):
        states = self.order_line._gendan_spec_states()
        for order in self:
            lines = order.order_line.filtered(lambda line: line in states)
            order.gendan_is_specified = bool(lines)
            order.gendan_spec_percent = order._gendan_spec_average([states[line].percent for line in lines])
            order.gendan_spec_missing = (
                "\n".join(
                    self.env._(
                        "%(product)s: %(names)s",
                        product=line.product_id.display_name,
                        names=join_names(self.env, line._gendan_missing_names(states[line])),
                    )
                    for line in lines
                    if states[line].missing
                )
                or False
            )

    @api.model
    def _gendan_spec_average(self, percents):
        # rounded down: what is not complete never shows 100
        return sum(percents) // len(percents) if percents else 0

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale: an order may be born confirmed by RPC or import
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sale")._gendan_spec_confirmed()
        return orders

    def write(self, vals):
        # EXTENDS sale: every path to and from 'sale' ends here
        result = super().write(vals)
        if vals.get("state") == "sale":
            self._gendan_spec_confirmed()
        elif vals.get("state") == "draft":
            self._gendan_spec_thaw()
        return result

    # ------------------------------------------------------------ actions

    def action_gendan_specification(self):
        """Button: the dialog with the first line that is not complete; from there to the next.

        :return: action
        :raise UserError: no line is specified
        """
        self.ensure_one()
        states = self.order_line._gendan_spec_states()
        if not states:
            raise UserError(
                self.env._(
                    "Nothing on order %(order)s has to be specified: no category of its products has a set of"
                    " attributes.",
                    order=self.name,
                )
            )
        lines = self.order_line.filtered(lambda line: line in states)
        incomplete = lines.filtered(lambda line: states[line].missing)
        return (incomplete or lines)[0].action_gendan_specification()

    def action_gendan_ask_specification(self):
        """Button: an e-mail in the customer's language that asks for exactly what is missing.

        :return: action of the composer
        :raise UserError: nothing the customer could tell is missing
        """
        self.ensure_one()
        self._gendan_check_spec_question()
        return open_composer(self, self.env._("Ask the customer"), "gendan_followup.mail_template_spec")

    def action_gendan_copy_spec_question(self):
        """Button: the same question as text, to paste into a chat.

        :return: action of the dialog that copies it
        :raise UserError: as in ``action_gendan_ask_specification``
        """
        self.ensure_one()
        self.check_access("write")
        self._gendan_check_spec_question()
        lang = self._gendan_customer_lang()
        return {
            "type": "ir.actions.client",
            "tag": "gendan_copy_text",
            "name": self.env._("Text for %s", self.partner_id.commercial_partner_id.display_name),
            "params": {
                "text": self.with_context(lang=lang)._gendan_spec_question_text(),
                "order_ids": self.ids,
                "message_ids": [],
            },
        }

    # ------------------------------------------------------------ the question to the customer

    def _gendan_check_spec_question(self):
        if not self._gendan_spec_questions():
            raise UserError(
                self.env._("Order %(order)s: there is nothing to ask the customer for.", order=self.name)
            )

    def _gendan_spec_questions(self):
        """What the customer is to be asked, line by line, in the language of the context. Used by the e-mail, too.

        What only we can fill in is left out.

        :return: list of {"product", "quantity", "questions": [{"name", "hint"}]}
        """
        self.ensure_one()
        labels = self.env["sale.order.line"]._gendan_element_labels()
        result = []
        for line, state in self.order_line._gendan_spec_states().items():
            attributes = state.attributes.with_env(self.env).sudo()  # sudo: names only
            questions = [{"name": labels.get(key, key), "hint": ""} for key in state.elements]
            questions += [
                {"name": attribute.name, "hint": attribute._gendan_hint()}
                for attribute in attributes
                if not attribute.internal
            ]
            if questions:
                unit = line.product_uom_id
                quantity = f"{unit._gendan_number(line.product_uom_qty)} {unit.name}" if line.product_uom_qty else ""
                result.append(
                    {"product": line.product_id.display_name, "quantity": quantity, "questions": questions}
                )
        return result

    def _gendan_spec_question_text(self):
        """The question as plain text for a chat, in the language of the context."""
        reference = self.client_order_ref or self.name
        blocks = [
            self.env._("For your order %(reference)s we still need the following, please:", reference=reference)
        ]
        for entry in self._gendan_spec_questions():
            rows = [" ".join(filter(None, [entry["product"], entry["quantity"]]))]
            for number, question in enumerate(entry["questions"], start=1):
                # by language: which brackets
                text = self.env._("%(name)s (%(hint)s)", **question) if question["hint"] else question["name"]
                rows.append(f"{number}. {text}")
            blocks.append("\n".join(rows))
        return "\n\n".join(blocks)

    # ------------------------------------------------------------ review

    def _gendan_review_spec_missing(self):
        """Point of the review: the specification is not complete. Batch.

        :return: {order: list of sentences}
        """
        result = {}
        for line, state in self.order_line._gendan_spec_states().items():
            if not state.missing:
                continue
            names = line._gendan_missing_names(state)
            if len(names) > NAMED:
                names = [*names[:NAMED], self.env._("%s more", len(names) - NAMED)]
            result.setdefault(line.order_id, []).append(
                self.env._(
                    "%(order)s: the specification of %(product)s is not complete, %(percent)s %% are there. Missing:"
                    " %(names)s.",
                    order=line.order_id.name,
                    product=line.product_id.display_name,
                    percent=state.percent,
                    names=join_names(self.env, names),
                )
            )
        return result

    # ------------------------------------------------------------ versions

    def _gendan_spec_confirmed(self):
        """Orders became confirmed: those with specified lines get their version."""
        if not self or not self.env["gendan.spec.attribute"]._gendan_by_category():
            return
        lines = self.order_line._gendan_spec_attributes()
        self.filtered(lambda order: any(line in lines for line in order.order_line))._gendan_freeze_version()

    def _gendan_spec_thaw(self):
        """Orders are quotations again: their specification may be changed, the versions stay."""
        # sudo: columns of ours, whoever resets the order
        frozen = self.sudo().order_line.filtered("gendan_spec_version")
        if frozen:
            frozen.write({"gendan_spec_version": 0, "gendan_spec_categ_id": False})

    def _gendan_freeze_version(self, reason=None):
        # EXTENDS gendan_followup: from then on the lines' specification changes by a further version only
        versions = super()._gendan_freeze_version(reason)
        # sudo: columns of ours, whoever confirms or changes the order
        lines = self.sudo().order_line
        attributes_of = lines._gendan_spec_attributes()
        frozen = lines.filtered(
            lambda line: line in attributes_of and line.gendan_spec_version != versions[line.order_id].number
        ).grouped(
            lambda line: (versions[line.order_id].number, line.gendan_spec_categ_id or line.product_id.categ_id)
        )
        for (number, category), group in frozen.items():
            group.write({"gendan_spec_version": number, "gendan_spec_categ_id": category.id})
        return versions

    def _gendan_version_contents(self):
        # EXTENDS gendan_followup: what is specified, in all languages in use, so that a version reads the same when
        # attributes have long been renamed
        contents = super()._gendan_version_contents()
        if not self.env["gendan.spec.attribute"]._gendan_by_category():
            return contents
        values = self.env["gendan.spec.value"].search([("order_id", "in", self.ids)])
        texts = {value.id: ({}, {}) for value in values}
        for lang, _name in self.env["res.lang"].get_installed():
            for value in values.with_context(lang=lang):
                names, answers = texts[value.id]
                names[lang], answers[lang] = value.attribute_id.name, value.text or ""
        spec = {}
        for value in values:
            spec.setdefault(value.line_id.id, []).append(list(texts[value.id]))
        for content in contents.values():
            for entry in content["lines"]:
                if entry["line_id"] in spec:
                    entry["spec"] = spec[entry["line_id"]]
        return contents
