"""Ports, the note of a running server, and ending what was started."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from dev import cli, process, server
from dev.errors import Stop
from dev.settings import Settings

REPO = Path(__file__).resolve().parents[2]


def listening():
    """A socket that occupies a port."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


def test_a_taken_port_is_named_with_the_way_out():
    with closing(listening()) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Stop, match=f"Port {port} is taken by another program.*make run PORT="):
            server.check_port(port)
    server.check_port(port)


def test_the_sentence_reaches_the_terminal_without_a_traceback(tmp_path):
    with closing(listening()) as taken:
        port = taken.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "-m", "dev", "run"],
            cwd=REPO,
            env={**os.environ, "PORT": str(port), "GENDAN_CACHE": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == cli.NOT_READY
    assert f"Port {port} is taken" in result.stderr
    assert "Traceback" not in result.stderr + result.stdout


def test_an_old_note_is_not_believed(tmp_path):
    """Process numbers are used again: ours is told by its command line."""
    settings = Settings(tmp_path, tmp_path)
    note = server.Running.file(settings)
    assert server.Running.read(settings) is None
    note.write_text("{broken")
    assert server.Running.read(settings) is None
    note.write_text(f'{{"pid": {os.getpid()}, "port": 8069, "mark": "/other/odoo.conf"}}')
    assert server.Running.read(settings) is None


def test_stop_ends_ours_and_nothing_else(tmp_path):
    settings = Settings(tmp_path, tmp_path, postgres={"PGHOST": "elsewhere"})
    code = "import time; print('up', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", code, "our-own.conf"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as child:
        assert child.stdout.readline() == b"up\n"
        note = server.Running(child.pid, 8069, "our-own.conf")
        server.write(server.Running.file(settings), server.json.dumps(vars(note)))
        assert server.Running.read(settings) == note
        assert server.stop_all(settings) == 0
        assert child.wait(10) == -signal.SIGINT
    assert not server.Running.file(settings).exists()


def test_ending_a_group_takes_the_grandchildren_along(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        grandchild = int(parent.stdout.readline())
        process.end_group(parent, patience=5)
    deadline = time.monotonic() + 5
    while server.command_line(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not server.command_line(grandchild)


def test_the_welcome_lists_every_login(tmp_path):
    rows = [
        {"role": "Clerk", "login": "clerk", "password": "clerk"},
        {"role": "跟单员", "login": "clerk2", "password": "y"},
        {"role": "Portal customer", "login": "buyer@example.com", "password": "x"},
    ]
    text = server.welcome(Settings(tmp_path, tmp_path, port=8070), rows, tmp_path / "x.log")
    assert "http://localhost:8070" in text
    assert "  Clerk            clerk              clerk" in text
    assert "  跟单员           clerk2             y" in text
    assert "  Portal customer  buyer@example.com  x" in text


def test_a_failing_command_becomes_a_sentence(tmp_path):
    log = tmp_path / "logs/x.log"
    code = "import sys; print('No space left on device'); sys.exit(3)"
    with pytest.raises(Stop, match="is full"):
        process.run("Doing it", [sys.executable, "-c", code], log)
    assert "No space left on device" in log.read_text()
    with pytest.raises(Stop, match="Doing it needs the program no-such-program"):
        process.run("Doing it", ["no-such-program"], log)


def test_every_command_is_explained(capsys):
    assert cli.main([]) == 2
    shown = capsys.readouterr().err
    for name, command in cli.COMMANDS.items():
        assert name in shown
        assert command.__doc__ in shown
