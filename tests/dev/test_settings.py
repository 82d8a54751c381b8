"""Which variables the tool listens to, and what it answers to wrong ones."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev import cli, errors
from dev.__main__ import python_problem
from dev.errors import Stop
from dev.settings import Settings, cache_folder

REPO = Path("/somewhere/repo")


def test_cache_folder_by_variable(tmp_path):
    assert cache_folder({"GENDAN_CACHE": str(tmp_path), "XDG_CACHE_HOME": "/x"}) == tmp_path
    assert cache_folder({"XDG_CACHE_HOME": "/x"}) == Path("/x/gendan_followup")
    assert cache_folder({}) == Path("~/.cache/gendan_followup").expanduser()


def test_a_relative_cache_folder_becomes_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert cache_folder({"GENDAN_CACHE": "here"}) == tmp_path / "here"


def test_make_passes_unset_variables_as_empty_text():
    empty = dict.fromkeys(("PORT", "GENDAN_CACHE", "ODOO_SRC", "PGHOST", "TEST_WORKERS"), "")
    settings = Settings.from_environment(empty, REPO)
    assert settings == Settings.from_environment({}, REPO)
    assert (settings.port, settings.workers, settings.odoo_src) == (8069, "2", None)


def test_two_cache_folders_have_two_short_names():
    names = {Settings(REPO, Path(path)).short_name for path in ("/a", "/b")}
    assert len(names) == 2


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 69"])
def test_a_wrong_port_is_named(port):
    with pytest.raises(Stop, match="PORT is .*; it must be a number from 1 to 65535"):
        Settings.from_environment({"PORT": port}, REPO)


@pytest.mark.parametrize("version", [(3, 10, 0), (3, 11, 7), (3, 13, 1)])
def test_pythons_that_will_do(version):
    assert python_problem(version) == ""


@pytest.mark.parametrize("version", [(2, 7), (3, 9, 18), (3, 14, 0)])
def test_pythons_that_will_not_do(version):
    sentence = python_problem(version)
    assert f"needs Python 3.10 to 3.13, and this is {version[0]}.{version[1]}." in sentence
    assert "make run PYTHON=" in sentence


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("E: Temporary failure resolving 'mirror'", "got no answer from the network"),
        (
            "connection broken by 'NewConnectionError: Failed to establish a new connection'",
            "got no answer",
        ),
        ("cp: error writing: No space left on device", "is full"),
        ("IncompleteRead(12 bytes read)", "broke off while downloading"),
        ("error: RPC failed\nfatal: early EOF", "broke off while downloading"),
        ("hint: one\nERROR: No matching distribution\nhint: two", "failed: ERROR: No matching"),
        ("", "it said nothing"),
    ],
)
def test_output_becomes_a_sentence(output, sentence, tmp_path):
    text = errors.explain_output("Fetching it", output, tmp_path / "x.log")
    assert sentence in text
    assert "Traceback" not in text


@pytest.mark.parametrize("below", ["", "deeper", "deeper/still"])
def test_a_cache_folder_that_is_a_file_is_told(below, tmp_path):
    file = tmp_path / "cache"
    file.write_text("a slip of the keyboard")
    result = subprocess.run(
        [sys.executable, "-m", "dev", "setup"],
        cwd=cli.REPO,
        env={**os.environ, "GENDAN_CACHE": str(file / below)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == cli.NOT_READY
    assert "can't be made a folder" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_file_elsewhere_is_a_surprise(tmp_path):
    error = FileNotFoundError(2, "No such file", str(tmp_path / "odoo" / "release.py"))
    assert errors.explain_os_error(error, tmp_path) is None


def test_too_old_a_python_ends_as_other_commands_that_cannot_begin():
    code = "import runpy, sys; sys.version_info = (3, 9); runpy.run_module('dev', run_name='__main__')"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=cli.REPO, capture_output=True, text=True, check=False
    )
    assert result.returncode == cli.NOT_READY
    assert "needs Python 3.10" in result.stderr


def test_a_full_disk_is_explained_and_a_surprise_is_not(tmp_path):
    assert "is full" in errors.explain_os_error(OSError(28, "No space left"), tmp_path)
    assert "can't be written" in errors.explain_os_error(PermissionError(13, "no"), tmp_path)
    assert errors.explain_os_error(OSError(5, "I/O error"), tmp_path) is None
