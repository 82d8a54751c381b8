"""What waits for the customer's approval; where the supervisor releases it at own risk."""

from collections import defaultdict
from functools import partial

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem

MANAGER = "gendan_followup.group_gendan_manager"
# gate of the sample's kind -> action that waits
ACTIONS = {"plates": "order_plates", "production": "produce", "delivery": "ship"}
OPEN_STATES = ("to_make", "sent", "rejected")


class GendanSample(models.Model):
    """A sample that must be approved first holds back plates or production, and so does an approval that has ended.

    The waiver ("at own risk") is kept on the sample: purchases and productions ask their samples, so one release
    serves all of them, and covers this sample only.
    """

    _name = "gendan.sample"
    _inherit = ["gendan.gate.mixin", "gendan.sample"]

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        for gate, gated in ACTIONS.items():
            if action == gated:
                points = [
                    *points,
                    GatePoint(f"sample_{gate}", partial(type(self)._gendan_not_approved, gate=gate), MANAGER),
                ]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        for gate, action in ACTIONS.items():
            if held := self.filtered(lambda sample, gate=gate: sample._gendan_holds_back(gate)):
                actions[action] = held
        return actions

    def _gendan_holds_back(self, gate):
        """Whether this sample keeps that from going on.

        :param str gate: key of ``gendan.sample.kind.gate``
        """
        self.ensure_one()
        return self.kind_id.gate == gate and (self.state in OPEN_STATES or self.is_expired)

    def _gendan_not_approved(self, gate):
        """{sample: sentence or problem} of those that keep plates or production waiting. Batch."""
        found = {}
        held = self.filtered(lambda sample: sample._gendan_holds_back(gate))
        for sample in held - held._gendan_superseded():
            words = {
                "sample": sample.display_name,
                "product": sample.product_id.display_name or sample.partner_id.display_name,
            }
            if sample.is_expired:
                found[sample] = sample._gendan_ended_problems(gate)
            elif gate == "plates":
                found[sample] = self.env._(
                    "Sample %(sample)s is not approved: no plates or tooling may be ordered for %(product)s. Get the"
                    " customer's verdict, or have the supervisor release the sample at own risk.",
                    **words,
                )
            elif gate == "delivery":
                found[sample] = self.env._(
                    "Sample %(sample)s is not approved: %(product)s may not be delivered. Get the customer's verdict,"
                    " or have the supervisor release the sample at own risk.",
                    **words,
                )
            else:
                found[sample] = self.env._(
                    "Sample %(sample)s is not approved: production of %(product)s may not start. Get the customer's"
                    " verdict, or have the supervisor release the sample at own risk.",
                    **words,
                )
        return found

    def _gendan_superseded(self):
        """Those whose approval has ended while another of the same kind, product and customer holds. Batch."""
        ended = self.filtered(lambda sample: sample.is_expired and sample.product_id)
        if not ended:
            return ended
        # sudo: another clerk's order may have brought the new approval
        others = self.sudo().search(
            [
                ("state", "=", "approved"),
                ("product_id", "in", ended.product_id.ids),
                ("kind_id", "in", ended.kind_id.ids),
                ("company_id", "in", ended.company_id.ids),
            ]
        )
        return ended.filtered(
            lambda sample: any(
                other._gendan_holds()
                and other.kind_id == sample.kind_id
                and other.product_id == sample.product_id
                and other.company_id == sample.company_id
                and other.partner_id.commercial_partner_id == sample.partner_id.commercial_partner_id
                # front and back of one order are two things
                and (not sample.order_id or other.order_id != sample.order_id or other.subject == sample.subject)
                for other in others
            )
        )

    def _gendan_ended_problems(self, gate):
        """Why this approval no longer serves: an order changed what it was given for, or its time is over, or both.

        Plates that are made again by an old proof only get a warning. The release covers what ended it now.
        """
        self.ensure_one()
        problems = []
        if self._gendan_is_void():
            words = self._gendan_void_words()
            code = f"sample_{gate}_void_{self.sudo().voided_by_id.id}"  # sudo: the floor reads no orders
            if gate == "plates":
                sentence = self.env._(
                    "The approval of sample %(sample)s is void since %(order)s (%(what)s): no plates or tooling may be"
                    " ordered for %(product)s by it. Get a new approval, or have the supervisor release the sample at"
                    " own risk.",
                    **words,
                )
            elif gate == "delivery":
                sentence = self.env._(
                    "The approval of sample %(sample)s is void since %(order)s (%(what)s): %(product)s may not be"
                    " delivered by it. Get a new approval, or have the supervisor release the sample at own risk.",
                    **words,
                )
            else:
                sentence = self.env._(
                    "The approval of sample %(sample)s is void since %(order)s (%(what)s): production of %(product)s"
                    " may not start by it. Get a new approval, or have the supervisor release the sample at own risk.",
                    **words,
                )
            problems.append(GateProblem(code, sentence, "block", MANAGER))
        if not self._gendan_is_over():
            return problems
        words = {
            "sample": self.display_name,
            "product": self.product_id.display_name or self.partner_id.display_name,
            "day": format_date(self.env, self.valid_until),
        }
        if gate == "plates":
            sentence = self.env._(
                "The approval of sample %(sample)s held until %(day)s only. Ask the customer whether plates of"
                " %(product)s may still be made by it.",
                **words,
            )
            return [*problems, GateProblem(f"sample_{gate}_ended", sentence, "warn")]
        if gate == "delivery":  # approved in time, shipped late
            sentence = self.env._(
                "The approval of sample %(sample)s held until %(day)s only. Ask the customer whether %(product)s may"
                " still be delivered by it.",
                **words,
            )
            return [*problems, GateProblem(f"sample_{gate}_ended", sentence, "warn")]
        sentence = self.env._(
            "The approval of sample %(sample)s held until %(day)s only: production of %(product)s may not start by it."
            " Ask the customer whether it is still good, or have the supervisor release the sample at own risk.",
            **words,
        )
        return [*problems, GateProblem(f"sample_{gate}_ended", sentence, "block", MANAGER)]

    # ------------------------------------------------------------ plates, by whatever document orders them

    @api.model
    def _gendan_plate_problems(self, wanted):
        """What speaks against ordering plates or tooling: proofs not approved, or never asked for. Batch.

        :param wanted: {key: (company, products the plates are for, name of the document)}
        :return: {key: [problem or sentence]}, only keys that have any
        """
        result = defaultdict(list)
        products = self.env["product.product"].union(*(products for _company, products, _name in wanted.values()))
        if not products:
            return result
        companies = self.env["res.company"].union(*(company for company, _products, _name in wanted.values()))
        # sudo: who buys plates need not read the customers' samples
        samples = self.sudo().search(
            [
                ("state", "!=", "cancelled"),
                ("kind_id.gate", "=", "plates"),
                ("product_id", "in", products.ids),
                ("company_id", "in", companies.ids),
            ]
        )
        # a proof that was rejected years ago says nothing any more: the last one of each kind and product does
        last = {}
        for sample in samples.sorted("id"):
            last[sample.company_id, sample.product_id, sample.kind_id] = sample
        gate = samples._gendan_gate("order_plates")
        for key, (company, for_products, name) in wanted.items():
            for product in for_products:
                found = [
                    sample
                    for (its_company, its_product, _kind), sample in last.items()
                    if its_company == company and its_product == product
                ]
                for sample in found:
                    # the release is given on the sample, by those who may: not from here
                    result[key] += [
                        GateProblem(problem.code, problem.sentence, problem.severity) for problem in gate[sample]
                    ]
                asked = self.env["gendan.sample.kind"].union(*(sample.kind_id for sample in found))
                missing = product.categ_id._gendan_sample_kinds("plates") - asked
                result[key] += samples._gendan_required(missing, product, name)
        return result

    @api.model
    def _gendan_required(self, kinds, product, where):
        """The sentences about kinds of samples that were never asked for.

        :param kinds: ``gendan.sample.kind`` that are missing
        :param product: what they are of
        :param str where: name of the document for the sentence
        """
        return [
            self.env._(
                "%(document)s: no sample “%(kind)s” was ever approved or asked for of %(product)s. Ask for one first.",
                document=where,
                kind=kind.name,
                product=product.display_name,
            )
            for kind in kinds
        ]
