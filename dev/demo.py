"""The database of `make run`: Odoo, the add-on and its example factory, made once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from dev import database
from dev.errors import Stop
from dev.odoo import Instance, write
from dev.progress import Step
from dev.settings import ADDON, DEMO_DATABASE

SCRIPTS = Path(__file__).with_name("scripts")


@dataclass
class State:
    """What the cache remembers about the example database."""

    addon: str = ""
    """Hash of the add-on's files when the database was last brought up to date."""
    logins: list[dict[str, str]] = field(default_factory=list)
    factory: bool = False

    @classmethod
    def load(cls, path: Path) -> State:
        """Read it; an unreadable file counts as none."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def save(self, path: Path) -> None:
        """Write it."""
        write(path, json.dumps(asdict(self), ensure_ascii=False, indent=1))


def state_file(instance: Instance) -> Path:
    """Where the state is kept."""
    return instance.settings.cache / "demo.json"


def read_answer(output: str) -> tuple[list[dict[str, str]], bool]:
    """The logins that the script printed, and whether there was a factory to load."""
    for line in output.splitlines():
        if line.startswith("GENDAN_LOGINS "):
            return json.loads(line.partition(" ")[2]), "GENDAN_NO_FACTORY" not in output
    raise Stop("The example factory was loaded without telling its logins; see the log.")


def obtain(instance: Instance, template: str, step: Step) -> State:
    """Return the state of an example database that is up to date with the add-on's files."""
    if not (instance.settings.addon / "__manifest__.py").exists():
        raise Stop(f"There is no {ADDON}/__manifest__.py in this checkout, so nothing to start.")
    path = state_file(instance)
    state = State.load(path)
    current = database.tree_hash(instance.settings.addon)
    there = instance.pg("exists", DEMO_DATABASE)[0] == 0
    changed = state.addon != current
    # One without a factory is made anew once the files change: there may be a factory now.
    if there and state.logins and (state.factory or not changed):
        if changed:
            update(instance, step)
            state.addon = current
            state.save(path)
            step.result = "brought up to date with the changed files"
    else:
        state = build(instance, template, step)
        state.addon = current
        state.save(path)
    if not state.factory:
        step.result = "without the example factory: the add-on has none yet"
    return state


def update(instance: Instance, step: Step) -> None:
    """Bring the example database up to date; what was entered in it stays."""
    try:
        instance.odoo(f"Updating {ADDON}", DEMO_DATABASE, ["-u", ADDON], step)
    except Stop as reason:
        raise Stop(
            f"{reason}\nCorrect the add-on and start again; make clean makes the example anew."
        ) from reason


def build(instance: Instance, template: str, step: Step) -> State:
    """Make the database under another name first: a broken-off one is never used."""
    building = DEMO_DATABASE + "_building"
    database.copy(instance, template, building)
    step.note(f"installing {ADDON}")
    instance.odoo(f"Installing {ADDON}", building, ["-i", ADDON], step)
    step.note("loading the example factory")
    script = SCRIPTS / "example_factory.py"
    output = instance.shell("Loading the example factory", building, script, step)
    logins, factory = read_answer(output)
    step.note("building the pages' scripts and styles")
    instance.shell("Building scripts and styles", building, SCRIPTS / "warm_assets.py", step)
    database.drop(instance, DEMO_DATABASE)
    database.rename(instance, building, DEMO_DATABASE)
    return State(logins=logins, factory=factory)
