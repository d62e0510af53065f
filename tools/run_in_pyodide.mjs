// Starts tools/run_in_pyodide.py in the Python of Pyodide, which is WebAssembly in Node.
//
// node --stack-size=6500 tools/run_in_pyodide.mjs PYODIDE SITE [ARGUMENT OF PYTEST ...]
//
// PYODIDE is the unpacked npm package, SITE a directory in which the packages are installed. Nothing is fetched while it
// runs. `nox -s pyodide` prepares both. Python needs a larger stack than Node gives by default.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [pyodideDirectory, site, ...pytestArguments] = process.argv.slice(2);
const tools = dirname(fileURLToPath(import.meta.url));
const { loadPyodide } = await import(pathToFileURL(resolve(pyodideDirectory, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: `${resolve(pyodideDirectory)}/` });
pyodide.mountNodeFS("/site", resolve(site));
pyodide.mountNodeFS("/project", dirname(tools));
pyodide.globals.set("ARGUMENTS", pyodide.toPy(pytestArguments));
process.exitCode = pyodide.runPython(readFileSync(resolve(tools, "run_in_pyodide.py"), "utf8"));
