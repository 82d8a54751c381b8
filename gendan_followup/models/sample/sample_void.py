from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_list

MANAGER = "gendan_followup.group_gendan_manager"
IS_MOVED = object()
# what an approval was given for
APPROVED = frozenset({"kind_id", "product_id"})


class GendanSample(models.Model):
    """An approval is void when what it was given for is changed, as long as the order that changes it stands."""

    _inherit = "gendan.sample"

    voided_by_id = fields.Many2one(
        "sale.order",
        string="Approval Void by",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The order that changed what had been approved. Without effect once a new approval holds.",
    )
    voided_on = fields.Date(string="Approval Void since", copy=False, readonly=True)
    voided_verdict_id = fields.Many2one(
        "gendan.sample.verdict", string="Void Verdict", copy=False, readonly=True, ondelete="restrict"
    )

    @api.depends("voided_by_id.state", "voided_on", "voided_verdict_id", "approved_on", "last_round_id.verdict_id")
    def _compute_is_expired(self):
        # EXTENDS gendan_followup: whatever its last day, a void approval serves no more
        result = super()._compute_is_expired()
        for sample in self:
            sample.is_expired = sample.is_expired or sample._gendan_is_void()
        return result

    def _search_is_expired(self, operator, value):
        # EXTENDS gendan_followup
        if operator != "in":
            return NotImplemented
        # sudo: whether it is void does not hang on who looks, only ids go on
        void = self.sudo().search([("voided_by_id", "!=", False), ("state", "=", "approved")])
        expired = super()._search_is_expired("in", {True}) | Domain(
            "id", "in", void.filtered(lambda sample: sample._gendan_is_void()).ids
        )
        return expired if True in value else ~expired

    def write(self, vals):
        """Write; what a change made void, what was approved, and how long that holds, opens gates.

        :raise UserError: void typed by hand; or somebody but the supervisor makes an approval one of something else,
            or lets it hold longer
        """
        if self.env.context.get("gendan_sample_is_moved") is not IS_MOVED:
            if fixed := vals.keys() & {"voided_by_id", "voided_on", "voided_verdict_id"}:
                raise UserError(
                    self.env._(
                        "%(change)s: %(field)s is not set by hand, use the buttons.",
                        change=self[:1].display_name,
                        field=self._fields[sorted(fixed)[0]]._description_string(self.env),
                    )
                )
            if "valid_until" in vals and not (self.env.su or self.env.user.has_group(MANAGER)):
                self._gendan_check_longer(fields.Date.to_date(vals["valid_until"]))
            if not APPROVED.isdisjoint(vals) and not (self.env.su or self.env.user.has_group(MANAGER)):
                self._gendan_check_approved(vals)
        return super().write(vals)

    def _gendan_check_longer(self, day):
        """Only a verdict or the supervisor lets an approval hold longer; anybody may have it end earlier.

        :param day: the last day wanted, False: without end
        :raise UserError: it would hold longer
        """
        for sample in self:
            if sample.valid_until and (not day or day > sample.valid_until):
                raise UserError(
                    self.env._(
                        "Sample %(sample)s: its approval holds until %(day)s. Only the supervisor lets it hold longer;"
                        " or note a new verdict of the customer.",
                        sample=sample.display_name,
                        day=format_date(self.env, sample.valid_until),
                    )
                )

    def _gendan_check_approved(self, vals):
        """What the customer approved stays what it was: another kind or product asks for a sample of its own.

        :raise UserError: an approval would become one of something else
        """
        for sample in self.filtered(lambda sample: sample.state == "approved"):
            for name in APPROVED & vals.keys():
                # a product that did not exist yet may be named afterwards
                if sample[name] and sample[name].id != vals[name]:
                    raise UserError(
                        self.env._(
                            "Sample %(sample)s was approved as “%(what)s”: only the supervisor changes that. Ask for"
                            " another sample, or withdraw the verdict first.",
                            sample=sample.display_name,
                            what=sample[name].display_name,
                        )
                    )

    def _gendan_void(self, order):
        """These approvals end: an order changed what they were given for. Batch.

        :param order: ``sale.order``
        """
        for company, samples in self.grouped("company_id").items():
            for sample in samples.with_context(gendan_sample_is_moved=IS_MOVED):
                sample.write(
                    {
                        "voided_by_id": order.id,
                        "voided_on": company._gendan_today(),
                        "voided_verdict_id": sample.last_round_id.verdict_id.id,
                    }
                )
            lang = company.partner_id.lang or self.env.lang
            words = order.with_context(lang=lang)
            note = words.env._(
                "Approval void: %(order)s changes %(what)s. %(how)s",
                order=order.name,
                what=format_list(words.env, words.gendan_change_ids.mapped("name")),
                how=order.gendan_change_note or "",
            )
            samples._message_log_batch(bodies={sample.id: note for sample in samples})
        self._gendan_sync_todos()

    def _gendan_is_void(self):
        """Whether a confirmed order's change ended the approval and no later verdict has renewed it."""
        self.ensure_one()
        # sudo: who makes the goods reads neither orders nor verdicts
        sample = self.sudo()
        return bool(
            sample.voided_by_id
            and sample.voided_by_id.state == "sale"
            and sample.state == "approved"
            and (
                sample.last_round_id.verdict_id == sample.voided_verdict_id
                # the same approval noted once more; what was ended before it was noted when, has its last day
                or (sample.voided_on and sample.approved_on and sample.approved_on < sample.voided_on)
            )
        )

    def _gendan_void_words(self):
        """Words for sentences about what ended the approval."""
        self.ensure_one()
        # sudo: who makes the goods reads no orders, only this one's number and what it changes
        order = self.sudo().with_context(lang=self.env.lang).voided_by_id
        return {
            "sample": self.display_name,
            "product": self.product_id.display_name or self.partner_id.display_name,
            "order": order.name or "",
            "what": format_list(self.env, order.gendan_change_ids.mapped("name")),
        }

    # ------------------------------------------------------------ to-dos

    def _gendan_changed(self):
        # EXTENDS gendan_followup: a new request settles what was asked about the void one
        result = super()._gendan_changed()
        # sudo: the void one may be of another clerk's order
        products = self.sudo().product_id
        if products:
            void = self.sudo().search(  # sudo: as above
                Domain("voided_by_id", "!=", False)
                & Domain("product_id", "in", products.ids)
                & Domain("id", "not in", self.ids)
            )
            void._gendan_sync_todos()
        return result

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        void = self.filtered(lambda sample: sample._gendan_is_void())
        if not void:
            return result
        asked = self.search(
            Domain("product_id", "in", void.product_id.ids)
            & Domain("kind_id", "in", void.kind_id.ids)
            & Domain("state", "!=", "cancelled")
        )
        for sample in void:
            if any(other._gendan_replaces(sample) for other in asked):
                continue
            result[sample] = [
                *result.get(sample, []),
                {
                    "kind": "sample_void",
                    "name": self.env._(
                        "The approval of sample %(sample)s is void since %(order)s (%(what)s): ask for a new one",
                        **sample._gendan_void_words(),
                    ),
                    "role": "clerk",
                    "urgency": "1",
                },
            ]
        return result

    def _gendan_replaces(self, sample):
        """Whether this one was asked for on account of the change that ended the other's approval."""
        self.ensure_one()
        return (
            self != sample
            and self.kind_id == sample.kind_id
            and self.product_id == sample.product_id
            and self.company_id == sample.company_id
            and self.partner_id.commercial_partner_id == sample.partner_id.commercial_partner_id
            and (self.order_id == sample.voided_by_id or self.id > sample.id)
        )
