"""Debian's package tools: private downloads without root, installs where root allows it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from dev.errors import Stop, explain_output
from dev.process import run, watch_pipe
from dev.progress import Step

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def may_install() -> bool:
    """True where a package can be installed without asking anybody."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str], log: Path, step: Step) -> None:
    """Install Debian packages as root, refreshing the package lists first."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    step.note("apt-get update")
    run("Refreshing the package lists", ["apt-get", "-q", "update"], log, env=env)
    step.note("apt-get install " + " ".join(packages))
    command = ["apt-get", "-q", "install", "-y", "--no-install-recommends", *packages]
    run("Installing " + ", ".join(packages), command, log, env=env)


def mirror() -> str:
    """The Debian mirror this machine already uses, or an empty string when it has none."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb") and KEYRING.exists()):
        return ""
    listing = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE)|$(RELEASE)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    for line in listing.splitlines():
        site, _bar, release = line.partition("|")
        if site and "security" not in site and "security" not in release:
            return site
    return ""


class PrivateApt:
    """apt-get with lists and sources of its own: needs no root and changes nothing outside.

    Signatures and checksums stay apt's own business, with Debian's keyring.
    """

    def __init__(self, folder: Path, site: str, suites: tuple[str, ...], log: Path):
        self.folder = folder
        self.log = log
        self.downloads = folder / "downloads"
        for part in (self.downloads, folder / "lists" / "partial", folder / "cache"):
            part.mkdir(parents=True, exist_ok=True)
        sources = folder / "sources.list"
        sources.write_text(
            "".join(f"deb [signed-by={KEYRING}] {site} {suite} main\n" for suite in suites),
            encoding="utf-8",
        )
        self.options = [
            f"Dir::State::Lists={folder / 'lists'}",
            f"Dir::Etc::sourcelist={sources}",
            "Dir::Etc::sourceparts=-",
            f"Dir::Cache={folder / 'cache'}",
            "Acquire::Languages=none",
            "Acquire::Retries=2",
        ]
        if os.geteuid() == 0:
            # apt's own unprivileged user can't enter root's cache folder.
            self.options.append("APT::Sandbox::User=root")

    def call(self, doing: str, arguments: list[str], step: Step) -> None:
        """Run apt-get, showing the percentage it reports on its status pipe."""
        read_fd, write_fd = os.pipe()

        def on_status(line: str) -> None:
            # dlstatus:<file number>:<percent>:<text>; the lists are small change.
            parts = line.split(":")
            if parts[0] == "dlstatus" and len(parts) > 2 and arguments[0] == "download":
                step.percent(float(parts[2]), 100)

        watcher = watch_pipe(read_fd, on_status)
        options = [part for option in self.options for part in ("-o", option)]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = ["apt-get", "-q", *options, "-o", f"APT::Status-Fd={write_fd}", *arguments]
        try:
            with self.log.open("a", encoding="utf-8") as log:
                result = subprocess.run(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    pass_fds=(write_fd,),
                    cwd=self.downloads,
                    check=False,
                )
                log.write(result.stdout)
        finally:
            os.close(write_fd)
            watcher.join(5)
        # "Failed to fetch" leaves exit code 0 on update: old or no lists would be used silently.
        if result.returncode or "Failed to fetch" in result.stdout:
            raise Stop(explain_output(doing, result.stdout, self.log))

    def download(self, packages: list[str], step: Step) -> list[Path]:
        """Download packages and return their files; what is there already is kept."""
        step.note("reading Debian's package lists")
        self.call("Reading Debian's package lists", ["update"], step)
        self.call("Downloading Odoo's Debian package", ["download", *packages], step)
        found = []
        for package in packages:
            name = package.partition("/")[0]
            files = sorted(self.downloads.glob(f"{name}_*.deb"), key=lambda p: p.stat().st_mtime)
            if not files:
                raise Stop(f"Debian's package {name} did not arrive. Details: {self.log}")
            found.append(files[-1])
        return found
