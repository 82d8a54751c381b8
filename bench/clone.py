"""Many orders from few: copies all rows of the transactional tables inside PostgreSQL.

The seeds are made by Odoo and the add-on themselves, so their plans are what the engine derives;
a copy that shifts every id by the same stride per table is as consistent as its seed. One
statement writes all tables at once: foreign keys are checked at its end, so circles do not matter.
"""

from odoo.tools import SQL

# Room between the copies' ids and those that Odoo gives out while it works on them.
SPARE = 1000


class Cloner:
    """Copies rows; ``copies`` tells how many of each seed there are by now.

    :param tables: names of the transactional tables, each with an ``id``
    :param most: how many copies there may be in the end
    :param dict begin: table -> id of its first seed, where the rows before it are not to be copied
    """

    def __init__(self, tables, most, begin=None):
        self.tables = tables
        self.most = most
        self.begin = begin or {}
        self.copies = 0
        self.strides = {}
        self.seeds = {}
        self.links = {}
        self.relations = []

    def open(self, cr):
        """Take all rows that are there now as the seeds.

        :param cr: cursor of the database, in a transaction of the caller
        """
        self.tables = [table for table in self.tables if exists(cr, table)]
        self.links = foreign_keys(cr)
        for table in self.tables:
            cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(table)))
            last = cr.fetchone()[0]
            self.seeds[table] = last
            self.strides[table] = last + 1
            # what is created from now on keeps clear of the copies
            free = self.strides[table] * (self.most + 1) + SPARE
            cr.execute(SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", table, free))
        self.relations = relations(cr, self.links, set(self.tables))
        # a relation has no id to tell the seeds by: keep them aside
        for number, (relation, _columns) in enumerate(self.relations):
            cr.execute(
                SQL(
                    "CREATE TABLE %s AS SELECT * FROM %s",
                    SQL.identifier(f"bench_seed_{number}"),
                    SQL.identifier(relation),
                )
            )

    def grow(self, cr, copies):
        """Have ``copies`` of each seed beside it.

        :return: number of rows written
        """
        first, last = self.copies + 1, copies
        if last > self.most:
            raise ValueError(f"The room is for {self.most} copies, not for {last}.")
        if last < first:
            return 0
        cr.execute("SELECT current_setting('is_superuser')")
        is_superuser = cr.fetchone()[0] == "on"
        if is_superuser:
            # shifted ids lead where the seeds' lead: looking each of them up takes most of the time
            cr.execute("SET LOCAL session_replication_role = replica")
        names = []
        parts = []
        for number, table in enumerate(self.tables):
            names.append(SQL.identifier(f"t{number}"))
            parts.append(self._copy_table(cr, table, first, last))
        for number, (relation, link_of) in enumerate(self.relations):
            names.append(SQL.identifier(f"r{number}"))
            parts.append(self._copy_relation(number, relation, link_of, first, last))
        cr.execute(
            SQL(
                "WITH %s SELECT %s",
                SQL(", ").join(SQL("%s AS (%s)", name, part) for name, part in zip(names, parts, strict=True)),
                SQL(" + ").join(SQL("(SELECT count(*) FROM %s)", name) for name in names),
            )
        )
        written = cr.fetchone()[0]
        if is_superuser:
            cr.execute("SET LOCAL session_replication_role = DEFAULT")
        self.copies = copies
        return written

    def _copy_table(self, cr, table, first, last):
        names = columns(cr, table)
        targets = [SQL.identifier(name) for name in names]
        sources = [self._source(table, name, "res_model" in names) for name in names]
        return SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s AS seed, generate_series(%s, %s) AS n"
            " WHERE seed.id BETWEEN %s AND %s RETURNING 1",
            SQL.identifier(table),
            SQL(", ").join(targets),
            SQL(", ").join(sources),
            SQL.identifier(table),
            first,
            last,
            self.begin.get(table, 0),
            self.seeds[table],
        )

    def _source(self, table, column, any_model):
        """What a copy's column holds: shifted, told apart by the copy's number, or the same.

        :param bool any_model: whether the table has a record of any model (res_model, res_id)
        """
        value = SQL.identifier("seed", column)
        if column == "id":
            return SQL("%s + n * %s", value, self.strides[table])
        if stride := self.strides.get(self.links.get((table, column))):
            return SQL("%s + n * %s", value, stride)
        if any_model and column == "res_id":
            return self._any_record(value)
        if column == "access_token":
            return SQL("NULL")
        if (table, column) in UNIQUE_NAMES:
            return SQL("%s || '-' || n", value)
        if (table, column) in QUOTED_NAMES:
            return SQL("regexp_replace(%s, %s, '\\&-' || n, 'g')", value, DOCUMENT_NAME)
        return value

    def _any_record(self, value):
        """The id of a record of any model, shifted by its table's stride."""
        cases = SQL(" ").join(
            SQL("WHEN %s THEN %s + n * %s", model, value, self.strides[table])
            for table, model in ((table, table.replace("_", ".")) for table in self.tables)
        )
        return SQL("CASE seed.res_model %s ELSE %s END", cases, value)

    def _copy_relation(self, number, relation, link_of, first, last):
        return SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s AS seed, generate_series(%s, %s) AS n ON CONFLICT DO NOTHING"
            " RETURNING 1",
            SQL.identifier(relation),
            SQL(", ").join(SQL.identifier(column) for column in link_of),
            SQL(", ").join(
                SQL("%s + n * %s", SQL.identifier("seed", column), self.strides.get(target, 0))
                for column, target in link_of.items()
            ),
            SQL.identifier(f"bench_seed_{number}"),
            first,
            last,
        )

# Names that must not come twice.
UNIQUE_NAMES = {
    ("sale_order", "name"),
    ("stock_picking", "name"),
    ("mrp_production", "name"),
    ("purchase_order", "name"),
    ("account_move", "name"),
    ("account_payment", "name"),
}
# Texts that name such documents, and how a name looks in them.
QUOTED_NAMES = {("gendan_milestone", "expected_source")}
DOCUMENT_NAME = r"([A-Z]+/)*[A-Z]+/?[0-9]{5}"


# === what the database says about itself ===


def exists(cr, table):
    """Whether there is such a table."""
    cr.execute(SQL("SELECT to_regclass(%s) IS NOT NULL", table))
    return cr.fetchone()[0]


def columns(cr, table):
    """Names of a table's columns that can be written."""
    cr.execute(
        SQL(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'",
            table,
        )
    )
    return [name for (name,) in cr.fetchall()]


def foreign_keys(cr):
    """dict (table, column) -> table its foreign key leads to."""
    cr.execute(
        """
        SELECT con.conrelid::regclass::text, att.attname, con.confrelid::regclass::text
          FROM pg_constraint con
          JOIN pg_attribute att ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
         WHERE con.contype = 'f' AND array_length(con.conkey, 1) = 1
        """
    )
    return {(table, column): target for table, column, target in cr.fetchall()}


def relations(cr, links, tables):
    """Relations (foreign keys and nothing else) that lead to one of these tables.

    :return: list of (relation, dict column -> table it leads to)
    """
    result = {}
    for (table, column), target in links.items():
        result.setdefault(table, {})[column] = target
    return [
        (table, link_of)
        for table, link_of in sorted(result.items())
        if table not in tables and set(columns(cr, table)) == set(link_of) and tables & set(link_of.values())
    ]
