"""What commercial invoice and packing list say: taken from transfer, order and typed particulars when they are made.

Numbers stay numbers, for the workbook; texts are those of all languages of the paper, joined.
"""

from odoo import models
from odoo.tools import float_round

from odoo.addons.gendan_followup.tools.amount_words import chinese_amount

TRADITIONAL = ("zh_TW", "zh_HK")


class GendanExportShipment(models.Model):
    """The papers' words and figures."""

    _inherit = "gendan.export.shipment"

    def _gendan_langs(self):
        """Codes of the languages the papers are in: the first one decides how figures are written."""
        self.ensure_one()
        company = self.company_id
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        english = next((code for code in ("en_US", *codes) if code in codes and code.startswith("en")), None)
        # sudo: the warehouse reads no orders
        of_customer = self.sudo().order_id._gendan_customer_lang() or self.sudo().partner_id.lang or self.env.lang
        langs = {"both": (english, of_customer), "customer": (of_customer,), "english": (english,)}
        chosen = [code for code in langs[company.gendan_export_lang] if code in codes]
        return list(dict.fromkeys(chosen)) or [self.env.lang or codes[0]]

    def _gendan_said(self, langs, function, separator=" / "):
        """A text in all languages of the paper, each wording once.

        :param function: takes the shipment in one language
        """
        texts = (function(self.with_context(lang=lang)) or "" for lang in langs)
        return separator.join(dict.fromkeys(filter(None, texts)))

    def _gendan_content(self):
        """What the papers say now, ready for JSON."""
        self.ensure_one()
        langs = self._gendan_langs()
        # sudo: printed for whoever may keep the shipment, and the same whatever language he reads
        shipment = self.sudo().with_context(lang=langs[0])
        order, picking = shipment.order_id, shipment.picking_id
        currency = order.currency_id or shipment.company_id.currency_id
        lines = shipment._gendan_goods(langs, currency)
        charges = shipment._gendan_charges(langs)
        sold = sum(line["amount"] for line in lines if line["amount"] is not None and not line["free"])
        address = shipment._gendan_consignee_text()
        return {
            "langs": langs,
            "currency": currency.name,
            "decimals": currency.decimal_places,
            "seller": shipment._gendan_seller(langs),
            "buyer": shipment._gendan_party(order.partner_id or picking.partner_id),
            "consignee": (shipment.consignee or order.gendan_lc_id.consignee or "").strip() or address,
            "credit": ", ".join(filter(None, (order.gendan_lc_id.name, order.gendan_lc_id.bank))),
            "notify": (shipment.notify or "").strip(),
            "marks": (shipment.marks or "").strip(),
            "orders": [each.name for each in picking._gendan_served_orders()],
            "references": [each.client_order_ref for each in picking._gendan_served_orders() if each.client_order_ref],
            "incoterm": " ".join(filter(None, (order.incoterm.code, order.incoterm_location))),
            "terms": shipment._gendan_said(langs, lambda each: each.order_id.payment_term_id.name),
            "from": shipment.port_loading or "",
            "to": shipment.port_discharge or "",
            "vessel": shipment.vessel or "",
            "container": shipment.container or "",
            "lines": lines,
            "charges": charges,
            "total": currency.round(sold + sum(charge["amount"] for charge in charges)),
            "customs": currency.round(sum(line["amount"] or 0.0 for line in lines if line["free"])),
            "packed": shipment._gendan_packed(lines),
            "bank": shipment._gendan_bank(currency),
            "country": shipment._gendan_said(langs, lambda each: each.picking_id._gendan_export_country().name),
        }

    # ------------------------------------------------------------ parties

    def _gendan_seller(self, langs):
        company = self.company_id
        address = (company.gendan_export_address or "").strip() or company.partner_id._display_address(
            without_company=True
        )
        return {
            "name": self._gendan_said(
                langs, lambda each: each.company_id._gendan_called(), separator="\n"
            ),
            "address": _clean(address),
            "phone": company.phone or "",
            "fax": company.partner_id.gendan_fax or "",
        }

    def _gendan_party(self, partner):
        """Name and address, one line each."""
        name = partner.commercial_partner_id.name or partner.name or ""
        return "\n".join(filter(None, (name, _clean(partner._display_address(without_company=True)))))

    def _gendan_consignee_text(self):
        return self._gendan_party(self.picking_id.partner_id)

    def _gendan_bank(self, currency):
        """Our account in this currency: dict of strings, empty where the company has none."""
        banks = self.company_id.partner_id.bank_ids
        bank = (banks.filtered(lambda bank: bank.currency_id == currency) or banks)[:1]
        if not bank:
            return {}
        return {
            "holder": bank.acc_holder_name or bank.partner_id.name or "",
            "bank": bank.bank_id.name or "",
            "account": bank.acc_number or "",
            "swift": bank.bank_id.bic or "",
        }

    # ------------------------------------------------------------ goods

    def _gendan_goods(self, langs, currency):
        """The lines: what was sold, a kit as one; then what is free. Cartons are numbered through."""
        picking = self.picking_id
        moves = picking._gendan_note_moves()
        parts = self.env["gendan.customer.part"]._gendan_of(
            picking.partner_id.commercial_partner_id, moves.product_id | moves.sale_line_id.product_id
        )
        lines = []
        for free, group, product, packed in self._gendan_packed_groups(moves):
            rows = [group.with_context(lang=lang)._gendan_note_row(parts, free) for lang in langs]
            row, quantity, unit, _price = rows[0]
            price = group._gendan_export_price(free)
            lines.append(
                {
                    "code": row["code"],
                    "part": row["part"],
                    "name": "\n".join(dict.fromkeys(each[0]["name"] for each in rows)),
                    "order": row["reference"] or row["order"],
                    "hs": product.hs_code or "",
                    "origin": self._gendan_said(
                        langs, lambda each, product=product: product.with_env(each.env).country_of_origin.name
                    ),
                    "unit": self._gendan_said(langs, lambda each, unit=unit: unit.with_env(each.env).name),
                    "packed_unit": self._gendan_said(
                        langs, lambda each, product=product: product.with_env(each.env).uom_id.name
                    ),
                    "quantity": quantity,
                    "price": price,
                    "amount": None if price is None else currency.round(price * quantity),
                    "free": " / ".join(dict.fromkeys(each[0]["free"] for each in rows if each[0]["free"])),
                    **packed,
                }
            )
        return lines

    def _gendan_charges(self, langs):
        """Freight of the order, on the first invoice of it: list of dicts."""
        lines = self.order_id.order_line.filtered(lambda line: line.is_delivery and line.price_subtotal)
        if not lines:
            return []
        others = (self.order_id.gendan_export_ids - self)._gendan_papers().mapped("export_content")
        taken = {charge["line"] for content in others for charge in (content or {}).get("charges", ())}
        return [
            {
                "line": line.id,
                "name": self._gendan_said(
                    langs, lambda each, line=line: line.product_id.with_env(each.env).display_name
                ),
                "amount": line.price_subtotal,
            }
            for line in lines
            if line.id not in taken
        ]

    def _gendan_packed(self, lines):
        """Totals of the packing: as typed, else as counted; None where nobody knows."""
        typed = {"net": self.packed_net, "gross": self.packed_gross, "volume": self.packed_volume}
        return {
            "cartons": self.packed_cartons or sum(line["count"] for line in lines),
            **{key: value or _sum([line[key] for line in lines]) for key, value in typed.items()},
        }

    # ------------------------------------------------------------ what is missing

    def _gendan_missing(self):
        """What the papers will lack: list of sentences, each names what to fill in."""
        self.ensure_one()
        picking = self.picking_id
        moves = picking._gendan_note_moves() or picking.move_ids.filtered(lambda move: move.state != "cancel")
        if picking.state == "cancel" or not moves:
            return []
        none = self.env["product.product"]
        no_hs, no_origin, no_weight, no_cartons, no_volume = none, none, none, none, none
        undeclared = none
        packed_groups = self._gendan_packed_groups(moves)
        for free, group, product, packed in packed_groups:
            no_hs |= none if product.hs_code else product
            no_origin |= none if product.country_of_origin else product
            no_weight |= none if packed["gross"] is not None and packed["net"] is not None else product
            no_volume |= none if packed["volume"] is not None else product
            no_cartons |= none if all(run["first"] for run in packed["runs"]) else product
            if free and not any(group.mapped("gendan_customs_price")):
                undeclared |= product
        if self.packed_gross and self.packed_net:
            no_weight = none
        if self.packed_volume:
            no_volume = none
        if self.packed_cartons:
            no_cartons = none
        names = picking._gendan_product_names
        order = self.order_id
        packages = self._gendan_package_difference(packed_groups)
        sentences = [
            (no_hs, self.env._("No HS code on %(products)s.", products=names(no_hs))),
            (no_origin, self.env._("No country of origin on %(products)s.", products=names(no_origin))),
            (no_weight, self.env._("No net or gross weight on %(products)s.", products=names(no_weight))),
            (no_volume, self.env._("No carton size or volume on %(products)s.", products=names(no_volume))),
            (no_cartons, self.env._("No pieces per carton on %(products)s.", products=names(no_cartons))),
            (packages, packages),
            (
                undeclared,
                self.env._("No value for customs on the free goods %(products)s.", products=names(undeclared)),
            ),
            (
                order and not order.incoterm,
                self.env._("Order %(order)s has no Incoterm.", order=order.name),
            ),
            (
                order.incoterm and not order.incoterm_location,
                self.env._("Order %(order)s has no place for its Incoterm.", order=order.name),
            ),
            (not self.port_loading or not self.port_discharge, self.env._("From and to where it goes is not typed.")),
            (not self.company_id.partner_id.bank_ids, self.env._("Our company has no bank account.")),
        ]
        return [sentence for applies, sentence in sentences if applies]

    # ------------------------------------------------------------ words

    def _gendan_words(self, langs, amount, currency):
        """A sum in words, a line a language.

        :param currency: res.currency
        :rtype: list[str]
        """
        words = []
        for lang in langs:
            if lang.startswith("zh"):
                words.append(chinese_amount(amount, currency.name, traditional=lang in TRADITIONAL))
            elif lang.startswith("en"):
                text = currency.with_context(lang=lang).amount_to_text(amount)
                words.append(f"SAY {currency.name} {text} ONLY".upper())
            else:
                words.append(f"{currency.name}: {currency.with_context(lang=lang).amount_to_text(amount)}")
        return words


