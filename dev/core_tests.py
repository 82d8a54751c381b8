"""make test-core: Odoo's own suites, with the add-on installed and without it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from dev import browser
from dev.core_results import UNSTEADY, Comparison, Side, tag_of
from dev.demo import SCRIPTS
from dev.errors import Stop
from dev.odoo import Instance
from dev.process import end_group
from dev.progress import Progress, Step
from dev.settings import Settings
from dev.setup import STEPS, ready
from dev.testing import scratch

SUITES = ("sale", "sale_stock", "sale_mrp", "stock_delivery", "mrp")
# More than this differs only where something is broken outright; running it twice tells no more.
MOST_AGAIN = 60


def run_core(settings: Settings, arguments: Sequence[str]) -> int:
    """Run core's suites on both databases at once, compare; 0 when no result is another.

    :param arguments: suites to run instead of all five
    """
    suites = list(arguments) or list(SUITES)
    if unknown := [name for name in suites if name not in SUITES]:
        raise Stop(f"There is no suite {unknown[0]}. Choose from: {', '.join(SUITES)}.")
    follow = os.environ.get("FOLLOW", "") not in ("", "0")
    with ready(settings, "test-core", Progress(STEPS + 4), tests=False) as this, ExitStack() as stack:
        instance = this.instance
        has_browser = prepare_browser(settings)
        names = []
        for title, prefix, addon in (
            ("Database without the add-on", "gendan_core_without_", False),
            ("Database with the add-on", "gendan_core_with_", True),
        ):
            names.append(stack.enter_context(scratch(this, title, prefix, addon)))
        instance.shell("Building scripts and styles", names[0], SCRIPTS / "warm_assets.py", quiet_step())
        if follow:
            instance.shell("Following all orders", names[1], SCRIPTS / "follow.py", quiet_step())
        tags = ",".join(f"/{name}" for name in suites)
        with this.progress.step("Core's suites on both") as step:
            sides = run_both(instance, names, tags, "all", step)
        comparison = Comparison(*sides)
        with this.progress.step("What differs, once more") as step:
            again(instance, names, comparison, step)
    print(f"\nCore's suites, {'every order followed' if follow else 'the add-on as installed'}:")
    if not has_browser:
        print("There is no Chromium here: core's browser tours were skipped on both sides.")
    print(comparison.render(), flush=True)
    return 0 if comparison.passed else 1


def prepare_browser(settings: Settings) -> bool:
    """Put the quiet browser first in PATH, where there is one."""
    if not browser.browser_program(settings.bin):
        return False
    browser.write_wrapper(settings)
    return True


def quiet_step() -> Step:
    """A step nobody watches."""
    return Step("", open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


def again(instance: Instance, names: Sequence[str], comparison: Comparison, step: Step) -> None:
    """Run what differs a second time, alone; a test that then gives another result is unsteady."""
    different = comparison.different
    if not different or len(different) > MOST_AGAIN:
        step.result = "nothing" if not different else f"{len(different)} tests: too many"
        return
    tags = ",".join(sorted({tag_of(name) for name in different}))
    before = [dict(side.tests) for side in (comparison.without, comparison.ours)]
    sides = run_both(instance, names, tags, "again", step)
    for known, side, fresh in zip(before, (comparison.without, comparison.ours), sides, strict=True):
        for name, outcome in fresh.tests.items():
            if name in known and known[name].bad != outcome.bad:
                comparison.unsteady[name] = UNSTEADY
        side.update(fresh)
    step.result = f"{len(different)} tests"


def run_both(instance: Instance, names: Sequence[str], tags: str, what: str, step: Step) -> list[Side]:
    """Run the tests on both databases at once.

    :return: the two sides, read from what the runs have written
    """
    folder = instance.settings.logs
    folder.mkdir(parents=True, exist_ok=True)
    outs = [folder / f"core-{what}-{side}.jsonl" for side in ("without", "with")]
    children = []
    try:
        for name, out in zip(names, outs, strict=True):
            out.unlink(missing_ok=True)
            children.append(start(instance, name, tags, out))
        while any(child.poll() is None for child in children):
            sides = [read(out) for out in outs]
            step.percent(sum(len(side.tests) for side in sides), sum(side.total for side in sides))
            time.sleep(2)
    except BaseException:
        for child in children:
            end_group(child)
        raise
    return [read(out) for out in outs]


def start(instance: Instance, name: str, tags: str, out: Path) -> subprocess.Popen:
    """Start core_suites.py on one database; what it says goes to a log beside its results."""
    command = [
        *(str(instance.venv.python), str(SCRIPTS / "core_suites.py")),
        *("--config", str(instance.conf), "--database", name, "--out", str(out), "--tags", tags),
    ]
    with out.with_suffix(".log").open("w", encoding="utf-8") as log:
        return instance.spawn(command, log)


def read(out: Path) -> Side:
    """What a run has written so far."""
    if not out.exists():
        return Side()
    with out.open(encoding="utf-8") as lines:
        return Side.read(lines)
