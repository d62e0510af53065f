"use strict";
// The filters of the list of errors. What is chosen stands behind the # of the address, so that it can be linked to.
for (const index of document.querySelectorAll(".error-index")) {
  const form = index.querySelector("form");
  const choices = ["area", "family", "actor", "retry"];
  const rows = [...index.querySelectorAll("tbody tr")].map((row) => ({
    row,
    text: `${row.textContent} ${row.dataset.words}`.toLowerCase(),
  }));

  const show = () => {
    const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const fits =
        words.every((word) => text.includes(word)) &&
        choices.every((name) => {
          const wanted = form.elements[name].value;
          return !wanted || (name === "actor" ? row.dataset.actor.split(" ") : [row.dataset[name]]).includes(wanted);
        });
      row.hidden = !fits;
      shown += fits;
    }
    form.querySelector("output").textContent =
      shown === rows.length ? `${shown} errors` : `${shown} of ${rows.length} errors`;
  };

  const remember = () => {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", chosen.size ? `#${chosen}` : location.pathname + location.search);
    show();
  };

  const recall = () => {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1)))
      if (form.elements[name]) form.elements[name].value = value;
    show();
  };

  form.addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(remember));
  addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
}
