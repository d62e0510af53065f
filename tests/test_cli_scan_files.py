"""`dualwrite-errors scan`: what it reads, and what it says of what it cannot read."""

import gzip
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from commands import FORMS_OF_SCAN, LOG, POSIX, ROOT, plain_environment, run, run_program, run_shell, titles, words
from logs import written

ROOT_ONLY = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root alone can become somebody who may not read a file"
)


# Files and standard input.


def test_several_files_are_summed_up(tmp_path: Path) -> None:
    paths = [str(written(tmp_path, *log)) for log in [("[DIPV1003]\n", "a"), ("[DIPV1003]\n[DIPV1005]\n", "b")]]
    assert "Found 3 errors of 2 kinds. Read 3 lines of 2 files, 3 with an error." in run("scan", *paths).out


def test_files_with_names_of_options_are_read_behind_two_hyphens_and_in_a_directory(tmp_path: Path) -> None:
    names = ["--format", "-r", "--"]
    for name in names:
        written(tmp_path, "[DIPV1003]\n", name)
    assert "of 2 files, 2 with an error" in run("scan", "--", *names[:2], directory=tmp_path).out
    assert "of 3 files, 3 with an error" in run("scan", "-r", ".", directory=tmp_path).out


@POSIX
def test_a_device_that_never_ends_is_refused_by_its_first_bytes() -> None:
    status, _, err = run("scan", "/dev/zero")
    assert (status, err.partition(": ")[2].partition(":")[0]) == (2, "/dev/zero")


def test_the_members_of_an_archive_are_named_and_never_written(tmp_path: Path) -> None:
    names = ["/etc/app.log", "../../outside.log", "C:\\inside.log", "\x1b[2J::error::.log"]
    (tmp_path / "inner").mkdir()
    with ZipFile(tmp_path / "inner" / "logs.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "[DIPV1003] keys\n")
    status, out, _ = run("scan", "--details", "--format", "jsonl", "logs.zip", directory=tmp_path / "inner")
    assert status == 1
    found = [json.loads(line)["source"].partition("!")[2] for line in out.splitlines()]
    assert found == [name.replace("\\", "/") if os.name == "nt" else name for name in names]
    assert [path.name for path in tmp_path.rglob("*")] == ["inner", "logs.zip"]


@pytest.mark.parametrize("arguments", [(), ("-",)], ids=["no file", "-"])
def test_standard_input_is_read(arguments: tuple[str, ...]) -> None:
    status, out, err = run("scan", *arguments, stdin=b"[DIPV1003] keys\n")
    assert (status, err) == (1, "")
    assert "first at <file>:1:2\n" in out  # the stand-in for standard input has no name


def test_standard_input_may_stand_among_files_and_is_called_stdin() -> None:
    done = run_program("scan", "--format", "jsonl", LOG, "-", stdin=b"[DIPV1003] keys\n")
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == [LOG] * 16 + ["<stdin>"]


def test_a_terminal_as_standard_input_is_no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    status, out, err = run("scan", stdin=stdin)
    assert (status, out) == (2, "")
    assert err.endswith("error: scan takes a file, or - for standard input\n")


@POSIX
def test_a_finding_of_standard_input_is_passed_on_before_its_end() -> None:
    command = [sys.executable, "-m", "dualwrite_errors", "scan", "--format", "jsonl"]
    with subprocess.Popen(
        command,
        env=plain_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"[DIPV1003] keys\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["code"] == "DIPV1003"
        process.stdin.close()
        assert process.wait() == 1


@POSIX
def test_a_fifo_is_read(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    done = run_shell(f"""printf '[DIPV1003] keys\\n' >"{fifo}" & "$@" scan "{fifo}" """)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"Found 1 error of 1 kind." in done.stdout


@POSIX
@pytest.mark.parametrize("options", ["", "--recursive"])
def test_the_file_that_the_output_goes_to_is_left_out(options: str, tmp_path: Path) -> None:
    path = written(tmp_path, "[DIPV1003] keys\n")
    given = tmp_path if options else path
    done = run_shell(f'"$@" scan {options} --format jsonl "{given}" >>"{path}"')
    assert path.read_text(encoding="utf-8") == "[DIPV1003] keys\n"
    assert f"{path} is left out: the output goes there".encode() in done.stderr


# Compressed and encoded ones.


@pytest.mark.parametrize("name", ["a.log.gz", "a.log.gz.1"])
def test_a_compressed_log_is_read_by_whatever_name(name: str, tmp_path: Path) -> None:
    path = str(written(tmp_path, gzip.compress((ROOT / LOG).read_bytes()), name))
    plain = run("scan", "--format", "jsonl", LOG).out
    assert run("scan", "--format", "jsonl", path).out == plain.replace(json.dumps(LOG), json.dumps(path))


def test_what_comes_before_the_cut_of_a_compressed_log_is_reported(tmp_path: Path) -> None:
    lines = b"".join(b"[DIPV1003] line %d\n" % number for number in range(10_000))
    path = str(written(tmp_path, gzip.compress(lines)[:-1000], "cut.log.gz"))
    status, out, err = run("scan", path)
    assert status == 2
    assert err.startswith(f"dualwrite-errors: {path}: the compressed data are damaged or cut off")
    assert err.count("\n") == 1
    found = re.search(r"Found ([\d,]+) errors of 1 kind. Read ([\d,]+) lines of 1 file", out)
    assert found is not None
    assert 1000 < int(found[1].replace(",", "")) < 10_000


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"", 0), (b"\x1f\x8b", 2), (gzip.compress(b"[DIPV1003]", mtime=0)[:11], 2), (b"[DIPV1003] not compressed\n", 1)],
)
def test_a_name_says_nothing_about_compression(data: bytes, status: int, tmp_path: Path) -> None:
    path = str(written(tmp_path, data, "a.gz"))
    ran = run("scan", path)
    assert ran.status == status
    assert ran.err.startswith(f"dualwrite-errors: {path}: the compressed data are damaged") == (status == 2)
    assert ("Found no error." in ran.out) == (status != 1)


