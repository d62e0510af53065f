"""The workflows against what they run: what holds on a desk holds in CI, and the other way round."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
CI = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
RELEASE = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
NOXFILE = (ROOT / "noxfile.py").read_text(encoding="utf-8")


def test_ci_runs_every_session_that_nox_runs() -> None:
    usual = re.search(r"^nox\.options\.sessions = \[(.*?)^\]", NOXFILE, re.DOTALL | re.MULTILINE)
    in_matrix = re.search(r"^        session:\n((?:          - \w+\n)+)", CI, re.MULTILINE)
    assert usual is not None
    assert in_matrix is not None
    by_name = re.findall(r"nox -s (\w+)", CI)
    assert {*re.findall(r"\w+", in_matrix[1]), *by_name} >= set(re.findall(r'"(\w+)"', usual[1]))


def test_what_a_release_runs_is_a_session() -> None:
    sessions = set(re.findall(r"^def (\w+)\(session", NOXFILE, re.MULTILINE))
    run = set(re.findall(r"-m nox -s (\w+)", RELEASE))
    assert run
    assert run <= sessions


def test_every_action_is_pinned_to_a_commit_and_the_same_in_both_workflows() -> None:
    pins: dict[str, set[str]] = {}
    for action, pin in re.findall(r"uses: ([\w./-]+)@(.*)", CI + RELEASE):
        assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), (action, pin)
        pins.setdefault(action, set()).add(pin)
    assert pins
    assert {action: pin for action, pin in pins.items() if len(pin) > 1} == {}
