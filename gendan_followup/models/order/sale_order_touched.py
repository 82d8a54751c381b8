"""The documents behind an order that a change touches, and what each of them asks for."""

from odoo import models

# what must be done again where goods are described or wanted otherwise
SERIOUS = {"down", "cancel", "text", "date"}
# what neither makers nor suppliers have to do with
PAPER_ONLY = {"price", "unit"}


class SaleOrder(models.Model):
    """Lists for `_gendan_change_touches`. Called with sudo, in the company's language; sentences without prices."""

    _inherit = "sale.order"

    def _gendan_touched_productions(self, change, lines):
        """Production orders: Odoo makes more for more, and leaves what is less or otherwise as it is."""
        rows = []
        changes = self._gendan_changes_of_documents(
            {line: links.all_productions for line, links in self._gendan_links_of(lines).items()}, lines
        )
        for production, changed in changes.items():
            changed = changed - PAPER_ONLY
            if not changed:
                continue
            rows.append(
                {
                    "record": production,
                    "kind": "production",
                    "detail": self._gendan_detail(production, production.product_qty, production.product_uom_id),
                    **self._gendan_production_advice(production, changed, change),
                }
            )
        return rows

    def _gendan_production_advice(self, production, changed, change):
        made = production.state == "done"
        if "cancel" in changed:
            advice = (
                self.env._("Cancelled by the customer after it was made: decide what becomes of the goods.")
                if made
                else self.env._("Cancelled by the customer: stop this production, unless it is made for stock.")
            )
        elif "text" in changed:
            advice = (
                self.env._("Made by the old specification: can it be reworked, or is it made anew?")
                if made
                else self.env._("The specification has changed: go on by the new version only.")
            )
        elif "down" in changed:
            advice = (
                self.env._("Less is wanted than was made: the rest stays in stock.")
                if made
                else self.env._("Less is wanted: lower this production, or say what becomes of the rest.")
            )
        elif "date" in changed:
            advice = self.env._("Wanted on another day: plan it anew.")
        else:
            advice = self.env._("More is wanted: Odoo plans the rest by itself.")
        needed = (changed & SERIOUS) and not (made and changed <= {"date", "up", "down"})
        return {"advice": advice, "department": "PMC" if needed else None}

    def _gendan_touched_purchases(self, change, lines):
        """Purchases for what the lines sell or consume."""
        documents = {
            line: (links.bought | links.bought_components).order_id
            for line, links in self._gendan_links_of(lines).items()
        }
        rows = []
        for purchase, changed in self._gendan_changes_of_documents(documents, lines).items():
            changed = changed - PAPER_ONLY
            if not changed:
                continue
            here = purchase.receipt_status == "full"
            if here:
                advice = self.env._("Received already: it stays in stock, or is used for another order.")
            elif "cancel" in changed:
                advice = self.env._("No longer needed: cancel or lower the purchase, or keep it for another order.")
            elif "text" in changed:
                advice = self.env._("The specification has changed: is it still the right material?")
            elif "down" in changed:
                advice = self.env._("Less is needed: lower the purchase, or keep the rest for another order.")
            elif "date" in changed:
                advice = self.env._("Needed on another day: ask the supplier.")
            else:
                advice = self.env._("More is needed: Odoo buys the rest by its own rules.")
            rows.append(
                {
                    "record": purchase,
                    "kind": "purchase",
                    "detail": ", ".join(filter(None, [purchase.partner_id.display_name, self._gendan_state(purchase)])),
                    "advice": advice,
                    "department": "PUR" if changed & SERIOUS and not here else None,
                }
            )
        return rows

    def _gendan_touched_transfers(self, change, lines):
        """Transfers to the customer and before: Odoo follows the quantity, people the labels."""
        header = set(change._gendan_header_changes()) if change.kind == "change" else set()
        header &= {"partner_shipping_id", "client_order_ref", "incoterm", "incoterm_location"}
        documents = {line: line.move_ids.picking_id for line in lines}
        found = self._gendan_changes_of_documents(documents, lines)
        if header:
            found |= {transfer: found.get(transfer, set()) for transfer in self.picking_ids}
        rows = []
        for transfer, changed in found.items():
            if transfer.state == "cancel" or not (changed - {"price"} or header):
                continue
            advice, needed = self._gendan_transfer_advice(transfer, changed, header)
            rows.append(
                {
                    "record": transfer,
                    "kind": "transfer",
                    "detail": self._gendan_state(transfer),
                    "advice": advice,
                    "department": "WH" if needed else None,
                }
            )
        return rows

    def _gendan_transfer_advice(self, transfer, changed, header):
        if transfer.state == "done":
            if "partner_shipping_id" in header:
                return self.env._("Left us for the old address: tell the carrier, if it is still under way."), True
            return self.env._("Left us already, as it was agreed before."), False
        if "cancel" in changed:
            packed = transfer.state == "assigned"
            return self.env._("Odoo takes the goods off the transfer. Unpack what was packed."), packed
        if "partner_shipping_id" in header:
            return self.env._("Goes to another address: labels and papers anew."), True
        if "client_order_ref" in header or "text" in changed:
            return self.env._("Labels and papers anew: number or text has changed."), transfer.state == "assigned"
        if header:
            return self.env._("Another incoterm: look who carries and insures it, and to where."), True
        if changed <= PAPER_ONLY:
            return self.env._("Sold in another unit from now on; this transfer goes on counting in the old one."), False
        return self.env._("Odoo follows: quantity and day are those of the new version."), False

    def _gendan_touched_invoices(self, change, lines):
        """Invoices made before the change."""
        header = set(change._gendan_header_changes()) if change.kind == "change" else set()
        money = {"price", "unit", "down", "cancel"}
        hit = [line for line, changed in lines.items() if changed & money]
        terms = header - {"partner_shipping_id", "pricelist_id"}
        rows = []
        for invoice in self.invoice_ids.filtered(lambda invoice: invoice.state != "cancel"):
            billed = invoice.invoice_line_ids.sale_line_ids
            if not terms and not any(line in billed for line in hit):
                continue
            if invoice.state == "draft":
                advice = self.env._("Draft: correct it by the new version, or make it anew.")
            elif any(line in billed for line in hit):
                advice = self.env._("Invoiced as it was agreed before: credit note, or an invoice for the difference.")
            else:
                advice = self.env._("Invoiced with the old number, address or terms: is another one needed?")
            rows.append(
                {
                    "record": invoice,
                    "kind": "invoice",
                    "detail": self._gendan_state(invoice),
                    "advice": advice,
                    "department": "ACC",
                }
            )
        return rows

    # ------------------------------------------------------------ helpers

    def _gendan_links_of(self, lines):
        """{line: LineLinks} of a change's lines."""
        return self.order_line.filtered(lambda line: line in lines)._gendan_links()

    def _gendan_changes_of_documents(self, documents, lines):
        """{document: what changes on the lines it serves}, in the order of the documents.

        :param documents: {line: recordset}
        :param lines: {line: set of changes}
        """
        found = {}
        for line, records in documents.items():
            for record in records:
                found.setdefault(record, set()).update(lines[line])
        return dict(sorted(found.items(), key=lambda item: item[0].id))

    def _gendan_state(self, record):
        """A document's state in words."""
        return dict(record._fields["state"]._description_selection(self.env)).get(record.state, "")

    def _gendan_detail(self, record, quantity, uom):
        number = self.env["gendan.order.version"]._gendan_number(quantity)
        return f"{number} {uom.name}, {self._gendan_state(record)}"
