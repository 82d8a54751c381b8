"""Which Python the environment runs on, where the machine has several of one version.

One that was built on the spot (pyenv does so unless told otherwise) lacks the optimisation of a distribution's: there
Odoo and its tests take a sixth longer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

MEASURE = Path(__file__).with_name("scripts") / "measure_python.py"
# Less is not worth another Python than the one that was asked for.
WORTH = 0.92


def quickest(others: Sequence[Path] | None = None) -> Path:
    """This Python, or another of the same version that is clearly quicker; this one where somebody named it (PYTHON).

    :param others: to look at; the distribution's own unless said otherwise
    """
    own = Path(sys._base_executable)
    if os.environ.get("PYTHON"):
        return own
    if others is None:
        others = [Path(f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}")]
    best, measured = own, None
    for other in others:
        if not other.exists() or other.resolve() == own.resolve():
            continue
        measured = measured or measure(own)
        found = measure(other)
        if measured and found and found["abi"] == measured["abi"] and found["seconds"] < WORTH * measured["seconds"]:
            best, measured = other, found
    return best


def measure(python: Path) -> dict | None:
    """What MEASURE says of a Python; none when it can't run it."""
    try:
        told = subprocess.run(
            [python, "-I", MEASURE], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True
        ).stdout
        return json.loads(told)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