class StockMove(models.Model):
    """One line of invoice and packing list."""

    _inherit = "stock.move"

    def _gendan_export_product(self):
        """What these moves of one line are declared as: the kit where one was sold."""
        line = self.sale_line_id
        is_kit = line and any(move.product_id != line.product_id for move in self)
        return line.product_id if is_kit else self.product_id[:1]

    def _gendan_export_price(self, free):
        """The price of one unit without tax, in the order's currency; of free goods what is declared. None: unknown."""
        line = self.sale_line_id
        if free or not line:
            return next((price for price in self.mapped("gendan_customs_price") if price), None)
        if any(line.tax_ids.mapped("price_include")) and line.product_uom_qty:
            return line.price_subtotal / line.product_uom_qty
        return line.price_unit * (1 - line.discount / 100.0)

    def _gendan_export_packing(self, product, first, mixed=(), index=None):
        """How these moves of one line are packed.

        :param product: see ``_gendan_export_product``
        :param int first: number of the first carton
        :param mixed: cartons it shares with other lines (see ``export_mixed``)
        :param int index: the line's place in the list
        :return: dict of "runs" of equal cartons (see ``product.product._gendan_export_runs``), "count", "size", "net",
            "gross" (kg), "volume" (m³); None where nobody knows
        """
        quantity = sum(move._gendan_export_quantity() for move in self)
        if any(move.product_id != product for move in self):
            kits = self._gendan_note_kits()
            line = self.sale_line_id
            quantity = line.product_uom_id._compute_quantity(kits or 0.0, product.uom_id, round=False)
            if not product.gendan_carton_quantity:
                return self._gendan_export_loose()
        return product._gendan_export_runs(quantity, first, len(self.move_line_ids.result_package_id))

    def _gendan_export_loose(self):
        """The same of a kit whose parts are packed apart: weights and volume only."""
        parts = [(move.product_id, move._gendan_export_quantity()) for move in self]
        known = {
            "net": [product._gendan_net_of(quantity) for product, quantity in parts],
            "gross": [product._gendan_weight_of(quantity) for product, quantity in parts],
            "volume": [product._gendan_room_of(quantity) for product, quantity in parts],
        }
        sums = {key: None if None in values else float_round(sum(values), 3) for key, values in known.items()}
        run = {"first": 0, "last": 0, "each": None, "quantity": None, **sums}
        return {"runs": [run], "count": 0, "size": "", **sums}

    def _gendan_export_sums(self, runs):
        """Net, gross and volume of runs together, None where one is not known."""
        return {key: _sum([run[key] for run in runs]) for key in ("net", "gross", "volume")}

    def _gendan_export_quantity(self):
        """In the product's unit: what is reserved or done, before that the demand."""
        unit = self.product_id.uom_id
        if self.product_uom.is_zero(self.quantity):
            return self.product_uom._compute_quantity(self.product_uom_qty, unit, round=False)
        return self._gendan_quantity_in(unit)


