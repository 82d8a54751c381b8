from odoo import api, fields, models

from odoo.addons.mail.tools.discuss import Store


class MailMessage(models.Model):
    """What a stand-in does is told as done for who is away."""

    _inherit = "mail.message"

    gendan_for_id = fields.Many2one(
        "res.users",
        string="Done For",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The clerk who was away, and for whom the author acted.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS mail
        for vals, clerk in zip(vals_list, self._gendan_done_for(vals_list), strict=True):
            vals.pop("gendan_for_id", None)  # worked out, never told
            if clerk:
                vals["gendan_for_id"] = clerk.id
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS mail: for whom something was done is no matter of opinion
        if not self.env.su and "gendan_for_id" in vals:
            vals = {name: value for name, value in vals.items() if name != "gendan_for_id"}
        return super().write(vals)

    @api.model
    def _gendan_done_for(self, vals_list):
        """For whom the user says this: the clerk who is away, where the user is one of her stand-ins. Batch.

        No query while nobody but the user is away.

        :return: list of ``res.users``, empty for what the user does as herself
        """
        nobody = self.env["res.users"]
        user = self.env.user
        away_ids = self.env["gendan.absence"]._gendan_away_ids() - {user.id}
        answer = [nobody] * len(vals_list)
        if not away_ids or user._is_superuser() or user.share:
            return answer
        by_model = {}
        for index, vals in enumerate(vals_list):
            model, res_id = vals.get("model"), vals.get("res_id")
            if res_id and vals.get("author_id") == user.partner_id.id and hasattr(self.env.get(model), "_gendan_whose"):
                by_model.setdefault(model, {}).setdefault(res_id, []).append(index)
        whose = {}
        for model, indexes in by_model.items():
            documents = self.env[model].browse(indexes).exists()
            for document, request in documents._gendan_whose().items():
                if request.clerk.id in away_ids:
                    whose.update(dict.fromkeys(indexes[document.id], request))
        if whose:
            Absence = self.env["gendan.absence"]
            away = Absence._gendan_away_now()
            chosen = Absence.union(*away.values())._gendan_chosen()
            for index, request in whose.items():
                if away[request.clerk]._gendan_may_stand_in(user, request.partner, away, request.company, chosen):
                    answer[index] = nobody.browse(request.clerk.id)
        return answer

    def _to_store_defaults(self, target: Store.Target):
        # EXTENDS mail
        stamped = Store.Attr(
            "gendan_for",
            # sudo: the colleague's name, beside what she was stood in for
            value=lambda message: message.sudo().gendan_for_id.name or False,
            predicate=lambda message: target.is_internal(self.env) and message.sudo().gendan_for_id,
        )
        return [*super()._to_store_defaults(target), stamped]
