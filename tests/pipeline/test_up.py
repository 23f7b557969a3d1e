"""`linli up` on a published demo: it answers, takes another port when its own is taken, and ends when told."""

from __future__ import annotations

import re
import socket
import urllib.request

from support import start_linli

from pipelines.settings import Home


def test_up_serves_until_it_is_stopped(demo_home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        with start_linli(demo_home, "up", "--port", str(wanted)) as running:
            assert running.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:(\d+)", running.stdout.readline())
            assert found is not None
            assert int(found.group(1)) > wanted
            with urllib.request.urlopen(found.group(0), timeout=20) as answer:
                assert answer.status == 200
            running.terminate()
            running.wait(timeout=30)
    assert running.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(found.group(1)))) != 0
