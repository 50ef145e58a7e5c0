// Starts the self-check: looks whether the browser can, fetches the program, hands over to it. All the rest is Rust (validator-wasm).
// Written for old browsers too, so that those can say what they lack.
(function () {
  'use strict';
  var root = document.getElementById('self-check');
  // The smallest module with a SIMD instruction.
  var SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];

  function trouble(kind) {
    var known = root.querySelector('[data-trouble="' + kind + '"]') || root.querySelector('[data-trouble="crash"]');
    known.removeAttribute('hidden');
    root.setAttribute('data-stopped', kind);
  }

  function supported() {
    try {
      return typeof wasm_bindgen === 'function' && WebAssembly.validate(new Uint8Array(SIMD)) &&
        typeof Promise === 'function' && typeof fetch === 'function' && typeof Blob.prototype.arrayBuffer === 'function';
    } catch (error) {
      return false;
    }
  }

  function get(address, read) {
    return fetch(address).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer[read]();
    });
  }

  function load(name, read) {
    return get(root.getAttribute('data-' + name), read).catch(function () { throw 'download'; });
  }

  // The face models. One that can't be had leaves its checks out; the rest goes on without it.
  function models() {
    return Promise.all(root.getAttribute('data-models').split(' ').map(function (address) {
      return get(address, 'arrayBuffer').catch(function () { return null; });
    }));
  }

  // Bytes that are a module but may not be compiled: a browser that does not know 'wasm-unsafe-eval'.
  function compile(bytes) {
    return WebAssembly.compile(bytes).catch(function () { throw WebAssembly.validate(bytes) ? 'browser' : 'download'; });
  }

  // A photo that is dropped too early must not replace the page.
  ['dragover', 'drop'].forEach(function (kind) {
    document.addEventListener(kind, function (event) { event.preventDefault(); });
  });
  root.setAttribute('data-started', '');

  if (location.protocol === 'file:') { trouble('file'); return; }
  if (!supported()) { trouble('browser'); return; }
  // Not streaming: that would need a server which knows the type application/wasm.
  Promise.all([load('wasm', 'arrayBuffer').then(compile), load('glue', 'text'), models()]).then(function (parts) {
    return wasm_bindgen({ module_or_path: parts[0] }).then(function () { return wasm_bindgen.start(parts[0], parts[1], parts[2]); });
  }).catch(function (error) { trouble(typeof error === 'string' ? error : 'crash'); });
})();
