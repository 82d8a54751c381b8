"""Entry point: refuses a Python that Odoo 19 does not run on before importing anything else.

This file must stay readable for older Pythons, or they would answer with a syntax error.
"""

import sys

OLDEST = (3, 10)
NEWEST = (3, 13)
# Tells "could not even begin" from "checks or tests have failed", which is 1.
NOT_READY = 69


def python_problem(version):
    """Return a sentence when this Python can't run Odoo 19, else an empty string."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return ""
    return (
        "Odoo 19 needs Python %d.%d to %d.%d, and this is %d.%d. "
        "Name another one, for example: make run PYTHON=python3.12"
        % (OLDEST + NEWEST + tuple(version[:2]))
    )


if __name__ == "__main__":
    problem = python_problem(sys.version_info)
    if problem:
        sys.stderr.write(problem + "\n")
        sys.exit(NOT_READY)
    from dev.cli import main

    sys.exit(main(sys.argv[1:]))
