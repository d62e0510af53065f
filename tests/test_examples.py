"""The examples do what they say. The README's own is in test_readme.py."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dualwrite_errors.testing import FakeGateway

ROOT = Path(__file__).parent.parent
SITES, UNITS = "con_sites - Sites V2", "con_units - Units"


@pytest.fixture(scope="module")
def poller() -> ModuleType:
    spec = importlib.util.spec_from_file_location("poll_gateway", ROOT / "examples" / "poll_gateway.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.SECONDS_BETWEEN_POLLS = 0.0  # type: ignore[attr-defined]
    return module


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


def test_a_busy_gateway_is_asked_again_after_the_pause_that_it_asks_for(
    poller: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(poller.time, "sleep", pauses.append)
    with FakeGateway({SITES: ["waiting", "completed"]}) as gateway:
        gateway.throttle_next(17)
        gateway.answer_next(503)
        gateway.throttle_next("Wed, 06 May 2031 08:00:00 GMT")
        gateway.throttle_next(100_000)
        assert poller.main(gateway.url, gateway.request_id) == 0
        assert (gateway.polls, len(gateway.requests)) == (2, 6)
    assert pauses == [17.0, 0.0, 0.0, 60.0, 0.0]
    assert "No map was refused." in capsys.readouterr().out


def test_a_page_to_sign_in_is_an_error_and_no_map_is_taken_for_accepted(
    poller: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeGateway({SITES: "completed"}) as gateway:
        gateway.sign_in_next()
        assert poller.main(gateway.url, gateway.request_id) == 1
        assert (gateway.polls, len(gateway.requests)) == (0, 1)
    said = capsys.readouterr().out
    assert "- The gateway itself: <!DOCTYPE html><title>Sign in to your account</title>" in said
    assert "No map was refused." not in said


def test_every_refused_map_is_named_by_area_also_with_several_issues(
    poller: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeGateway(
        {
            SITES: ["waiting", ["DIPV1003", "DIPV1022"]],
            UNITS: ["The flux is out of phase \x1b[2J"],
            "con_a - A": "error",
        }
    ) as gateway:
        assert poller.main(gateway.url, gateway.request_id) == 1
    schema, keys, others = capsys.readouterr().out.split("\n\n")[1:]
    assert f"- {SITES} " in schema
    assert f"- {SITES} " in keys
    assert [name in others for name in (SITES, UNITS, "con_a - A")] == [False, True, True]
    assert "\x1b" not in others


def test_a_gateway_that_never_decides_is_a_time_out(poller: ModuleType) -> None:
    with FakeGateway({SITES: "waiting"}) as gateway:
        with pytest.raises(TimeoutError, match="has not decided after 10 polls"):
            poller.main(gateway.url, gateway.request_id)
        assert gateway.polls == 10


def test_a_slow_gateway_is_waited_for(poller: ModuleType) -> None:
    with FakeGateway({SITES: "completed"}) as gateway:
        gateway.delay_next(0.3)
        assert poller.main(gateway.url, gateway.request_id) == 0
