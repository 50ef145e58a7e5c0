// The worker's loop, appended to the glue in one blob: it tests its own seal, then checks photos one by one.
(function () {
  'use strict';
  var ready;

  // Requests since the last answer, without our own blocked test.
  function requests(probe) {
    var seen = performance.getEntriesByType('resource').filter(function (entry) {
      return /^(https?|wss?):/.test(entry.name) && entry.name !== probe;
    }).length;
    performance.clearResourceTimings();
    return seen;
  }

  function begin(message) {
    // A blob worker inherits the page's policies; where a browser forgets to, this worker must not see a photo.
    return fetch(message.probe, { cache: 'no-store' }).then(
      function () { return 'unsealed'; },
      function () {
        return wasm_bindgen({ module_or_path: message.module }).then(function () {
          message.models.forEach(function (model, place) {
            if (model) { wasm_bindgen.add_model(place, new Uint8Array(model)); }
          });
          return 'ready';
        });
      }
    );
  }

  self.onmessage = function (event) {
    var message = event.data;
    if (message.module) {
      self.probe = message.probe;
      ready = begin(message);
      ready.then(
        function (state) { self.postMessage({ state: state }); },
        function (error) { self.postMessage({ state: 'error', error: String(error) }); }
      );
      return;
    }
    ready.then(function () {
      return wasm_bindgen.check(new Uint8Array(message.bytes), message.name, message.profile, message.lang);
    }).then(
      function (report) { self.postMessage({ report: report, requests: requests(self.probe) }); },
      function (error) { self.postMessage({ error: String(error) }); }
    );
  };
})();
