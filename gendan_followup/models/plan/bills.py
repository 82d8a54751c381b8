"""What products are made of, read level by level."""


class Bills:
    """The bills of materials of one warehouse, read in a number of queries that grows with their depth only.

    Reads with the rights of ``env``, which is a superuser's: what comes out are quantities and names.
    """

    def __init__(self, env, company, warehouse):
        """:param env: of a superuser, in the company"""
        self.env = env
        self.company = company
        self.warehouse = warehouse
        self.boms = {}  # product -> mrp.bom, maybe empty

    def explore(self, products):
        """Find the bills of these products and of their components, level by level.

        :return: all products met
        """
        Bom = self.env["mrp.bom"]
        every = todo = products
        while todo:
            found = Bom._bom_find(todo, picking_type=self.warehouse.manu_type_id, company_id=self.company.id)
            # records of many bills are read together
            bills = Bom.union(*found.values())
            for product in todo:
                self.boms[product] = found[product].with_prefetch(bills.ids)
            todo = bills.bom_line_ids.product_id - every
            every |= todo
        return every

    def explode(self, product, bom, values, steps, factor=1.0, above=()):
        """What one unit of a product takes, kits among it opened.

        :param list steps: gets (operation, positions of those before it) of the bill and its kits
        :return: list of (component, quantity in its unit)
        """
        made = bom.product_uom_id._compute_quantity(bom.product_qty, product.uom_id, round=False)
        factor = factor / made if made else factor
        self._add_steps(product, bom, values, steps)
        result = []
        for line in bom.bom_line_ids:
            component = line.product_id
            if component.type == "service" or line._skip_bom_line(product, values):
                continue
            quantity = factor * line.product_uom_id._compute_quantity(line.product_qty, component.uom_id, round=False)
            kit = self.boms[component]
            if kit.type == "phantom" and kit not in above:
                result += self.explode(component, kit, values, steps, quantity, (*above, bom))
            else:
                result.append((component, quantity))
        return result

    def _add_steps(self, product, bom, values, steps):
        """Append a bill's operations, as Odoo will link its work orders: by their own order, or one after the other."""
        positions = {}
        for operation in bom.operation_ids.sorted(lambda step: (step.sequence, step.id)):
            if operation._skip_operation_line(product, values):
                continue
            if bom.allow_operation_dependencies:
                after = tuple(positions[step] for step in operation.blocked_by_operation_ids if step in positions)
            else:
                after = (len(steps) - 1,) if steps else ()
            positions[operation] = len(steps)
            steps.append((operation, after))
