"""Statements of account: figures, runs and workbooks of thousands of customers with two years of receivables.

Counted is the processor time of Odoo and of PostgreSQL together, of the quietest of several runs: others on the machine
disturb that least. PostgreSQL works without helpers of its own meanwhile, so that all of it is counted.
"""

import io
import os
import tracemalloc
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import xlsxwriter

from odoo import tools
from odoo.modules.module import initialize_sys_path
from odoo.modules.registry import Registry
from odoo.sql_db import close_db
from odoo.tools import SQL, config

from bench.figures import Row, Spent, growth, processor_row, quietest, seconds
from bench.ledger import FIRST, LAST, Debtors
from bench.measure import alternate, timed, transaction

CUSTOMERS = 2000
# a run of all of them takes half a minute and more
FEW_RUNS = 3
WORKBOOK = 50_000
MONTH = LAST.replace(day=1), LAST
YEARS = FIRST, LAST
TABLES = ("gendan_statement_run", "gendan_statement", "gendan_statement_line", "gendan_statement_run_item")
# folder with the OCA add-on partner_statement and what it needs, see README
OTHER = "GENDAN_BENCH_OCA"

# The least that answers how much who owes: what is there is read once, nothing of it is kept.
FLOOR = """
    SELECT item.partner_id, item.currency_id, SUM(item.amount_currency),
           SUM(item.amount_residual_currency) FILTER (WHERE item.date_maturity < %(last)s)
      FROM account_move_line item
      JOIN account_account account ON account.id = item.account_id
     WHERE item.parent_state = 'posted' AND account.account_type = 'asset_receivable'
       AND item.company_id = %(company)s AND item.partner_id IN %(partners)s AND item.date <= %(last)s
     GROUP BY item.partner_id, item.currency_id
"""


