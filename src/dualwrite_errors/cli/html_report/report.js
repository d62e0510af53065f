"use strict";
{
  const form = document.querySelector("form");
  const cards = [...document.querySelectorAll("article")].map((article) => ({
    article,
    entry: document.querySelector(`nav a[href="#${article.id}"]`)?.closest("li"),
    count: article.querySelector(".count"),
    times: article.querySelector(".count").textContent,
    maps: new Map(article.dataset.maps.split(" ").map((pair) => pair.split(":"))),
    actors: article.dataset.actors.split(" "),
    onMaps: [...article.querySelectorAll("[data-map]")],
    folded: [...article.querySelectorAll("details:not(.remedy)")],
  }));

  const show = () => {
    const [map, area, actor] = ["map", "area", "actor"].map((name) => form.elements[name].value);
    let shown = 0;
    for (const card of cards) {
      const fits =
        (!map || card.maps.has(map)) &&
        (!area || card.article.dataset.area === area) &&
        (!actor || card.actors.includes(actor));
      shown += fits;
      card.article.hidden = !fits;
      if (card.entry) card.entry.hidden = !fits;
      card.count.textContent = map && fits ? `${Number(card.maps.get(map)).toLocaleString("en")} of ${card.times}` : card.times;
      for (const part of card.onMaps) part.hidden = map !== "" && part.dataset.map !== map;
      for (const details of card.folded) details.hidden = !details.querySelector("li:not([hidden])");
    }
    for (const section of document.querySelectorAll("section.area"))
      section.hidden = !section.querySelector("article:not([hidden])");
    const more = document.querySelector("nav details");
    if (more) {
      more.open = shown < cards.length;
      more.querySelector("summary").hidden = more.open;
    }
    form.querySelector("output").textContent =
      shown === cards.length ? "" : `${shown} of ${cards.length} errors ${shown === 1 ? "is" : "are"} shown.`;
  };

  if (cards.length > 1) {
    form.hidden = false;
    form.addEventListener("change", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(show));
    show();
  }

  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not(.long, [open])")];
    for (const details of unfolded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of unfolded) details.open = false;
  });
}
