"""Creates, copies, renames and drops databases.

Runs inside the cache's environment, which has psycopg2 (this tool itself has only Python's own
library). `createdb` and `dropdb` in the cache's bin folder are this file, too: pytest-odoo calls
them for each parallel worker, and an embedded server brings no clients into PATH.

    python pg_client.py exists|drop|seal NAME
    python pg_client.py create NAME [TEMPLATE]
    python pg_client.py rename OLD NEW
    python pg_client.py list PREFIX
    python pg_client.py parameter DATABASE KEY VALUE
    createdb [-T TEMPLATE] NAME;  dropdb [--if-exists] NAME
"""

import argparse
import sys
import time
from pathlib import Path

import psycopg2
from psycopg2 import errors, sql


def connect(database="postgres"):
    """Connect by the PG* variables, every statement committed at once."""
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    return connection


def execute(statement, names=(), values=(), database="postgres"):
    """Run one statement; `names` are quoted as identifiers. Returns the rows, if any."""
    connection = connect(database)
    try:
        with connection.cursor() as cursor:
            query = sql.SQL(statement).format(*map(sql.Identifier, names))
            cursor.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def exists(name):
    """Exit code 0 when the database is there, 1 when not."""
    found = execute("SELECT 1 FROM pg_database WHERE datname = %s", values=[name])
    return 0 if found else 1


def create(name, template="template0"):
    """Create a database, waiting a little when another copy of the template is being made."""
    statement = (
        "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'"
        if template == "template0"
        else "CREATE DATABASE {} TEMPLATE {}"
    )
    for attempt in range(60):
        try:
            execute(statement, [name, template])
            return 0
        except errors.ObjectInUse:
            if attempt == 59:
                raise
            time.sleep(1)
    return 1


def drop(name):
    """Drop a database with whoever is still connected to it."""
    execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", [name])
    return 0


def seal(name):
    """Let nobody connect: a template that is in use can't be copied."""
    execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", [name])
    return 0


def rename(old, new):
    """Rename a database."""
    execute("ALTER DATABASE {} RENAME TO {}", [old, new])
    return 0


def list_databases(prefix):
    """Print the databases whose name starts with `prefix`."""
    rows = execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (), [prefix])
    for (name,) in sorted(rows):
        print(name)
    return 0


def parameter(database, key, value):
    """Write a system parameter of an Odoo database."""
    execute(
        "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        values=[key, value],
        database=database,
    )
    return 0


COMMANDS = {
    "exists": exists,
    "create": create,
    "drop": drop,
    "seal": seal,
    "rename": rename,
    "list": list_databases,
    "parameter": parameter,
}


def createdb(arguments):
    """Stand in for PostgreSQL's own createdb."""
    parser = argparse.ArgumentParser(prog="createdb")
    parser.add_argument("-T", "--template", default="template0")
    parser.add_argument("name")
    options = parser.parse_args(arguments)
    return create(options.name, options.template)


def dropdb(arguments):
    """Stand in for PostgreSQL's own dropdb."""
    parser = argparse.ArgumentParser(prog="dropdb")
    parser.add_argument("--if-exists", action="store_true")
    parser.add_argument("name")
    return drop(parser.parse_args(arguments).name)


def main(argv):
    """Do what the program's name, or its first argument, says."""
    program = Path(argv[0]).name
    try:
        if program == "createdb":
            return createdb(argv[1:])
        if program == "dropdb":
            return dropdb(argv[1:])
        return COMMANDS[argv[1]](*argv[2:])
    except psycopg2.Error as error:
        print(str(error).strip(), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv))
