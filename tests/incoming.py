"""Mails that come in, for the rooms that make something of them."""


class Incoming:
    """For test cases with the portal user Lin of Maili Foods: she writes to addresses at ours.example."""

    @classmethod
    def listen(cls):
        """Our own mail domain, and hers.

        :return: the ``mail.alias.domain``
        """
        cls.env["mail.alias.domain"].search([]).unlink()
        domain = cls.env["mail.alias.domain"].create({"name": "ours.example"})
        cls.company.alias_domain_id = domain
        cls.company.gendan_supervisor_id = cls.supervisor
        cls.buyer = cls.portal_user.partner_id
        cls.buyer.email = "lin@maili.example"
        return domain

    def come(self, model, text):
        """A mail as the gateway gets it: nobody is logged in.

        :param bytes text: head and body
        :return: what was made of it, of that model; empty where nothing was
        """
        thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        return self.env[model].browse(thread.message_process(None, text) or [])
