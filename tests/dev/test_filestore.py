"""Two workers that share no files."""

import pytest

from tests.filestore import own_filestore


@pytest.fixture
def shared(tmp_path):
    store = tmp_path / "gendan"
    (store / "ab").mkdir(parents=True)
    (store / "ab/ab12").write_bytes(b"from the template")
    return store


def test_a_worker_reads_what_was_there_before(shared, tmp_path):
    own = tmp_path / "gendan-gw0"
    with own_filestore(shared, own):
        assert (own / "ab/ab12").read_bytes() == b"from the template"
    assert not own.exists()
    assert (shared / "ab/ab12").exists()


def test_what_one_worker_clears_away_stays_with_the_others(shared, tmp_path):
    first, second = tmp_path / "gendan-gw0", tmp_path / "gendan-gw1"
    with own_filestore(shared, first), own_filestore(shared, second):
        (first / "ab/ab34").write_bytes(b"a proof")
        assert not (second / "ab/ab34").exists()
        (second / "ab/ab12").unlink()
        assert (first / "ab/ab12").read_bytes() == b"from the template"
        assert (first / "ab/ab34").read_bytes() == b"a proof"


def test_what_a_killed_run_has_left_is_cleared_away_first(shared, tmp_path):
    own = tmp_path / "gendan-gw0"
    own.mkdir()
    (own / "left").touch()
    with own_filestore(shared, own):
        assert not (own / "left").exists()


def test_a_database_without_files(tmp_path):
    with own_filestore(tmp_path / "none", tmp_path / "none-gw0"):
        assert not (tmp_path / "none-gw0").exists()