@POSIX
def test_compressed_data_on_standard_input_are_read() -> None:
    done = run_shell(f'gzip -c {LOG} | "$@" scan --format jsonl')
    assert [json.loads(line)["line"] for line in done.stdout.splitlines()] == [
        json.loads(line)["line"] for line in run("scan", "--format", "jsonl", LOG).out.splitlines()
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "cp1252", "utf-32-be"])
def test_the_encoding_is_the_one_that_is_given(encoding: str, tmp_path: Path) -> None:
    path = str(written(tmp_path, "é [DIPV1003] für die Fähre\n".encode(encoding)))
    out = run("scan", "--encoding", encoding, "--format", "jsonl", path).out
    assert json.loads(out)["text"] == "é [DIPV1003] für die Fähre"


def test_the_encoding_holds_for_standard_input_too() -> None:
    data = "é [DIPV1003]\n".encode("cp1252")
    out = run("scan", "--encoding", "cp1252", "--format", "jsonl", stdin=data).out
    assert json.loads(out)["text"] == "é [DIPV1003]"


def test_a_byte_order_mark_goes_before_the_encoding(tmp_path: Path) -> None:
    path = str(written(tmp_path, "é [DIPV1003]\n".encode("utf-16")))
    out = run("scan", "--encoding", "cp1252", "--format", "jsonl", path).out
    assert json.loads(out)["text"] == "é [DIPV1003]"


# What cannot be read.


@pytest.mark.parametrize("form", FORMS_OF_SCAN)
def test_a_missing_file_is_named_and_takes_nothing_from_any_form(form: str) -> None:
    status, out, err = run("scan", "--format", form, "missing.log", LOG, "missing too.log")
    assert status == 2
    names = ("missing.log", "missing too.log")
    assert err.splitlines()[:2] == [f"dualwrite-errors: {name}: No such file or directory" for name in names]
    if form == "json":
        unread = json.loads(out)["summary"]["unread"]
        assert unread == [{"source": name, "reason": "No such file or directory"} for name in names]
    elif form == "html":
        assert all(f"<li>{name}: No such file or directory</li>" in out for name in names)
    elif form == "text":
        assert words(out) == with_unread(
            run("scan", LOG).out, *(f"{name}: No such file or directory" for name in names)
        )
    else:
        assert out == run("scan", "--format", form, LOG).out


def with_unread(summary: str, *unread: str) -> str:
    """What is printed where these could not be read, too."""
    files = "1 file" if len(unread) == 1 else f"{len(unread)} files"
    said = f"{files} could not be read, or not to the end. {' '.join(unread)}"
    return words(summary).replace("Every step", f"{said} Every step")


