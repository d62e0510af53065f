// Runs Python beside the page. The page starts it from a blob, so that the content security policy of the page holds
// here, too: nothing but the files of this site can be reached.
import { loadPyodide } from "./python/pyodide.mjs";

const bytes = async (name) => {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name} is missing from this site`);
  return response.arrayBuffer();
};

const load = async () => {
  const pyodide = await loadPyodide({ indexURL: new URL("python/", import.meta.url).href });
  const wheels = JSON.parse(new TextDecoder().decode(await bytes("python/wheels.json")));
  for (const wheel of wheels) pyodide.unpackArchive(await bytes(`python/${wheel}`), "whl");
  pyodide.FS.writeFile("explain.py", new Uint8Array(await bytes("explain.py")));
  const explain = pyodide.pyimport("explain").explained;
  postMessage({ ready: true });
  return explain;
};

const loaded = load();
loaded.catch((error) => postMessage({ failed: String(error) }));
addEventListener("message", async (event) => {
  const explain = await loaded;
  try {
    postMessage({ explained: explain(event.data) });
  } catch (error) {
    postMessage({ failed: String(error) });
  }
});
