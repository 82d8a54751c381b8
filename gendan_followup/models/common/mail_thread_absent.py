from odoo import models

from .todo import WhoRequest


class MailThread(models.AbstractModel):
    """What is said on a customer's document reaches who stands in for a colleague who is away."""

    _inherit = "mail.thread"

    # ------------------------------------------------------------ whose work

    def _gendan_whose(self):
        """Whose work these documents are: customer, order and clerk of each. Batch, superuser's eyes.

        Hook: a room whose documents find their customer otherwise extends it.

        :return: {record: `WhoRequest` of the clerk}, without those of no followed customer
        """
        whose = {}
        # sudo: whose a document is decides who else hears of it; nothing of it is shown
        for record, known in zip(self, self.sudo(), strict=True):
            order, partner, company = known._gendan_whose_names()
            clerk = order.gendan_clerk_id or partner.gendan_clerk_id
            if clerk:
                no_department = known.env["gendan.department"]
                whose[record] = WhoRequest("clerk", company, partner, order, no_department, clerk)
        return whose

    def _gendan_whose_names(self):
        """:return: (sale.order, commercial res.partner, res.company), the first two possibly empty"""
        self.ensure_one()
        if hasattr(self, "_gendan_todo_anchor"):
            anchor = self._gendan_todo_anchor()
            return anchor["order"], anchor["partner"], anchor["company"]
        order, partner = self.env["sale.order"], self.env["res.partner"]
        company = self["company_id"] if "company_id" in self else self.env["res.company"]
        if self._name == "res.partner":
            partner = self
        else:
            if self._gendan_leads_to("order_id", "sale.order"):
                order = self.order_id
            if self._gendan_leads_to("partner_id", "res.partner"):
                partner = self.partner_id
        partner = (partner or order.partner_id).commercial_partner_id
        return order, partner, company or order.company_id or self.env.company

    def _gendan_leads_to(self, name, comodel):
        field = self._fields.get(name)
        return field is not None and field.type == "many2one" and field.comodel_name == comodel

    def _gendan_stand_ins_of(self, users):
        """Who acts for these people on these documents today. Batch.

        The clerk's work goes where the customer's does, anybody else's to the backup of the absence.

        :param users: ``res.users``, those who are not away are passed over
        :return: {(record, user): ``res.users``} for those who are away, where the stand-in may read the document
        """
        # sudo: as in `_gendan_whose`
        users = users.sudo().browse(self.env["gendan.absence"]._gendan_away_ids() & set(users.ids))
        if not users:
            return {}
        asked = {}
        for record, request in self._gendan_whose().items():
            for user in users:
                role = "clerk" if user == request.clerk else "rep"
                asked[record, user] = (request._replace(role=role), user)
        found = self.env["gendan.todo"].sudo()._gendan_stand_ins(asked)  # sudo: as above
        by_reader = {}
        for (record, _user), (stand_in, _for) in found.items():
            by_reader[stand_in] = by_reader.get(stand_in, self.browse()) | record
        readable = {stand_in: records._gendan_readable_by(stand_in) for stand_in, records in by_reader.items()}
        return {
            (record, user): stand_in
            for (record, user), (stand_in, _for) in found.items()
            if record in readable[stand_in]
        }

    def _gendan_readable_by(self, user):
        """Those of these documents that `user` may read, in all his companies."""
        as_user = self.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return self.browse(as_user._filtered_access("read").ids)

    # ------------------------------------------------------------ notifications

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        # EXTENDS mail
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return recipients + self._gendan_stand_in_recipients(recipients, message, msg_vals or {})

    def _gendan_stand_in_recipients(self, recipients, message, msg_vals):
        """Who hears it for those recipients who are away. No query while nobody is away.

        :return: list of dicts as of `_notify_get_recipients`
        """
        told = {data["uid"] for data in recipients if data["uid"]}
        absent = told & self.env["gendan.absence"]._gendan_away_ids()
        if not absent or len(self) != 1:
            return []
        stand_ins = self._gendan_stand_ins_of(self.env["res.users"].browse(absent))
        author = msg_vals.get("author_id") or message.sudo().author_id.id  # sudo: an id, to pass it over
        partners = {user.partner_id.id for user in stand_ins.values() if user.id not in told} - {author}
        if not partners:
            return []
        found = self.env["mail.followers"]._get_recipient_data(None, "user_notification", False, list(partners))[0]
        return [data for data in found.values() if data["active"]]
