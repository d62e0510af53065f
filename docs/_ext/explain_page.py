"""The page that explains a pasted text, in the browser: it comes with Pyodide and with wheels of this package.

Pyodide is fetched once, with npm, and the wheels come with pip. Where one of them cannot do it, the page says what else
to do, and the build says so on standard error; with REQUIRE_EXPLAIN_PAGE set, the build fails instead.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE: Final = "explain"
TAG: Final = "explain_in_browser"
PYODIDE: Final = "314.0.7"
INTEGRITY: Final = "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
"""What npm says of the package of this version."""
FILES: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
ROOT: Final = Path(__file__).parent.parent.parent
MOST_SECONDS: Final = 300
CACHE: Final = ROOT / "build" / f"pyodide-{PYODIDE}"
_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {scripts}; worker-src 'self' blob:; connect-src 'self';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'"
)
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FIRST_META: Final = '<meta charset="utf-8">'


def fetch_pyodide() -> None:
    """Put the files of Pyodide into `CACHE`, unless they are there.

    Raises:
        OSError: There is no npm.
        subprocess.SubprocessError: It could not fetch the package.
        ValueError: What it fetched is not what was expected.
    """
    if all((CACHE / name).exists() for name in FILES):
        return
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not on the path: it comes with Node.js")
    with TemporaryDirectory() as scratch:
        command = [npm, "pack", f"pyodide@{PYODIDE}", "--loglevel=error", "--pack-destination", scratch]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=MOST_SECONDS)
        (package,) = Path(scratch).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != INTEGRITY:
            raise ValueError(f"pyodide {PYODIDE} is not what {__file__} expects: its digest is sha512-{digest}")
        CACHE.mkdir(parents=True, exist_ok=True)
        with tarfile.open(package) as archive:
            for name in FILES:
                content = archive.extractfile(f"package/{name}")
                if content is None:
                    raise ValueError(f"pyodide {PYODIDE} has no file {name}")
                (CACHE / name).write_bytes(content.read())


def build_wheels(directory: Path) -> None:
    """Put a pure wheel of this checkout and the wheels of what it needs into `directory`, and a list of them.

    Raises:
        subprocess.SubprocessError: pip could not make or fetch them.
        ValueError: One of them does not run in a browser.
    """
    shutil.rmtree(directory, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", str(directory), str(ROOT)]
    pure = {**os.environ, "DUALWRITE_ERRORS_PURE": "1"}
    subprocess.run(command, check=True, capture_output=True, text=True, env=pure, timeout=MOST_SECONDS)
    wheels = sorted(wheel.name for wheel in directory.glob("*.whl"))
    impure = [wheel for wheel in wheels if not wheel.endswith("-none-any.whl")]
    if impure:
        raise ValueError(f"these wheels do not run in a browser: {', '.join(impure)}")
    (directory / "wheels.json").write_text(json.dumps(wheels), encoding="utf-8")


def prepare(app: Sphinx) -> None:
    """Get what the page needs, and decide whether it is built whole."""
    if app.builder.format != "html":
        return
    try:
        fetch_pyodide()
        build_wheels(_wheels(app))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        reason = f"{error}\n{getattr(error, 'stderr', None) or ''}".strip()
        if os.environ.get("REQUIRE_EXPLAIN_PAGE"):
            raise ExtensionError(f"the page that explains a pasted text cannot be built whole: {reason}") from error
        print(f"THE PAGE THAT EXPLAINS A PASTED TEXT DOES NOT READ TEXTS IN THIS BUILD: {reason}", file=sys.stderr)
        return
    app.tags.add(TAG)


def _wheels(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "wheels"


def _outdated(*_: object) -> list[str]:
    """The page, always: whether it is whole may have changed since it was last built."""
    return [PAGE]


def _add_script(app: Sphinx, page: str, _template: str, _context: dict[str, Any], _tree: object) -> None:
    if page == PAGE and app.tags.has(TAG):
        app.add_js_file("explain.js")


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Put Python beside the page, and let the page reach nothing but the files of the site."""
    if exception is not None or not app.tags.has(TAG):
        return
    served = Path(app.outdir) / "_static" / "python"
    shutil.rmtree(served, ignore_errors=True)
    shutil.copytree(CACHE, served)
    shutil.copytree(_wheels(app), served, dirs_exist_ok=True)
    page = Path(app.outdir) / f"{PAGE}.html"
    html = page.read_text(encoding="utf-8")
    if "Content-Security-Policy" not in html:
        page.write_text(with_policy(html), encoding="utf-8")


def with_policy(html: str) -> str:
    """The page with a policy that allows the scripts that stand in it, those of the site, and no others."""
    hashes = (base64.b64encode(hashlib.sha256(code.encode()).digest()) for code in _INLINE_SCRIPT.findall(html))
    policy = _POLICY.format(scripts=" ".join(f"'sha256-{digest.decode()}'" for digest in hashes))
    if _FIRST_META not in html:
        raise ExtensionError(f"the page has no place for its policy: {_FIRST_META} is missing")
    meta = f'{_FIRST_META}\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_FIRST_META, meta, 1)


def setup(app: Sphinx) -> dict[str, bool]:
    """Prepare the page before the site is built, and finish it afterwards."""
    app.connect("builder-inited", prepare)
    app.connect("env-get-outdated", _outdated)
    app.connect("html-page-context", _add_script)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
