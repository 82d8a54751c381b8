"""Which Python the environment runs on."""

import subprocess
import sys
from pathlib import Path

import pytest

from dev import quickest, venv
from dev.settings import Settings

OWN = Path(sys._base_executable)
ABI = [3, 11, "cpython-311"]


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "python3.11"
    path.touch()
    return path


def choose(monkeypatch, other, own, theirs, named=""):
    monkeypatch.setenv("PYTHON", named)
    monkeypatch.setattr(quickest, "measure", lambda python: own if python == OWN else theirs)
    return quickest.quickest([other])


@pytest.mark.parametrize(
    "theirs, taken",
    [
        ({"abi": ABI, "seconds": 0.8}, True),
        ({"abi": ABI, "seconds": 0.97}, False),  # not worth it
        ({"abi": [3, 11, "cpython-311d"], "seconds": 0.5}, False),  # compiled packages would not load
        (None, False),  # lacks a part of its library
    ],
)
def test_another_is_taken_where_it_is_clearly_quicker_and_runs_the_same_packages(monkeypatch, other, theirs, taken):
    assert choose(monkeypatch, other, {"abi": ABI, "seconds": 1.0}, theirs) == (other if taken else OWN)


def test_the_one_that_was_named_is_taken(monkeypatch, other):
    theirs = {"abi": ABI, "seconds": 0.1}
    assert choose(monkeypatch, other, {"abi": ABI, "seconds": 1.0}, theirs, "python3.11") == OWN
    assert choose(monkeypatch, other, {"abi": ABI, "seconds": 1.0}, theirs) == other


def test_without_another_nothing_is_measured(monkeypatch, tmp_path):
    monkeypatch.delenv("PYTHON", raising=False)
    monkeypatch.setattr(quickest, "measure", lambda python: pytest.fail("measured"))
    assert quickest.quickest([tmp_path / "none", OWN]) == OWN


def test_measuring(tmp_path):
    told = quickest.measure(OWN)
    assert told["abi"][:2] == list(sys.version_info[:2])
    assert 0 < told["seconds"] < 30
    assert quickest.measure(tmp_path / "none") is None


def test_an_environment_moves_with_its_packages(tmp_path):
    here = venv.Venv(tmp_path / "venv")
    subprocess.run([OWN, "-m", "venv", "--without-pip", here.folder], check=True)
    package = next(here.folder.glob("lib/python*/site-packages")) / "t_package.py"
    package.write_text("told = 'kept'")
    python = tmp_path / "elsewhere"
    python.symlink_to(OWN)
    venv.move(Settings(tmp_path, tmp_path / "cache"), here, python)
    assert venv.works(here)
    told = subprocess.run(
        [here.python, "-c", "import t_package; print(t_package.told)"], capture_output=True, text=True, check=True
    ).stdout
    assert told == "kept\n"
    assert str(tmp_path) in (here.folder / "pyvenv.cfg").read_text(encoding="utf-8")
