"""Gets Odoo 19's source: ODOO_SRC, else Debian's package, else Odoo's public repository."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dev.apt import PrivateApt, mirror
from dev.errors import Stop
from dev.process import run
from dev.progress import Step
from dev.settings import Settings

SERIES = "19.0"
PACKAGE = "odoo-19"
REPOSITORY = "https://github.com/odoo/odoo.git"
# Odoo's package points into these with relative links. Font Awesome from the stable suite:
# version 7 of the unstable one no longer has the files that Odoo's style sheets name.
COMPANIONS = [
    "fonts-font-awesome/bookworm",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
]
DIST = PurePosixPath("usr/lib/python3/dist-packages")
KEPT_COUNTRIES = ("l10n_cn", "l10n_tw", "l10n_hk")
KEPT_LANGUAGES = ("zh_CN.po", "zh_TW.po")
# The Debian tree leaves this file out; its absence is a console error on every page, and a
# console error fails every browser tour.
MISSING_SCRIPT = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooSource:
    """A usable source tree."""

    root: Path
    """The folder for PYTHONPATH: it holds the package `odoo`."""
    identity: str
    """Changes when the code changes: a part of the dependency database's key."""
    origin: str
    """For people: where it came from."""

    @property
    def addons(self) -> list[Path]:
        """Folders for addons_path, the core's own first."""
        return [path for path in (self.root / "odoo/addons", self.root / "addons") if path.is_dir()]


def read_series(root: Path) -> str:
    """The series ("19.0") of the tree at `root`, or an empty string when it's no Odoo."""
    try:
        text = (root / "odoo/release.py").read_text(encoding="utf-8")
    except OSError:
        return ""
    match = re.search(r"^version_info = \((\d+), (\d+)", text, re.MULTILINE)
    return f"{match[1]}.{match[2]}" if match else ""


def wanted(name: str) -> bool:
    """Whether a file of the package is unpacked.

    Left out: other countries' localisations and other languages' terms, two thirds of the tree.
    """
    path = PurePosixPath(name)
    if path.suffix in (".po", ".pot") and path.name not in KEPT_LANGUAGES:
        return False
    parts = path.parts
    if "addons" in parts and parts.index("addons") + 1 < len(parts):
        addon = parts[parts.index("addons") + 1]
        return not addon.startswith("l10n_") or addon.startswith(KEPT_COUNTRIES)
    return True


def unpack_deb(package: Path, target: Path, step: Step) -> None:
    """Unpack the wanted files of a .deb into `target`."""
    expected, done = unpacked_size(package), 0
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE
    ) as unpacker:
        try:
            with tarfile.open(fileobj=unpacker.stdout, mode="r|") as archive:
                for member in archive:
                    done += member.size
                    if wanted(member.name):
                        extract(archive, member, target)
                    if package.name.startswith(PACKAGE):
                        step.note(f"unpacking {min(99, done * 100 // expected)} %")
        except tarfile.TarError as error:
            package.unlink(missing_ok=True)
            raise Stop(
                f"{package.name} is damaged ({error}) and has been removed. "
                "Start the same command again to download it once more."
            ) from error
    if unpacker.returncode:
        package.unlink(missing_ok=True)
        raise Stop(
            f"{package.name} is damaged and has been removed. "
            "Start the same command again to download it once more."
        )


