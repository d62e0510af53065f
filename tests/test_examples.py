"""The examples print what they should. The README's own is in test_readme.py."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_gateway_is_polled_and_each_refusal_has_its_remedy() -> None:
    golden = ROOT / "tests" / "golden" / "poll_gateway.txt"
    run = subprocess.run(
        [sys.executable, "-W", "error", str(ROOT / "examples" / "poll_gateway.py")],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )
    assert (run.stdout, run.stderr) == (golden.read_text(encoding="utf-8"), "")
    assert run.returncode == 1, "maps were refused"
