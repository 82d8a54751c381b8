"""Piles of scans: what came in at once, a page a row."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

from ..common.document import RETURN_WAYS

# So many pages are read while the user waits; more are read by the scheduled action.
READ_AT_ONCE = 12
CLERKS = "gendan_followup.group_gendan_user"
# Pictures smaller than this are signatures and logos of mails.
SMALLEST_PICTURE = 20_000


class GendanFiling(models.Model):
    """One drop of scans, photos or faxes: taken apart by the codes on the pages, each page filed to its paper.

    Clerks drop piles and see their own; of what a machine or a customer mailed they see the pages of their customers'
    papers, and those nobody can read. Supervisors see all. Nobody writes them by hand: the rows follow from what is on
    the pages and from what is done in the tray.
    """

    _name = "gendan.filing"
    _description = "Pile of Scans"
    _inherit = ["mail.thread"]
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    name = fields.Char(string="Files", required=True)
    user_id = fields.Many2one(
        "res.users", string="Filed by", index="btree_not_null", help="Empty: a scanner or a customer mailed it."
    )
    source = fields.Selection(
        [("upload", "Upload"), ("chatter", "Messages"), ("mail", "E-mail")], required=True, default="upload"
    )
    how = fields.Selection(RETURN_WAYS, string="Came Back by", required=True, default="scan")
    sender_id = fields.Many2one("res.partner", string="From", ondelete="set null", index="btree_not_null")
    is_mailed = fields.Boolean(help="It came by mail: the sender is who the mail says.")
    is_trusted = fields.Boolean(help="One of the company's own scanners mailed it.")
    attachment_ids = fields.Many2many("ir.attachment", string="Originals")
    page_ids = fields.One2many("gendan.filing.page", "filing_id", string="Pages")
    page_count = fields.Integer(string="Number of Pages", compute="_compute_counts")
    filed_count = fields.Integer(string="Filed", compute="_compute_counts")
    tray_count = fields.Integer(string="In the Tray", compute="_compute_counts")
    refused_count = fields.Integer(string="Files not Read", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="Pages that have been read, in percent.")
    state = fields.Selection(
        [("working", "Being read"), ("tray", "Pages in the tray"), ("done", "Done")],
        compute="_compute_state",
        store=True,
        index=True,
    )

    # ------------------------------------------------------------ compute

    @api.depends("page_ids.state")
    def _compute_counts(self):
        for filing in self:
            states = filing.page_ids.mapped("state")
            pages = len(states) - states.count("refused")
            unread = states.count("waiting") + states.count("read")
            filing.page_count = pages
            filing.filed_count = states.count("filed")
            filing.tray_count = states.count("tray")
            filing.refused_count = states.count("refused")
            filing.progress = 100.0 * (pages - unread) / pages if pages else 100.0

    @api.depends("page_ids.state")
    def _compute_state(self):
        for filing in self:
            states = set(filing.page_ids.mapped("state"))
            if states & {"waiting", "read"}:
                filing.state = "working"
            else:
                filing.state = "tray" if "tray" in states else "done"

    # ------------------------------------------------------------ actions

    @api.model
    def gendan_drop(self, attachment_ids, how=None):
        """File these uploads: the list's button and what is dropped on it.

        Small piles are read at once, larger ones by the scheduled action.

        :param list attachment_ids: uploads of the user's own
        :param str how: one of RETURN_WAYS; without it the company's usual way
        :return: dict: id of the pile, and a sentence for the user
        :raise AccessError: the user files no papers, or the uploads are not hers
        """
        if not self.env.user.has_group(CLERKS):
            raise AccessError(self.env._("Only clerks and supervisors file scans."))
        attachments = self.env["ir.attachment"].browse(attachment_ids).exists()
        attachments.check_access("write")
        if any(attachment.res_id for attachment in attachments):
            raise UserError(self.env._("Drop fresh files: one of these belongs to a record already."))
        if not attachments:
            raise UserError(self.env._("There is nothing to file."))
        company = self.env.company
        # sudo: rows are made by this method only; they are the user's own
        filing = self.sudo().create(
            {
                "name": ", ".join(attachments.mapped("name")),
                "company_id": company.id,
                "user_id": self.env.uid,
                "how": how or company.gendan_filing_how,
                "attachment_ids": [fields.Command.set(attachments.ids)],
            }
        )
        filing._gendan_wait_for_others(attachments)
        attachments.sudo().write({"res_model": self._name, "res_id": filing.id})  # sudo: as above
        filing._gendan_take(attachments)
        filing._gendan_start()
        return {"id": filing.id, "state": filing.state, "message": filing._gendan_result()}

    def action_open_tray(self):
        """Button: the pages of these piles that want a look.

        :return: client action
        """
        return {
            "type": "ir.actions.client",
            "tag": "gendan_filing_tray",
            "name": self.env._("Tray"),
            "context": {"filing_ids": self.ids},
        }

    # ------------------------------------------------------------ business

    def _gendan_take(self, attachments):
        """A row for each of these files, whose pages are still to be counted.

        Nothing is opened here: a file that kills the process would kill it again with each delivery of its mail.
        """
        self.ensure_one()
        self.env["gendan.filing.page"].create(
            [{"filing_id": self.id, "attachment_id": attachment.id, "number": 0} for attachment in attachments]
        )

    def _gendan_wait_for_others(self, attachments):
        """Two drop the same file in the same instant: the second waits for the first, and is then tried again.

        :raise ConcurrencyError: it was filed meanwhile, which this transaction does not see; Odoo begins anew
        """
        self.ensure_one()
        checksums = set(filter(None, attachments.mapped("checksum")))
        for checksum in sorted(checksums):
            name = f"gendan_filing {self.company_id.id} {checksum}"
            self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", name))
        if self._gendan_dropped_meanwhile(checksums):
            raise ConcurrencyError(self.env._("These files are being filed at this moment."))

    def _gendan_dropped_meanwhile(self, checksums):
        """Which of these files were dropped since our transaction began. Checksums."""
        self.env.flush_all()
        query = SQL(
            "SELECT DISTINCT checksum FROM gendan_filing_page WHERE company_id = %s AND checksum = ANY(%s)",
            self.company_id.id,
            list(checksums),
        )
        self.env.cr.execute(query)
        seen = {checksum for (checksum,) in self.env.cr.fetchall()}
        # another transaction: ours sees what was there when it began
        with self.env.registry.cursor() as cr:
            cr.execute(query)
            return {checksum for (checksum,) in cr.fetchall()} - seen

    def _gendan_start(self):
        """Read a small pile now; leave a large one, and what comes with messages, to the scheduled action."""
        self.ensure_one()
        if self.source == "upload":
            self.page_ids.filtered(lambda page: not page.number)._gendan_count()
        waiting = self.page_ids.filtered(lambda page: page.state == "waiting")
        if self.source == "upload" and len(waiting) <= READ_AT_ONCE:
            waiting._gendan_read()
            self._gendan_file_read()
        elif waiting:
            # sudo: only to wake it
            self.env.ref("gendan_followup.ir_cron_filing").sudo()._trigger()

    def _gendan_result(self):
        """The sentence that says what became of this pile."""
        self.ensure_one()
        if self.state == "working":
            return self.env._("Pages being read: %(count)s.", count=self.page_count)
        refused = self.page_ids.filtered(lambda page: page.state == "refused").mapped("answer")
        if not self.page_count:
            return " ".join(refused) or self.env._("There was nothing to read.")
        return " ".join(
            [
                self.env._(
                    "%(filed)s of %(count)s pages filed, %(tray)s in the tray.",
                    filed=self.filed_count,
                    count=self.page_count,
                    tray=self.tray_count,
                ),
                *refused,
            ]
        )
