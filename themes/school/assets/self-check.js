// Starts the self-check: looks whether the browser can, fetches the program and the models, hands over to it. All the rest is Rust
// (validator-wasm). Written for old browsers too, so that those can say what they lack.
(function () {
  'use strict';
  var root = document.getElementById('self-check');
  // The smallest module with a SIMD instruction.
  var SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  // So long may a download be silent before it is given up, in ms.
  var SILENT = 20000;
  // So many downloads run side by side.
  var SIDE_BY_SIDE = 2;
  // So many models say where the face is; with them, who won't wait gets most of the answers.
  var FIRST = 3;
  // So long the page may be busy with what stands in it before it looks up, in ms; so many letters are decoded between two looks at the
  // clock: whole groups of four, which are three bytes.
  var SLICE = 8, PIECE = 131072;

  function trouble(kind) {
    var known = root.querySelector('[data-trouble="' + kind + '"]') || root.querySelector('[data-trouble="crash"]');
    known.removeAttribute('hidden');
    root.setAttribute('data-stopped', kind);
  }

  function supported() {
    try {
      return typeof wasm_bindgen === 'function' && WebAssembly.validate(new Uint8Array(SIMD)) &&
        typeof Promise === 'function' && typeof fetch === 'function' && typeof Blob.prototype.arrayBuffer === 'function' &&
        typeof AbortController === 'function';
    } catch (error) {
      return false;
    }
  }

  // What is downloaded: how much of it is there, and who wants to know.
  var parts = [], shown = 0;
  function megabytes(bytes) { return (bytes / 1048576).toFixed(1); }

  function show(force) {
    var state = document.getElementById('loading-state'), bar = document.getElementById('loading-bar'), now = Date.now();
    if (!state || (!force && now - shown < 100)) { return; }
    shown = now;
    var done = 0, all = 0;
    parts.forEach(function (part) {
      done += Math.min(part.got, part.size);
      all += part.size;
      if (part.line) {
        part.line.setAttribute('data-state', part.state);
        part.line.querySelector('.sc-bytes').textContent = part.state === 'wait' && part.got < part.size
          ? megabytes(part.got) + ' / ' + megabytes(part.size) + ' MB'
          : root.getAttribute('data-word-' + part.state);
      }
    });
    bar.value = all ? done / all : 0;
    state.textContent = state.getAttribute('data-text').replace('{done}', megabytes(done)).replace('{all}', megabytes(all));
  }

  // The bytes of an answer in pieces, counted as they come.
  function body(answer, part, alive) {
    if (!answer.ok) { throw new Error(String(answer.status)); }
    if (!answer.body || !answer.body.getReader) {
      return answer.arrayBuffer().then(function (bytes) { return [new Uint8Array(bytes)]; });
    }
    var reader = answer.body.getReader(), pieces = [];
    function next() {
      return reader.read().then(function (piece) {
        if (piece.done) { return pieces; }
        alive();
        pieces.push(piece.value);
        part.got += piece.value.length;
        show();
        return next();
      });
    }
    return next();
  }

  function fetchOnce(part) {
    var timer, stop = new AbortController();
    function alive() {
      clearTimeout(timer);
      timer = setTimeout(function () { stop.abort(); }, SILENT);
    }
    part.stop = stop;
    part.got = 0;
    alive();
    return fetch(part.address, { signal: stop.signal }).then(function (answer) { return body(answer, part, alive); }).then(function (pieces) {
      clearTimeout(timer);
      return pieces;
    }, function (error) {
      clearTimeout(timer);
      throw error;
    });
  }

  // What stands in the page itself, in the edition that is one file; decoded a piece at a time, so that the page stays awake.
  function inlined(part) {
    var text = part.inline.textContent.trim(), pieces = [], at = 0;
    part.inline.parentNode.removeChild(part.inline);
    part.got = 0;
    return new Promise(function (resolve) {
      function go() {
        var end = Date.now() + SLICE;
        while (at < text.length && Date.now() < end) {
          var some = atob(text.slice(at, at + PIECE)), bytes = new Uint8Array(some.length), i;
          for (i = 0; i < some.length; i += 1) { bytes[i] = some.charCodeAt(i); }
          pieces.push(bytes);
          part.got += some.length;
          at += PIECE;
        }
        show();
        if (at < text.length) { setTimeout(go, 0); } else { resolve(pieces); }
      }
      setTimeout(go, 0);
    });
  }

  // One piece of memory: blobs would be read without a copy, but WebKit reads none once the page is sealed.
  function joined(pieces) {
    var size = pieces.reduce(function (sum, piece) { return sum + piece.length; }, 0), whole = new Uint8Array(size), at = 0;
    pieces.forEach(function (piece) {
      whole.set(piece, at);
      at += piece.length;
    });
    return whole;
  }

  function load(part) {
    var got = part.inline ? inlined(part) : fetchOnce(part).catch(function () {
      if (part.skipped) { throw new Error('skipped'); }
      return fetchOnce(part);
    });
    return got.then(function (pieces) {
      part.bytes = joined(pieces);
      part.got = part.size;
      part.state = 'done';
      show(true);
    }, function () {
      part.state = 'failed';
      show(true);
    });
  }

  // Loads one after the other; resolves when all are in or given up, or when the student won't wait.
  function loadAll(queue, enough) {
    return new Promise(function (resolve) {
      var left = queue.length;
      if (!left) { resolve(); }
      function next() {
        var part = queue.shift();
        if (!part || part.skipped) { return; }
        load(part).then(function () {
          left -= 1;
          if (!left) { resolve(); }
          next();
        });
      }
      for (var i = 0; i < SIDE_BY_SIDE; i += 1) { next(); }
      enough.then(function () {
        queue.splice(0).concat(parts).forEach(function (part) {
          part.skipped = true;
          if (part.state === 'wait' && part.stop) { part.stop.abort(); }
        });
        resolve();
      });
    });
  }

  function list(name) { return (root.getAttribute('data-' + name) || '').split(' ').filter(Boolean); }

  function makePart(name, address, size, place) {
    return {
      address: address, size: Number(size) || 0, got: 0, state: 'wait', bytes: null, skipped: false,
      inline: document.getElementById('inline-' + name), line: root.querySelector('[data-part="' + place + '"]')
    };
  }

  // Bytes that are a module but may not be compiled: a browser that does not know 'wasm-unsafe-eval'.
  function compile(bytes) {
    return WebAssembly.compile(bytes).catch(function () { throw WebAssembly.validate(bytes) ? 'browser' : 'download'; });
  }

  // Lets the page look up between two long steps.
  function turn() { return new Promise(function (resolve) { setTimeout(resolve, 0); }); }

  // The text of the glue, for the worker: from the page, or fetched (from the cache, where it just was put).
  function glue() {
    var block = document.getElementById('inline-glue');
    if (block) { return inlined({ inline: block }).then(function (pieces) { return new TextDecoder().decode(joined(pieces)); }); }
    return fetch(root.getAttribute('data-glue')).then(function (answer) {
      if (!answer.ok) { throw 'download'; }
      return answer.text();
    }).catch(function () { throw 'download'; });
  }

  // A photo that is dropped too early must not replace the page.
  ['dragover', 'drop'].forEach(function (kind) {
    document.addEventListener(kind, function (event) { event.preventDefault(); });
  });
  root.setAttribute('data-started', '');

  // The page's own part of the program has stopped for good: better said than a sentence that waits for ever.
  function died(event) {
    var error = event.error || event.reason;
    if (typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError) { trouble('dead'); }
  }
  window.addEventListener('error', died);
  window.addEventListener('unhandledrejection', died);

  if (location.protocol === 'file:' && !document.getElementById('inline-wasm')) { trouble('file'); return; }
  if (!supported()) { trouble('browser'); return; }

  // Places of all models, whether they are fetched or stand in the page.
  var names = root.getAttribute('data-part-names').split('|'), addresses = list('models'), sizes = list('sizes');
  var program = makePart('wasm', root.getAttribute('data-wasm'), root.getAttribute('data-wasm-size'), 'program');
  var models = names.map(function (name, place) { return makePart('model-' + place, addresses[place], sizes[place], place); });
  var button = document.getElementById('start-now');
  parts = [program].concat(models);
  show(true);

  // Not streaming: that would need a server which knows the type application/wasm.
  var ready = Promise.all([load(program).then(function () {
    if (!program.bytes) { throw 'download'; }
    return compile(program.bytes);
  }), glue()]);
  var enough = new Promise(function (resolve) {
    ready.then(function () {
      if (!button) { return; }
      button.disabled = false;
      button.addEventListener('click', resolve);
    }, function () {});
  });
  // The face's place first: while its models are on the way, the others would only take from the line.
  var loaded = loadAll(models.slice(0, FIRST), enough).then(function () { return loadAll(models.slice(FIRST), enough); });
  // The program draws the requirements and warms up while the models are on the way.
  ready.then(function (program) {
    var arrived = loaded.then(function () {
      root.setAttribute('data-loaded', '');
      return models.map(function (model) { return model.bytes && model.bytes.buffer; });
    });
    return wasm_bindgen({ module_or_path: program[0] }).then(turn).then(function () {
      return wasm_bindgen.start(program[0], program[1], arrived);
    });
  }).catch(function (error) { trouble(typeof error === 'string' ? error : 'crash'); });
})();
