"""Inputs that once went wrong, or nearly, and a short run of the fuzzer of `tools/fuzz.py`."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import fuzz  # noqa: E402 - it stands in tools/

FILES = sorted(file for file in fuzz.CORPUS.glob("*/*") if file.is_file())


@pytest.mark.parametrize("file", FILES, ids=[f"{file.parent.name}/{file.name}" for file in FILES])
def test_what_must_hold_for_every_input_holds_for_the_corpus(file: Path) -> None:
    target = fuzz.TARGETS[file.parent.name]
    target.check(fuzz.input_of(target, file.read_bytes()), thoroughly=True)


def test_each_target_has_a_corpus() -> None:
    assert {file.parent.name for file in FILES} == set(fuzz.TARGETS)


@pytest.mark.parametrize(
    ("name", "count"), [("parse_all", 2_000), ("parse_payload", 1_000), ("scan", 300), ("command", 30)]
)
def test_the_fuzzer_makes_inputs_with_errors_and_finds_nothing(name: str, count: int) -> None:
    counted = fuzz.run(name, seed=7, count=count, seconds=600)
    assert counted["inputs"] == count
    assert counted["errors"] > count / 4
    assert counted["findings"] == 0


def test_the_fuzzer_reports_and_keeps_what_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(text: str, *, thoroughly: bool) -> int:
        assert "DIPV1003" not in text, "it fails"
        return 0

    monkeypatch.setattr(fuzz, "ROOT", tmp_path)
    monkeypatch.setattr(fuzz, "RESULTS", tmp_path / "fuzz")
    target = fuzz.TARGETS["parse_all"]._replace(check=check)
    monkeypatch.setitem(fuzz.TARGETS, "parse_all", target)
    counted = fuzz.run("parse_all", seed=7, count=500, seconds=600)
    kept = list((tmp_path / "fuzz" / "failures" / "parse_all").iterdir())
    assert 0 < len(kept) <= counted["findings"] < 500
    assert "parse_all: AssertionError: it fails" in capsys.readouterr().out
    for file in kept:
        with pytest.raises(AssertionError, match="it fails"):
            target.check(fuzz.input_of(target, file.read_bytes()), thoroughly=False)
