// A box that takes a list as it was copied, with the addresses under its words. Without this file the plain text field is
// used, and only what can be read in it is known. What is pasted is stripped to bare lines here, so that it is small enough
// to send; the server strips it again, and trusts nothing of this.
(function () {
  "use strict";

  var MOST = 2000000; // characters; a server that gets more than 2.5 MB would only say that it cannot read this
  var DROPPED = "script, style, head, title, template, noscript, iframe, object, svg, img, picture, button, select, textarea, input, h1, h2, h3, h4, h5, h6, [hidden]";
  var KEPT = ["P", "LI", "OL", "UL", "TABLE", "TBODY", "THEAD", "TR", "TD", "TH", "DIV", "BR", "A"];

  var form = document.getElementById("paste-form");
  if (!form || !window.DOMParser || !document.createRange) return;
  var text = form.elements.text;
  var html = form.elements.html;
  var note = document.getElementById("paste-count");

  var box = document.createElement("div");
  box.className = "paste-box";
  box.contentEditable = "true";
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  box.setAttribute("aria-labelledby", "paste-label");
  box.spellcheck = false;
  box.tabIndex = 0;
  text.hidden = true;
  text.parentNode.insertBefore(box, text);
  document.getElementById("paste-label").addEventListener("click", function (event) {
    event.preventDefault();
    box.focus();
  });

  // A parsed document of its own runs nothing and fetches nothing; only bare elements of it are copied.
  function bare(source) {
    var parsed = new DOMParser().parseFromString(unstyled(source), "text/html");
    parsed.querySelectorAll(DROPPED).forEach(function (element) {
      element.remove();
    });
    var fragment = document.createDocumentFragment();
    copy(parsed.body, fragment);
    return fragment;
  }

  // The site's policy forbids styles in a page, and says so for every one that is parsed, even where nothing is shown.
  function unstyled(source) {
    return source.replace(/<style[\s>][\s\S]*?<\/style\s*>/gi, "").replace(/<[a-z][^>]*>/gi, function (tag) {
      return tag.replace(/([\s"'])style\s*=/gi, "$1data-style=");
    });
  }

  function copy(from, to) {
    from.childNodes.forEach(function (node) {
      if (node.nodeType === Node.TEXT_NODE) {
        to.appendChild(document.createTextNode(node.data));
      } else if (node.nodeType === Node.ELEMENT_NODE && !hides(node)) {
        var target = to;
        if (KEPT.indexOf(node.tagName) !== -1) {
          target = to.appendChild(document.createElement(node.tagName));
          var address = node.tagName === "A" && node.getAttribute("href");
          if (address && !/^\s*(javascript|data|vbscript):/i.test(address)) target.setAttribute("href", address);
        }
        copy(node, target);
      }
    });
  }

  function hides(element) {
    return /(^|[;\s])(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i.test(element.getAttribute("data-style") || "");
  }

  function paragraphs(words) {
    var fragment = document.createDocumentFragment();
    words.split(/\r\n|\r|\n/).forEach(function (line) {
      if (line.trim()) fragment.appendChild(document.createElement("p")).textContent = line;
    });
    return fragment;
  }

  function markup(fragment) {
    var holder = document.createElement("div");
    holder.appendChild(fragment);
    return holder.innerHTML;
  }

  function lines() {
    return box.innerText.split("\n").filter(function (line) {
      return line.trim();
    }).length;
  }

  function count() {
    var number = lines();
    note.classList.remove("is-error");
    note.textContent = number === 0 ? "" : number === 1 ? form.dataset.one : form.dataset.many.replace("{count}", number);
  }

  function take(event, data) {
    if (!data) return;
    event.preventDefault();
    var source = data.getData("text/html");
    var words = data.getData("text/plain");
    var fragment = source ? bare(source) : paragraphs(words);
    if (!fragment.textContent.trim()) fragment = paragraphs(words);
    // The browser's own command, so that Ctrl+Z takes a paste away again.
    if (!document.execCommand("insertHTML", false, markup(fragment))) box.appendChild(fragment);
    count();
  }

  box.addEventListener("paste", function (event) {
    take(event, event.clipboardData);
  });
  box.addEventListener("drop", function (event) {
    box.focus();
    take(event, event.dataTransfer);
  });
  box.addEventListener("input", count);

  form.addEventListener("submit", function (event) {
    text.value = box.innerText;
    html.value = box.textContent.trim() ? markup(bare(box.innerHTML)) : "";
    if (html.value.length + text.value.length > MOST) html.value = "";
    if (text.value.length > MOST) {
      event.preventDefault();
      note.classList.add("is-error");
      note.textContent = form.dataset.tooMuch;
    }
  });

  box.appendChild(html.value ? bare(html.value) : paragraphs(text.value));
  count();
})();
