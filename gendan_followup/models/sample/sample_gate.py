"""What waits for the customer's approval; where the supervisor releases it at own risk."""

from functools import partial

from odoo import api, models

from odoo.addons.gendan_followup.tools.gate import GatePoint

MANAGER = "gendan_followup.group_gendan_manager"
# gate of the sample's kind -> action that waits
ACTIONS = {"plates": "order_plates", "production": "produce"}
OPEN_STATES = ("to_make", "sent", "rejected")


class GendanSample(models.Model):
    """A sample that must be approved first holds back plates or production.

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
        return self.kind_id.gate == gate and self.state in OPEN_STATES

    def _gendan_not_approved(self, gate):
        """{sample: sentence} of those that keep plates or production waiting."""
        found = {}
        for sample in self.filtered(lambda sample: sample._gendan_holds_back(gate)):
            words = {
                "sample": sample.display_name,
                "product": sample.product_id.display_name or sample.partner_id.display_name,
            }
            if gate == "plates":
                found[sample] = self.env._(
                    "Sample %(sample)s is not approved: no plates or tooling may be ordered for %(product)s. Get the"
                    " customer's verdict, or have the supervisor release the sample at own risk.",
                    **words,
                )
            else:
                found[sample] = self.env._(
                    "Sample %(sample)s is not approved: production of %(product)s may not start. Get the customer's"
                    " verdict, or have the supervisor release the sample at own risk.",
                    **words,
                )
        return found

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