class ProductProduct(models.Model):
    """How a product is packed into numbered cartons."""

    _inherit = "product.product"

    def _gendan_export_runs(self, quantity, first, packages=0):
        """Runs of equal cartons: the full ones, then what is left in one of its own. Rounded as printed, so that the
        lines add up to their sum.

        :param float quantity: in the product's unit
        :param int first: number of the first carton
        :param int packages: how many it is packed into, where the product has no carton of a size
        """
        self.ensure_one()
        count, per_carton = self._gendan_cartons(quantity), self.gendan_carton_quantity
        runs = []
        if count:
            full = int(round(quantity / per_carton, 6))
            if full:
                runs.append((first, first + full - 1, per_carton, full * per_carton))
            if full < count:
                rest = float_round(quantity - full * per_carton, 6)
                runs.append((first + full, first + full, rest, rest))
        elif packages:
            count = packages
            runs.append((first, first + packages - 1, None, quantity))
        else:
            runs.append((0, 0, None, quantity))
        rows = [
            {
                "first": start,
                "last": end,
                "each": each,
                "quantity": pieces,
                "net": _rounded(self._gendan_net_of(pieces), 2),
                "gross": _rounded(self._gendan_weight_of(pieces), 2),
                "volume": _rounded(self._gendan_room_of(pieces), 3),
            }
            for start, end, each, pieces in runs
        ]
        return {
            "runs": rows,
            "count": count,
            "size": self._gendan_carton_size() if per_carton else "",
            **self.env["stock.move"]._gendan_export_sums(rows),
        }

    def _gendan_carton_size(self):
        """The sides of its carton as printed, empty where one is not known."""
        sides = (self.gendan_carton_length, self.gendan_carton_width, self.gendan_carton_height)
        return " × ".join(f"{side:g}" for side in sides) if all(sides) else ""


def _rounded(value, digits):
    return None if value is None else float_round(value, digits)


def _sum(values):
    """The sum, None when one is not known."""
    return None if None in values else float_round(sum(values), 3)


def _clean(address):
    """An address on one line."""
    return ", ".join(filter(None, (part.strip() for part in address.split("\n"))))
