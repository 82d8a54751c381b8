"""The example's quotations under review: asked, answered, refused, changed, waived, signed too early."""

from odoo import api, models

from .reviews_data import REVIEWS


class GendanDemoScenario(models.AbstractModel):
    """Each as it would have come about: departments answer themselves, on the phone or in the meeting."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_reviews(self, company):
        """Quotations in every state of review. The company's review is on since the signed quotations."""
        for key, data in REVIEWS.items():
            order = self._example_make_reviewed(key, data, company)
            if key != "draft" and not order.order_line.gendan_spec_value_ids:
                # a product the customer has had before brings its specification along
                self._example_specify({key: order})
            if data["started"] is not None:
                before = order.message_ids
                order._gendan_start_review()
                self._example_date_back(order, gendan_review_at=self._example_moment(data["started"], 11))
                for code, said in sorted(data["said"].items(), key=lambda entry: entry[1][:2]):
                    self._example_say(order, code, *said)
                self._example_date_back(
                    order.gendan_review_item_ids, due=self._example_day(1, start=self._example_day(data["started"]))
                )
                self._example_date_notes(order.message_ids - before, data)
            if changed := data.get("changed"):
                order.order_line[:1].product_uom_qty = changed[1]
            if signed := data.get("signed"):
                moment = self._example_moment(signed[0], 8, 40)
                order.write({"signed_by": signed[1], "signed_on": moment, "signature": self._example_signature()})
                self._example_sent_through(order, moment)
            if waived := data.get("waived"):
                self._example_waive(order, waived[1], waived[2])
            order._gendan_sync_review()
        # what was answered long ago never waited in this database
        items = self.env["gendan.review.item"].search([("company_id", "=", company.id)])
        todos = self.env["gendan.todo"].search(
            [("res_model", "=", items._name), ("res_id", "in", items.ids), ("open", "=", False)]
        )
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_make_reviewed(self, key, data, company):
        """What the clerk entered."""
        values = self._example_order_vals({**data, "confirmed": data["entered"]}, company)
        if like := data.get("like"):
            values["gendan_requested_date"] = self._example(f"order_{like}").gendan_requested_date
        order = self._example_make(f"review_{key}", "sale.order", **values)
        self._example_sign(order)
        return order

    @api.model
    def _example_say(self, order, code, day, hour, said, remark, who, how):
        """One answer, by the department itself or noted by the clerk."""
        item = order.gendan_review_item_ids.filtered(lambda item: item.point_id.code == code)
        user = item.department_id.head_id if how == "self" else order.gendan_clerk_id
        moment = self._example_moment(day, hour)
        # the note on the order is written by who answered, in the house's language
        item.with_user(user).with_context(lang="zh_CN")._gendan_answer(said, remark, who, how, moment)

    @api.model
    def _example_date_notes(self, notes, data):
        """The answers' notes on the order, each on its day."""
        moments = sorted(self._example_moment(said[0], said[1]) for said in data["said"].values())
        self._example_stamp(
            {
                note: {"date": moment, "create_date": moment}
                for note, moment in zip(notes.sorted("id"), moments, strict=False)
            }
        )
