from odoo import models


class GendanHandOverMixin(models.AbstractModel):
    """What a clerk follows, given to another clerk, several at once. Only the supervisor's.

    The extending model has a field ``gendan_clerk_id`` and a chatter; it says what speaks against a
    hand-over, how its clerk is changed and which to-dos go with it.
    """

    _name = "gendan.hand.over.mixin"
    _description = "Followed by a clerk"

    # the field of gendan.todo that leads to these records
    _gendan_todo_field = None

    def _gendan_hand_over_many(self, user, reason=None):
        """Let another clerk follow these records.

        :param user: ``res.users``, the new clerk
        :param str reason: told in the record's chatter
        :return: list of (record, sentence why it was refused or False), in the order of ``self``
        :raise AccessError: the user is no supervisor
        """
        self.env["res.users"]._gendan_check_may_hand_over()
        found = self.exists()
        writable = found._filtered_access("write")
        closed, gone = self._gendan_hand_over_out_of_reach()
        refused = {record: record._gendan_hand_over_error(user) if record in writable else closed for record in found}
        refused.update(dict.fromkeys(self - found, gone))
        accepted = [record for record in found if not refused[record]]

        def work(group):
            former = {record: record.gendan_clerk_id for record in group}
            group._gendan_set_clerk(user)
            group._message_log_batch(
                bodies={
                    record.id: self.env["res.users"]._gendan_hand_over_note(former[record], user, reason)
                    for record in group
                }
            )
            # sudo: nobody may write to-dos; the work goes with the records at once
            self.env["gendan.todo"].sudo().search(
                [("open", "=", True), (self._gendan_todo_field, "in", group.ids)]
            )._gendan_assign()

        for index, sentence in self.env["gendan.bulk"]._gendan_try(accepted, work).items():
            refused[accepted[index]] = sentence
        return [(record, refused[record]) for record in self]

    def _gendan_hand_over_out_of_reach(self):
        """:return: (the sentence for a record the user may not write, the one for a deleted record)"""
        raise NotImplementedError

    def _gendan_hand_over_error(self, user):
        """The sentence why this record cannot be given to that clerk, or False."""
        raise NotImplementedError

    def _gendan_set_clerk(self, user):
        """Write the new clerk."""
        return self.write({"gendan_clerk_id": user.id})
