"""Started twice at once."""

import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dev import lock
from dev.errors import Stop

REPO = Path(__file__).resolve().parents[2]


def test_the_second_says_who_holds_it(tmp_path):
    path, stream = tmp_path / "setup.lock", io.StringIO()
    with lock.setup_lock(path, "run"):
        with pytest.raises(Stop, match="If it hangs, end it"):
            with lock.setup_lock(path, "test", wait=0, stream=stream):
                pass
    said = stream.getvalue()
    assert f"process {os.getpid()} (make run, since " in said
    assert "GENDAN_CACHE" in said


def test_the_second_goes_on_when_the_first_has_finished(tmp_path):
    path, stream = tmp_path / "setup.lock", io.StringIO()
    first = lock.take(path, "run")
    threading.Timer(0.3, first.close).start()
    start = time.monotonic()
    with lock.setup_lock(path, "test", wait=20, stream=stream):
        assert time.monotonic() - start < 15
        assert "make test" in lock.holder(path)


def test_a_killed_holder_leaves_no_lock(tmp_path):
    path = tmp_path / "setup.lock"
    code = (
        "import sys, time; from pathlib import Path; from dev import lock\n"
        f"held = lock.take(Path({str(path)!r}), 'run'); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=REPO, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "held\n"
        assert lock.take(path, "test") is None
        child.kill()
    handle = lock.take(path, "test")
    assert handle is not None
    handle.close()
