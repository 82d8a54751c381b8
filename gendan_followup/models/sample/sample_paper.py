"""The papers of a round: the label on the piece, the approval form that goes with it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# pictures on the form, and how large: sharp on paper, small as a file
FORM_PICTURES = 2
FORM_PICTURE_SIZE = (1000, 1000)


class GendanSampleRound(models.Model):
    """What is printed about one round."""

    _inherit = "gendan.sample.round"

    # given when the round is entered, not worked out: of rounds of before nobody knows it
    order_version = fields.Integer(
        string="Order's Version",
        readonly=True,
        copy=False,
        help="Of the order as it was when the round was entered: by what it was made.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup: the order's version as it is now
        for vals in vals_list:
            sample_id = vals.get("sample_id") or self.env.context.get("default_sample_id")
            sample = self.env["gendan.sample"].browse(sample_id)
            vals["order_version"] = sample.sudo().order_id.gendan_version  # sudo: departments read no orders
        return super().create(vals_list)

    def action_gendan_label(self):
        """Button: print the labels.

        :return: action of the report
        """
        self.check_access("read")
        return self.env.ref("gendan_followup.action_report_sample_label").report_action(self)

    def action_gendan_approval_form(self):
        """Button: print the approval form; it is kept among the papers and awaited back. Printed again, it is the same.

        :return: action of the report
        :raise UserError: the sample is not sent for approval
        """
        self.ensure_one()
        self.sample_id.check_access("write")
        if not self.sample_id.needs_verdict:
            raise UserError(self.env._("Sample %(sample)s is not sent for approval.", sample=self.sample_id.name))
        paper = self._gendan_form()
        return self.env.ref("gendan_followup.action_report_sample_approval").report_action(paper)

    def _gendan_form(self):
        """The round's approval form among the papers, made when there is none."""
        self.ensure_one()
        Document = self.env["gendan.document"]
        return Document.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("kind", "=", "sample_approval")], limit=1
        ) or Document.create(self._gendan_prepare_form_vals())

    def _gendan_prepare_form_vals(self):
        """Values of the approval form's ``gendan.document``; its version is the round's number."""
        self.ensure_one()
        sample = self.sample_id
        return {
            "kind": "sample_approval",
            "version": self.number,
            "copy_name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "company_id": sample.company_id.id,
            "partner_id": sample.partner_id.id,
            "order_id": sample.order_id.id,
            "must_return": True,
        }

    # ------------------------------------------------------------ what is printed

    def _gendan_label(self):
        """What the label says, in the customer's language: dict of strings.

        The QR code holds our own screen of the sample: who has no login here sees nothing by it.
        """
        self.ensure_one()
        self = self.with_context(lang=self._gendan_customer_lang())
        sample = self.sample_id
        sent = self.sent_on or self.made_on
        lines = [
            sample.partner_id.commercial_partner_id.name,
            self.env._("Artwork: %(artwork)s", artwork=sample.artwork_id.display_name) if sample.artwork_id else "",
            sample.quantity and self.env._("Pieces: %(pieces)s", pieces=sample.quantity),
            sent and self.env._("Date: %(day)s", day=format_date(self.env, sent)),
        ]
        return {
            "company": sample.company_id._gendan_called(),
            "number": sample.name,
            "mark": self.letter,
            "kind": sample.kind_id.name,
            "product": " · ".join(filter(None, (sample.product_id.display_name, sample.subject))),
            "lines": [line for line in lines if line],
            "qr": sample._gendan_qr_uri(f"{self.get_base_url()}/odoo/gendan-samples/{sample.id}"),
        }

    def _gendan_form_order(self):
        """The order the round was made by, with its version, as printed; False without one."""
        self.ensure_one()
        order = self.sudo().sample_id.order_id  # sudo: who prints the form may read the round
        if order and self.order_version:
            return self.env._("%(order)s, version %(number)s", order=order.name, number=self.order_version)
        return order.name

    def _gendan_form_people(self):
        """Who asked for the sample and who made it, for the signatures: (label, name or empty)."""
        self.ensure_one()
        sample = self.sudo().sample_id  # sudo: as above
        return [
            (self.env._("Prepared by"), sample.clerk_id.name or ""),
            (self.env._("Made by"), sample.maker_id.name or sample.department_id.name or ""),
            (self.env._("Checked by"), ""),
            (self.env._("Approved by"), ""),
        ]

    def _gendan_form_pictures(self):
        """The round's pictures for paper, as data URIs."""
        pictures = []
        for file in self.sudo().photo_ids[:FORM_PICTURES]:  # sudo: who prints the form may read the round
            if file.mimetype.startswith("image/") and (uri := self._gendan_picture_uri(file, FORM_PICTURE_SIZE)):
                pictures.append(uri)
        return pictures

    def _gendan_form_sentence(self):
        """What the signature means, and how long it holds."""
        self.ensure_one()
        if months := self.sample_id.kind_id.valid_months:
            return self.env._(
                "What is approved here is the measure for production and for acceptance. The approval holds for"
                " %(count)s months.",
                count=months,
            )
        return self.env._("What is approved here is the measure for production and for acceptance.")

    def _gendan_earlier_rounds(self):
        """The rounds before this one that were judged, for the form."""
        self.ensure_one()
        return self.sample_id.round_ids.filtered(
            lambda entry: entry.number < self.number and entry.result
        ).sorted("number")

