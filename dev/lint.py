"""make lint: ruff, the mandatory pylint-odoo checks, and whether XML and CSV files can be read."""

from __future__ import annotations

import csv
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree

from dev import venv
from dev.lock import setup_lock
from dev.progress import Progress
from dev.settings import ADDON, Settings


def xml_problems(folder: Path) -> list[str]:
    """XML files that a parser refuses; Odoo would say so only while installing."""
    problems = []
    for path in sorted(folder.rglob("*.xml")):
        try:
            ElementTree.parse(path)
        except ElementTree.ParseError as error:
            problems.append(f"{path}: {error}")
    return problems


def csv_problems(folder: Path) -> list[str]:
    """Rows of CSV files that have more or fewer cells than the header."""
    problems = []
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle)
            header = next(reader, [])
            for row in reader:
                if row and len(row) != len(header):
                    problems.append(
                        f"{path}:{reader.line_num}: {len(row)} cells, the header has {len(header)}"
                    )
    return problems


def check(settings: Settings) -> int:
    """Run every check and report all of them; 0 when everything is clean."""
    with setup_lock(settings.cache / "setup.lock", "lint"):
        with Progress(1).step("Python packages") as step:
            python = str(venv.obtain(settings, step).python)
    addon = settings.addon
    failed = [
        name
        for name, command in (
            ("ruff", [python, "-m", "ruff", "check", "."]),
            ("pylint-odoo", [python, "-m", "pylint", "--rcfile=.pylintrc", "-j2", ADDON]),
        )
        if (name == "ruff" or addon.exists()) and not passes(name, command, settings.repo)
    ]
    problems = xml_problems(addon) + csv_problems(addon)
    print("\n".join(problems) if problems else "XML and CSV files: clean")
    if problems:
        failed.append("XML and CSV files")
    print("lint: " + ("not clean: " + ", ".join(failed) if failed else "clean"))
    return 1 if failed else 0


def passes(name: str, command: list[str], folder: Path) -> bool:
    """Run one checker, its findings on the terminal."""
    start = time.monotonic()
    code = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, check=False).returncode
    outcome = "clean" if code == 0 else "see above"
    print(f"{name}: {outcome} ({time.monotonic() - start:.0f} s)", flush=True)
    return code == 0