@POSIX
@pytest.mark.parametrize("options", [(), ("--recursive",)], ids=["file", "recursive"])
def test_a_name_that_is_too_long_is_a_file_that_cannot_be_read(options: tuple[str, ...]) -> None:
    name = "x" * 5000
    status, out, err = run("scan", *options, name, LOG)
    assert (status, err) == (2, f"dualwrite-errors: {name}: File name too long\n")
    assert words(out) == with_unread(run("scan", LOG).out, f"{'x' * 199}…: File name too long")


@POSIX
def test_a_directory_is_named_and_the_way_to_read_it(tmp_path: Path) -> None:
    status, out, err = run("scan", str(tmp_path), LOG)
    reason = "it is a directory; --recursive reads the files in it"
    assert (status, titles(out)) == (2, titles(run("scan", LOG).out))
    assert reason in words(out)
    assert err == f"dualwrite-errors: {tmp_path}: it is a directory; --recursive reads the files in it\n"


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A directory that everyone can reach."""
    run("scan", LOG, "missing.log")  # imports all that it needs
    directory = Path(tempfile.mkdtemp(dir="/tmp"))  # what TMPDIR names may be for root alone
    directory.chmod(0o755)
    written(directory, "[DIPV1003] keys\n", "open.log").chmod(0o644)
    yield directory
    shutil.rmtree(directory)


def run_as_nobody(*arguments: str) -> tuple[int, list[str], str]:
    status, out, err = run("scan", *arguments, user=65534)
    return status, titles(out), err


@ROOT_ONLY
def test_a_file_that_may_not_be_read_is_named_and_the_rest_is_reported(nobody: Path) -> None:
    written(nobody, "[DIPV1005]\n", "secret.log").chmod(0)
    assert run_as_nobody(str(nobody / "secret.log"), str(nobody / "open.log")) == (
        *(2, ["DIPV1003"], f"dualwrite-errors: {nobody}/secret.log: Permission denied\n"),
    )


@ROOT_ONLY
@pytest.mark.parametrize("options", [(), ("--recursive",)], ids=["file", "recursive"])
def test_a_file_in_a_directory_that_may_not_be_entered_is_named_and_the_rest_is_reported(
    options: tuple[str, ...], nobody: Path
) -> None:
    (nobody / "shut").mkdir()
    secret = written(nobody / "shut", "[DIPV1005]\n")
    (nobody / "shut").chmod(0o700)
    assert run_as_nobody(*options, str(secret), str(nobody / "open.log")) == (
        *(2, ["DIPV1003"], f"dualwrite-errors: {secret}: Permission denied\n"),
    )


@ROOT_ONLY
@pytest.mark.parametrize("mode", [0o000, 0o744])
def test_a_directory_of_a_tree_that_may_not_be_read_is_named_and_the_rest_is_reported(mode: int, nobody: Path) -> None:
    (nobody / "shut").mkdir()
    written(nobody / "shut", "[DIPV1005]\n", "a.log")
    (nobody / "shut").chmod(mode)
    status, found, err = run_as_nobody("--recursive", str(nobody))
    assert (status, found) == (2, ["DIPV1003"])
    assert re.fullmatch(rf"dualwrite-errors: {re.escape(str(nobody))}/shut(/a\.log)?: Permission denied\n", err)


# Directories.


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Directories of logs."""
    for number, name in enumerate(("b.log", "a.log", "sub/b.log", "sub/deep/c.log", "zero/a.log"), start=1003):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"[DIPV{number}]\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_recursive_reads_the_files_of_directories_in_order(tree: Path) -> None:
    status, out, err = run("scan", "--recursive", "--format", "jsonl", str(tree))
    sources = [Path(json.loads(line)["source"]).relative_to(tree).as_posix() for line in out.splitlines()]
    assert sources == ["a.log", "b.log", "sub/b.log", "sub/deep/c.log", "zero/a.log"]
    assert status == 1
    assert "of 5 files" in err


def test_recursive_takes_files_too(tree: Path) -> None:
    assert "Read 3 lines of 3 files" in run("scan", "--recursive", "a.log", "sub", directory=tree).out


