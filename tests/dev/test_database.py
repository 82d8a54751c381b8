"""The dependency database's key, odoo.conf, and what is kept between two starts."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from dev import browser, database, demo, setup, venv
from dev.errors import Stop
from dev.odoo import Instance, failure, pg_failure, render_conf, write
from dev.odoo_source import OdooSource
from dev.postgres import Embedded, Server, external, named_by_environment
from dev.settings import Settings


def manifest(folder, depends):
    (folder / "__manifest__.py").write_text(f"{{'name': 'x', 'depends': {depends!r}}}")
    return folder


def key(folder, source="deb 1"):
    return database.template_name(source, database.modules(folder))


class TestKey:
    def test_it_follows_the_manifest(self, tmp_path):
        one = key(manifest(tmp_path, ["sale", "stock"]))
        assert one.startswith(database.TEMPLATE_PREFIX)
        assert key(manifest(tmp_path, ["stock", "sale"])) == one
        assert key(manifest(tmp_path, ["sale", "stock", "repair"])) != one

    def test_it_follows_the_source(self, tmp_path):
        manifest(tmp_path, ["sale"])
        assert key(tmp_path, "deb 1") != key(tmp_path, "deb 2")

    def test_it_follows_the_schema(self, tmp_path, monkeypatch):
        one = key(manifest(tmp_path, ["sale"]))
        monkeypatch.setattr(database, "SCHEMA", database.SCHEMA + 1)
        assert key(tmp_path) != one

    def test_before_there_is_a_manifest(self, tmp_path):
        assert "sale_mrp" in database.modules(tmp_path)
        assert "l10n_cn" in database.modules(tmp_path)

    def test_a_broken_manifest_is_named(self, tmp_path):
        (tmp_path / "__manifest__.py").write_text("{'name': 'x'")
        with pytest.raises(Stop, match="__manifest__.py can't be read"):
            database.modules(tmp_path)


def test_the_tree_hash_sees_every_file_but_compiled_ones(tmp_path):
    (tmp_path / "a.py").write_text("1")
    one = database.tree_hash(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.pyc").write_text("x")
    assert database.tree_hash(tmp_path) == one
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert database.tree_hash(tmp_path) != one


class FakeInstance:
    """Databases are names, the folder of their attachments stands for their content."""

    def __init__(self, folder):
        self.settings = SimpleNamespace(addon=folder / "addon", data=folder / "data")
        self.settings.addon.mkdir()
        self.names = {"deps"}

    def pg(self, command, *names):
        if command == "exists":
            return int(names[0] not in self.names), ""
        if command == "list":
            return 0, "\n".join(name for name in self.names if name.startswith(names[0]))
        if command in ("drop", "rename"):
            self.names.discard(names[0])
        if command in ("create", "rename"):
            self.names.add(names[-1 if command == "rename" else 0])
        return 0, ""


class TestInstalled:
    """The database with the add-on is made once for each state of its files."""

    def obtain(self, instance, text, when=None, install=None):
        (instance.settings.addon / "a.py").write_text(text)

        def store(name):
            database.filestore(instance, name).mkdir(parents=True)

        name, there = database.obtain_installed(instance, "deps", install or store)
        if when:
            os.utime(database.filestore(instance, name), (when, when))
        return name, there

    def test_it_is_made_once_for_each_state_of_the_files(self, tmp_path):
        instance = FakeInstance(tmp_path)
        name, there = self.obtain(instance, "one")
        assert not there
        assert self.obtain(instance, "one") == (name, True)
        assert self.obtain(instance, "two")[0] != name
        assert instance.names == {"deps", name, self.obtain(instance, "two")[0]}

    def test_scripts_written_anew_make_another(self, tmp_path):
        """Odoo knows the scripts it has built by the times of the files, so they must be built from these files."""
        instance = FakeInstance(tmp_path)
        script = instance.settings.addon / "static/src/a.js"
        script.parent.mkdir(parents=True)
        script.write_text("1")
        os.utime(script, (100, 100))
        name = self.obtain(instance, "one")[0]
        assert self.obtain(instance, "one") == (name, True)
        os.utime(script, (200, 200))
        assert self.obtain(instance, "one")[0] != name

    def test_what_broke_off_is_not_used(self, tmp_path):
        instance = FakeInstance(tmp_path)

        def fail(_name):
            raise Stop("no")

        with pytest.raises(Stop):
            self.obtain(instance, "one", install=fail)
        assert not self.obtain(instance, "one")[1]

    def test_the_latest_used_are_kept(self, tmp_path):
        instance = FakeInstance(tmp_path)
        names = [self.obtain(instance, text, when)[0] for text, when in (("a", 100), ("b", 300), ("c", 200))]
        latest = self.obtain(instance, "d")[0]
        assert instance.names == {"deps", names[1], names[2], latest}


def test_odoo_conf(tmp_path):
    source = OdooSource(tmp_path, "deb 1", "deb 1")
    (tmp_path / "odoo/addons").mkdir(parents=True)
    settings = Settings(repo=tmp_path / "repo", cache=tmp_path / "cache")
    text = render_conf(settings, source, Server("/run/here", "5432", "gendan"))
    lines = text.splitlines()
    assert lines[0] == "[options]"
    assert f"addons_path = {tmp_path}/odoo/addons,{tmp_path}/repo" in lines
    assert f"data_dir = {tmp_path}/cache/data" in lines
    assert "db_host = /run/here" in lines
    assert "db_password = False" in lines
    assert "http_interface = 127.0.0.1" in lines, "the logins are known to everybody"
    assert "db_sslmode" not in text


def test_a_file_is_replaced_in_one_go(tmp_path):
    path = tmp_path / "x"
    write(path, "1")
    before = path.stat().st_mtime_ns
    write(path, "1")
    assert path.stat().st_mtime_ns == before
    write(path, "2")
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
    assert path.read_text() == "2"


class TestPostgres:
    def settings(self, tmp_path, **pg):
        return Settings(repo=tmp_path, cache=tmp_path / "cache", postgres=pg)

    def test_embedded_unless_named(self, tmp_path):
        assert not named_by_environment(self.settings(tmp_path))
        assert not named_by_environment(self.settings(tmp_path, PGPASSWORD="x"))
        assert named_by_environment(self.settings(tmp_path, PGHOST="db"))

    def test_a_named_server(self, tmp_path):
        server = external(self.settings(tmp_path, PGHOST="db", PGUSER="odoo", PGPORT="5433"))
        assert server.environment() == {"PGHOST": "db", "PGPORT": "5433", "PGUSER": "odoo"}
        assert not server.embedded

    def test_odoo_refuses_the_superuser(self, tmp_path):
        with pytest.raises(Stop, match="createuser --createdb odoo"):
            external(self.settings(tmp_path, PGUSER="postgres"))

    def test_a_long_path_gets_a_short_socket(self, tmp_path, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        here = Embedded.of(Settings(tmp_path, Path("/" + "x" * 100)))
        assert len(str(here.sockets)) < 90
        assert here.system_user is None
        assert Embedded.of(Settings(tmp_path, Path("/x"))).home == Path("/x/postgres")

    def test_roots_server_lives_where_its_user_can_enter(self, tmp_path, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        private = tmp_path / "private"
        private.mkdir(mode=0o700)
        here = Embedded.of(Settings(tmp_path, private / "cache"))
        assert not here.home.is_relative_to(private)
        assert here.system_user
        assert here == Embedded.of(Settings(tmp_path, private / "cache")), "must be found again"

    def test_refusals(self):
        named = pg_failure(Server("db", "", "odoo", embedded=False), "FATAL: no such role")
        assert "no such role" in named
        assert "PGUSER" in named
        assert "make stop" in pg_failure(Server("/x", "", "gendan"), "FATAL: x")


def test_a_failed_odoo_tells_its_error_not_its_last_line(tmp_path):
    output = "Traceback ...\nodoo.exceptions.ValidationError: Wrong name\n\nInitiating shutdown\n"
    text = failure("Installing", output, tmp_path / "x.log")
    assert text.startswith("Installing failed: odoo.exceptions.ValidationError: Wrong name")


class TestDemo:
    def test_logins_are_read(self):
        logins, factory = demo.read_answer('noise\nGENDAN_LOGINS [{"login": "clerk"}]\n')
        assert logins == [{"login": "clerk"}]
        assert factory
        assert demo.read_answer("GENDAN_NO_FACTORY\nGENDAN_LOGINS []")[1] is False

    def test_silence_is_a_failure(self):
        with pytest.raises(Stop):
            demo.read_answer("Traceback")

    def test_state_survives_and_a_broken_one_counts_as_none(self, tmp_path):
        path = tmp_path / "demo.json"
        state = demo.State("abc", [{"login": "陈"}], True)
        state.save(path)
        assert demo.State.load(path) == state
        path.write_text("{")
        assert demo.State.load(path) == demo.State()
        path.write_text('{"other": 1}')
        assert demo.State.load(path) == demo.State()


def test_a_small_disk_is_refused_before_the_long_work(tmp_path, monkeypatch):
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda _path: SimpleNamespace(free=1024**3))
    with pytest.raises(Stop, match="needs about 4 GiB in .* and 1.0 GiB are free"):
        setup.check_space(Settings(tmp_path, tmp_path / "cache"))
    (tmp_path / "cache/odoo").mkdir()
    setup.check_space(Settings(tmp_path, tmp_path / "cache"))


def test_another_requirement_list_is_another_environment(tmp_path):
    for name in venv.REQUIREMENTS:
        (tmp_path / name).write_text("a==1\n")
    one = venv.stamp_of(tmp_path)
    (tmp_path / venv.REQUIREMENTS[0]).write_text("a==2\n")
    assert venv.stamp_of(tmp_path) != one


class TestBrowser:
    def test_who_may_not_install_is_told_the_command(self, tmp_path, monkeypatch):
        settings = Settings(tmp_path, tmp_path / "cache")
        monkeypatch.setattr(browser.apt, "may_install", lambda: False)
        monkeypatch.setattr(browser, "missing", lambda *_args: ["chromium", "poppler-utils"])
        with pytest.raises(Stop, match="sudo apt-get install -y chromium poppler-utils"):
            browser.obtain(settings, None, tests=True)

    def test_the_wrapper_is_not_taken_for_the_browser(self, tmp_path, monkeypatch):
        settings = Settings(tmp_path, tmp_path / "cache")
        settings.bin.mkdir(parents=True)
        (settings.bin / "google-chrome").write_text("#!/bin/sh\n")
        (settings.bin / "google-chrome").chmod(0o755)
        monkeypatch.setenv("PATH", str(settings.bin))
        assert browser.browser_program(settings.bin) == ""


def test_python_keeps_what_it_has_translated_in_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    settings = Settings.from_environment({"GENDAN_CACHE": str(tmp_path)}, tmp_path / "repo")
    source = OdooSource(tmp_path / "odoo", "deb 1", "here")
    env = Instance(settings, venv.Venv(tmp_path / "venv"), source, Server("/run", "5432", "gendan")).env()
    assert "PYTHONDONTWRITEBYTECODE" not in env
    assert env["PYTHONPYCACHEPREFIX"].startswith(str(tmp_path))
