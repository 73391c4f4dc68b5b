// The puzzle that a suspicious reaction gets (comments/proof.py): find the number that makes the SHA-256 of salt and number
// come out right, put it in the form and send it. No other site, no worker, no cookie.
// Whoever does not want to wait presses the button: the reaction then goes to the moderators without a solution.
(function () {
  "use strict";

  var BATCH = 250; // digests at once: few enough to keep the page alive on an old phone

  document.addEventListener("htmx:load", function (event) {
    var note = event.detail.elt.querySelector && event.detail.elt.querySelector(".reaction-puzzle");
    if (note) start(note);
  });

  function start(note) {
    var form = note.closest(".reaction-form").querySelector("form.form");
    var puzzle = JSON.parse(note.dataset.puzzle);
    var waiting = true;
    // Who presses the button or goes on writing decides for themselves; nothing is sent behind their back.
    ["submit", "input"].forEach(function (name) {
      form.addEventListener(name, function () {
        waiting = false;
        note.hidden = true;
      });
    });
    solve(puzzle, function () {
      return waiting && form.isConnected;
    }).then(function (number) {
      if (!waiting || !form.isConnected) return;
      if (number !== null) form.elements.proof.value = packed(puzzle, number);
      form.requestSubmit();
    });
  }

  function packed(puzzle, number) {
    return window.btoa(
      JSON.stringify({
        algorithm: puzzle.algorithm,
        challenge: puzzle.challenge,
        number: number,
        salt: puzzle.salt,
        signature: puzzle.signature,
      })
    );
  }

  // Gives the number, or null where this browser cannot search (no secure connection) or found nothing.
  function solve(puzzle, wanted) {
    var subtle = window.crypto && window.crypto.subtle;
    if (!subtle) return Promise.resolve(null);
    var encoder = new TextEncoder();
    var salt = puzzle.salt.slice(-1) === "&" ? puzzle.salt : puzzle.salt + "&";

    function digest(number) {
      return subtle.digest("SHA-256", encoder.encode(salt + number));
    }

    function search(first) {
      if (first > puzzle.maxNumber || !wanted()) return null;
      var tries = [];
      for (var number = first; number < first + BATCH && number <= puzzle.maxNumber; number++) tries.push(digest(number));
      return Promise.all(tries).then(function (results) {
        for (var index = 0; index < results.length; index++) {
          if (hex(results[index]) === puzzle.challenge) return first + index;
        }
        return search(first + BATCH);
      });
    }

    return Promise.resolve(search(0)).catch(function () {
      return null;
    });
  }

  function hex(buffer) {
    return Array.prototype.map
      .call(new Uint8Array(buffer), function (byte) {
        return ("0" + byte.toString(16)).slice(-2);
      })
      .join("");
  }
})();
