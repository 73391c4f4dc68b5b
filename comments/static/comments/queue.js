// The moderators' queue by keyboard, and decisions that keep the place in the list. Without this file every button works
// as a plain form.
(function () {
  "use strict";

  var queue = document.querySelector(".queue .queue-list");
  if (!queue) return;
  var root = queue.closest(".queue");
  var live = root.querySelector(".queue-live");
  var help = root.querySelector(".queue-help");
  var switchBox = root.querySelector(".queue-keys");
  var bulk = document.getElementById("samen");
  var current = null; // the reaction that the keys are about
  var mine = []; // where each decision made on this page is undone, newest last; "u" undoes no other
  var STORED = "wachtrij-toetsen"; // "uit": this person uses no keys

  function items() {
    return Array.prototype.slice.call(queue.querySelectorAll(".queue-item"));
  }

  // One reaction is in the tab order (a roving tabindex): Tab then goes on to its own buttons.
  function take(item, focus) {
    items().forEach(function (each) {
      each.tabIndex = each === item ? 0 : -1;
      each.classList.toggle("queue-current", each === item);
    });
    current = item;
    if (focus && item) {
      item.focus({ preventScroll: true });
      item.scrollIntoView({ block: "nearest" });
    }
  }

  function say(text) {
    live.textContent = "";
    window.setTimeout(function () {
      live.textContent = text;
    }, 50); // a changed text is read out, the same text again is not
  }

  function step(by) {
    var all = items();
    var place = all.indexOf(current);
    var next = all[Math.min(Math.max(place + by, 0), all.length - 1)];
    if (document.activeElement !== current && place >= 0 && !current.contains(document.activeElement)) next = current;
    if (next) take(next, true);
  }

  function nextOpen(item) {
    var all = items();
    var place = all.indexOf(item);
    return all.slice(place + 1).find(function (each) {
      return !each.classList.contains("queue-done");
    });
  }

  // ---- decisions in place ----

  function send(form, item) {
    if (item.getAttribute("aria-busy") === "true") return;
    item.setAttribute("aria-busy", "true");
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Queue": "1" },
      credentials: "same-origin",
      redirect: "error",
    })
      .then(function (answer) {
        // 409: nothing was done, and the reaction says why. Anything else that is no success is not ours.
        if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
        return answer.text().then(function (html) {
          put(item, html, answer.ok);
        });
      })
      .catch(function () {
        item.removeAttribute("aria-busy");
        say(root.dataset.offline);
        note(item, root.dataset.offline);
      });
  }

  function note(item, text) {
    var old = item.querySelector(".queue-refusal");
    if (old) old.remove();
    var box = document.createElement("div");
    box.className = "queue-refusal";
    box.textContent = text;
    item.insertBefore(box, item.children[1] || null);
  }

  function put(item, html, done) {
    var holder = document.createElement("template");
    holder.innerHTML = html; // our own template, in which everything typed is escaped
    var fresh = holder.content.querySelector(".queue-item");
    if (!fresh) throw new Error("no reaction");
    var next = done ? nextOpen(item) : null;
    var before = undoing(item);
    item.replaceWith(fresh);
    if (done) {
      // An address that was not there before is that of the decision made now: answering adds none, undoing takes it away.
      if (undoing(fresh) && undoing(fresh) !== before) mine.push(undoing(fresh));
      say(fresh.dataset.said || "");
      // What was undone is looked at again; after a decision the next one is in turn.
      take(fresh.classList.contains("queue-done") && next ? next : fresh, true);
    } else {
      take(fresh, false);
      var refusal = fresh.querySelector(".queue-refusal");
      var target =
        fresh.querySelector(".queue-refusal button") ||
        fresh.querySelector(".queue-answer[open] textarea, .queue-why[open] select");
      if (refusal) say(refusal.textContent.trim());
      if (target) target.focus();
      else fresh.focus();
    }
    fresh.classList.toggle("queue-mine", mine.indexOf(undoing(fresh)) >= 0);
    count();
  }

  // Where the decision about this reaction is undone; the address holds the decision's number. Empty: there is none.
  function undoing(item) {
    var form = item.querySelector('form[data-key="u"]');
    return form ? form.getAttribute("action") : "";
  }

  queue.addEventListener("submit", function (event) {
    var item = event.target.closest(".queue-item");
    if (!item) return;
    event.preventDefault();
    send(event.target, item);
  });

  // ---- ticks ----

  function ticked() {
    return queue.querySelectorAll('input[name="chosen"]:checked').length;
  }

  function count() {
    if (!bulk) return;
    var number = ticked();
    bulk.querySelector(".queue-number").textContent = number ? "(" + number + ")" : "";
    bulk.classList.toggle("queue-bulk-open", number > 0);
  }

  queue.addEventListener("change", function (event) {
    if (event.target.name === "chosen") count();
  });

  function together(verb) {
    if (verb === "reject") {
      bulk.querySelector("select").focus();
      return;
    }
    bulk.requestSubmit(button(verb));
  }

  function button(verb) {
    return bulk.querySelector('button[value="' + verb + '"]');
  }

  // The site refuses as well and keeps the ticks, but loads the page anew; here the place in the list is kept too.
  function refuseWithoutReason(event) {
    var rejects = event.submitter && event.submitter.value === "reject";
    var missing = rejects && ticked() && !bulk.querySelector("select").value && !bulk.querySelector("[name=reason]").value.trim();
    if (missing) event.preventDefault();
    complain(Boolean(missing));
  }

  function complain(missing) {
    var words = bulk.querySelector(".queue-refusal");
    var reason = bulk.querySelector("select");
    words.hidden = !missing;
    reason.setAttribute("aria-invalid", missing);
    if (!missing) return;
    reason.focus();
    say(words.textContent.trim());
  }

  // ---- keys ----

  var VERBS = { a: "approve", r: "reject", s: "spam" };

  function press(key) {
    if (ticked() && VERBS[key]) {
      together(VERBS[key]);
      return;
    }
    var part = current && current.querySelector('[data-key="' + key + '"]');
    if (!part) return;
    if (part.tagName === "DETAILS") {
      part.open = true;
      part.querySelector("select").focus();
    } else {
      send(part, current);
    }
  }

  function undo() {
    var here = null;
    while (!here && mine.length) {
      here = queue.querySelector('form[data-key="u"][action="' + mine[mine.length - 1] + '"]');
      if (!here) mine.pop(); // undone by its button, or somebody decided after it
    }
    // What was decided together is undone by the button in the message above the list.
    here = here || document.querySelector(".messagelist form.undo");
    if (!here) {
      say(root.dataset.nothing);
    } else if (here.closest(".queue-item")) {
      send(here, here.closest(".queue-item"));
    } else {
      here.submit();
    }
  }

  function tick() {
    var box = current && current.querySelector('input[name="chosen"]');
    if (!box) return;
    box.checked = !box.checked;
    count();
    say((box.checked ? root.dataset.chosen : root.dataset.dropped) + " (" + ticked() + ")");
  }

  function isTyping(element) {
    if (element.closest("textarea, select, [contenteditable]")) return true;
    return Boolean(element.closest("input") && !/^(checkbox|radio|button|submit)$/.test(element.type));
  }

  function off() {
    return switchBox && !switchBox.checked;
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    var why = event.target.closest && event.target.closest("details");
    if (event.key === "Escape" && why && root.contains(why)) {
      why.open = false;
      take(why.closest(".queue-item") || current, true);
      return;
    }
    if (event.key === "Escape" && bulk && bulk.contains(event.target)) {
      take(current, true);
      return;
    }
    // In a list to choose from, Enter does nothing by itself; here it confirms, as it does in the field beside it.
    if (event.key === "Enter" && event.target.matches(".queue-why select")) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.key === "Enter" && event.target.matches("#samen select")) {
      event.preventDefault();
      bulk.requestSubmit(button("reject"));
      return;
    }
    if (off() || help.open || event.repeat || isTyping(event.target)) return;
    var inside = event.target === document.body || root.contains(event.target);
    if (!inside) return;
    var act = {
      j: step.bind(null, 1),
      k: step.bind(null, -1),
      a: press.bind(null, "a"),
      r: press.bind(null, "r"),
      s: press.bind(null, "s"),
      u: undo,
      x: tick,
      "?": help.showModal.bind(help),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Shift is part of "?" on most keyboards, so it is not asked about; capitals are other keys and do nothing.

  queue.addEventListener("focusin", function (event) {
    var item = event.target.closest(".queue-item");
    if (item && item !== current) take(item, false);
  });

  // ---- help ----

  var helpButton = root.querySelector(".queue-help-button");
  if (helpButton) {
    helpButton.hidden = false;
    helpButton.addEventListener("click", function () {
      help.showModal();
    });
  }
  if (switchBox) {
    try {
      switchBox.checked = window.localStorage.getItem(STORED) !== "uit";
    } catch (error) {
      switchBox.checked = true; // storage may be forbidden; the keys then work until the page is left
    }
    switchBox.addEventListener("change", function () {
      try {
        window.localStorage.setItem(STORED, switchBox.checked ? "aan" : "uit");
      } catch (error) {
        return;
      }
    });
  }

  root.classList.add("queue-script");
  take(items()[0] || null, false);
  count();
  if (bulk) {
    bulk.addEventListener("submit", refuseWithoutReason);
    if (!bulk.querySelector(".queue-refusal").hidden) complain(true); // the site just refused
  }
})();
