from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem

NEW_KINDS = ("new", "repeat_change")
STARTED_STATES = ("progress", "to_close", "done")


class MrpProduction(models.Model):
    """Production starts when the sample is approved. Only the start is gated: material may be bought before.

    Confirming, planning and buying go on; a production that has begun is not stopped any more. Subcontractors' are
    exempt: they start by themselves when the goods come in.
    """

    _inherit = "mrp.production"

    gendan_sample_names = fields.Char(
        string="Approved Samples",
        compute="_compute_gendan_sample_names",
        # sudo: the floor reads which sample to go by, whoever's customer it is
        compute_sudo=True,
    )

    @api.depends_context("lang")
    def _compute_gendan_sample_names(self):
        samples_of = self._gendan_samples()
        for production in self:
            samples = samples_of[production]
            approved = samples.filtered(lambda sample: sample._gendan_holds())
            before = production._gendan_before_change(samples) & approved
            names = []
            for sample in approved:
                name = f"{sample.display_name} {sample.round_letter}"
                if sample in before:
                    name = self.env._("%(sample)s (approved before the change, does not count)", sample=name)
                names.append(name)
            production.gendan_sample_names = ", ".join(names) or False

    def _gendan_before_change(self, samples):
        """The earlier ones of a kind that a repeat with a change needs one of its own of.

        :param samples: what ``_gendan_samples`` found of this production (sudo)
        """
        self.ensure_one()
        orders = self.sudo()._gendan_served_orders()  # sudo: see _gendan_samples
        if "repeat_change" not in orders.mapped("gendan_order_kind"):
            return samples.browse()
        kinds = self.product_id.categ_id._gendan_sample_kinds("production")
        return samples.filtered(lambda sample: sample.order_id not in orders and sample.kind_id in kinds)

    gendan_kept_names = fields.Char(
        string="Sealed and Limit Samples",
        compute="_compute_gendan_kept_names",
        # sudo: as above
        compute_sudo=True,
    )

    def _compute_gendan_kept_names(self):
        """Which kept samples the goods are measured by, and where they lie."""
        kept_of = self._gendan_kept()
        for production in self:
            production.gendan_kept_names = (
                ", ".join(
                    " ".join(filter(None, (kept.name, kept._gendan_kind_label(), kept.place)))
                    for kept in kept_of[production]
                )
                or False
            )

    def _gendan_kept(self):
        """The kept samples that still hold of these productions' products, for their customers. Batch.

        :return: {production: gendan.sample.kept (sudo)}
        """
        # sudo: see gendan_sample_names
        orders_of = {production: production.sudo()._gendan_served_orders() for production in self}
        # sudo: as above
        found = self.env["gendan.sample.kept"].sudo().search(
            [("ended_on", "=", False), ("holder", "=", "us"), ("product_id", "in", self.product_id.ids)],
            order="kind, id",
        )
        result = {}
        for production, orders in orders_of.items():
            customers = orders.partner_id.commercial_partner_id
            result[production] = found.filtered(
                lambda kept, production=production, customers=customers: (
                    kept.product_id == production.product_id
                    and kept.company_id == production.company_id
                    and kept.partner_id.commercial_partner_id in customers
                    and kept.state != "expired"
                )
            )
        return result

    # === hooks ===

    def write(self, vals):
        # EXTENDS mrp: before super, nothing of the start must have happened; the last net under the buttons
        if vals.get("qty_producing") or vals.get("state") in STARTED_STATES:
            self._gendan_check_start()
        return super().write(vals)

    def action_start(self):
        # EXTENDS mrp
        self._gendan_check_start()
        return super().action_start()

    def pre_button_mark_done(self):
        # EXTENDS mrp: done without ever having been started; Odoo then starts them one by one
        self._gendan_check_start()
        result = super(MrpProduction, self._gendan_with_pass("produce", self)).pre_button_mark_done()
        return self._gendan_dropping_pass(result)

    # === gate ===

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "produce":
            points = [*points, GatePoint("samples", type(self)._gendan_sample_problems)]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        if waiting := self._gendan_to_start():
            actions["produce"] = actions.get("produce", self.browse()) | waiting
        return actions

    def _gendan_to_start(self):
        """Those that somebody may still start."""
        return self.filtered(
            lambda production: (
                production.state in ("draft", "confirmed")
                and production.bom_id.type != "subcontract"
                and not production._gendan_is_started()
            )
        )

    def _gendan_check_start(self):
        """Ask the gate for those that have not begun.

        :raise UserError: a sample is not approved
        """
        if waiting := self._gendan_not_passed("produce")._gendan_to_start():
            waiting._gendan_gate_or_raise("produce")

    def _gendan_samples(self):
        """The samples that say something about these productions: their orders', and of their product for the same
        customers. {production: gendan.sample}, sudo, in one search."""
        # sudo: the floor starts what the clerk's samples allow
        Sample = self.env["gendan.sample"].sudo()
        orders_of = {production: production.sudo()._gendan_served_orders() for production in self}  # sudo: as above
        orders = self.env["sale.order"].sudo().union(*orders_of.values())  # sudo: as above
        if not orders:
            return dict.fromkeys(self, Sample)
        partners = orders.partner_id.commercial_partner_id
        found = Sample.search(
            [
                ("state", "!=", "cancelled"),
                ("kind_id.gate", "=", "production"),
                ("product_id", "in", [False, *self.product_id.ids]),
                ("company_id", "in", (self.company_id | orders.company_id).ids),
                "|",
                ("order_id", "in", orders.ids),
                "&",
                ("order_id", "not in", orders.ids),
                ("partner_id.commercial_partner_id", "in", partners.ids),
            ]
        )
        result = {}
        for production in self:
            own = orders_of[production]
            customers = own.partner_id.commercial_partner_id
            result[production] = found.filtered(
                lambda sample, production=production, own=own, customers=customers: (
                    sample.order_id in own
                    and sample.product_id in (production.product_id, production.product_id.browse())
                    or sample.product_id == production.product_id
                    and sample.company_id == production.company_id
                    and sample.partner_id.commercial_partner_id in customers
                )
            )
        return result

    def _gendan_sample_problems(self):
        """{production: problems}: samples not approved, never asked for, or whose approval has ended."""
        result = defaultdict(list)
        samples_of = self._gendan_samples()
        # sudo: see _gendan_samples
        every = self.env["gendan.sample"].sudo().union(*samples_of.values())
        gate = every._gendan_gate("produce")
        for production in self:
            samples = samples_of[production]
            orders = production.sudo()._gendan_served_orders()  # sudo: see _gendan_samples
            own = samples.filtered(lambda sample, orders=orders: sample.order_id in orders)
            asked = own | production._gendan_last_approvals(orders, samples - own, own)
            for sample in asked:
                if sample._gendan_is_void() and production._gendan_is_before(sample.voided_by_id, orders):
                    result[production] += production._gendan_before_void_problems(sample, gate[sample])
                    continue
                # the release is given on the sample, by those who may: not from here
                result[production] += [
                    GateProblem(problem.code, problem.sentence, problem.severity) for problem in gate[sample]
                ]
            result[production] += production._gendan_required_samples(orders, samples, asked, own)
        return result

    def _gendan_before_void_problems(self, sample, problems):
        """A warning: made for an order of before the change, by the approval as it was. What else holds the sample
        stays.

        :param sample: the void one (sudo)
        :param problems: what the gate says of it
        """
        self.ensure_one()
        return [
            GateProblem(
                f"sample_before_{sample.id}",
                self.env._(
                    "%(production)s was ordered before %(order)s made the approval of sample %(sample)s void"
                    " (%(what)s): make it as it was, and no more of it than was ordered.",
                    production=self.name,
                    **sample.with_env(self.env)._gendan_void_words(),
                ),
                "warn",
            ),
            *(
                GateProblem(problem.code, problem.sentence, problem.severity)
                for problem in problems
                if problem.code != f"sample_production_void_{sample.voided_by_id.id}"
            ),
        ]

    def _gendan_last_approvals(self, orders, earlier, own):
        """The earlier approvals this production goes by: the last of each kind that its orders have no sample of.

        :param orders: orders this production serves (sudo)
        :param earlier: samples of its product that are not of these orders
        :param own: those of its orders
        """
        self.ensure_one()
        # a sample is made to be approved, not by an approval
        if set(orders.mapped("gendan_order_kind")) <= {"sample"}:
            return earlier.browse()
        last = {}
        for sample in earlier.sorted(lambda sample: (sample.approved_on or sample.create_date.date(), sample.id)):
            if sample.state == "approved" and sample.kind_id not in own.kind_id:
                last[sample.kind_id] = sample
        return earlier.browse().union(*last.values())

    def _gendan_required_samples(self, orders, samples, asked, own):
        """Sentences about kinds of samples the product's category asks for.

        :param orders: orders this production serves (sudo)
        :param samples: all samples that matter for it
        :param asked: those it goes by
        :param own: those of its orders
        """
        self.ensure_one()
        kinds = self.product_id.categ_id._gendan_sample_kinds("production")
        order_kinds = set(orders.mapped("gendan_order_kind"))
        if not kinds or not order_kinds & set(NEW_KINDS):
            return []
        holding = samples.filtered(lambda sample: sample._gendan_holds()).kind_id
        # an approval that has ended says so itself
        enough = own.kind_id | (asked.kind_id - holding)
        if "repeat_change" not in order_kinds:
            # only what is changed needs a sample of its own
            enough |= holding
        missing = kinds - enough
        return [
            *samples._gendan_required(missing - holding, self.product_id, self.name),
            *(
                self.env._(
                    "%(production)s: a repeat with a change needs a sample “%(kind)s” of %(product)s of its own, the"
                    " earlier approval is not enough. Ask for one first.",
                    production=self.name,
                    kind=kind.name,
                    product=self.product_id.display_name,
                )
                for kind in missing & holding
            ),
        ]
