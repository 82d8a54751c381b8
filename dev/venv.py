"""The virtual environment with Odoo's Python packages and the test and lint tools."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from dev import apt
from dev.errors import Stop
from dev.process import run
from dev.progress import Step
from dev.quickest import quickest
from dev.settings import Settings

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


@dataclass(frozen=True)
class Venv:
    """A complete virtual environment."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin/python"


def stamp_of(repo: Path, names: tuple[str, ...] = REQUIREMENTS) -> str:
    """A hash of the requirement files: another list makes another environment."""
    digest = hashlib.sha256(b"on the quickest Python\n")  # another word here brings all environments up to date
    for name in names:
        digest.update((repo / name).read_bytes())
    return digest.hexdigest()


def obtain(settings: Settings, step: Step) -> Venv:
    """Return the environment, made or brought up to date when needed."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    venv = Venv(settings.cache / f"venv-{version}")
    mark = venv.folder / "complete"
    stamp = stamp_of(settings.repo)
    if not (mark.exists() and works(venv)):
        # No mark: an earlier set-up broke off. Start over; pip's own cache makes it quick.
        shutil.rmtree(venv.folder, ignore_errors=True)
        create(settings, venv, step)
    elif mark.read_text(encoding="utf-8") == stamp:
        step.result = f"Python {version}"
        return venv
    mark.unlink(missing_ok=True)
    install(settings, venv, step)
    python = quickest()
    if python != Path(sys._base_executable):
        move(settings, venv, python)
    mark.write_text(stamp, encoding="utf-8")
    step.result = f"Python {version}, {python}"
    return venv


def move(settings: Settings, venv: Venv, python: Path) -> None:
    """Let an environment run on another Python of the same version; its packages stay."""
    for link in (venv.folder / "bin").glob("python*"):
        link.unlink()
    run(
        f"Changing to {python}",
        [python, "-m", "venv", "--upgrade", "--without-pip", venv.folder],
        settings.logs / "python-packages.log",
    )


def works(venv: Venv) -> bool:
    """False when the Python it was made from has gone."""
    return os.access(venv.python, os.X_OK)


def create(settings: Settings, venv: Venv, step: Step) -> None:
    """Make an empty environment; Debian keeps the module that does it in a package of its own."""
    log = settings.logs / "python-packages.log"
    command = [sys.executable, "-m", "venv", venv.folder]
    code, output = run("Making the environment", command, log, check=False)
    if code and "ensurepip" in output and apt.may_install():
        apt.install([f"python3.{sys.version_info[1]}-venv"], log, step)
        shutil.rmtree(venv.folder, ignore_errors=True)
        code, output = run("Making the environment", command, log, check=False)
    if code:
        shutil.rmtree(venv.folder, ignore_errors=True)
        if "ensurepip" in output or "No module named venv" in output:
            raise Stop(
                "This Python can't make virtual environments. Install what it lacks, then start "
                f"again: sudo apt-get install python3.{sys.version_info[1]}-venv"
            )
        raise Stop(f"Making the Python environment failed. Details: {log}")


def install(settings: Settings, venv: Venv, step: Step) -> None:
    """Install the requirement files with pip, wheels only where there are any."""
    count = 0

    def on_line(line: str) -> None:
        nonlocal count
        if line.startswith("Collecting "):
            count += 1
            step.note(f"{count} packages: {line.split()[1]}")
        elif line.startswith("Installing collected"):
            step.note(f"installing {count} packages")

    command = [venv.python, "-m", "pip", "install", "--no-input", "--prefer-binary"]
    for name in REQUIREMENTS:
        command += ["-r", settings.repo / name]
    run(
        "Installing the Python packages",
        command,
        settings.logs / "python-packages.log",
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        on_line=on_line,
    )
