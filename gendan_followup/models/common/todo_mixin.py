"""The mixin by which a document keeps its to-dos."""

from collections import defaultdict

import psycopg2.errors

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError

from .todo import WhoRequest


class GendanTodoMixin(models.AbstractModel):
    """For documents something may wait on. Rooms override `_gendan_todo_values` and call `_gendan_sync_todos`."""

    _name = "gendan.todo.mixin"
    _description = "Document with Follow-up To-dos"

    # whether readers get the sentences of `_gendan_todo_values` worded anew, in their own language
    _gendan_todo_reworded = False

    # ------------------------------------------------------------ hooks

    def _gendan_todo_values(self):
        """What waits on each document now: the whole truth, what is no longer listed is closed. Hook, batch.

        Called as superuser, in the company's language (so that the sentence does not change with who looks).
        A room extends the lists of `super()`. Keys of a dict: `kind` (code), `name` (sentence), and optionally
        `due` (date), `due_at` (moment, naive UTC: what is due at an hour), `role` (see gendan.todo),
        `department_id` (id), `user_id` (id: this person and no other),
        `urgency` ('0'..'2'), `ladder` (code, else the ladder that serves the kind).

        :return: {record: [dict, ...]}; records without anything may be left out
        """
        return {}

    def _gendan_todo_anchor(self):
        """What the document's to-dos belong to. Hook.

        :return: dict(order=sale.order, partner=res.partner, company=res.company)
        """
        self.ensure_one()
        is_order = self._name == "sale.order"
        order = self if is_order else self["order_id"] if "order_id" in self else self.env["sale.order"]
        partner = self["partner_id"] if "partner_id" in self else order.partner_id
        company = self["company_id"] if "company_id" in self else order.company_id
        return {
            "order": order,
            "partner": partner.commercial_partner_id,
            "company": company or order.company_id or self.env.company,
        }

    def _gendan_ladder_tell_customer(self, todo, step):
        """A ladder step says to tell the customer. Hook: send what fits the document.

        :return: True when something went out
        """
        return False

    def _gendan_todo_actions(self):
        """What can be done about these documents' to-dos where they are listed. Hook, batch, with the user's rights.

        Only what the user may do now is offered. Keys of a dict: `code`; `label`; optionally `icon` (fa-...),
        `needs` (list of "day", "reason", "remark": asked before), `optional` (those of `needs` that may stay empty),
        `first_day`, `last_day`, `day` (dates: bounds and proposal), `primary` (shown as a button; one a document),
        `undo` (public method of the document that takes it back).

        :return: {record: [dict, ...]} in the order of the menu; records without anything may be left out
        """
        return {}

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        """Do what `_gendan_todo_actions` offered, on one document. Hook; a room does its own codes, else `super()`.

        :return: an action, or True
        :raise UserError: the sentence why not
        """
        raise UserError(
            self.env._("This can no longer be done with %(document)s. Reload the page.", document=self.display_name)
        )

    # ------------------------------------------------------------ CRUD

    def unlink(self):
        # EXTENDS base: to-dos of a deleted document would wait for ever
        # sudo: nobody may delete to-dos; these are of what the caller may delete
        todos = self.env["gendan.todo"].sudo().search(self._gendan_todo_domain())
        result = super().unlink()
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()
        return result

    # ------------------------------------------------------------ business

    def _gendan_todo_domain(self, kinds=None):
        """Open to-dos of these documents, of the given kinds only if any are given."""
        domain = [("open", "=", True), ("res_model", "=", self._name), ("res_id", "in", self.ids)]
        if kinds is not None:
            domain.append(("kind", "in", list(kinds)))
        return domain

    def _gendan_sync_todos(self):
        """Bring the to-dos of these documents in line with `_gendan_todo_values`: create, change, close. Batch.

        Any code may call it as often as it likes: nothing is written when nothing changed.

        :return: the open to-dos these documents keep (sudo)
        """
        if not self:
            return self.env["gendan.todo"].sudo()  # sudo: empty
        # sudo: whoever does the thing (a storekeeper, a customer on the portal) may not see the to-dos it settles
        documents = self.sudo()
        anchors = {document: document._gendan_todo_anchor() for document in documents}
        by_company = defaultdict(lambda: documents.browse())
        for document, anchor in anchors.items():
            by_company[anchor["company"]] |= document
        wanted = {}
        for company, group in by_company.items():
            lang = company.partner_id.lang or self.env["res.lang"]._get_code("en_US") or "en_US"
            values = group.with_company(company).with_context(lang=lang)._gendan_todo_values()
            for document, todo_values in values.items():
                for vals in todo_values:
                    wanted[document.id, vals["kind"]] = (anchors[document], {**vals, "is_synced": True})
        existing = {
            (todo.res_id, todo.kind): todo
            for todo in documents.env["gendan.todo"].search(documents._gendan_todo_domain())
        }
        kept = documents._gendan_save_todos(wanted, existing)
        documents.env["gendan.todo"].union(
            *(todo for key, todo in existing.items() if key not in wanted and todo.is_synced)
        )._gendan_close()
        return kept

    def _gendan_todo_labels(self):
        """What the to-dos of these documents are called in the reader's language, where they know it. Hook, batch.

        A model says ``_gendan_todo_reworded`` where its sentences are cheap to word again, or adds its own here.

        :return: {(res_id, kind): text}; the rest is shown as it was written
        """
        if not self._gendan_todo_reworded:
            return {}
        # sudo: the sentences are shown to whoever may read the to-dos
        return {
            (document.id, values["kind"]): values["name"]
            for document, todos in self.sudo()._gendan_todo_values().items()
            for values in todos
        }

    def _gendan_open_todo(self, kind, names, **values):
        """Open (or freshen) one to-do on each document outside the sync, e.g. by a machine path that was held.

        It stays open until `_gendan_close_todos` or the button of the to-do closes it.

        :param str kind: code
        :param names: {record: sentence}, or one sentence for all; records not in the dict get none
        :param values: as in `_gendan_todo_values`
        :return: the to-dos (sudo)
        """
        # sudo: as in `_gendan_sync_todos`: a machine path or a storekeeper may not see the to-dos it opens
        documents = self.sudo()
        if isinstance(names, dict):
            documents = documents.filtered(lambda document: document in names)
        wanted = {
            (document.id, kind): (
                document._gendan_todo_anchor(),
                {
                    **values,
                    "kind": kind,
                    "name": names[document] if isinstance(names, dict) else names,
                    "is_synced": False,
                },
            )
            for document in documents
        }
        existing = {
            (todo.res_id, todo.kind): todo
            for todo in documents.env["gendan.todo"].search(documents._gendan_todo_domain([kind]))
        }
        return documents._gendan_save_todos(wanted, existing)

    def _gendan_close_todos(self, kinds=None):
        """Close the open to-dos of these documents (of these kinds)."""
        # sudo: see _gendan_sync_todos
        self.env["gendan.todo"].sudo().search(self._gendan_todo_domain(kinds))._gendan_close()

    def _gendan_save_todos(self, wanted, existing):
        """Create or change to-dos.

        :param wanted: {(res_id, kind): (anchor, values)}
        :param existing: {(res_id, kind): to-do}
        """
        Todo = self.env["gendan.todo"]
        Todo = Todo.with_context(**Todo._gendan_prepare_create_context())
        if not wanted:
            return Todo
        rows = {key: self._gendan_prepare_todo_vals(key, *spec) for key, spec in wanted.items()}
        requests = []
        for key, vals in rows.items():
            anchor = wanted[key][0]
            clerk = anchor["order"].gendan_clerk_id or anchor["partner"].gendan_clerk_id
            department = self.env["gendan.department"].browse(vals["department_id"] or [])
            requests.append(
                WhoRequest(
                    vals["role"],
                    anchor["company"],
                    anchor["partner"],
                    anchor["order"],
                    department,
                    clerk,
                    self.env["res.users"].browse(vals["user_id"]) if vals["user_id"] else None,
                    self.browse(key[0]),
                )
            )
        for key, (user, on_behalf_of) in zip(rows, Todo._gendan_resolve(requests), strict=True):
            rows[key].update(user_id=user.id, on_behalf_of_id=on_behalf_of.id)

        kept, to_create, to_write = Todo, [], defaultdict(Todo.browse)
        for key, vals in rows.items():
            todo = existing.get(key)
            if not todo:
                company = wanted[key][0]["company"]
                vals["opened_on"] = company._gendan_today()
                ladder = self.env["gendan.ladder"].browse(vals["ladder_id"] or [])
                vals["next_step_at"] = ladder._gendan_next_moment(
                    company, vals["due"], vals["opened_on"], due_at=vals["due_at"]
                )
                to_create.append(vals)
                continue
            kept |= todo
            change = {
                name: value
                for name, value in vals.items()
                if (todo[name].id if Todo._fields[name].type == "many2one" else todo[name]) != value
            }
            if not {"due", "due_at", "ladder_id"}.isdisjoint(change):
                change.update(
                    todo._gendan_prepare_reschedule_vals(vals["due"], vals["ladder_id"], vals["due_at"])
                )
            if change:
                to_write[tuple(sorted(change.items(), key=lambda item: item[0]))] |= todo
        for change, todos in to_write.items():
            todos.with_context(**Todo.env.context).write(dict(change))
        if to_create:
            try:
                # no savepoint: a flushing one would run the other pre-commit hooks inside ours
                kept |= Todo.create(to_create)
            except psycopg2.errors.UniqueViolation as error:
                # another worker opened the same to-do: the request is tried again and finds it
                raise ConcurrencyError(str(error)) from error
        return kept

    def _gendan_prepare_todo_vals(self, key, anchor, values):
        res_id, kind = key
        role = values.get("role") or "clerk"
        return {
            "res_model": self._name,
            "res_id": res_id,
            "kind": kind,
            "name": values["name"],
            "company_id": anchor["company"].id,
            "order_id": anchor["order"].id,
            "partner_id": anchor["partner"].id,
            "role": role,
            "department_id": values.get("department_id") or False,
            "user_id": values.get("user_id") or False,
            "is_user_fixed": bool(values.get("user_id")),
            "on_behalf_of_id": False,
            "due": fields.Date.to_date(values.get("due")) or False,
            "due_at": values.get("due_at") or False,
            "urgency": values.get("urgency") or "0",
            "is_synced": values["is_synced"],
            "ladder_id": self.env["gendan.ladder"]
            ._gendan_find(values.get("ladder") or kind, anchor["company"])
            .id,
        }
