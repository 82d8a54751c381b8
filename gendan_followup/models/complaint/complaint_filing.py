"""A customer files a complaint on the portal: about his own order or delivery, its goods, with photos."""

import re

import psycopg2.errors

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_date, mute_logger

from odoo.addons.gendan_followup.tools.table import CellError, number

from .complaint import KEEPING

# goods in one form; more go into the words
ROWS = 8
KEY = re.compile(r"[0-9a-f]{32}")
SUBJECT, WORDS, LINE = 100, 5000, 200
# what is seen on the goods says which kind of complaint it is: first part of the defect > kind
KINDS = {"quantity": "quantity", "wrong": "quantity", "papers": "papers"}


class GendanComplaint(models.Model):
    """The portal's form asks here whose orders there are, what is wrong with what was typed, and files it.

    Called with sudo, as the customer himself: whose order or delivery it is was asked by ``_gendan_filing_order`` and
    ``_gendan_filing_picking_of``. What a form is ``about`` is one of these two: an order, or a delivery without one.
    """

    _inherit = "gendan.complaint"

    # two clicks, two tabs, two workers: one form makes one complaint
    _portal_key_uniq = models.UniqueIndex("(portal_key) WHERE portal_key IS NOT NULL", "This was filed already.")

    portal_key = fields.Char("Filed with Form", readonly=True, copy=False)

    @api.model
    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"portal_key"}

    # ------------------------------------------------------------ what he may complain about

    @api.model
    def _gendan_filing_domain(self, user):
        """The confirmed orders of a portal user's company."""
        customer = user.partner_id.commercial_partner_id
        return Domain(
            [
                ("partner_id", "child_of", customer.id),
                ("partner_id.commercial_partner_id", "=", customer.id),
                ("state", "=", "sale"),
                ("company_id", "in", user.company_ids.ids),
            ]
        )

    @api.model
    def _gendan_filing_order(self, user, order_id):
        """The order with that id (sudo), if this portal user may complain about it; else none."""
        orders = self.env["sale.order"].sudo()  # sudo: bound to the user's own company by the domain
        if not user.share:
            return orders
        return orders.search(self._gendan_filing_domain(user) & Domain("id", "=", order_id))

    @api.model
    def _gendan_filing_orders(self, user, words="", limit=20, offset=0):
        """The orders this portal user may complain about, delivered ones first: those with these words in a number.

        :return: (sale.order in sudo, how many there are)
        """
        orders = self.env["sale.order"].sudo()  # sudo: bound to the user's own company by the domain
        if not user.share:
            return orders, 0
        domain = self._gendan_filing_domain(user)
        if words := (words or "").strip()[:60]:
            domain &= Domain.OR(
                [
                    [("name", "ilike", words)],
                    [("client_order_ref", "ilike", words)],
                    [("picking_ids.name", "ilike", words)],
                    [("picking_ids.gendan_note_ids.name", "ilike", words)],
                    [("order_line.product_id", "ilike", words)],
                ]
            )
        return (
            orders.search(
                domain, order="effective_date desc NULLS LAST, date_order desc, id desc", limit=limit, offset=offset
            ),
            orders.search_count(domain),
        )

    @api.model
    def _gendan_filing_pickings_domain(self, user):
        """What reached a portal user's company without an order: free samples, goods of his own sent back."""
        customer = user.partner_id.commercial_partner_id
        return Domain(
            [
                ("partner_id", "child_of", customer.id),
                ("partner_id.commercial_partner_id", "=", customer.id),
                ("state", "=", "done"),
                ("location_dest_id.usage", "=", "customer"),
                ("sale_id", "=", False),
                ("reference_ids", "not any", [("sale_ids", "!=", False)]),
                ("move_ids", "not any", [("sale_line_id", "!=", False)]),
                ("company_id", "in", user.company_ids.ids),
            ]
        )

    @api.model
    def _gendan_filing_picking_of(self, user, picking_id):
        """The delivery without an order with that id (sudo), if this portal user may complain about it; else none."""
        pickings = self.env["stock.picking"].sudo()  # sudo: bound to the user's own company by the domain
        if not user.share:
            return pickings
        found = pickings.search(self._gendan_filing_pickings_domain(user) & Domain("id", "=", picking_id))
        return self._gendan_filing_deliveries(found)

    @api.model
    def _gendan_filing_pickings(self, user, words="", limit=20):
        """The deliveries without an order this portal user may complain about, the newest first (sudo)."""
        pickings = self.env["stock.picking"].sudo()  # sudo: bound to the user's own company by the domain
        if not user.share:
            return pickings
        domain = self._gendan_filing_pickings_domain(user)
        if words := (words or "").strip()[:60]:
            domain &= Domain.OR(
                [
                    [("name", "ilike", words)],
                    [("origin", "ilike", words)],
                    [("gendan_note_ids.name", "ilike", words)],
                    [("move_ids.product_id", "ilike", words)],
                ]
            )
        return self._gendan_filing_deliveries(pickings.search(domain, order="date_done desc, id desc", limit=limit))

    @api.model
    def _gendan_filing_deliveries(self, about):
        """The transfers that took goods of an order to the customer, the newest first; of transfers those which did.

        With sudo. One truck may have brought the goods of several orders.
        """
        pickings = about
        if about._name == "sale.order":
            pickings = about.picking_ids | about.order_line.move_ids.picking_id
        done = pickings.filtered(
            lambda picking: picking.state == "done"
            and any(move._gendan_crossing() == "done" for move in picking.move_ids)
        )
        return done.sorted(lambda picking: (picking.date_done or picking.scheduled_date, picking.id), reverse=True)

    @api.model
    def _gendan_filing_goods(self, about):
        """What of an order or delivery may be complained about. With sudo.

        :return: {product.product: sale.order.line that sold it first; empty without an order}
        """
        goods = {}
        if about._name == "stock.picking":
            none = self.env["sale.order.line"].sudo()  # sudo: empty
            moves = about.move_ids.filtered(lambda move: move._gendan_crossing() == "done")
            return dict.fromkeys(moves.product_id, none)
        for line in about.order_line:
            if line.display_type or line.is_downpayment or not line.product_id or line.product_id.type == "service":
                continue
            goods.setdefault(line.product_id, line)
        return goods

    @api.model
    def _gendan_filing_values(self, about):
        """What the form offers: strings and ids only. With sudo.

        :rtype: dict
        """
        goods, deliveries = self._gendan_filing_goods(about), self._gendan_filing_deliveries(about)
        of_order = about._name == "sale.order"
        return {
            "order_id": about.id if of_order else False,
            "delivery_id": False if of_order else about.id,
            "numbers": self._gendan_filing_numbers(about),
            "deliveries": [(picking.id, self._gendan_filing_delivery_name(picking)) for picking in deliveries],
            "goods": [
                (product.id, product.display_name, (line.product_uom_id or product.uom_id).display_name)
                for product, line in goods.items()
            ],
            "defects": self._gendan_filing_defects(),
            "wishes": list(self._gendan_filing_wishes().items()),
            "rows": range(1, ROWS + 1),
            "today": about.company_id._gendan_today().isoformat(),
        }

    @api.model
    def _gendan_filing_numbers(self, about):
        """The order's numbers, his own first; of a delivery its number and day."""
        if about._name == "stock.picking":
            return self._gendan_filing_delivery_name(about)
        return " / ".join(filter(None, (about.client_order_ref, about.name)))

    @api.model
    def _gendan_filing_delivery_name(self, picking):
        """A delivery as the customer knows it: its note's number and its day."""
        at = picking.date_done and picking.company_id._gendan_to_day(picking.date_done)
        return " · ".join(filter(None, (picking.gendan_note_id.name or picking.name, at and format_date(self.env, at))))

    @api.model
    def _gendan_filing_defects(self):
        """What may be seen on goods, by its first part.

        :return: [(name of the part, [(id, name)])]
        """
        groups = {}
        for defect in self.env["gendan.defect"].search([("active", "=", True)]):
            path = [int(part) for part in defect.parent_path.split("/") if part]
            groups.setdefault(path[0], []).append(defect)
        result = []
        for root_id, defects in groups.items():
            root = self.env["gendan.defect"].browse(root_id)
            finer = [defect for defect in defects if defect.id != root_id]
            name = root.name
            result.append((name, [(one.id, one.complete_name.removeprefix(f"{name} / ")) for one in finer or [root]]))
        return result

    @api.model
    def _gendan_filing_wishes(self):
        """The settlements he may ask for, in his words: {code: words}."""
        return {
            "unknown": self.env._("Please make a proposal"),
            "replace": self.env._("Replacement for the bad goods"),
            "remake": self.env._("Make the goods again"),
            "rework": self.env._("Rework the goods"),
            "sorting": self.env._("Sort the goods at our place"),
            "return": self.env._("We send the goods back"),
            "discount": self.env._("A lower price"),
            "refund": self.env._("Our money back"),
            "accept": self.env._("We use the goods as they are"),
        }

    # ------------------------------------------------------------ what was typed

    @api.model
    def _gendan_filing_read(self, about, data, rows_with_photos=()):
        """Read a posted form. With sudo, as the customer.

        :param about: sale.order or stock.picking (sudo), the user's own
        :param dict data: posted strings, see the form
        :param rows_with_photos: numbers of the rows to which photos were added
        :return: (values of a new complaint, {name of the field: sentence}); the values are good when there is none
        """
        errors = {}
        text = {name: " ".join((data.get(name) or "").split()) for name in ("subject", "customer_ref")}
        words = (data.get("description") or "").strip()[:WORDS]
        picking = self._gendan_filing_picking(about, data, errors)
        lines, rows = [], []
        for row in range(1, ROWS + 1):
            line = self._gendan_filing_line(about, picking, data, row, row in rows_with_photos, errors)
            if line:
                lines.append(line)
                rows.append(row)
        if not text["subject"]:
            errors["subject"] = self.env._("Please write in a few words what is wrong.")
        elif not lines and not words:
            errors["description"] = self.env._("Please say which goods, or describe what is wrong.")
        wished = data.get("wished") or "unknown"
        if wished not in self._gendan_filing_wishes():
            errors["wished"] = self.env._("Please choose from the list.")
        values = {
            "order_id": about.id if about._name == "sale.order" else False,
            "picking_id": picking.id,
            "company_id": about.company_id.id,
            "partner_id": self.env.user.partner_id.id,
            "channel": "portal",
            "received_at": fields.Datetime.now(),
            "kind_id": self._gendan_filing_kind(about.company_id, lines).id,
            "subject": text["subject"][:SUBJECT],
            "description": words,
            "customer_ref": text["customer_ref"][:SUBJECT],
            "line_stopped": data.get("line_stopped") == "1",
            "wished": wished,
            "replacement_by": self._gendan_filing_day(about, data, errors),
            "line_ids": [Command.create(line) for line in lines],
        }
        if not errors:
            self._gendan_filing_judge(values, rows, errors)
        return values, errors

    @api.model
    def _gendan_filing_picking(self, about, data, errors):
        """The delivery chosen, if it is one of the order's."""
        if about._name == "stock.picking":
            return about
        typed = data.get("picking") or ""
        deliveries = self._gendan_filing_deliveries(about)
        if not typed:
            return deliveries.browse()
        picking = deliveries.filtered(lambda picking: str(picking.id) == typed)
        if not picking:
            errors["picking"] = self.env._("Please choose a delivery of this order.")
        return picking

    @api.model
    def _gendan_filing_day(self, about, data, errors):
        """The day by which he wants a replacement, or False."""
        typed = (data.get("replacement_by") or "").strip()
        try:
            day = fields.Date.to_date(typed) if typed else None
        except ValueError:
            errors["replacement_by"] = self.env._("“%(text)s” is no day.", text=typed[:40])
            return False
        if day and day < about.company_id._gendan_today():
            errors["replacement_by"] = self.env._("This day is over. Please choose one to come.")
        return day or False

    @api.model
    def _gendan_filing_line(self, about, picking, data, row, has_photos, errors):
        """The values of one row of goods, or None where nothing was said in it."""
        typed = {
            name: " ".join((data.get(f"{name}_{row}") or "").split())[:LINE]
            for name in ("product", "bad", "checked", "defect", "lot", "note")
        }
        goods = self._gendan_filing_goods(about)
        said = typed if len(goods) > 1 else {**typed, "product": ""}
        if not any(said.values()) and not has_photos:
            return None
        product = next((product for product in goods if str(product.id) == typed["product"]), None)
        if product is None:
            errors[f"product_{row}"] = self.env._("Please choose the goods.")
        defect = self._gendan_filing_defect(typed["defect"])
        if defect is None:
            errors[f"defect_{row}"] = self.env._("Please choose from the list.")
        values = {"sequence": row}
        for name in ("bad", "checked"):
            try:
                values[name] = number(typed[name]) or 0.0
            except CellError:
                errors[f"{name}_{row}"] = self.env._("“%(text)s” is no quantity.", text=typed[name][:40])
        if values.get("bad") == 0 and not (defect and self._gendan_defect_part(defect) == "papers"):
            errors.setdefault(f"bad_{row}", self.env._("Please say how many are not good."))
        if product is None or defect is None:
            return values
        line, lot = goods[product], self._gendan_filing_lot(about, picking, product, typed["lot"])
        note = typed["note"]
        if typed["lot"] and not lot:
            # a number of his own, or one misread: for the clerk to place
            note = " · ".join(filter(None, (self.env._("Lot: %(lot)s", lot=typed["lot"]), note)))
        return {
            **values,
            "product_id": product.id,
            "order_line_id": line.id,
            "uom_id": (line.product_uom_id or product.uom_id).id,
            "lot_id": lot.id,
            "defect_id": defect.id,
            "description": note,
        }

    @api.model
    def _gendan_filing_defect(self, typed):
        """The defect chosen, none where none was, None where it is not one of the list."""
        defects = self.env["gendan.defect"]
        if not typed:
            return defects
        return defects.search([("id", "=", int(typed) if typed.isascii() and typed.isdigit() else 0)]) or None

    @api.model
    def _gendan_defect_part(self, defect):
        """The code of the first part of the tree a defect stands in."""
        root = (defect.parent_path or "").split("/")[0]
        return self.env["gendan.defect"].browse(int(root)).code if root else False

    @api.model
    def _gendan_filing_lot(self, about, picking, product, typed):
        """The lot of these goods that was delivered and is called so."""
        moves = (picking or self._gendan_filing_deliveries(about)).move_ids
        lots = moves.filtered(lambda move: move.product_id == product).move_line_ids.lot_id
        return lots.filtered(lambda lot: typed and lot.name.casefold() == typed.casefold())[:1]

    @api.model
    def _gendan_filing_kind(self, company, lines):
        """What kind of complaint it is, by what is seen on all of the goods; else the usual one."""
        defects = self.env["gendan.defect"].browse({line.get("defect_id") for line in lines})
        codes = {KINDS.get(self._gendan_defect_part(defect) if defect else None) for defect in defects}
        code = codes.pop() if len(codes) == 1 else None
        kind = code and self.env["gendan.complaint.kind"].search(
            [("code", "=", code), ("company_id", "in", (False, company.id))], order="company_id, sequence", limit=1
        )
        return kind or self.with_company(company)._default_kind_id()

    @api.model
    def _gendan_filing_judge(self, values, rows, errors):
        """Ask the rules every complaint has to keep, so that their sentences stand beside the field."""
        draft = self.new({**self._gendan_split_partner(values), "state": "new"})
        if sentence := draft._gendan_error():
            errors["picking"] = sentence
            return
        delivered, moves = draft.line_ids._gendan_delivered(), draft.line_ids._gendan_moves()
        for line, row in zip(draft.line_ids, rows, strict=True):
            if sentence := line._gendan_error(delivered[line], moves[line]):
                errors[f"bad_{row}"] = sentence

    # ------------------------------------------------------------ filing

    @api.model
    def _gendan_filed(self, user, key):
        """The complaint (sudo) this user has filed with this form, or none."""
        # sudo: customers have no rights; his own
        return self.sudo().search([("portal_key", "=", self._gendan_filing_key(user, key))], limit=1)

    @api.model
    def _gendan_filing_key(self, user, key):
        """A form's key, his own: another's key is another form."""
        return f"{user.id}:{key}"

    @api.model
    def _gendan_file(self, user, about, values, key):
        """File it: as it comes by mail, nothing is answered by itself, the clock runs from now, the clerk has it.

        :param user: the portal user
        :param about: sale.order or stock.picking (sudo), the user's own
        :param dict values: from ``_gendan_filing_read``
        :param str key: of the form; its photos come along
        :return: the complaint (sudo); none when the same form was just filed by another request, which this one must
            not look for: in its transaction it is not there yet
        :raise UserError: the sentence why not
        """
        company = about.company_id
        complaints = (
            # sudo: customers have no rights on the model; what is written was read from his form, about his own order
            self.with_user(user).sudo().with_company(company)
            # what is written for inside is in the house's language
            .with_context(lang=company.partner_id.lang or self.env.lang, mail_create_nosubscribe=True)
        )  # fmt: skip
        # sudo: as above
        uploads = complaints.env["gendan.complaint.upload"]._gendan_of(user, key).with_env(complaints.env)
        papers = uploads.attachment_id
        lines = []
        for _create, _id, line in values["line_ids"]:
            photos = uploads.filtered(lambda upload, line=line: upload.row == line["sequence"]).attachment_id
            lines.append(Command.create({**line, "photo_ids": [Command.set(photos.ids)]}))
        others = uploads.filtered(lambda upload: not upload.row).attachment_id
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                # fresh: the complaint makes them its own
                papers.write({"res_model": self._name, "res_id": False})
                complaint = complaints._gendan_create_filed(
                    {
                        **values,
                        "photo_ids": [Command.set(others.ids)],
                        "line_ids": lines,
                        "portal_key": self._gendan_filing_key(user, key),
                    }
                )
        except psycopg2.errors.UniqueViolation as error:
            if "portal_key" not in (error.diag.constraint_name or ""):
                raise
            return complaints
        uploads.unlink()
        complaint._gendan_post_customer(complaint.description or complaint.subject, papers)
        return complaint

    @api.model
    def _gendan_create_filed(self, values):
        """Create it with its key, and go on without the right to write such fields."""
        made = self.with_context(gendan_complaint=KEEPING).create(values)
        return made.with_env(self.env)
