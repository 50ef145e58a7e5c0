// Loads a previewed page anew when the site has changed, and only its panel when the findings have. Part of `tassel serve`, never of a built site.
(function () {
  "use strict";
  var own = document.currentScript, place = document.getElementById("tassel-panel");
  var shown = own.getAttribute("data-version").split(" "), whole = own.getAttribute("data-reload-on") === "all";
  var source = null, gone = null, KEY = "tassel-panel-closed";

  // Whether a person has shut the bar is kept over reloads, until the findings are others.
  function settle() {
    var bar = place.querySelector("details");
    if (!bar) return;
    try { if (sessionStorage.getItem(KEY) === shown[1]) bar.open = false; } catch (_) { return; }
    bar.addEventListener("toggle", function () {
      if (bar.open) sessionStorage.removeItem(KEY);
      else sessionStorage.setItem(KEY, shown[1]);
    });
  }

  function renew() {
    fetch("/__tassel/panel").then(function (answer) { return answer.text(); }).then(function (html) {
      place.innerHTML = html;
      settle();
    }, function () { shown[1] = ""; });
  }

  function hear(event) {
    var now = event.data.split(" ");
    if (now[0] !== shown[0] || whole && now[1] !== shown[1]) { location.reload(); return; }
    if (now[1] === shown[1]) return;
    shown[1] = now[1];
    renew();
  }

  function say(lost) {
    if (lost && !gone) {
      gone = document.createElement("p");
      gone.className = "tassel-gone";
      gone.lang = "zh-CN";
      gone.textContent = "预览停了，页面不再更新。重新运行 tassel serve 就接上。";
      document.body.appendChild(gone);
    } else if (!lost && gone) {
      gone.remove();
      gone = null;
    }
  }

  // A browser keeps only six connections to a server: pages in the background let go of theirs and catch up when seen again.
  function connect() {
    if (document.hidden) {
      if (source) source.close();
      source = null;
    } else if (!source) {
      source = new EventSource("/__tassel/events");
      source.onmessage = hear;
      source.onopen = function () { say(false); };
      source.onerror = function () { say(true); };
    }
  }

  window.addEventListener("pagehide", function () { if (source) { source.close(); source = null; } });
  window.addEventListener("pageshow", connect);
  document.addEventListener("visibilitychange", connect);
  settle();
  connect();
})();
