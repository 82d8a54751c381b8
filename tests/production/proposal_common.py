"""Orders whose dates have slipped, and drafts of new ones."""

from datetime import date

from odoo import Command

from .exception_common import PROMISE, ExceptionCase

NEW = date(2026, 12, 1)


class ProposalCase(ExceptionCase):
    """Two orders of one customer; PMC's word is asked for where a test says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_date_needs_pmc = False
        cls.orders = cls.make_order([(cls.carton, 1000)], promised=PROMISE) | cls.make_order(
            [(cls.bag, 5000)], promised=PROMISE, client_order_ref="PO-779"
        )
        cls.orders.action_confirm()
        cls.settle()
        cls.parts = cls.orders.gendan_part_ids
        cls.part, cls.other_part = cls.parts

    @classmethod
    def draft(cls, parts=None, new_date=NEW, user=None, **values):
        """A draft that could be sent, of the clerk's."""
        parts = cls.parts if parts is None else parts
        proposal = (
            cls.env["gendan.date.proposal"]
            .with_user(user or cls.clerk)
            ._gendan_draft(parts.with_user(user or cls.clerk))
        )
        proposal.write({"reason": "material", "cause": "The film came four days late.", **values})
        for line in proposal.line_ids:
            line.new_date = new_date
        return proposal

    @classmethod
    def sent(cls, parts=None, **values):
        """One that is with the customer."""
        proposal = cls.draft(parts, **values)
        proposal.action_copied(proposal.action_copy()["params"]["text"])
        return proposal

    @classmethod
    def question(cls, proposal):
        """The open question of a proposal, sudo."""
        domain = proposal._gendan_question_domain("date_proposal")
        return cls.env["gendan.answer"].sudo().search(domain, order="id desc", limit=1)

    @classmethod
    def reply(cls, proposal, whole=None, user=None, answers=(), **values):
        """Take an answer down as the clerk does.

        :param answers: {line: (answer, wished)}
        """
        Wizard = cls.env["gendan.date.reply.wizard"].with_user(user or cls.clerk)
        wizard = Wizard.with_context(default_proposal_id=proposal.id).create(
            {
                "given_by": "Ms Lin",
                "how": "phone",
                "evidence": "call, 10:30",
                **({"whole": whole} if whole else {"whole": "lines"}),
                **values,
            }
        )
        for row in wizard.line_ids:
            if row.line_id in dict(answers):
                row.answer, row.wished_date = dict(answers)[row.line_id]
        return wizard.action_take()

    @classmethod
    def paper(cls, user):
        return cls.env["ir.attachment"].with_user(user).create({"name": "chat.png", "raw": b"x"})

    @classmethod
    def todos(cls, record, kind=None):
        domain = [("res_model", "=", record._name), ("res_id", "in", record.ids), ("open", "=", True)]
        return cls.env["gendan.todo"].search([*domain, *([("kind", "=", kind)] if kind else [])])

    @classmethod
    def papers(cls, *attachments):
        return [Command.set([attachment.id for attachment in attachments])]
