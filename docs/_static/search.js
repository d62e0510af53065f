"use strict";
// What is searched for goes behind the # of the address: it is not sent to the server, and may be as long as a log.
for (const form of document.querySelectorAll("form[role=search]")) {
  form.elements.q.placeholder = "Search, or paste an error";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(form.getAttribute("action"), location.href);
    address.search = "";
    address.hash = new URLSearchParams({ q: new FormData(form).get("q") });
    location.assign(address);
  });
}
