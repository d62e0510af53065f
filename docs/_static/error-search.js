"use strict";
// On the search page: errors whose documented sentences or codes stand in what is searched for come first, however much
// else stands around them. Where a whole text is searched for, they are all that comes.
{
  const SKIPPED_WORD_OF_QUERY = 0.4;
  const SKIPPED_WORD_OF_SENTENCE = 1.2;
  const LEAST_LIKENESS = 0.75;
  const LEAST_WORDS = 3;
  const MOST_WORDS = 4000;
  const MOST_RESULTS = 10;
  const WORDS_OF_A_TEXT = 8;

  const words = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/['’‘`´]/g, "").match(/[\p{L}\p{N}_]+/gu) ?? [];

  // The words of a sentence, and for each whether a placeholder stands before it: there the query may say anything.
  const pattern = (sentence) =>
    sentence.split(/\{\w+\}/).flatMap((part, number) =>
      words(part).map((word, place) => ({ word, after_value: number > 0 && place === 0 })));

  // How many words of the sentence the query has, in order and near each other, less what is missing or in between.
  const likeness = (query, sentence) => {
    let before = new Float64Array(sentence.length + 1);
    let best = 0;
    for (const word of query) {
      const row = new Float64Array(sentence.length + 1);
      for (let n = 1; n <= sentence.length; n++) {
        const goes_on = sentence[n]?.after_value ? 0 : SKIPPED_WORD_OF_QUERY;
        row[n] = Math.max(
          sentence[n - 1].word === word ? before[n - 1] + 1 : 0,
          before[n] - goes_on,
          row[n - 1] - SKIPPED_WORD_OF_SENTENCE);
        if (row[n] > best) best = row[n];
      }
      before = row;
    }
    return best;
  };

  const documented = JSON.parse(document.getElementById("documented-errors").textContent);
  const errors = documented.map((error) => ({ ...error, patterns: error.sentences.map(pattern) }));

  const has_code = (text, code) => new RegExp(`(?<![a-z0-9_])${code}(?![a-z0-9_])`, "i").test(text);

  const recognized = (text) => {
    const query = words(text).slice(0, MOST_WORDS);
    const known = new Set(query);
    const digits = /^\s*\d{4}\s*$/.test(text) ? query[0] : null;
    const found = [];
    for (const error of errors) {
      let [most, said] = [0, error.sentences[0]];
      error.patterns.forEach((sentence, number) => {
        if (sentence.length < LEAST_WORDS || !sentence.some(({ word }) => known.has(word))) return;
        const alike = likeness(query, sentence);
        if (alike >= LEAST_LIKENESS * sentence.length && alike > most) [most, said] = [alike, error.sentences[number]];
      });
      const by_code =
        (error.code && (has_code(text, error.code) || (digits && error.code.endsWith(digits)))) ||
        error.dataverse_codes.some((code) => has_code(text, code));
      const rank = by_code ? 2 : error.is_wrapper ? 0 : 1;
      if (by_code || most) found.push({ ...error, said, rank, most });
    }
    found.sort((one, other) => other.rank - one.rank || other.most - one.most);
    return found.slice(0, MOST_RESULTS);
  };

  const usual = Search._performSearch;
  Search._performSearch = (query, ...terms) => {
    const first = recognized(query).map((error) =>
      [error.document, error.title, "", error.title.endsWith(error.said) ? null : error.said, 1000, "", SearchResultKind.title]);
    if (first.length && words(query).length >= WORDS_OF_A_TEXT) return first.reverse();
    const shown = new Set(first.map(([document]) => document));
    return [...usual(query, ...terms).filter(([document]) => !shown.has(document)), ...first.reverse()];
  };

  const search = () => {
    const query = new URLSearchParams(location.hash.slice(1)).get("q");
    if (!query) return;
    for (const input of document.querySelectorAll("input[name=q]")) input.value = query;
    document.getElementById("search-results").replaceChildren();
    Search.performSearch(query);
    if (words(query).length < WORDS_OF_A_TEXT) return;
    const link = document.createElement("a");
    link.href = `explain.html#${new URLSearchParams({ text: query })}`;
    link.textContent = "Read which errors are in this text, and what to do";
    const paragraph = document.createElement("p");
    paragraph.append(link);
    Search.status.after(paragraph);
  };
  addEventListener("hashchange", search);
  _ready(search);
}
