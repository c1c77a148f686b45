"""A headless Chromium, driven through a pair of pipes (`--remote-debugging-pipe`): no other package is needed.

The protocol is that of https://chromedevtools.github.io/devtools-protocol/: JSON messages, each ended by a zero byte.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def program() -> str | None:
    """The browser's path, where there is one."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Browser:
    """One page."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="burrow-browser-", ignore_cleanup_errors=True)
        to_read, self.write_to = os.pipe()
        self.read_from, to_write = os.pipe()

        def descriptors() -> None:
            a, b = os.dup(to_read), os.dup(to_write)
            os.dup2(a, 3)
            os.dup2(b, 4)

        command = [str(program()), "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
                   "--no-first-run", "--disable-dev-shm-usage", "--disable-background-networking", "--hide-scrollbars",
                   f"--user-data-dir={self.folder.name}", "about:blank"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=(3, 4),
                                        stderr=subprocess.DEVNULL, preexec_fn=descriptors)
        os.close(to_read)
        os.close(to_write)
        self.rest = b""
        self.number = 0
        self.events: list[dict[str, Any]] = []
        self.session = ""
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(one["targetId"] for one in targets if one["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        """End it."""
        os.close(self.write_to)
        self.process.terminate()
        self.process.wait(20)
        os.close(self.read_from)
        self.folder.cleanup()

    def receive(self, seconds: float) -> dict[str, Any]:
        """The next message."""
        deadline = time.monotonic() + seconds
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.read_from], [], [], max(0.0, deadline - time.monotonic()))
            data = os.read(self.read_from, 1 << 20) if ready else b""
            if not data:
                raise TimeoutError("the browser does not answer")
            self.rest += data
        message, _, self.rest = self.rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask for something; its result."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write_to, json.dumps(message).encode() + b"\0")
        while True:
            found = self.receive(60)
            if found.get("id") == self.number:
                if "error" in found:
                    raise RuntimeError(f"{method}: {found['error']}")
                result: dict[str, Any] = found["result"]
                return result
            if "method" in found:
                self.events.append(found)

    def wait(self, method: str) -> dict[str, Any]:
        """The next event of a kind."""
        while True:
            for number, event in enumerate(self.events):
                if event["method"] == method:
                    return self.events.pop(number)
            self.events.append(self.receive(60))

    def open(self, address: str) -> None:
        """Go to a page and wait until it is there."""
        self.forget()
        self.call("Page.navigate", url=address)
        self.wait("Page.loadEventFired")

    def forget(self) -> None:
        """Events that nobody waits for."""
        self.events = [event for event in self.events if event["method"] != "Page.loadEventFired"]

    def do(self, script: str) -> Any:
        """The value of an expression."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", "failed"))
        return answer["result"].get("value")

    def follow(self, script: str) -> None:
        """Do what leads to another page, and wait for it."""
        self.forget()
        self.do(script)
        self.wait("Page.loadEventFired")

    def press(self, key: str, code: int) -> None:
        """A key."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code)

    def size(self, width: int, height: int, dark: bool = False) -> None:
        """The window and its colours."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def shot(self, path: Path, full: bool = False) -> None:
        """A picture of the page."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=full)["data"]
        path.write_bytes(base64.b64decode(data))

    def asked(self) -> list[str]:
        """Every address that was asked for so far."""
        return [event["params"]["request"]["url"] for event in self.events
                if event["method"] == "Network.requestWillBeSent"]

    def complaints(self) -> list[str]:
        """What the console says is wrong."""
        return [json.dumps(event["params"])[:400] for event in self.events
                if event["method"] in ("Runtime.exceptionThrown", "Log.entryAdded")]
