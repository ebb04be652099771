"""How long from the command to the page: ``python tests/measure_start.py [ARGUMENTS OF app.py]``.

Starts the page three times on a free port and prints, for each, the seconds until it says that it
is ready and until the first page has been delivered.
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
READY = "有据已就绪："


def start(command: list[str]) -> tuple[float, float]:
    """Seconds until ready, and until the page is there."""
    begun = time.perf_counter()
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip().removeprefix(READY)
        ready = time.perf_counter() - begun
        urllib.request.urlopen(address, timeout=10).read()  # noqa: S310 - our own address
        page = time.perf_counter() - begun
        process.terminate()
    return ready, page


if __name__ == "__main__":
    for _ in range(3):
        ready, page = start([sys.executable, str(ROOT / "app.py"), "--port", "0", *sys.argv[1:]])
        print(f"ready {ready:.2f} s, page {page:.2f} s")  # noqa: T201 - a script
