from babel.dates import format_skeleton

from odoo import api, models
from odoo.tools import format_date, formatLang
from odoo.tools.misc import babel_locale_parse, get_lang

from ...tools.ranking import urgency


class GendanRankingWords(models.AbstractModel):
    """Why an operation stands where it is proposed, one sentence for each reason."""

    _name = "gendan.ranking.words"
    _description = "Reasons of the Ranking"

    @api.model
    def _gendan_money(self, queue, amount):
        """An amount in the company's currency, without cents."""
        currency = (queue.workcenter.company_id or self.env.company).currency_id
        number = formatLang(self.env, amount, digits=0)
        parts = (currency.symbol, number) if currency.position == "before" else (number, currency.symbol)
        return "\N{NO-BREAK SPACE}".join(parts)

    @api.model
    def _gendan_day(self, day):
        """A day with its weekday, as the user's language writes it; False for none."""
        return format_skeleton("MMMEd", day, locale=babel_locale_parse(get_lang(self.env).code)) if day else False

    @api.model
    def _gendan_material(self, material):
        """What there is to say of the material, or False when it is there.

        :param material: ``mrp_workcenter_ranking.Material``
        """
        if material.is_ready:
            return False
        if material.day:
            return self.env._("Material on %(day)s", day=format_date(self.env, material.day))
        return self.env._("Material not reserved")

    @api.model
    def _gendan_why(self, queue, job, weights, shows_money):
        """The reasons, the weightiest first, then what it has to wait for.

        :param bool shows_money: whether amounts may be named
        :return: list of sentences
        """
        workorder = queue.workorders[job.key]
        stake = queue.stakes[workorder.production_id.id]
        material = queue.materials[workorder.production_id.id]
        if job.is_begun:
            return [self.env._("It is on the machine.")]
        result = []
        for point in urgency(job, weights):
            sentence = getattr(self, f"_gendan_why_{point.code}")(queue, job, stake, shows_money)
            if sentence:
                result.append(sentence)
        if not stake.plans:
            result.append(self.env._("No promise hangs on it."))
        before = queue.waits.get(job.key)
        if before and job.earliest > 0:
            result.append(self.env._("Waits for %(operation)s of the same production.", operation=before.name))
        if not material.is_ready:
            if material.day:
                result.append(
                    self.env._("Waits for material until %(day)s.", day=format_date(self.env, material.day))
                )
            else:
                result.append(self.env._("Its material is not reserved yet."))
        return result

    @api.model
    def _gendan_why_buffer(self, queue, job, stake, shows_money):
        if job.buffer == -1:
            return self.env._("1 working day late as it stands.")
        if job.buffer < 0:
            return self.env._("%(days)s working days late as it stands.", days=-job.buffer)
        if job.buffer == 0:
            return self.env._("No day of buffer is left.")
        if job.buffer == 1:
            return self.env._("1 working day of buffer is left.")
        return self.env._("%(days)s working days of buffer are left.", days=job.buffer)

    @api.model
    def _gendan_why_grade(self, queue, job, stake, shows_money):
        return self.env._("A customer of grade %(grade)s.", grade=stake.grade.code)

    @api.model
    def _gendan_why_penalty(self, queue, job, stake, shows_money):
        if not shows_money:
            return self.env._("Each day late costs a penalty.")
        return self.env._("Each day late costs %(amount)s.", amount=self._gendan_money(queue, stake.penalty))

    @api.model
    def _gendan_why_value(self, queue, job, stake, shows_money):
        # of who may see no prices the value is a secret, and so is that it decided
        if not shows_money:
            return False
        return self.env._("Worth %(amount)s.", amount=self._gendan_money(queue, stake.value))

    @api.model
    def _gendan_why_rush(self, queue, job, stake, shows_money):
        return self.env._("A rush order.")