class Statements:
    """All rows about statements.

    :param name: database with the add-on, configured, that nobody else needs
    :param say: called with a line of progress
    """

    def __init__(self, name, say=print):
        self.name = name
        self.say = say
        self.debtors = Debtors(name, CUSTOMERS)
        self.has_other = False

    def rows(self):
        """Generator of the rows of the table."""
        self.say("customers with two years of receivables")
        self.debtors.seed()
        self.has_other = self._install_other()
        with transaction(self.name) as env:
            env.cr.execute(
                SQL("ALTER DATABASE %s SET max_parallel_workers_per_gather = 0", SQL.identifier(self.name))
            )
        # connections that are open already would not know
        close_db(self.name)
        runs = {}
        for customers in (CUSTOMERS // 10, CUSTOMERS):
            self.debtors.grow(customers)
            with transaction(self.name) as env:
                _who, lines = self.debtors.count(env)
            self.say(f"statements of {customers:,} customers, {lines:,} receivable lines")
            runs[customers] = [self._run(YEARS) for _number in range(FEW_RUNS)]
        few, many = (quietest([spent for spent, _made in runs[customers]]) for customers in runs)
        yield from self._figures()
        floor, made = self._insert_again()
        yield processor_row(
            f"statements of {CUSTOMERS:,} customers, {made:,} frozen lines (without: raw SQL inserts the same rows)",
            floor,
            [spent for spent, _made in runs[CUSTOMERS]],
            10,
        )
        yield Row(
            f"  growth, {CUSTOMERS // 10:,} to {CUSTOMERS:,} customers",
            seconds(few),
            seconds(many),
            growth(list(runs), [few, many]),
            1.25,
            "processor time of each customer; 1 is linear",
        )
        month = [self._run(MONTH) for _number in range(FEW_RUNS)]
        floor, made = self._insert_again()
        yield processor_row(
            f"  a month of them, {made:,} lines",
            floor,
            [spent for spent, _made in month],
            told="most of it is Odoo making the statements",
        )
        yield from self._workbooks()

    # ------------------------------------------------------------ figures

    def _figures(self):
        """What one statement each would say, against the least SQL and the other add-on."""
        self.say("figures alone")
        with self._undone() as env:
            partners, company = self.debtors.ids(env), env.company
            keys = [(partner, company.currency_id.id) for partner in partners]
            values = {"last": LAST, "company": company.id, "partners": tuple(partners)}
            Statement = env["gendan.statement"]
            books = env["gendan.statement.books"]
            scope = books._gendan_scope(company, partners, *MONTH)
            works = {
                "floor": lambda: env.execute_query(SQL(FLOOR, **values)),
                # what the other's report says: balances, ages, what moved
                "sums": lambda: (
                    books._gendan_read(scope, ("balance", "age", "crossing")), books._gendan_entries(scope)
                ),
                "ours": lambda: Statement._gendan_work_out(company, *MONTH, keys),
            }
            if self.has_other:
                report = env["report.partner_statement.activity_statement"]
                data = {
                    "company_id": company.id, "partner_ids": partners, "date_start": MONTH[0], "date_end": MONTH[1],
                    "account_type": "asset_receivable", "excluded_accounts_ids": [], "show_only_overdue": False,
                    "aging_type": "days", "is_activity": True, "is_detailed": False, "show_aging_buckets": True,
                    "show_debit_balances": False, "filter_non_due_partners": False, "filter_negative_balances": False,
                }  # fmt: skip
                works["other"] = lambda: report._get_report_values(partners, dict(data))
            spent = alternate(
                {name: lambda work=work: self._timed(env, work) for name, work in works.items()}
            )
        yield processor_row(
            f"balances, ages and movements of {CUSTOMERS:,} customers (without: a bare sum in SQL)",
            spent["floor"], spent["sums"],
        )  # fmt: skip
        if self.has_other:
            yield processor_row(
                "  the same (without: the report values of partner_statement)", spent["other"], spent["sums"], 0.2
            )
            yield processor_row(
                "  statements worked out, lines and all (without: the report values of partner_statement)",
                spent["other"], spent["ours"],
            )  # fmt: skip
        else:
            yield Row(
                "  statements worked out, lines and all", "", seconds(quietest(spent["ours"])),
                told=f"partner_statement is not there: {OTHER}",
            )  # fmt: skip

    def _install_other(self):
        """Install partner_statement, where the environment names a folder with it; whether it is there."""
        folder = os.environ.get(OTHER)
        if not folder or not Path(folder, "partner_statement").is_dir():
            return False
        config["addons_path"] = [*config["addons_path"], folder]
        initialize_sys_path()
        with transaction(self.name) as env:
            env["ir.module.module"].update_list()
        Registry.new(self.name, update_module=True, install_modules={"partner_statement"})
        return True

    # ------------------------------------------------------------ runs

    def _run(self, period):
        """One run of all customers as the scheduled action makes it, every commit included.

        :return: (Spent, how many statements)
        """
        self._forget()
        with transaction(self.name) as env:
            run = env["gendan.statement.run"]._gendan_as_code().create(
                {"is_scheduled": True, "date_from": period[0], "date_to": period[1]}
            )
            run_id = run.id

        def work():
            env["gendan.statement.run"].browse(run_id)._gendan_plan_and_work()
            env.cr.commit()

        with transaction(self.name) as env:
            spent = self._timed(env, work)
            run = env["gendan.statement.run"].browse(run_id)
            if run.state != "done" or run.failed_count or not run.made_count:
                raise AssertionError(f"The run is {run.state}, {run.failed_count} failed, {run.made_count} made")
            return spent, run.made_count

    def _insert_again(self):
        """What it takes PostgreSQL to insert what the last run made, rows that it has already, in one transaction.

        :return: (list of Spent, how many lines)
        """
        with transaction(self.name) as env:
            for table in TABLES:
                env.cr.execute(
                    SQL("CREATE TABLE %s AS SELECT * FROM %s", SQL.identifier(f"bench_{table}"), SQL.identifier(table))
                )
            env.cr.execute("SELECT COUNT(*) FROM gendan_statement_line")
            lines = env.cr.fetchone()[0]
        spent = []
        for _number in range(FEW_RUNS):
            self._forget()
            with transaction(self.name) as env:

                def work(env=env):
                    for table in TABLES:
                        source = SQL.identifier(f"bench_{table}")
                        env.cr.execute(SQL("INSERT INTO %s SELECT * FROM %s", SQL.identifier(table), source))
                    env.cr.commit()

                spent.append(self._timed(env, work))
        with transaction(self.name) as env:
            for table in TABLES:
                env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(f"bench_{table}")))
        return spent, lines

    def _forget(self):
        """No statement and no run is there."""
        with transaction(self.name) as env:
            env.cr.execute("DELETE FROM gendan_statement_run")
            env.cr.execute("DELETE FROM gendan_statement")

    # ------------------------------------------------------------ workbooks

    def _workbooks(self):
        """A statement of many lines as a workbook, against xlsxwriter alone."""
        self.say(f"a workbook of {WORKBOOK:,} lines")
        with self._undone() as env:
            statement = self._long_statement(env, WORKBOOK)
            cells = self._cells(statement)
            spent = alternate(
                {
                    "bare": lambda: self._timed(env, lambda: write_bare(cells)),
                    "ours": lambda: self._timed(env, statement._gendan_workbook),
                }
            )
            cells.clear()
            peaks = []
            for count in (WORKBOOK // 10, WORKBOOK):
                # taking note of each piece of memory is slow: once is enough
                one = self._long_statement(env, count)
                env.invalidate_all()
                tracemalloc.start()
                data = one._gendan_workbook()
                peaks.append(tracemalloc.get_traced_memory()[1] - len(data))
                tracemalloc.stop()
        what = f"workbook of {WORKBOOK:,} lines (without: xlsxwriter alone)"
        yield processor_row(what, spent["bare"], spent["ours"], 1.3)
        yield Row(
            f"  memory beside the file, {WORKBOOK // 10:,} to {WORKBOOK:,} lines",
            f"{peaks[0] / 1e6:.0f} MB",
            f"{peaks[1] / 1e6:.0f} MB",
            peaks[1] / peaks[0],
            3,
            "ten times the lines",
        )

    def _long_statement(self, env, count):
        """One of the statements, with so many lines."""
        statement = env["gendan.statement"].search([], limit=1)
        columns = [name for name in tools.sql.table_columns(env.cr, "gendan_statement_line") if name != "id"]
        names = SQL(", ").join(map(SQL.identifier, columns))
        env.cr.execute(
            SQL(
                """WITH few AS (SELECT * FROM gendan_statement_line WHERE statement_id = %(id)s ORDER BY id LIMIT 50),
                        gone AS (DELETE FROM gendan_statement_line WHERE statement_id = %(id)s)
                   INSERT INTO gendan_statement_line (%(names)s)
                   SELECT %(names)s FROM few, generate_series(1, %(count)s) LIMIT %(count)s""",
                id=statement.id,
                names=names,
                count=count,
            )
        )
        env.invalidate_all()
        return statement

    def _cells(self, statement):
        """The values of all cells, without what it took to find them."""
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(statement._gendan_workbook()), read_only=True)
        return list(book.worksheets[0].iter_rows(values_only=True))

    # ------------------------------------------------------------ measuring

    @contextmanager
    def _undone(self):
        """A transaction that leaves nothing behind."""
        with transaction(self.name) as env:
            yield env
            env.cr.rollback()

    def _timed(self, env, work):
        """What a piece of work takes, PostgreSQL's processor time on this connection added, where it can be read."""
        env.invalidate_all()
        env.cr.execute("SELECT pg_backend_pid()")
        clock = Path(f"/proc/{env.cr.fetchone()[0]}/schedstat")
        before = nanoseconds(clock)
        spent = timed(work)
        return Spent(spent.wall, spent.cpu + (nanoseconds(clock) - before) / 1e9)


def nanoseconds(clock):
    """Processor time of a process of this machine; 0 where it is on another, or another's."""
    try:
        return int(clock.read_text().split()[0])
    except OSError:
        return 0


def write_bare(rows):
    """The same cells by xlsxwriter in constant memory."""
    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write_number(number, column, value)
    book.close()
