"""What browser tours, Chinese papers and PDF tests need from the machine itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from dev import apt
from dev.errors import Stop
from dev.progress import Step
from dev.settings import Settings

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
# Without these a browser looks for its maker's servers at every start; on a closed network that
# is many refused connections a test.
QUIET_FLAGS = (
    "--disable-background-networking --disable-component-update --disable-sync --disable-quic"
    " --disable-features=OptimizationHints,MediaRouter,Translate --no-pings"
)


def browser_program(without: Path) -> str:
    """The machine's Chromium or Chrome, not our wrapper around it."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found and Path(found).parent != without:
            return found
    return ""


def has_chinese_font() -> bool:
    """Whether a font with Chinese characters is installed."""
    if not shutil.which("fc-list"):
        return any(Path("/usr/share/fonts").rglob("*CJK*"))
    answer = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False
    )
    return bool(answer.stdout.strip())


def missing(settings: Settings, tests: bool) -> list[str]:
    """Debian packages still to install: for papers the fonts, for tests all three."""
    packages = []
    if not has_chinese_font():
        packages.append("fonts-noto-cjk")
    if tests and not browser_program(settings.bin):
        packages.append("chromium")
    if tests and not shutil.which("pdftotext"):
        packages.append("poppler-utils")
    return packages


def obtain(settings: Settings, step: Step, tests: bool) -> None:
    """Install what is missing where that's allowed, else say the one command that does it."""
    packages = missing(settings, tests)
    if packages and apt.may_install():
        apt.install(packages, settings.logs / "browser.log", step)
        packages = missing(settings, tests)
    command = "sudo apt-get install -y " + " ".join(packages)
    if packages and tests:
        raise Stop(
            "The browser tests need a few programs that only an administrator can install. "
            f"Run this once, then start again: {command}"
        )
    if packages:
        step.result = f"for Chinese papers run once: {command}"
        return
    if tests:
        write_wrapper(settings)
        step.result = "all there"


def write_wrapper(settings: Settings) -> None:
    """Put a browser first in PATH that leaves the network alone."""
    program = browser_program(settings.bin)
    wrapper = settings.bin / BROWSERS[0]
    settings.bin.mkdir(parents=True, exist_ok=True)
    wrapper.write_text(f'#!/bin/sh\nexec "{program}" {QUIET_FLAGS} "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
