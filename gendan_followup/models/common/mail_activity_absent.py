from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain


class MailActivity(models.Model):
    """Activities on customers' documents go to who stands in, and those still open come back.

    The ladder's activities on to-dos are not meant: they go with their to-do.
    """

    _inherit = "mail.activity"

    gendan_for_id = fields.Many2one(
        "res.users",
        string="For",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Who is away and gets it back.",
    )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS mail
        activities = super().create(vals_list)
        if self.env["gendan.absence"]._gendan_away_ids():
            activities._gendan_to_stand_ins()
        return activities

    def write(self, vals):
        # EXTENDS mail
        result = super().write(vals)
        if vals.get("user_id") in self.env["gendan.absence"]._gendan_away_ids() and "gendan_for_id" not in vals:
            self._gendan_to_stand_ins()
        return result

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_misplaced_domain(self):
        """Open activities of who is away, and those of who is back or may be stood in for by another.

        Bounded by what is done for others and by what those away have on their lists.
        """
        away = list(self.env["gendan.absence"]._gendan_away_ids())
        hers = Domain("user_id", "in", away) | Domain("gendan_for_id", "!=", False)
        return Domain("active", "=", True) & Domain("res_model", "not in", [False, "gendan.todo"]) & hers

    def _gendan_to_stand_ins(self):
        """Give these activities to who acts today: a stand-in, or the owner who is back.

        :return: the activities that changed hands
        """
        # sudo: the owner is not there to give them away; only who does it changes
        activities = self.sudo().filtered(lambda one: one.active and one.res_model and one.res_model != "gendan.todo")
        changed = defaultdict(activities.browse)
        for model, group in activities.grouped("res_model").items():
            if model not in self.env or not hasattr(self.env[model], "_gendan_stand_ins_of"):
                continue
            owners = {activity: activity.gendan_for_id or activity.user_id for activity in group}
            documents = self.env[model].browse(set(group.mapped("res_id"))).exists().sudo()  # sudo: as above
            stand_ins = documents._gendan_stand_ins_of(self.env["res.users"].union(*owners.values()))
            for activity, owner in owners.items():
                user = stand_ins.get((documents.browse(activity.res_id), owner), owner)
                for_whom = owner if user != owner else owner.browse()
                if (activity.user_id, activity.gendan_for_id) != (user, for_whom):
                    changed[user, for_whom] |= activity
        for (user, for_whom), group in changed.items():
            group._gendan_pass_on(user, for_whom)
        return activities.browse().union(*changed.values())

    def _gendan_give(self, user):
        """Give these activities to another for good. Call with sudo.

        :param user: ``res.users``; while she is away they go to who stands in for her
        """
        # quick update: one message tells of the hand-over, not one for each row
        quiet = self.with_context(mail_activity_quick_update=True)
        quiet.write({"user_id": user.id, "gendan_for_id": False})
        if user.id in self.env["gendan.absence"]._gendan_away_ids():
            quiet._gendan_to_stand_ins()

    def _gendan_pass_on(self, user, for_whom):
        """Write who does these activities, and leave her no follower of the documents behind: it is for the time."""
        followers = self.env["mail.followers"]
        before = {}
        for model, group in self.grouped("res_model").items():
            followed = followers.search(
                [
                    ("res_model", "=", model),
                    ("res_id", "in", group.mapped("res_id")),
                    ("partner_id", "=", user.partner_id.id),
                ]
            )
            before[model] = set(group.mapped("res_id")) - set(followed.mapped("res_id"))
        # quick update: her list changes, nobody is mailed about each row
        self.with_context(mail_activity_quick_update=True).write({"user_id": user.id, "gendan_for_id": for_whom.id})
        for model, res_ids in before.items():
            self.env[model].browse(res_ids).message_unsubscribe(user.partner_id.ids)
