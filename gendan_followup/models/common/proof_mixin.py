from odoo import Command, api, models
from odoo.exceptions import UserError


class GendanProofMixin(models.AbstractModel):
    """A record of what was said whose screenshots and papers become its own and are sealed with it.

    The extending model has a field ``attachment_ids``; ``ir.attachment`` asks here what is sealed and what it says.
    """

    _name = "gendan.proof.mixin"
    _description = "Proved by papers"

    @api.model
    def _gendan_pop_papers(self, vals):
        """Take the attachments out of a new record's values.

        :return: ``ir.attachment`` the user may read, sudo
        :raise AccessError: the user may not read one of them
        """
        ids = []
        for command in vals.pop("attachment_ids", None) or ():
            match command:
                case (Command.SET, _zero, new_ids):
                    ids = list(new_ids)
                case (Command.LINK, new_id, *_rest):
                    ids.append(new_id)
                case int():
                    ids.append(command)
        attachments = self.env["ir.attachment"].browse(ids)
        if attachments:
            # the record may be made with sudo; linking a paper to it must not open one the user cannot read
            attachments.with_env(self.env(su=False)).check_access("read")
        # sudo: what was checked above is sealed by the record, whatever the user may do with attachments
        return attachments.sudo()

    def _gendan_take_papers(self, attachments):
        """Make attachments this record's own: fresh uploads as they are, others' papers and what all may see as copies.

        :param attachments: from ``_gendan_pop_papers``
        :return: the sealed ``ir.attachment``
        """
        self.ensure_one()
        sealed = attachments.browse()
        own = {"res_model": self._name, "res_id": self.id, "res_field": False, "public": False}
        for attachment in attachments:
            if attachment.res_id or attachment.public:
                sealed |= attachment.copy({**own, "name": attachment.name})
            else:
                attachment.write(own)
                sealed |= attachment
        return sealed

    def _gendan_error(self, attachments):
        """The sentence why this new record cannot be kept so, or False. Hook.

        :param attachments: its papers
        """
        return False

    def _gendan_sealing(self):
        """Those of these records whose papers nobody may change. Hook; costs no query unless it is extended."""
        return self

    def _gendan_sealed_error(self, paper):
        """The sentence why a paper of this record is neither changed nor deleted. Hook: say what it proves.

        :param paper: ``ir.attachment``
        """
        self.ensure_one()
        return self.env._(
            "%(paper)s proves %(record)s and can be neither changed nor deleted.",
            paper=paper.name,
            record=self.display_name,
        )

    def _gendan_seal(self, papers):
        """The end of ``create``: judge the new records, and make their papers their own.

        :param list papers: for each of them what ``_gendan_pop_papers`` took
        :return: the records
        :raise UserError: one cannot be kept so
        """
        for record, attachments in zip(self, papers, strict=True):
            if sentence := record._gendan_error(attachments):
                raise UserError(sentence)
            if attachments:
                # past the model's own refusal of changes, and sudo: this is still the making of the record
                super(GendanProofMixin, record.sudo()).write(
                    {"attachment_ids": [Command.set(record._gendan_take_papers(attachments).ids)]}
                )
        return self