def test_recursive_reads_a_file_that_is_called_like_standard_input(tree: Path) -> None:
    written(tree, "[DIPV1031]\n", "-")
    command = [sys.executable, "-m", "dualwrite_errors", "scan", "--recursive", "--format", "jsonl", "."]
    done = subprocess.run(
        command, check=False, cwd=tree, env=plain_environment(), capture_output=True, stdin=subprocess.DEVNULL
    )
    assert b"DIPV1031" in done.stdout
    assert b"<stdin>" not in done.stdout


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("option", ["-r", "--recursive"])
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere paths may not be that long")
def test_recursive_reads_a_tree_that_is_deeper_than_the_stack(option: str, tmp_path: Path) -> None:
    directories = [tmp_path.joinpath(*["d"] * depth) for depth in range(1, 1501)]
    for directory in directories:
        directory.mkdir()
    log = written(directories[-1], "[DIPV1003] keys\n")
    status, out, err = run("scan", option, "--format", "jsonl", ".", directory=tmp_path)
    assert (status, out.count("DIPV1003"), err.count("\n")) == (1, 2, 1)
    log.unlink()
    for directory in reversed(directories):  # shutil.rmtree calls itself
        directory.rmdir()


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_a_directory_without_a_file_is_no_all_clear(depth: int, tmp_path: Path) -> None:
    tmp_path.joinpath(*["d"] * depth).mkdir(parents=True, exist_ok=True)
    status, _, err = run("scan", "-r", str(tmp_path))
    assert (status, err) == (2, f"dualwrite-errors: {tmp_path}: there is no file in the directory\n")


@POSIX
def test_a_directory_with_nothing_but_a_pipe_is_no_all_clear(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    status, out, _ = run("scan", "-r", ".", directory=tmp_path)
    assert (status, "there is no file in the directory" in words(out)) == (2, True)


@POSIX
def test_a_link_to_a_directory_elsewhere_is_no_all_clear(tree: Path) -> None:
    (tree / "calm").mkdir()
    written(tree / "calm", "calm\n")
    (tree / "calm" / "linked").symlink_to(tree / "sub", target_is_directory=True)
    status, out, err = run("scan", "-r", "calm", directory=tree)
    assert (status, "1 file could not be read" in words(out)) == (2, True)
    reason = "it is a link to a directory elsewhere; name it to read the files in it"
    assert err == f"dualwrite-errors: calm/linked: {reason}\n"
    assert "Read 2 lines of 2 files" in run("scan", "-r", "calm/linked", directory=tree).out


def test_a_pattern_that_the_shell_leaves_alone_means_the_files_that_it_matches(tree: Path) -> None:
    assert "Read 2 lines of 2 files" in run("scan", "*.log", directory=tree).out
    (tree / "[a].log").write_text("[DIPV1003]\n", encoding="utf-8")
    assert "Read 1 line of 1 file," in run("scan", "[a].log", directory=tree).out
    status, _, err = run("scan", "*.txt", directory=tree)
    assert (status, err) == (2, "dualwrite-errors: *.txt: No such file or directory\n")


def test_recursive_leaves_out_what_is_no_file_and_says_so(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tree / "sub" / "pipe")
    monkeypatch.chdir(tree)  # the whole path may be too long for a socket
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        status, out, err = run("scan", "--recursive", ".", directory=tree)
    assert (status, err.replace("./", "")) == (
        1,
        "socket is left out: it is no regular file\nsub/pipe is left out: it is no regular file\n",
    )
    assert "of 5 files" in out


@POSIX
def test_recursive_ends_where_links_go_in_circles_and_names_those_that_lead_nowhere(tree: Path) -> None:
    (tree / "sub" / "up").symlink_to(tree, target_is_directory=True)
    (tree / "sub" / "self").symlink_to("self")
    (tree / "sub" / "broken").symlink_to("nowhere")
    (tree / "sub" / "linked.log").symlink_to(tree / "a.log")
    status, out, err = run("scan", "--recursive", ".", directory=tree)
    assert (status, sorted(err.replace(" ./", " ").splitlines())) == (
        2,
        [
            "./sub/up is left out: it is a link to a directory that is read anyway",
            "dualwrite-errors: sub/broken: No such file or directory",
            "dualwrite-errors: sub/self: Too many levels of symbolic links",
        ],
    )
    assert "of 6 files" in out
