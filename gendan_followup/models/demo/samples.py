"""The example's samples: asked for, sent round by round, judged, each on its day."""

from odoo import Command, api, models

from .samples_data import ARTWORK, KEPT, NEEDED, SAMPLES


class GendanDemoScenario(models.AbstractModel):
    """Proofs, lab dips, colour samples and catalogues with what the customers said."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_samples(self, company):
        """Kept by the customer's clerk."""
        for key, (customer, product, title, version, medium, day, checked, note) in ARTWORK.items():
            self._example_make(
                f"artwork_{key}",
                "gendan.sample.artwork",
                company_id=company.id,
                partner_id=self._example(f"partner_{customer}").id,
                product_id=self._example(f"product_{product}").id,
                name=title,
                version=version,
                medium=medium,
                received_on=self._example_day(day),
                checked_on=self._example_day(checked),
                note=note,
            )
        stamps = {}
        for number, data in enumerate(SAMPLES, start=1):
            sample = self._example_make(f"sample_{number}", "gendan.sample", **self._example_sample_vals(data, company))
            moment = self._example_moment(data["asked"], 10, 30)
            stamps[sample] = {"create_date": moment, "create_uid": sample.clerk_id.id or self.env.uid}
            for entry in data["rounds"]:
                stamps |= self._example_sample_round(sample, entry)
        for records in self._example_by_model(stamps):
            self._example_stamp({record: stamps[record] for record in records})
        self._example_make_kept(company)
        # plates were ordered by a release
        self._example_release_samples()
        self._example_make_tooling(company)
        # from now on: what the example has made already was made before the rule
        for category, kinds in NEEDED.items():
            self._example(f"category_{category}").gendan_sample_kind_ids = [
                Command.link(self.env.ref(f"gendan_followup.sample_kind_{kind}").id) for kind in kinds
            ]
        self.env["sale.order"]._gendan_settle()
        # what was settled long ago never waited in this database
        todos = self.env["gendan.todo"].search(
            [("company_id", "=", company.id), ("is_synced", "=", True), ("open", "=", False)]
        )
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_make_kept(self, company):
        """Sealed and limit samples in the cabinet, one of them too old."""
        for number, data in enumerate(KEPT, start=1):
            product, kind, batch, signed_by, place, day, quantity = data[1:]
            sample = self._example_sample_of(data[0], product)
            self._example_make(
                f"kept_{number}",
                "gendan.sample.kept",
                company_id=company.id,
                sample_id=sample.id,
                kind=kind,
                batch=batch,
                signed_by=signed_by,
                place=place,
                holder="us" if place else "customer",
                quantity=quantity,
                kept_since=self._example_day(day),
            )

    @api.model
    def _example_sample_of(self, kind, product):
        """The example's sample of that kind and product."""
        numbers = [
            number
            for number, data in enumerate(SAMPLES, start=1)
            if (data["kind"], data.get("product")) == (kind, product)
        ]
        return self._example(f"sample_{numbers[0]}")

    @api.model
    def _example_release_samples(self):
        """The supervisor let plates and production go on at own risk."""
        supervisor = self._example("user_supervisor")
        stamps = {}
        for number, data in enumerate(SAMPLES, start=1):
            if released := data.get("released"):
                action, code, day, reason = released
                # sudo: the dialog makes waivers so, too
                waiver = self.env["gendan.waiver"].with_user(supervisor).sudo().with_context(lang="zh_CN").create(
                    {
                        "res_model": "gendan.sample",
                        "res_id": self._example(f"sample_{number}").id,
                        "action": action,
                        "code": code,
                        "reason": reason,
                    }
                )
                stamps[waiver] = {"date": self._example_moment(day, 9, 20)}
        self._example_stamp(stamps)

    @api.model
    def _example_by_model(self, stamps):
        """Records cut by model, because one statement stamps one table."""
        models_of = {}
        for record in stamps:
            models_of.setdefault(record._name, []).append(record)
        return models_of.values()

    @api.model
    def _example_sample_vals(self, data, company):
        values = {
            "company_id": company.id,
            "kind_id": self.env.ref(f"gendan_followup.sample_kind_{data['kind']}").id,
            "subject": data["subject"],
        }
        if data.get("product"):
            values["product_id"] = self._example(f"product_{data['product']}").id
        if "order" in data:
            order = self._example(f"order_{data['order']}")
            line = order.order_line.filtered(lambda line: line.product_id.id == values["product_id"])[:1]
            values |= {"order_id": order.id, "line_id": line.id}
        else:
            values["partner_id"] = self._example(f"partner_{data['customer']}").id
        if "artwork" in data:
            values["artwork_id"] = self._example(f"artwork_{data['artwork']}").id
        if not data["rounds"]:
            values["requested_date"] = self._example_day(1)
        return values

    @api.model
    def _example_sample_round(self, sample, entry):
        """One round with its verdicts.

        :return: {record: its own past}
        """
        clerk = sample.clerk_id or self.env.user
        sent = self._example_day(entry["sent"])
        carrier, tracking = entry["by"]
        values = {"sample_id": sample.id, "made_on": sent, "sent_on": sent, "carrier": carrier, "tracking": tracking}
        if "due" in entry:
            values["answer_due"] = self._example_day(entry["due"])
        made = self.env["gendan.sample.round"].create({**values, "sent_to": entry["to"]})
        stamps = {made: {"create_date": self._example_moment(entry["sent"], 16), "create_uid": clerk.id}}
        for day, result, who, way, proof, text in entry.get("said", []):
            # sudo: the example is written whatever rights its people have
            verdict = self.env["gendan.sample.verdict"].with_user(clerk).sudo().create(
                {
                    "round_id": made.id,
                    "result": result,
                    "given_on": self._example_day(day),
                    "given_by": who,
                    "source": way,
                    "evidence": proof,
                    "reasons": text,
                }
            )
            stamps[verdict] = {"create_date": self._example_moment(day, 11), "create_uid": clerk.id}
        return stamps
