"""Everything that has to hold before a change lands. `nox --list` shows the sessions; `nox` runs all but `bench`."""

import os
import re
import shutil
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
    "lint",
    "types",
    "docs",
    "package",
    "bench_quick",
]

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = ["3.11", "3.12", "3.13"]
COMPILER = shutil.which((os.environ.get("CC") or "cc").split()[0]) is not None
COMPILED = {"DUALWRITE_ERRORS_PURE": "0", "REQUIRE_COMPILED": "1"} if COMPILER else {}
ON_EVERY_CORE = ["-q", "-n", "auto", "--dist", "loadfile"]  # the examples of a page build on each other
BROWSERS = ("chromium", "chromium-browser", "google-chrome")  # as in tests/browsers.py
PURE = {"DUALWRITE_ERRORS_PURE": "1"}


def group(name: str) -> list[str]:
    return list(nox.project.dependency_groups(PROJECT, name))


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests on every supported version, with the newest dependencies; compiled where there is a C compiler."""
    session.install(".", *group("tests"), env=COMPILED)
    session.run("pytest", *ON_EVERY_CORE, *session.posargs, env=COMPILED)


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
def lint(session: nox.Session) -> None:
    """Style, format, and the direction of imports."""
    session.install("-e", ".", *group("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")


@nox.session(python=PYTHONS)
def types(session: nox.Session) -> None:
    """What mypy and pyright say on every version, also of the README, and how complete the public types are."""
    session.install(".", *group("typing"), *group("docs"), "nox")
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
    """What is generated is up to date, the pages build without a warning, and each link in them leads somewhere."""
    session.install(".", *group("tests"), *group("docs"))
    session.run("python", "tools/generate.py", "--check")
    site = build_site(session)
    session.run("pytest", "-q", "-rs", *map(str, Path("tests").glob("test_site*.py")), env={"SITE": site})
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
    session.install(str(wheel))
    session.run("python", "-c", "import dualwrite_errors as d; assert 'site-packages' in d.__file__, d.__file__")
    session.run("pytest", *ON_EVERY_CORE, env=COMPILED)


@nox.session(python=PYTHONS[0])
def bench_quick(session: nox.Session) -> None:
    """The benchmarks run. What they measure is for people to read: no test is timed."""
    session.install(".", *group("bench"))
    session.run("python", "benchmarks/run.py", "--quick")


@nox.session(python=PYTHONS[0])
def bench(session: nox.Session) -> None:
    """The table of benchmarks, in full."""
    session.install(".", *group("bench"))
    session.run("python", "benchmarks/run.py", *session.posargs)
