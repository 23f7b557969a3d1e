"""`linli demo`: the demo deliveries, as files a clerk could have sent."""

from __future__ import annotations

from pipelines.commands.console import say
from pipelines.commands.progress import shown_progress
from pipelines.demo import write_demo
from pipelines.settings import home


def demo() -> None:
    """Write the demo deliveries into the landing folder."""
    landing = home().landing
    with shown_progress() as listener:
        listener.begin("demo", None)
        files = write_demo(landing, lambda _path: listener.advance())
        listener.end()
    say(f"{files} 份演示数据已放入 {landing}，下一步: linli run / {files} demo files in {landing}, next: linli run")
