// The worker's loop, appended to the glue in one blob: it tests its own seal, then does one job after the other.
(function () {
  'use strict';
  var ready, probe, models = [];

  // Requests since the last answer, without our own blocked test.
  function requests() {
    var seen = performance.getEntriesByType('resource').filter(function (entry) {
      return /^(https?|wss?):/.test(entry.name) && entry.name !== probe;
    }).length;
    performance.clearResourceTimings();
    return seen;
  }

  function begin(message) {
    // A blob worker inherits the page's policies; where a browser forgets to, this worker must not see a photo. What stands in its own
    // address needs no server to answer: only a policy refuses it, also without a network.
    return fetch('data:,').catch(function () { return fetch(message.probe, { cache: 'no-store' }); }).then(
      function () { return { state: 'unsealed' }; },
      function () {
        return wasm_bindgen({ module_or_path: message.module }).then(function () {
          return { state: 'ready', kept: models.splice(0).map(keep) };
        });
      }
    );
  }

  // Whether a canvas gives back what was drawn: against being recognised by it, some browsers answer with noise, and that is no photo.
  function honest(context) {
    var wanted = [200, 30, 90, 255];
    context.fillStyle = 'rgb(200,30,90)';
    context.fillRect(0, 0, 4, 4);
    return context.getImageData(0, 0, 4, 4).data.every(function (value, place) { return Math.abs(value - wanted[place % 4]) < 8; });
  }

  // False: there is no such model, or it was damaged on the way.
  function keep(model, place) {
    return Boolean(model) && wasm_bindgen.add_model(place, new Uint8Array(model));
  }

  // A kind of picture that the validator doesn't decode, such as HEIC: perhaps the browser can. At most 4096 px a side, which every
  // canvas holds. Nothing, where it can't: the report says so then.
  function decoded(job) {
    if (!job.decode || typeof OffscreenCanvas !== 'function') { return Promise.resolve(undefined); }
    return createImageBitmap(new Blob([job.bytes])).then(function (picture) {
      var scale = Math.min(1, 4096 / Math.max(picture.width, picture.height));
      var width = Math.max(1, Math.round(picture.width * scale)), height = Math.max(1, Math.round(picture.height * scale));
      var context = new OffscreenCanvas(width, height).getContext('2d');
      if (!honest(context)) { return undefined; }
      context.clearRect(0, 0, 4, 4);
      context.drawImage(picture, 0, 0, width, height);
      return context.getImageData(0, 0, width, height);
    }).catch(function () { return undefined; });
  }

  function check(job, picture) {
    var report = wasm_bindgen.check_in_steps(new Uint8Array(job.bytes), job.name, job.profile, job.lang, picture, function (step) {
      self.postMessage({ id: job.id, step: step });
    });
    return { report: report };
  }

  function mend(job, picture) {
    return { mended: wasm_bindgen.mend(new Uint8Array(job.bytes), job.name, job.profile, job.lang, picture, job.framing) };
  }

  self.onmessage = function (event) {
    var message = event.data;
    // They come before all else, one at a time.
    if ('model' in message) { models.push(message.model); return; }
    if (message.module) {
      probe = message.probe;
      ready = begin(message);
      ready.then(
        function (state) { self.postMessage(state); },
        function (error) { self.postMessage({ state: 'error', error: String(error) }); }
      );
      return;
    }
    ready.then(function () { return decoded(message); }).then(function (picture) {
      return message.kind === 'mend' ? mend(message, picture) : check(message, picture);
    }).then(
      function (answer) {
        answer.id = message.id;
        answer.requests = requests();
        self.postMessage(answer);
      },
      function (error) { self.postMessage({ id: message.id, error: String(error), requests: requests() }); }
    );
  };
})();
