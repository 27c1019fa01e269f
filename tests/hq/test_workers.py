"""Several processes serve one HQ: each answers, and all end together."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector_app.hq import workers
from inspector_app.hq.office import Office, Plan

pytestmark = pytest.mark.skipif(not workers.CAN_SHARE, reason="one process alone can listen at a port here")
LONG_S = 120


def answers(port: int, ca: Path) -> bool:
    """Whether HQ says that it lives."""
    context = ssl.create_default_context(cafile=str(ca))
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=20) as line,
            context.wrap_socket(line, server_hostname="127.0.0.1") as secure,
        ):
            secure.sendall(b"GET /healthz/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            return b"200" in secure.recv(100)
    except OSError:
        return False


def listeners(port: int) -> int:
    """Sockets that listen at a port, by the kernel's own account."""
    table = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    return sum(line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A" for line in table)


def until(is_so: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < LONG_S
        time.sleep(0.1)


@contextmanager
def served(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    Office.create(
        data, Plan("DEMO", ("127.0.0.1",), port, f"sqlite:///{data}/hq.sqlite"), time.time_ns() // 1_000
    ).close()
    command = [sys.executable, "-m", "inspector_app.hq", "serve", "--data", str(data), "--host", "127.0.0.1"]
    with subprocess.Popen([*command, "--workers", "3"], stdout=subprocess.DEVNULL) as parent:
        try:
            until(lambda: listeners(port) == 3)
            yield parent
        finally:
            parent.kill()


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        found: int = free.getsockname()[1]
    return found


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs the kernel's table of sockets")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_several_processes_answer_at_one_port_and_end_together(tmp_path: Path, port: int, end: signal.Signals) -> None:
    data = tmp_path / "hq"
    with served(data, port) as parent:
        assert all(answers(port, data / "keys" / "ca.pem") for _ in range(12))
        parent.send_signal(end)
        assert parent.wait(LONG_S) == (0 if end is signal.SIGTERM else -end)
        until(lambda: listeners(port) == 0)


def test_only_postgresql_has_several_processes_unasked() -> None:
    assert workers.usual_number("sqlite:///x") == 1
    assert 1 <= workers.usual_number("postgresql+psycopg://x") <= workers.MOST
