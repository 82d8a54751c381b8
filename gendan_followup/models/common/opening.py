"""Opening documents whose form is made for those who work with them."""

from odoo.exceptions import UserError

# Sales users may read these, but Odoo's forms of them read more than they may: lots, repairs.
FORM_GROUPS = {
    "stock.picking": "stock.group_stock_user",
    "mrp.production": "mrp.group_mrp_user",
}


def open_document(document):
    """The action that opens a document's form, with the user's own rights.

    A model whose form reads more than sales users may can have a plain one for them: ``_gendan_plain_form``, its xmlid.

    :param document: one record
    :return: action
    :raise AccessError: the user may not read it
    :raise UserError: its form is for those who work with it, and the user is none of them
    """
    document.ensure_one()
    document.check_access("read")
    group = FORM_GROUPS.get(document._name)
    if group and not document.env.user.has_group(group):
        if plain := getattr(document, "_gendan_plain_form", None):
            return {**document._get_records_action(), "views": [(document.env.ref(plain).id, "form")]}
        raise UserError(
            document.env._(
                "%(document)s is opened by the people of the warehouse or production: its form shows more than your"
                " rights allow. The plan of the order says how far it is.",
                document=document.display_name,
            )
        )
    return document._get_records_action()
