"""The example's specifications: complete on what was confirmed, with gaps on a new quotation, one changed since."""

from odoo import Command, api, models

from ..order.spec_value import SPEC_IS_SET
from .specs_data import BELOW, CHANGED, DIFFERENT, OPEN, SETS, SPECS


class GendanDemoScenario(models.AbstractModel):
    """What the orders' lines say about their products."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_attach_sets(self):
        """Each category gets the shipped set of its trade; cartons and trays a category of their own."""
        stock = self._example("category_stock")
        for key, (name, product) in BELOW.items():
            category = self._example_make(f"category_{key}", "product.category", name=name, parent_id=stock.id)
            self._example(f"product_{product}").categ_id = category
        for key, name in SETS.items():
            category = self._example(f"category_{key.split('.')[-1]}")
            category.gendan_spec_set_ids = [Command.link(self.env.ref(f"gendan_followup.spec_set_{name}").id)]

    @api.model
    def _example_answers(self, product, answers):
        """Answers as they are kept: list of values of gendan.spec.value, without the line."""
        key = next(SETS[key] for key in SETS if key.split(".")[-1] == self._example_spec_category(product))
        result = []
        for name, text in answers.items():
            attribute = self.env.ref(f"gendan_followup.spec_{key}_{name}")
            vals, sentence = attribute._gendan_read(text)
            assert not sentence, sentence
            result.append({"attribute_id": attribute.id, **vals})
        return result

    @api.model
    def _example_spec_category(self, product):
        category = self._example(f"product_{product}").categ_id
        keys = [key.split(".")[-1] for key in SETS]
        return next(key for key in keys if self._example(f"category_{key}") == category)

    @api.model
    def _example_specify(self, orders):
        """What the clerk typed into each line before the order was confirmed.

        :param orders: {key: order}
        """
        kept = {product: self._example_answers(product, answers) for product, answers in SPECS.items()}
        vals_list = []
        for key, order in orders.items():
            for line in order.order_line:
                product = next((name for name in SPECS if self._example(f"product_{name}") == line.product_id), None)
                if product:
                    answers = kept[product]
                    if DIFFERENT.get(key, ("",))[0] == product:
                        answers = self._example_answers(product, {**SPECS[product], **DIFFERENT[key][1]})
                    vals_list += [{"line_id": line.id, **vals} for vals in answers]
        self.env["gendan.spec.value"].create(vals_list)

    @api.model
    def _example_date_versions(self, orders):
        """Versions are as old as the orders' confirmation."""
        self._example_stamp(
            {
                version: {"create_uid": (order.gendan_clerk_id or self.env.user).id, "create_date": order.date_order}
                for order in orders
                for version in order.gendan_version_ids
            }
        )

    @api.model
    def _example_make_specs(self, company):
        """A quotation with gaps, and a change by the supervisor after the confirmation."""
        for key, data in OPEN.items():
            customer = self._example(f"partner_{data['customer']}")
            order = self._example_make(
                f"spec_{key}",
                "sale.order",
                partner_id=customer.id,
                company_id=company.id,
                user_id=customer.user_id.id,
                client_order_ref=data["ref"],
                gendan_order_kind=data["kind"],
                date_order=self._example_moment(data["sent"], 15, 10),
                order_line=[self._example_line_command(customer, *data["line"])],
            )
            self._example_sign(order)
            line = order.order_line
            answers = self._example_answers(data["line"][0], data["answers"])
            self.env["gendan.spec.value"].create([{"line_id": line.id, **vals} for vals in answers])
        for key, (day, hour, product, answers) in CHANGED.items():
            self._example_change_spec(key, self._example_moment(day, hour), product, answers)

    @api.model
    def _example_change_spec(self, key, moment, product, answers):
        order = self._example(f"order_{key}")
        supervisor = self._example("user_supervisor")
        line = order.order_line.filtered(lambda line: line.product_id == self._example(f"product_{product}"))
        notes, versions = order.message_ids, order.gendan_version_ids
        wanted = {
            self.env["gendan.spec.attribute"].browse(vals.pop("attribute_id")): vals
            for vals in self._example_answers(product, answers)
        }
        # sudo: the example is written whatever rights its people have
        line.with_user(supervisor).sudo().with_context(gendan_spec_is_set=SPEC_IS_SET)._gendan_spec_apply(wanted)
        order.invalidate_recordset()
        self._example_date_back(order.message_ids - notes, date=moment, create_date=moment)
        self._example_date_back(
            order.gendan_version_ids - versions, create_date=moment, create_uid=supervisor.id
        )
