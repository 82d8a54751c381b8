"""What samples and tooling say about a line before it is repeated."""

from odoo import models
from odoo.tools import format_date


class SaleOrderLine(models.Model):
    """Facts of the repeat: the last approved sample and its age, the set and what is left of it, what is new."""

    _inherit = "sale.order.line"

    def _gendan_newest_artwork(self):
        """The artwork received last for each line's product and customer: {line: gendan.sample.artwork, sudo}."""
        # sudo: see _gendan_last_approved_sample
        found = self.env["gendan.sample.artwork"].sudo().search(
            [("product_id", "in", self.product_id.ids), ("company_id", "in", self.company_id.ids)],
            order="received_on desc, id desc",
        )
        return {
            line: found.filtered(
                lambda artwork, line=line: (
                    artwork.product_id == line.product_id
                    and artwork.company_id == line.company_id
                    and artwork.partner_id.commercial_partner_id == line.order_id.partner_id.commercial_partner_id
                )
            )[:1]
            for line in self
        }

    def _gendan_sample_facts(self, sample):
        """The last approved sample, how old it is and whether it still holds.

        :param sample: ``gendan.sample``, sudo, may be empty
        :return: list of (label, text, record)
        """
        self.ensure_one()
        label = self.env._("Last approved sample")
        product = self.product_id.display_name
        if not sample:
            return [(label, self.env._("%(product)s: none", product=product), None)]
        days = (sample.company_id._gendan_today() - sample.approved_on).days
        words = {
            "product": product,
            "sample": sample.display_name,
            "round": sample.round_letter,
            "day": format_date(self.env, sample.approved_on),
            "age": self.env._("%(count)s months ago", count=days // 30)
            if days >= 60
            else self.env._("%(count)s days ago", count=days),
            "until": format_date(self.env, sample.valid_until) if sample.valid_until else "",
        }
        if sample._gendan_is_void():
            text = self.env._(
                "%(product)s: %(sample)s, round %(round)s, approved on %(day)s (%(age)s); void since %(order)s"
                " (%(what)s)",
                **{**sample._gendan_void_words(), **words},
            )
        elif sample.is_expired:
            text = self.env._(
                "%(product)s: %(sample)s, round %(round)s, approved on %(day)s (%(age)s); held until %(until)s only",
                **words,
            )
        elif sample.valid_until:
            text = self.env._(
                "%(product)s: %(sample)s, round %(round)s, approved on %(day)s (%(age)s); holds until %(until)s",
                **words,
            )
        else:
            text = self.env._(
                "%(product)s: %(sample)s, round %(round)s, approved on %(day)s (%(age)s)", **words
            )
        return [(label, text, sample.with_env(self.env))]

    def _gendan_tooling_facts(self, sets, artwork):
        """The sets with what is left of them, which colours are new, and artwork that has no set yet.

        :param sets: ``gendan.tooling``, sudo
        :param artwork: the artwork received last, sudo, may be empty
        :return: list of (label, text, record)
        """
        self.ensure_one()
        product = self.product_id.display_name
        facts = [
            (
                self.env._("Tooling set"),
                self.env._(
                    "%(product)s: %(set)s (%(state)s)",
                    product=product,
                    set=tooling.with_context(lang=self.env.lang)._gendan_place_text(),
                    state=dict(tooling._fields["state"]._description_selection(self.env))[tooling.state],
                ),
                tooling.with_env(self.env),
            )
            for tooling in sets
        ]
        facts += [
            (
                self.env._("Overtaken set"),
                self.env._(
                    "%(set)s, overtaken by %(order)s (%(what)s): not to be used before what is made new is in house",
                    **tooling.with_env(self.env)._gendan_changed_words(
                        sets.env["sale.order"].union(*changes)
                    ),
                ),
                tooling.with_env(self.env),
            )
            for tooling, changes in sets._gendan_open_changes().items()
            if changes
        ]
        for tooling in sets.filtered("new_colours"):
            words = {
                "set": tooling.name,
                "old": tooling.replaces_id.name or "",
                "colours": tooling.new_colours,
                "artwork": tooling.artwork_id.display_name or "",
            }
            text = self.env._("%(set)s against %(old)s: %(colours)s", **words)
            if tooling.artwork_id:
                text = self.env._("%(set)s against %(old)s, by %(artwork)s: %(colours)s", **words)
            facts.append((self.env._("New colours"), text, tooling.with_env(self.env)))
        if artwork and sets.artwork_id and artwork not in sets.artwork_id:
            facts.append(
                (
                    self.env._("Changed artwork"),
                    self.env._(
                        "%(artwork)s of %(day)s has no set yet: say which colours are made new",
                        artwork=artwork.display_name,
                        day=format_date(self.env, artwork.received_on),
                    ),
                    artwork.with_env(self.env),
                )
            )
        return facts
