"use strict";
// The page on which a pasted text is explained. A text may also come behind the # of the address, which no browser
// sends to a server.
{
  const worker_address = new URL("explain-worker.js", document.currentScript.src).href;
  const form = document.querySelector("form.explain");
  const [text, button] = [form.elements.text, form.elements.explain];
  const status = form.querySelector("output");
  const result = document.querySelector(".explained");
  let worker = null;
  let ready = false;
  let running = false;

  const show = () => {
    button.textContent = running ? "Stop" : "Explain";
    if (running) status.textContent = ready ? "Reading the text …" : "Starting Python in your browser …";
    result.setAttribute("aria-busy", String(running));
  };

  const stop = (message) => {
    worker?.terminate();
    worker = null;
    ready = running = false;
    status.textContent = message;
    show();
  };

  const start = () => {
    if (worker) return;
    const source = new Blob([`import ${JSON.stringify(worker_address)};`], { type: "text/javascript" });
    worker = new Worker(URL.createObjectURL(source), { type: "module" });
    worker.addEventListener("error", () => stop("Python could not be started in this browser."));
    worker.addEventListener("message", ({ data }) => {
      if (data.failed) return stop(`This did not work: ${data.failed}`);
      if (data.ready) ready = true;
      if (data.explained !== undefined) {
        running = false;
        status.textContent = "";
        result.innerHTML = data.explained; // every text in it is escaped where it is made: explain.py
      }
      show();
    });
  };

  const explain = () => {
    start();
    running = true;
    result.replaceChildren();
    worker.postMessage(text.value);
    show();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) stop("Stopped.");
    else explain();
  });
  form.addEventListener("reset", () => {
    result.replaceChildren();
    if (running) stop("");
    status.textContent = "";
    text.focus();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !running) explain();
  });
  for (const example of document.querySelectorAll("button[data-example]"))
    example.addEventListener("click", () => {
      text.value = example.dataset.example;
      if (running) stop("");
      explain();
    });

  const given = () => {
    const passed = new URLSearchParams(location.hash.slice(1)).get("text");
    if (!passed) return;
    text.value = passed;
    if (running) stop("");
    explain();
  };

  if (location.protocol === "file:") {
    status.textContent = "Browsers run Python only on pages that come from a web server. In the folder of this page, run: python -m http.server";
    button.disabled = true;
  } else {
    text.addEventListener("focus", start, { once: true });
    addEventListener("hashchange", given);
    given();
  }
  form.hidden = false;
}
