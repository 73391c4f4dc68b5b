// Reactions in the article's page. Without this file the same forms work as pages of their own.
(function () {
  "use strict";

  // An answer of ours goes in place whatever its status: it holds the form with the typed words and the reason.
  // Any other error answer (a proxy's, say) must not take the form away.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var detail = event.detail;
    if (detail.xhr.status < 400) return;
    if (detail.xhr.getResponseHeader("X-Reaction")) {
      detail.shouldSwap = true;
      detail.isError = false;
    } else {
      showOffline(detail.requestConfig.elt, detail.requestConfig.verb);
    }
  });

  function broken(event) {
    showOffline(event.detail.requestConfig.elt, event.detail.requestConfig.verb);
  }
  document.addEventListener("htmx:sendError", broken);
  document.addEventListener("htmx:timeout", broken);

  document.addEventListener("htmx:beforeRequest", function (event) {
    var note = noteFor(event.detail.requestConfig.elt);
    if (note) note.hidden = true;
  });

  function noteFor(element) {
    var box = element.closest(".reaction-form");
    return box && box.querySelector(".reaction-offline");
  }

  // A form says that there is no connection; a link does what it would do without script.
  function showOffline(element, verb) {
    var note = noteFor(element);
    if (verb === "post" && note) {
      note.hidden = false;
      note.scrollIntoView({ block: "nearest" });
    } else if (element.href) {
      window.location.assign(element.href);
    }
  }
})();
