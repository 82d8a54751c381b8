"""The cached database with Odoo's own modules, and copies of it."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from dev.errors import Stop
from dev.odoo import Instance
from dev.progress import Step
from dev.settings import ADDON

# Raise it when the way a template is made changes.
SCHEMA = 1
TEMPLATE_PREFIX = "gendan_deps_"
TEST_PREFIX = "gendan_test_"
INSTALLED_PREFIX = "gendan_installed_"
INSTALLING_PREFIX = "gendan_installing_"
# Two people or two branches take turns on one cache; each state of the files costs some 300 MB.
INSTALLED_KEPT = 3
# Beyond what the add-on depends on: neighbours that its tests and its example factory meet.
EXTRA_MODULES = ("stock_dropshipping", "mrp_subcontracting", "l10n_cn")
LANGUAGES = "en_US,zh_CN,zh_TW"  # the first becomes the default of new contacts
# Before there is a manifest to read.
FALLBACK_DEPENDS = (
    "sale_management sale_stock sale_mrp purchase_stock purchase_mrp stock_delivery"
    " stock_picking_batch repair account calendar phone_validation portal rating digest"
).split()


def dependencies(addon: Path) -> list[str]:
    """What the add-on's manifest says it depends on: the one place where that is written."""
    manifest = addon / "__manifest__.py"
    if not manifest.exists():
        return FALLBACK_DEPENDS
    try:
        return list(ast.literal_eval(manifest.read_text(encoding="utf-8"))["depends"])
    except (SyntaxError, ValueError, KeyError) as error:
        raise Stop(f"{ADDON}/__manifest__.py can't be read ({error}). Correct it first.") from error


def modules(addon: Path) -> list[str]:
    """Everything that goes into the dependency database."""
    return sorted({*dependencies(addon), *EXTRA_MODULES})


def template_name(source_identity: str, module_names: list[str]) -> str:
    """The template's name carries a key: other source or other modules make another one."""
    text = "\n".join([str(SCHEMA), source_identity, LANGUAGES, *module_names])
    return TEMPLATE_PREFIX + hashlib.sha256(text.encode()).hexdigest()[:10]


def obtain_template(instance: Instance, step: Step) -> str:
    """Return the name of the dependency database, building it when there is none yet."""
    names = modules(instance.settings.addon)
    template = template_name(instance.source.identity, names)
    step.result = f"{template}, {len(names)} modules and what they need"
    if instance.pg("exists", template)[0] == 0:
        return template
    # Under another name until it is complete: a broken-off build is dropped and made again.
    building = template + "_building"
    drop(instance, building)
    instance.odoo(
        "Installing Odoo's modules",
        building,
        ["-i", ",".join(names), "--load-language", LANGUAGES],
        step,
    )
    rename(instance, building, template)
    instance.pg("seal", template)
    return template


def obtain_installed(instance: Instance, template: str, install: Callable[[str], None]) -> tuple[str, bool]:
    """Return the database that has the add-on as its files are now, and whether it was there already.

    :param install: installs the add-on into the database it is given
    """
    addon = instance.settings.addon
    text = "\n".join([template, tree_hash(addon), times_hash(addon / "static")])
    key = hashlib.sha256(text.encode()).hexdigest()[:10]
    name = INSTALLED_PREFIX + key
    there = instance.pg("exists", name)[0] == 0
    if not there:
        drop_leftovers(instance, INSTALLING_PREFIX)
        # Under another name until it is complete: a broken-off one is never used.
        building = f"{INSTALLING_PREFIX}{os.getpid()}"
        copy(instance, template, building)
        install(building)
        drop(instance, name)
        rename(instance, building, name)
        instance.pg("seal", name)
    if filestore(instance, name).exists():
        os.utime(filestore(instance, name))
    drop_oldest(instance)
    return name, there


def drop_oldest(instance: Instance) -> None:
    """Drop the databases of states of the files that were not tested for the longest time."""

    def used(name: str) -> float:
        folder = filestore(instance, name)
        return folder.stat().st_mtime if folder.exists() else 0.0

    names = sorted(instance.pg("list", INSTALLED_PREFIX)[1].split(), key=used)
    for name in names[:-INSTALLED_KEPT]:
        drop(instance, name)


def filestore(instance: Instance, database: str) -> Path:
    """Where Odoo keeps a database's attachments."""
    return instance.settings.data / "filestore" / database


def copy(instance: Instance, template: str, database: str) -> None:
    """Copy a database with its attachments."""
    drop(instance, database)
    instance.pg("create", database, template)
    source = filestore(instance, template)
    if source.exists():
        # Odoo never changes a stored file, so both databases may share it.
        shutil.copytree(source, filestore(instance, database), copy_function=os.link)


def rename(instance: Instance, old: str, new: str) -> None:
    """Rename a database with its attachments."""
    shutil.rmtree(filestore(instance, new), ignore_errors=True)
    if filestore(instance, old).exists():
        filestore(instance, old).rename(filestore(instance, new))
    instance.pg("rename", old, new)


def drop(instance: Instance, database: str) -> None:
    """Drop a database with its attachments; nothing happens when there is none."""
    instance.pg("drop", database)
    shutil.rmtree(filestore(instance, database), ignore_errors=True)


def drop_leftovers(instance: Instance, prefix: str = TEST_PREFIX) -> None:
    """Drop the databases of runs that were killed; their names carry the process number."""
    for name in instance.pg("list", prefix)[1].split():
        number = name[len(prefix) :].partition("-")[0]
        if number.isdigit() and not alive(int(number)):
            drop(instance, name)


def alive(pid: int) -> bool:
    """Whether a process with this number exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def tree_hash(folder: Path) -> str:
    """Changes when any file of the add-on changes."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        made_by_tools = any(part == "__pycache__" or part.startswith(".") for part in name.parts)
        if path.is_file() and not made_by_tools:
            digest.update(str(name).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def times_hash(folder: Path) -> str:
    """Changes when any file is written anew, be it with the same text.

    Odoo takes the scripts and style sheets built for its pages as outdated then. In a second checkout of the same
    files each browser test would build them again for itself: four seconds a class.
    """
    files = (path for path in folder.rglob("*") if path.is_file())
    times = sorted((str(path.relative_to(folder)), path.stat().st_mtime_ns) for path in files)
    return hashlib.sha256(repr(times).encode()).hexdigest()
