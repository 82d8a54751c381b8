"""Mails to customers that are looked over before they go."""


def open_composer(record, name, template=None, context=None, **defaults):
    """The action that opens the mail composer about a record; nothing is sent before the user presses Send.

    :param record: one record of a mail thread, which keeps the mail
    :param str name: title of the dialog
    :param str template: xmlid of the mail template that fills it in; one that was deleted leaves it empty
    :param dict context: more keys of the action's context
    :param defaults: values of the composer where there is no template: ``partner_ids``, ``subject``, ``body``
    :return: action
    """
    record.ensure_one()
    found = record.env.ref(template, raise_if_not_found=False) if template else None
    return {
        "type": "ir.actions.act_window",
        "name": name,
        "res_model": "mail.compose.message",
        "views": [(False, "form")],
        "target": "new",
        "context": {
            "default_model": record._name,
            "default_res_ids": record.ids,
            "default_composition_mode": "comment",
            "default_template_id": found.id if found else False,
            # the customer is no user: no button that leads into our database
            "default_email_layout_xmlid": "mail.mail_notification_light",
            # a partner made in the dialog must have an address
            "force_email": True,
            **{f"default_{key}": value for key, value in defaults.items()},
            **(context or {}),
        },
    }
