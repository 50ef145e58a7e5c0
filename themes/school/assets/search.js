// Search in the reader's browser, over the index of the site's own pages. Queries are cut as the generator cuts texts
// (generator/src/search/tokens.rs); nothing that is typed leaves the page.
(function () {
  "use strict";
  var LONGEST = 32, PAGE = 20, AROUND = 96, BEFORE = 20;
  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var WEIGHT = { question: 3, notice: 2, route: 2, class: 2 };

  // --- Words

  // One character stays one, so that places in a folded text are places in the text.
  function fold(text) {
    return text.replace(/[A-Z\u3000\uff01-\uff5e]/g, function (c) {
      var code = c.charCodeAt(0);
      if (code === 0x3000) return " ";
      return String.fromCharCode(code > 0xff00 ? code - 0xfee0 : code).toLowerCase();
    });
  }

  function kind(code) {
    if (code >= 0x61 && code <= 0x7a || code >= 0x30 && code <= 0x39) return "word";
    if (code >= 0x4e00 && code <= 0x9fff || code >= 0x3400 && code <= 0x4dbf || code === 0x3007 ||
      code >= 0xf900 && code <= 0xfaff || code >= 0x20000 && code <= 0x3ffff) return "han";
    return "";
  }

  // Runs of Han characters and words, in order: {kind, text, terms}.
  function runs(text) {
    var all = [], letters = Array.from(fold(text)), open = null;
    letters.forEach(function (letter) {
      var own = kind(letter.codePointAt(0));
      if (!own) { open = null; return; }
      if (!open || open.kind !== own) all.push(open = { kind: own, letters: [] });
      open.letters.push(letter);
    });
    return all.map(function (run) {
      var letters = run.kind === "word" ? run.letters.slice(0, LONGEST) : run.letters, terms = [];
      if (run.kind === "word" || letters.length === 1) terms.push(letters.join(""));
      else for (var i = 0; i + 1 < letters.length; i++) terms.push(letters[i] + letters[i + 1]);
      return { kind: run.kind, text: letters.join(""), terms: terms };
    });
  }

  function tokens(text) {
    return runs(text).reduce(function (all, run) { return all.concat(run.terms); }, []);
  }

  // --- Index

  var index = null, waiting = null;

  function take(data) {
    var terms = data.terms ? data.terms.split(" ") : [], postings = data.postings.split(" "), number = new Map();
    terms.forEach(function (term, i) { number.set(term, i); });
    index = { data: data, documents: data.documents, terms: terms, number: number, postings: postings, folded: [] };
    if (waiting) waiting();
  }

  function decode(text, each) {
    var next = 0, value = 0, shift = 0;
    for (var i = 0; i < text.length; i++) {
      var digit = DIGITS.indexOf(text[i]);
      value += (digit & 31) << shift;
      if (digit > 31) { shift += 5; continue; }
      next += value;
      each(next);
      next += 1;
      value = shift = 0;
    }
  }

  // Documents with a term, some of them repeatedly: a word may be the beginning of one, a single Han character any part of one.
  function holders(run, term, each) {
    if (run.kind === "han" && run.text !== term) {
      if (index.number.has(term)) decode(index.postings[index.number.get(term)], each);
      return;
    }
    index.terms.forEach(function (known, i) {
      if (run.kind === "word" ? known.lastIndexOf(term, 0) === 0 : known.indexOf(term) >= 0) decode(index.postings[i], each);
    });
  }

  function texts(number) {
    var known = index.folded[number], document = index.documents[number];
    return known || (index.folded[number] = { title: fold(document[3]), text: fold(document[4]) });
  }

  // --- Finding

  function score(number, query) {
    var own = texts(number), total = WEIGHT[index.documents[number][0]] || 0, first = Infinity, last = -1, all = true;
    query.forEach(function (run) {
      var inTitle = own.title.indexOf(run.text), inText = own.text.indexOf(run.text);
      if (inTitle >= 0) total += 12 + (inTitle === 0 ? 2 : 0);
      else run.terms.forEach(function (term) { if (own.title.indexOf(term) >= 0) total += 3 / run.terms.length; });
      if (inText >= 0) {
        total += 6 + (own.text.indexOf(run.text, inText + 1) >= 0 ? 1 : 0);
        first = Math.min(first, inText);
        last = Math.max(last, inText);
      } else all = false;
    });
    if (all && query.length > 1 && last - first < 40) total += 4;
    return total;
  }

  // What matches a query: all of its terms, or, where nothing does, most of them. {exact, numbers}, the best first:
  // what is not over yet before what is, then by how well it matches, then the newer.
  function find(text, scope, now) {
    var query = runs(text), wanted = 0, hits = new Uint16Array(index.documents.length), last = new Uint16Array(hits.length);
    query.forEach(function (run) {
      Array.from(new Set(run.terms)).forEach(function (term) {
        wanted += 1;
        holders(run, term, function (number) {
          if (last[number] !== wanted) hits[number] += 1;
          last[number] = wanted;
        });
      });
    });
    function over(number) {
      var end = index.data.campaigns[index.documents[number][1]][3];
      return end !== null && now >= end ? 1 : 0;
    }
    function having(least) {
      var found = [];
      for (var number = 0; number < hits.length; number++) {
        var campaign = index.data.campaigns[index.documents[number][1]][0];
        if (hits[number] >= least && (!scope || scope === campaign)) found.push(number);
      }
      return found;
    }
    var found = wanted ? having(wanted) : [], exact = found.length > 0;
    if (!exact && wanted > 2) found = having(Math.ceil(wanted * 0.6));
    var ranked = found.map(function (number) {
      return { number: number, over: over(number), hits: hits[number], score: score(number, query) };
    });
    ranked.sort(function (a, b) { return a.over - b.over || b.hits - a.hits || b.score - a.score || a.number - b.number; });
    return { exact: exact, query: query, numbers: ranked.map(function (one) { return one.number; }) };
  }

  window.tasselSearch = {
    index: take,
    tokens: tokens,
    find: function (text, scope) { return find(text, scope || "", Date.now() / 1000); }
  };

  // --- Page

  var form = document.getElementById("search");
  if (!form) return;
  var field = form.elements.q, choice = form.elements["in"], list = document.getElementById("results"), count = document.getElementById("count");
  var none = document.getElementById("none"), more = document.getElementById("more"), directory = document.getElementById("directory");
  var shown = null, timer = null, loading = false;

  function word(name) { return form.getAttribute("data-" + name) || ""; }

  function element(name, className, text) {
    var el = document.createElement(name);
    if (className) el.className = className;
    if (text) el.textContent = text;
    return el;
  }

  // Where the query's words stand in a folded text: whole runs where they stand whole, else their terms; [from, to], in order, apart.
  function places(folded, query) {
    var all = [];
    function collect(needle) {
      for (var at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) all.push([at, at + needle.length]);
    }
    query.forEach(function (run) {
      if (folded.indexOf(run.text) >= 0) collect(run.text);
      else run.terms.forEach(collect);
    });
    all.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return all.reduce(function (apart, place) {
      var last = apart[apart.length - 1];
      if (last && place[0] <= last[1]) last[1] = Math.max(last[1], place[1]);
      else apart.push(place);
      return apart;
    }, []);
  }

  function marked(into, text, from, to, found) {
    var at = from;
    found.forEach(function (place) {
      if (place[1] <= from || place[0] >= to) return;
      into.appendChild(document.createTextNode(text.slice(at, Math.max(at, place[0]))));
      into.appendChild(element("mark", "", text.slice(Math.max(at, place[0]), Math.min(to, place[1]))));
      at = Math.min(to, place[1]);
    });
    into.appendChild(document.createTextNode(text.slice(at, to)));
  }

  function snippet(text, folded, query) {
    var found = places(folded, query), from = found.length ? Math.max(0, found[0][0] - BEFORE) : 0;
    // Rather from the beginning of a sentence or a word than from the middle of one.
    for (var i = from; from > 0 && i < found[0][0]; i++) if (/[。；，、：\s]/.test(text[i])) { from = i + 1; break; }
    if (/[\udc00-\udfff]/.test(text[from] || "")) from += 1;
    var to = Math.min(text.length, from + AROUND), el = element("p", "snippet", from ? "…" : "");
    if (/[\udc00-\udfff]/.test(text[to] || "")) to += 1;
    marked(el, text, from, to, found);
    if (to < text.length) el.appendChild(document.createTextNode("…"));
    return el;
  }

  function entry(number, query) {
    var document_ = index.documents[number], campaign = index.data.campaigns[document_[1]], own = texts(number), item = element("li");
    var about = element("p", "entry-meta", word("kind-" + document_[0]) + " · " + campaign[1] + " "), badge = element("span", "badge");
    badge.setAttribute("data-state", "");
    if (campaign[2] !== null) badge.setAttribute("data-start", campaign[2]);
    if (campaign[3] !== null) badge.setAttribute("data-end", campaign[3]);
    about.appendChild(badge);
    var heading = element("h2"), link = element("a");
    link.href = word("root") + document_[2];
    marked(link, document_[3], 0, document_[3].length, places(own.title, query));
    heading.appendChild(link);
    item.appendChild(heading);
    item.appendChild(about);
    if (document_[4]) item.appendChild(snippet(document_[4], own.text, query));
    return item;
  }

  function extend() {
    var from = list.children.length, numbers = shown.numbers.slice(from, from + PAGE);
    numbers.forEach(function (number) { list.appendChild(entry(number, shown.query)); });
    more.hidden = list.children.length >= shown.numbers.length;
    // The badges are judged where all others are.
    document.dispatchEvent(new Event("tassel:states"));
    return list.children[from];
  }

  function draw() {
    var text = field.value.trim();
    list.textContent = "";
    shown = index && runs(text).length ? window.tasselSearch.find(text, choice.value) : null;
    var empty = shown !== null && !shown.numbers.length;
    directory.hidden = shown !== null;
    none.hidden = !empty;
    more.hidden = true;
    if (empty) help();
    if (shown && !empty) extend();
    count.textContent = !text ? "" : !index ? word("loading") : !shown ? word("unreadable") :
      word(empty ? "none" : shown.exact ? "found" : "near").replace("{n}", String(shown.numbers.length));
  }

  // Whom to ask: the chosen campaign, else those that are not over, else all.
  function help() {
    var items = Array.prototype.slice.call(none.querySelectorAll("[data-in]")), now = Date.now() / 1000;
    function wanted(item) {
      var end = item.getAttribute("data-end");
      return choice.value ? item.getAttribute("data-in") === choice.value : !end || now < Number(end);
    }
    var some = items.some(wanted);
    items.forEach(function (item) { item.hidden = some && !wanted(item); });
  }

  function load() {
    if (loading) return;
    loading = true;
    var script = element("script");
    script.src = word("index");
    script.onerror = function () { loading = false; count.textContent = word("lost"); };
    document.head.appendChild(script);
  }

  function address() {
    var query = new URLSearchParams();
    if (field.value.trim()) query.set("q", field.value.trim());
    if (choice.value) query.set("in", choice.value);
    var text = query.toString();
    // Pages from disk may not change their address everywhere.
    try { history.replaceState(null, "", text ? "?" + text : location.pathname); } catch (error) { return; }
  }

  function search() {
    clearTimeout(timer);
    address();
    load();
    draw();
  }

  function step(event) {
    var links = Array.prototype.slice.call(list.querySelectorAll("h2 a")), at = links.indexOf(document.activeElement);
    var next = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : null;
    if (event.key === "Escape" && at >= 0) next = -1;
    if (next === null || at < 0 && event.key !== "ArrowDown" || next >= links.length) return;
    event.preventDefault();
    if (next < 0) field.focus();
    else links[next].focus();
  }

  waiting = draw;
  form.hidden = false;
  field.addEventListener("focus", load);
  field.addEventListener("input", function (event) {
    clearTimeout(timer);
    // What is still being composed is no query yet.
    if (!event.isComposing) timer = setTimeout(search, 80);
  });
  field.addEventListener("compositionend", function () { timer = setTimeout(search, 0); });
  choice.addEventListener("change", search);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    search();
    // Closes a phone's keyboard, and a screen reader goes on from the count.
    count.focus();
  });
  more.addEventListener("click", function () { extend().querySelector("a").focus(); });
  field.addEventListener("keydown", function (event) { if (event.key === "ArrowDown") step(event); });
  list.addEventListener("keydown", step);

  var asked = new URLSearchParams(location.search);
  if (asked.get("q")) field.value = asked.get("q").slice(0, field.maxLength);
  if (asked.get("in")) choice.value = asked.get("in");
  if (choice.selectedIndex < 0) choice.selectedIndex = 0;
  if (field.value.trim()) { load(); draw(); }
})();
