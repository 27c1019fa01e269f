"""`inspector-hq serve` as a person runs it: what it says, when, and how it ends."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.hq.logs import PlainLines, fields
from tests.running_hq import make_office

BY_HAND = [sys.executable, "-u", "-m", "inspector_app.hq", "serve", "--host", "127.0.0.1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("serving") / "hq"
    make_office(place).close()
    return place


@contextmanager
def served(folder: Path, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A process that says that it listens."""
    backups = ["--backup-to", str(folder / "backups"), "--same-disk-counts"]
    command = [*BY_HAND, "--data", str(folder), "--port", str(port), *backups, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=english()) as process:
        try:
            assert process.stdout is not None
            assert "HQ listens" in process.stdout.readline()
            yield process
        finally:
            process.kill()


def english() -> dict[str, str]:
    return os.environ | {"LC_ALL": "C.UTF-8"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refuse(folder: Path, port: int) -> None:
    """A request that HQ does not answer with yes; that it was answered shows that "listens" was true."""
    trust = ssl.create_default_context(cafile=str(folder / "keys" / "ca.pem"))
    request = urllib.request.Request(f"https://127.0.0.1:{port}/inspector/v1/enrol", b"{}", method="POST")
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request, context=trust, timeout=30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_listens_when_it_says_so_and_ends_cleanly(folder: Path, number: signal.Signals) -> None:
    port = free_port()
    with served(folder, port) as process:
        refuse(folder, port)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out == "HQ has stopped; nothing was lost.\n"
    (line,) = err.splitlines()  # of the refused request alone
    assert "sync.hq.gate: request endpoint=enrol outcome=malformed" in line


def test_its_log_is_json_where_that_is_asked_for(folder: Path) -> None:
    port = free_port()
    with served(folder, port, "--log") as process:
        refuse(folder, port)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    lines = [json.loads(line) for line in err.splitlines()]
    assert [line["outcome"] for line in lines if line["event"] == "request"] == ["malformed"]


def test_a_port_that_is_taken_is_said_before_anything_is_claimed(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for words in (["--port", str(port)], ["--port", str(free_port()), "--metrics-port", str(port)]):
            command = [*BY_HAND, "--data", str(folder), *words]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=english())
            assert (done.returncode, done.stdout) == (1, "")
            assert done.stderr.startswith(f"HQ cannot listen on 127.0.0.1, port {port}: ")
            assert done.stderr.count("\n") == 1


def test_a_line_for_people_tells_fields_and_where_a_bug_was() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "request", None, None)
    record.__dict__ |= fields(endpoint="push", device="", ms=3)
    assert PlainLines().format(record).endswith("warning x: request endpoint=push ms=3")
    try:
        raise ValueError("a name that no log may hold")
    except ValueError:
        record.exc_info = sys.exc_info()
    told = PlainLines().format(record)
    assert "ValueError\n  " in told
    assert "a name" not in told
