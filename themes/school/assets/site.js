// Judges states and countdowns again in the reader's browser, since a page outlives its build. Times are China's: UTC+8, no summer time.
(function () {
  "use strict";
  var WORDS = JSON.parse(document.getElementById("words").textContent);
  var CHINA = 8 * 3600;

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function seconds(el, name) { return el.hasAttribute(name) ? Number(el.getAttribute(name)) : null; }
  function day(second) { return Math.floor((second + CHINA) / 86400); }

  // The same rule as the generator's derive/state.rs.
  function judge(start, end, now) {
    if (start === null && end === null) return "tba";
    if (end !== null && now >= end) return "closed";
    if (start !== null && now < start) return "upcoming";
    if (end !== null && day(end - 1) === day(now)) return "today";
    return "open";
  }

  function draw(badge, now) {
    var key = judge(seconds(badge, "data-start"), seconds(badge, "data-end"), now);
    var word = key === "today" && badge.getAttribute("data-today") || say("state." + key);
    if (badge.getAttribute("data-state") !== key) {
      badge.setAttribute("data-state", key);
      badge.className = "badge " + key;
    }
    if (badge.textContent !== word) badge.textContent = word;
    return key;
  }

  // A text of the page's language with its values; "1 day|{n} days" is chosen by n.
  function say(key, values) {
    var text = WORDS[key] || key, bar = text.indexOf("|");
    if (bar >= 0 && values && values.n !== undefined) text = values.n === 1 ? text.slice(0, bar) : text.slice(bar + 1);
    return text.replace(/\{(\w+)\}/g, function (all, name) { return values && values[name] !== undefined ? values[name] : all; });
  }

  // As exact as it matters: 25 天, 3 天 5 小时, 5 小时 12 分, 12 分钟.
  function left(span) {
    var minutes = Math.ceil(span / 60), days = Math.floor(minutes / 1440), hours = Math.floor(minutes % 1440 / 60), rest = minutes % 60;
    var some = { days: say("left.days", { n: days }), hours: say("left.hours", { n: hours }), minutes: say("left.rest", { n: rest }) };
    if (days) return hours && days < 10 ? say("left.days_hours", some) : some.days;
    if (hours) return rest ? say("left.hours_minutes", some) : some.hours;
    return say("left.minutes", { n: rest });
  }

  function nearest(campaign, now) {
    var best = null;
    all("[data-due-end]", campaign).forEach(function (el) {
      var end = seconds(el, "data-due-end");
      el.classList.remove("is-next");
      if (end > now && (!best || end < seconds(best, "data-due-end"))) best = el;
    });
    return best;
  }

  function span(name, text) {
    var el = document.createElement("span");
    el.className = name;
    if (text) el.textContent = text;
    return el;
  }

  function countdown(campaign, now) {
    var place = campaign.querySelector("[data-next]"), due = nearest(campaign, now);
    if (!place || !all("[data-due-end]", campaign).length) return;
    place.textContent = "";
    if (!due) {
      var over = campaign.querySelector(".badge").getAttribute("data-state") === "closed";
      place.appendChild(span("next-what", place.getAttribute(over ? "data-over" : "data-done")));
      return;
    }
    due.classList.add("is-next");
    var start = seconds(due, "data-due-start"), begins = start !== null && start > now;
    var what = span("next-what", say(begins ? "until_start" : "until_end", { what: due.getAttribute("data-title") }));
    var number = document.createElement("b");
    if (!begins && day(seconds(due, "data-due-end") - 1) === day(now)) number.className = "soon";
    number.textContent = left((begins ? start : seconds(due, "data-due-end")) - now);
    what.appendChild(number);
    var time = span("next-time");
    var shown = due.tagName === "TR" ? due.cells[0] : due;
    Array.prototype.forEach.call(shown.childNodes, function (node) { time.appendChild(node.cloneNode(true)); });
    place.appendChild(what);
    place.appendChild(document.createTextNode(" "));
    place.appendChild(time);
  }

  // On the home page a campaign stands under the heading of its present state.
  function move(entry, key) {
    var group = key === "closed" ? "past" : key === "open" || key === "today" ? "now" : "soon";
    var section = document.querySelector('[data-group="' + group + '"]');
    if (!section || section.contains(entry)) return;
    var list = section.querySelector("[data-list]");
    list.insertBefore(entry, list.firstChild);
  }

  function groups() {
    all("[data-group]").forEach(function (section) {
      var none = section.querySelector("[data-none]"), empty = !section.querySelector("[data-list]").firstElementChild;
      if (none) none.hidden = !empty;
      else section.hidden = empty;
    });
  }

  // A route that has ended since the build is passed by.
  function pass(step) {
    var over = step.querySelector(".badge").getAttribute("data-state") === "closed";
    if (over === step.classList.contains("over")) return;
    step.classList.toggle("over", over);
    if (over) step.querySelector("details").open = true;
  }

  function update() {
    var now = Math.floor(Date.now() / 1000);
    all(".badge[data-state]").forEach(function (badge) {
      var key = draw(badge, now), entry = badge.parentNode.parentNode;
      if (entry.hasAttribute && entry.hasAttribute("data-entry")) move(entry, key);
    });
    all("[data-campaign]").forEach(function (campaign) { countdown(campaign, now); });
    groups();
    all("[data-way-step]").forEach(pass);
    all("[data-as-of]").forEach(function (el) { el.hidden = true; });
  }

  // The program and the models of the self-check, while the reader is still here: after everything else, only while photos are wanted,
  // and not where data is dear or the line slow.
  function prefetch() {
    var link = document.querySelector("[data-prefetch]"), line = navigator.connection;
    if (!link || line && (line.saveData || line.effectiveType && line.effectiveType !== "4g")) return;
    var key = judge(seconds(link, "data-start"), seconds(link, "data-end"), Math.floor(Date.now() / 1000));
    if (key !== "open" && key !== "today") return;
    link.getAttribute("data-prefetch").split(" ").forEach(function (address) {
      var hint = document.createElement("link");
      hint.rel = "prefetch";
      hint.href = address;
      document.head.appendChild(hint);
    });
  }

  update();
  window.addEventListener("load", function () { setTimeout(prefetch, 2000); });
  setInterval(update, 60000);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) update(); });
  // For badges that another script has just made.
  document.addEventListener("tassel:states", update);
  if (/MicroMessenger/i.test(navigator.userAgent)) all("[data-wechat]").forEach(function (el) { el.hidden = false; });
})();
