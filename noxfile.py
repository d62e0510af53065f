"""Everything that has to hold before a change lands.

`nox --list` shows the sessions; `nox` runs all but `bench`, `mutation` and `fuzz`.
"""

import hashlib
import json
import os
import re
import shutil
import tarfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "virtualenv"
nox.options.sessions = [
    "tests",
    "pure",
    "floors",
    "integrations",
    "browser",
    "engines",
    "lint",
    "types",
    "docs",
    "package",
    "reproducible",
    "audit",
    "bench_quick",
]

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = ["3.11", "3.12", "3.13"]
COMPILER = shutil.which((os.environ.get("CC") or "cc").split()[0]) is not None
COMPILED = {"DUALWRITE_ERRORS_PURE": "0", "REQUIRE_COMPILED": "1"} if COMPILER else {}
ON_EVERY_CORE = ["-q", "-n", "auto", "--dist", "loadfile"]  # the examples of a page build on each other
ALL_TESTS = ["-m", "slow or not slow"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")  # as in tests/browsers.py
PURE = {"DUALWRITE_ERRORS_PURE": "1"}


def group(name: str) -> list[str]:
    return list(nox.project.dependency_groups(PROJECT, name))


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests on every supported version, with the newest dependencies; compiled where there is a C compiler."""
    session.install(".", *group("tests"), env=COMPILED)
    slow_too = ALL_TESTS if session.python == PYTHONS[0] else ()
    session.run("pytest", *ON_EVERY_CORE, *slow_too, *session.posargs, env=COMPILED)


@nox.session(python=PYTHONS)
def pure(session: nox.Session) -> None:
    """The tests of what reads logs without the compiled module, as where there is no C compiler."""
    session.install(".", *group("tests"), env=PURE)
    absent = "from importlib.util import find_spec; assert not find_spec('dualwrite_errors.scanning._speedups')"
    session.run("python", "-c", absent)
    of_logs = ["tests/test_speedups.py", *map(str, Path("tests").glob("test_scan*.py")), "docs/logs.md"]
    of_logs += map(str, Path("tests").glob("test_cli_scan*.py"))
    session.run("pytest", *ON_EVERY_CORE, *(session.posargs or of_logs))


@nox.session(python=PYTHONS)
def floors(session: nox.Session) -> None:
    """The tests with the oldest dependencies that pyproject.toml allows."""
    oldest = [dependency.replace(">=", "==") for dependency in PROJECT["project"]["dependencies"]]
    session.install(".", *oldest, *group("tests"))
    installed = session.run("pip", "list", "--format=freeze", silent=True) or ""
    if not {line.replace("_", "-") for line in installed.splitlines()}.issuperset(oldest):
        session.error(f"{oldest} are not what is installed: {installed}")
    session.run("pytest", *ON_EVERY_CORE, *session.posargs)


@nox.session(python=PYTHONS[0])
def coverage(session: nox.Session) -> None:
    """Every branch is reached by a test, programs that tests start included; Java is needed, as for `engines`."""
    session.install("-e", ".", *group("coverage"), *group("engines"), env=COMPILED)
    session.run("coverage", "erase")
    left_out = ("--ignore-glob=tests/test_browser*", "-k", "not million_rows")  # they reach no other branch, and slowly
    session.run(
        "coverage", "run", "-m", "pytest", *ON_EVERY_CORE, *ALL_TESTS, *left_out,
        env={**COMPILED, "REQUIRE_ENGINES": "1"},
    )  # fmt: skip
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", *session.posargs)


@nox.session(python=PYTHONS[0])
def mutation(session: nox.Session) -> None:
    """A test fails when the code is wrong: 400 mutants by chance, or those that the arguments choose."""
    session.install("-e", ".", *group("coverage"), env=COMPILED)
    session.run("python", "tools/mutate.py", *(session.posargs or ["--sample", "400"]))


@nox.session(python=PYTHONS[0])
def fuzz(session: nox.Session) -> None:
    """Hostile inputs for two minutes: made from a seed, and guided by the branches that they reach."""
    session.install("-e", ".", *group("fuzz"), env=COMPILED)
    for target in ("parse_all", "parse_payload", "scan", "command"):
        session.run("python", "tools/fuzz.py", target, *(session.posargs or ["--seconds", "15"]))
        session.run("python", "tools/fuzz.py", target, "--guided", *(session.posargs or ["--seconds", "15"]))


@nox.session(python=PYTHONS)
def integrations(session: nox.Session) -> None:
    """Real libraries: nothing but Spark may be skipped, and that only where there is no Java for it."""
    session.install(".", *group("tests"), *group("integrations"))
    session.run("pytest", "-q", "-rs", "tests/test_libraries.py", "docs/recipes.md", env={"REQUIRE_LIBRARIES": "1"})


@nox.session(python=PYTHONS[0])
def browser(session: nox.Session) -> None:
    """What Chromium makes of the pages. Skipped, and said so, where there is no Chromium."""
    if not any(map(shutil.which, BROWSERS)):
        session.skip(f"no browser on the path ({', '.join(BROWSERS)}): Debian has one as the package chromium")
    session.install(".", *group("browser"), *group("docs"))
    of_pages = map(str, Path("tests").glob("test_browser*.py"))
    required = {"REQUIRE_BROWSER": "1", "SITE": build_site(session)}
    session.run("pytest", "-q", "-rs", *(session.posargs or of_pages), env=required)


@nox.session(python=PYTHONS[0])
def engines(session: nox.Session) -> None:
    """Spark, Polars and DuckDB beside `parse_all`, on a million rows: nothing may be skipped, and Java is needed."""
    session.install(".", *group("tests"), *group("engines"))
    session.run(
        "pytest", "-q", "-rs", *ALL_TESTS,
        "tests/test_portable.py", "tests/test_engines.py", "tests/test_engine_examples.py",
        env={"REQUIRE_ENGINES": "1"},
    )  # fmt: skip


@nox.session(python=PYTHONS[0])
def lint(session: nox.Session) -> None:
    """Style, format, the direction of imports, the recorded public API, and the workflows."""
    session.install("-e", ".", *group("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")
    session.run("python", "tools/api_record.py", "--check")
    session.run("zizmor", "--offline", "--quiet", ".github")


@nox.session(python=PYTHONS)
def types(session: nox.Session) -> None:
    """What mypy and pyright say on every version, also of the README, and how complete the public types are."""
    session.install(".", *group("typing"), *group("docs"), *group("engines"), "nox")
    session.run("mypy", "--python-version", str(session.python))
    session.run("pyright", "--pythonversion", str(session.python))
    session.run("pyright", "--verifytypes", "dualwrite_errors", "--ignoreexternal")
    examples = re.findall(
        r"^```python\n(?!>>>)(.*?)^```$", Path("README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    for number, example in enumerate(examples, start=1):
        file = Path(session.create_tmp()) / f"readme_{number}.py"
        file.write_text(example, "utf-8")
        session.run("mypy", str(file))
        session.run("pyright", str(file))


@nox.session(python=PYTHONS[0])
def docs(session: nox.Session) -> None:
    """What is generated is up to date, the pages build without a warning, and each link in them leads somewhere.

    `nox -s docs -- DIRECTORY` leaves the pages there.
    """
    session.install(".", *group("tests"), *group("docs"))
    session.run("python", "tools/generate.py", "--check")
    site = build_site(session)
    session.run("pytest", "-q", "-rs", *map(str, Path("tests").glob("test_site*.py")), env={"SITE": site})
    if session.posargs:
        shutil.copytree(site, session.posargs[0], dirs_exist_ok=True)
    session.log(f"To read it: python -m http.server --bind 127.0.0.1 --directory {site}")


def build_site(session: nox.Session) -> str:
    """Build the documentation, whole or not at all, and return where it is."""
    site = str(Path(session.create_tmp()).resolve() / "html")
    build = ["sphinx-build", "-W", "--keep-going", "-q", "-b", "html", "docs", site]
    session.run(*build, env={"REQUIRE_EXPLAIN_PAGE": "1"})
    return site


@nox.session(python=PYTHONS[0])
def package(session: nox.Session) -> None:
    """What would be published: its metadata and contents, and the tests against the built wheel."""
    dist = Path(session.create_tmp()) / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.install(*group("package"), *group("tests"))
    session.run("python", "-m", "build", "--outdir", str(dist), silent=True, env=COMPILED)
    (wheel,) = dist.glob("*-cp311-abi3-*.whl" if COMPILER else "*-py3-none-any.whl")
    if COMPILER:
        session.run("python", "-m", "build", "--wheel", "--outdir", str(dist), silent=True, env=PURE)
        if not list(dist.glob("*-py3-none-any.whl")):
            session.error("the pure wheel is missing")
    session.run("twine", "check", "--strict", *(str(path) for path in dist.iterdir()))
    session.run("check-wheel-contents", *(str(path) for path in dist.glob("*.whl")))
    if COMPILER:
        session.run("abi3audit", "--strict", str(wheel))
    session.install(str(wheel))
    session.run("python", "-c", "import dualwrite_errors as d; assert 'site-packages' in d.__file__, d.__file__")
    session.run("pytest", *ON_EVERY_CORE, env=COMPILED)


@nox.session(python=PYTHONS[0])
def reproducible(session: nox.Session) -> None:
    """What is committed, built twice in different places, has the same hashes; `-- dist` puts it there."""
    session.install(*group("package"))
    scratch = Path(session.create_tmp())
    moment = (session.run("git", "log", "-1", "--format=%ct", external=True, silent=True) or "").strip()
    hashes: list[dict[str, str]] = []
    for place, mask in (("first", 0o022), ("another place", 0o077)):
        checkout = scratch / place
        shutil.rmtree(checkout, ignore_errors=True)
        before = os.umask(mask)
        try:
            session.run("git", "clone", "--quiet", ".", str(checkout), external=True)
            environment = {**PURE, "SOURCE_DATE_EPOCH": moment}
            session.run("python", "-m", "build", str(checkout), silent=True, env=environment)
        finally:
            os.umask(before)
        built = sorted((checkout / "dist").iterdir())
        hashes.append({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in built})
    session.log("\n".join(f"{digest}  {name}" for name, digest in hashes[0].items()))
    if hashes[0] != hashes[1]:
        session.error(f"built again, there is another: {hashes[1]}")
    if session.posargs:
        shutil.copytree(scratch / "first" / "dist", session.posargs[0], dirs_exist_ok=True)


@nox.session(python=PYTHONS[0])
def audit(session: nox.Session) -> None:
    """No known vulnerability in what the package and its extras install. Skipped, and said so, without the service."""
    session.install(f".[{','.join(PROJECT['project']['optional-dependencies'])}]")
    frozen = session.run("pip", "freeze", "--exclude", "dualwrite-errors", silent=True) or ""
    requirements = Path(session.create_tmp()) / "requirements.txt"
    requirements.write_text(frozen, "utf-8")
    session.install("pip-audit>=2.9")
    command = ("pip-audit", "--progress-spinner=off", "--format=json", "--no-deps", "--disable-pip", "-r")
    answer = session.run(*command, str(requirements), silent=True, success_codes=[0, 1], stderr=None) or ""
    if not answer.startswith("{"):
        session.skip(f"the service of known vulnerabilities cannot be reached: {answer.strip()[-300:]}")
    packages = json.loads(answer)["dependencies"]
    vulnerable = [package for package in packages if package.get("vulns")]
    if vulnerable:
        session.error(json.dumps(vulnerable, indent=2))
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    if unknown:
        session.skip(
            f"the service of known vulnerabilities does not know, or was not asked about: {', '.join(unknown)}"
        )


@nox.session(python=PYTHONS[0])
def pyodide(session: nox.Session) -> None:
    """The tests on Python 3.14, in WebAssembly. Skipped, and said so, where there is no Node or no Pyodide."""
    if not (shutil.which("node") and shutil.which("npm")):
        session.skip("no node and npm on the path")
    scratch = Path(session.create_tmp()).resolve()
    shutil.rmtree(scratch / "site", ignore_errors=True)
    try:
        packed = session.run(
            *("npm", "pack", "--silent", "--pack-destination", str(scratch), "pyodide@314"), external=True, silent=True
        )
    except nox.command.CommandFailed:
        session.skip("npm cannot fetch pyodide")
    with tarfile.open(scratch / (packed or "").split()[-1]) as archive:
        archive.extractall(scratch, filter="data")
    needed = [*PROJECT["project"]["dependencies"], *(name for name in group("tests") if "zstd" not in name)]
    pure_wheels = (
        "--only-binary=:all:",
        "--platform=any",
        "--python-version=3.14",
        "--implementation=py",
        "--abi=none",
    )
    session.run("pip", "install", "-q", "--target", str(scratch / "site"), *pure_wheels, *needed)
    session.run("pip", "install", "-q", "--target", str(scratch / "site"), "--no-deps", ".", env=PURE)
    program = ("node", "--stack-size=6500", "tools/run_in_pyodide.mjs", str(scratch / "package"), str(scratch / "site"))
    session.run(*program, *session.posargs, external=True)


@nox.session(python=PYTHONS[0])
def bench_quick(session: nox.Session) -> None:
    """The benchmarks run. What they measure is for people to read: no test is timed."""
    session.install(".", *group("bench"), *group("engines"))
    session.run("python", "benchmarks/run.py", "--quick")


@nox.session(python=PYTHONS[0])
def bench(session: nox.Session) -> None:
    """The table of benchmarks, in full."""
    session.install(".", *group("bench"), *group("engines"))
    session.run("python", "benchmarks/run.py", *session.posargs)