def unpacked_size(package: Path) -> int:
    """Bytes a .deb needs once unpacked, as its author wrote down."""
    answer = subprocess.run(
        ["dpkg-deb", "-f", str(package), "Installed-Size"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return int(answer) * 1024 if answer.isdigit() else package.stat().st_size


def extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    """Extract one member; the package is signed, still nothing may land outside."""
    parts = PurePosixPath(member.name).parts
    if ".." in parts or member.name.startswith("/") or member.isdev():
        return
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    archive.extract(member, target, set_attrs=not member.isdir(), numeric_owner=True)


def given(source: Path) -> OdooSource:
    """Use the tree that ODOO_SRC names."""
    # Both the checkout and the package `odoo` inside it are accepted.
    root = source if (source / "odoo/release.py").exists() else source.parent
    series = read_series(root)
    if series != SERIES:
        found = f"Odoo {series}" if series else "no Odoo"
        raise Stop(
            f"ODOO_SRC={source} holds {found}, and Odoo {SERIES} is needed. "
            "Point it at the folder that has odoo/release.py in it, or leave it out."
        )
    head = (
        subprocess.run(
            ["git", "-C", str(root), "rev-parse", "HEAD"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        if (root / ".git").exists() and shutil.which("git")
        else ""
    )
    return OdooSource(root, f"given {root} {head}", f"ODOO_SRC={source}")


def from_debian(settings: Settings, target: Path, step: Step) -> str:
    """Fill `target` from Debian's unstable suite; return what was taken."""
    site = mirror()
    if not site:
        raise Stop("This machine has no Debian mirror.")
    log = settings.logs / "odoo-source.log"
    apt = PrivateApt(settings.cache / "apt", site, ("sid", "bookworm"), log)
    packages = apt.download([PACKAGE, *COMPANIONS], step)
    for package in packages:
        unpack_deb(package, target, step)
    script = target / DIST / MISSING_SCRIPT
    script.parent.mkdir(parents=True, exist_ok=True)
    script.touch()
    version = packages[0].name.split("_")[1]
    return f"Debian package {PACKAGE} {version}"


def from_git(settings: Settings, target: Path, step: Step) -> str:
    """Fill `target` with a shallow clone of Odoo's public repository."""

    def on_line(line: str) -> None:
        match = re.search(r"(\d+)%", line)
        if match:
            step.percent(int(match[1]), 100)

    if not shutil.which("git"):
        raise Stop("The program git is not here to clone Odoo's repository.")
    checkout = target / DIST
    checkout.parent.mkdir(parents=True, exist_ok=True)
    run(
        "Cloning Odoo's repository",
        ["git", "clone", "--progress", "--depth=1", f"--branch={SERIES}", REPOSITORY, checkout],
        settings.logs / "odoo-source.log",
        on_line=on_line,
    )
    return f"branch {SERIES} of Odoo's public repository"


def obtain(settings: Settings, step: Step) -> OdooSource:
    """Return a source tree, downloading it when the cache has none."""
    if settings.odoo_src:
        source = given(settings.odoo_src)
        step.result = source.origin
        return source
    final = settings.cache / "odoo"
    mark = final / "origin.json"
    if not mark.exists():
        download(settings, final, step)
    origin = json.loads(mark.read_text(encoding="utf-8"))["origin"]
    step.result = origin
    return OdooSource(final / DIST, origin, origin)


def download(settings: Settings, final: Path, step: Step) -> None:
    """Try Debian, then git. A tree counts only once it is complete and has its final name."""
    partial = settings.cache / "odoo.partial"
    reasons = []
    for way in (from_debian, from_git):
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            origin = way(settings, partial, step)
        except Stop as reason:
            # What to do next is said once, below.
            reasons.append(str(reason).partition(". ")[0].rstrip("."))
            continue
        if read_series(partial / DIST) != SERIES:
            reasons.append(f"{origin} is not Odoo {SERIES}")
            continue
        (partial / "origin.json").write_text(json.dumps({"origin": origin}), encoding="utf-8")
        shutil.rmtree(final, ignore_errors=True)
        partial.rename(final)
        # The packages are not needed any more; they stay only while something is still missing.
        shutil.rmtree(settings.cache / "apt", ignore_errors=True)
        return
    shutil.rmtree(partial, ignore_errors=True)
    raise Stop(
        "Odoo 19's source could not be had.\n  1. Debian's package: "
        + reasons[0]
        + "\n  2. Odoo's public repository: "
        + reasons[1]
        + f"\nDetails: {settings.logs / 'odoo-source.log'}\n"
        + "Connect this machine and start again, or name a source tree: ODOO_SRC=/path/to/odoo"
    )
