// The copy buttons of a channel's own page: rich text with plain text beside it, or a selection to copy by hand where the browser won't.
(function () {
  "use strict";

  function part(button, selector) {
    var node = button;
    while (node && !node.querySelector(selector)) node = node.parentNode;
    return node && node.querySelector(selector);
  }

  // The piece stands one folder above its files here; what is pasted names them as its own file does.
  function htmlOf(body) {
    var folder = body.parentNode;
    while (!folder.hasAttribute("data-folder")) folder = folder.parentNode;
    var start = folder.getAttribute("data-folder") + "/";
    return body.innerHTML.split('src="' + start).join('src="').split('href="' + start).join('href="').trim();
  }

  function select(node) {
    var range = document.createRange(), selection = window.getSelection();
    range.selectNodeContents(node);
    selection.removeAllRanges();
    selection.addRange(range);
  }

  function byHand(node, say) {
    select(node);
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    if (done) {
      window.getSelection().removeAllRanges();
      say("已复制");
    } else {
      say("浏览器不让自动复制。已经选中，按 Ctrl+C（苹果电脑按 ⌘C）");
    }
  }

  function copy(button) {
    var kind = button.getAttribute("data-copy"), status = part(button, "[role=status]");
    var node = part(button, kind === "title" ? "[data-title]" : "[data-body]");
    function say(words) { status.textContent = words; }
    function fallBack() { byHand(node, say); }
    say("");
    var text = kind === "html" ? node.innerText : node.textContent, done;
    try {
      if (kind === "html") {
        done = navigator.clipboard.write([new ClipboardItem({
          "text/html": new Blob([htmlOf(node)], { type: "text/html" }),
          "text/plain": new Blob([text], { type: "text/plain" })
        })]);
      } else {
        done = navigator.clipboard.writeText(text);
      }
    } catch (error) {
      fallBack();
      return;
    }
    done.then(function () { say(kind === "title" ? "标题已复制" : "已复制"); }, fallBack);
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) {
    button.addEventListener("click", function () { copy(button); });
  });
})();
