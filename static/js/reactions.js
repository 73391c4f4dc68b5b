// Reactions in the article's page. Without this file the same forms work as pages of their own.
// Typed words are kept in the page only, never in the browser's storage: they are about somebody's health, and the next
// person at this computer could read them there.
(function () {
  "use strict";

  var leaving = false; // a form is being sent as a page of its own, so the words go along

  // An answer of ours goes in place whatever its status: it holds the form with the typed words and the reason.
  // Any other error answer (a proxy's, say) must not take the form away.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var detail = event.detail;
    if (detail.xhr.status < 400) return;
    if (detail.xhr.getResponseHeader("X-Reaction")) {
      detail.shouldSwap = true;
      detail.isError = false;
    } else {
      showOffline(detail);
    }
  });

  function broken(event) {
    showOffline(event.detail);
  }
  document.addEventListener("htmx:sendError", broken);
  document.addEventListener("htmx:timeout", broken);

  // A form that is open already is shown again, not fetched again: a new one would take the typed words away.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var detail = event.detail;
    var open = detail.requestConfig.verb === "get" && detail.target.querySelector("form.form");
    if (open) {
      event.preventDefault();
      open.scrollIntoView({ block: "nearest" });
      open.querySelector("textarea").focus();
      return;
    }
    var note = noteFor(detail.requestConfig.elt);
    if (note) note.hidden = true;
  });

  // What the reader dragged larger stays so when the form comes back. htmx would carry over the style attribute of a
  // field with the same id, which the site's policy forbids; a height set by script is allowed.
  if (window.htmx) window.htmx.config.attributesToSettle = ["class", "width", "height"];
  var dragged = "";
  document.addEventListener("htmx:beforeSwap", function (event) {
    var area = event.detail.target.querySelector("form.form textarea");
    dragged = area ? area.style.height : "";
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    var area = event.target.querySelector("form.form textarea");
    if (area && dragged) area.style.height = dragged;
  });

  function noteFor(element) {
    var box = element.closest(".reaction-form");
    return box && box.querySelector(".reaction-offline");
  }

  // A form says that there is no connection; a link does what it would do without script. But not while words would be
  // lost by that: then the note of the form that holds them appears where the new form would have come.
  function showOffline(detail) {
    var element = detail.requestConfig.elt;
    var typed = firstTyped(document);
    var note = noteFor(element);
    if (!note && typed) {
      note = noteFor(typed);
      if (!note) return;
      note = note.cloneNode(true);
      detail.target.replaceChildren(note);
    }
    if (note) {
      note.hidden = false;
      note.scrollIntoView({ block: "nearest" });
    } else if (element.href) {
      window.location.assign(element.href);
    }
  }

  // Words that are on the site already (a writer's own reaction, opened to change it) are not lost by leaving.
  function firstTyped(root) {
    return Array.prototype.find.call(root.querySelectorAll("textarea"), function (area) {
      var stored = area.hasAttribute("data-stored") && area.value === area.defaultValue;
      return area.value.trim() !== "" && !stored;
    });
  }

  // "Close" is a link to the article; here it takes the form away, and asks first where words would go with it.
  document.addEventListener("click", function (event) {
    var close = event.target.closest(".reaction-close");
    var slot = close && close.closest(".reaction-slot");
    if (!slot) return;
    event.preventDefault();
    if (firstTyped(slot) && !window.confirm(close.dataset.confirm)) return;
    slot.replaceChildren();
    var opener = openerOf(slot);
    if (opener) opener.focus();
  });

  // The link that opens the form in this slot stands just before it.
  function openerOf(slot) {
    var before = slot.previousElementSibling;
    return before && before.querySelector("[hx-get]");
  }

  document.addEventListener("submit", function (event) {
    if (!event.defaultPrevented) leaving = true;
  });
  window.addEventListener("pageshow", function () {
    leaving = false;
  });
  // The browser asks, in its own words, before a reload, a closed tab or another page takes unsent words away.
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && firstTyped(document)) event.preventDefault();
  });
})();
