from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """A customer given away for good: what is open with it, and what somebody follows or has an activity on."""

    _inherit = "res.partner"

    @api.model
    def _gendan_under_way(self, clerk):
        """Domain of the orders under way that a clerk follows."""
        return [
            ("gendan_clerk_id", "=", clerk.id),
            ("state", "in", ("draft", "sent", "sale")),
            ("gendan_is_done", "=", False),
        ]

    def _gendan_documents_with(self, leaf, models_asked):
        """Documents of these customers for which a leaf holds. Call with sudo; one query a model.

        :param leaf: of a domain
        :param models_asked: names of models
        :return: list of recordsets
        """
        found = []
        for name in sorted(models_asked):
            Model = self.env.get(name)
            if Model is None or not hasattr(Model, "_gendan_leads_to"):
                continue
            if name == "res.partner":
                whose = Domain("commercial_partner_id", "in", self.ids)
            else:
                paths = [
                    f"{field}.commercial_partner_id"
                    if comodel == "res.partner"
                    else f"{field}.partner_id.commercial_partner_id"
                    for field, comodel in (("partner_id", "res.partner"), ("order_id", "sale.order"))
                    if Model._gendan_leads_to(field, comodel) and Model._fields[field]._description_searchable
                ]
                whose = Domain.OR([(path, "in", self.ids)] for path in paths) if paths else Domain.FALSE
            documents = Model.with_context(active_test=False).search(Domain([leaf]) & whose)
            if documents:
                found.append(documents)
        return found

    def _gendan_activities_of(self, user):
        """The open activities of a user on documents of these customers; the ladder's go with their to-dos."""
        hers = Domain("user_id", "=", user.id) | Domain("gendan_for_id", "=", user.id)
        hers &= Domain("active", "=", True) & Domain("res_model", "not in", [False, "gendan.todo"])
        # sudo: colleagues' activities, of customers that are handed over
        Activity = self.env["mail.activity"].sudo()
        by_model = Activity.search(hers).grouped("res_model")
        documents = self.sudo()._gendan_documents_with(("activity_ids", "any", list(hers)), by_model)  # sudo: as above
        ids = {group._name: set(group.ids) for group in documents}
        return Activity.union(
            *(
                activities.filtered(lambda one, model=model: one.res_id in ids.get(model, ()))
                for model, activities in by_model.items()
            )
        )

    def _gendan_followed_by(self, user):
        """The documents of these customers that a user follows.

        :return: list of recordsets (sudo)
        """
        # sudo: who follows what, of customers that are handed over
        rows = self.env["mail.followers"].sudo()._read_group([("partner_id", "=", user.partner_id.id)], ["res_model"])
        leaf = ("message_partner_ids", "in", user.partner_id.ids)
        return self.sudo()._gendan_documents_with(leaf, [model for (model,) in rows if model])  # sudo: as above

    def _gendan_hand_over_numbers(self, clerk):
        """What would go over with each of these customers. A bounded number of queries.

        :return: {customer: dict ``orders``, ``quotations``, ``todos``, ``activities``, ``followed``}
        """
        numbers = {
            customer.id: dict.fromkeys(("orders", "quotations", "todos", "activities", "followed"), 0)
            for customer in self
        }

        def count(name, partner, number=1):
            if partner.id in numbers:
                numbers[partner.id][name] += number

        # sudo: numbers for a supervisor, over all that would go
        for order in self.env["sale.order"].sudo().search(
            [("partner_id.commercial_partner_id", "in", self.ids), *self._gendan_under_way(clerk)]
        ):
            count("orders" if order.state == "sale" else "quotations", order.partner_id.commercial_partner_id)
        for partner, number in self.env["gendan.todo"].sudo()._read_group(  # sudo: as above
            [("open", "=", True), ("partner_id", "in", self.ids), *self._gendan_hers(clerk)],
            ["partner_id"],
            ["__count"],
        ):
            count("todos", partner, number)
        for model, activities in self._gendan_activities_of(clerk).grouped("res_model").items():
            documents = self.env[model].sudo().browse(set(activities.mapped("res_id")))  # sudo: as above
            owners = {document.id: document._gendan_whose_names()[1] for document in documents}
            for activity in activities:
                count("activities", owners[activity.res_id])
        for documents in self._gendan_followed_by(clerk):
            for document in documents:
                count("followed", document._gendan_whose_names()[1])
        return {customer: numbers[customer.id] for customer in self}

    @api.model
    def _gendan_hers(self, clerk):
        """Domain of the to-dos that are a clerk's: she follows the customer, acts, or is acted for."""
        return [
            "|",
            "|",
            ("clerk_id", "=", clerk.id),
            ("user_id", "=", clerk.id),
            ("on_behalf_of_id", "=", clerk.id),
        ]

    def _gendan_give_for_good(self, clerk, user, reason=None):
        """Give one customer with all that is open to another clerk.

        :param clerk: ``res.users`` who followed
        :param user: ``res.users`` who follows from now on
        :return: the sentence why it was refused, or False
        :raise AccessError: the user is no supervisor
        """
        self.ensure_one()
        self.env["res.users"]._gendan_check_may_hand_over()
        # sudo: the right was checked; orders of other companies and those she was chosen for go along, and finished
        # ones on which something is still to be done
        orders = self.env["sale.order"].sudo().search(
            [("partner_id.commercial_partner_id", "=", self.id), *self._gendan_under_way(clerk)]
        )
        waiting = [("open", "=", True), ("partner_id", "=", self.id), ("order_id.gendan_clerk_id", "=", clerk.id)]
        orders |= self.env["gendan.todo"].sudo().search(waiting).order_id  # sudo: as above
        for company in orders.company_id:
            if sentence := user._gendan_clerk_error(company):
                return sentence
        if self.gendan_clerk_id == clerk:
            [(_customer, sentence)] = self._gendan_hand_over_many(user, reason)
            if sentence:
                return sentence
        elif sentence := user._gendan_clerk_error():
            return sentence
        if orders:
            orders.with_context(mail_notrack=True).gendan_clerk_id = user
            note = self.env["res.users"]._gendan_hand_over_note(clerk, user, reason)
            orders._message_log_batch(bodies=dict.fromkeys(orders.ids, note), author_id=self.env.user.partner_id.id)
        opened = Domain("open", "=", True) & (Domain("partner_id", "=", self.id) | Domain("order_id", "in", orders.ids))
        todos = self.env["gendan.todo"].sudo().search(opened)  # sudo: as above
        named = todos.filtered(lambda todo: todo.is_user_fixed and (todo.on_behalf_of_id or todo.user_id) == clerk)
        named._gendan_give(user)
        todos._gendan_assign()
        self._gendan_activities_of(clerk)._gendan_give(user)
        for documents in self._gendan_followed_by(clerk):
            documents.message_subscribe(user.partner_id.ids)
            documents.message_unsubscribe(clerk.partner_id.ids)
        # who follows the customer now is no backup of hers; the former clerk knows the customer
        self.sudo().gendan_backup_ids.filtered(lambda backup: backup.user_id == user).unlink()  # sudo: as above
        return False
