// Every way out of a page that a browser offers, each as a function of the address to reach.
// `arguments[0]` is the address up to the probe's name; the page gets one second for each request to leave.
const ways = {
  fetch: url => fetch(url).catch(() => {}),
  "fetch-no-cors": url => fetch(url, { mode: "no-cors", method: "POST", body: "photo" }).catch(() => {}),
  "fetch-keepalive": url => fetch(url, { keepalive: true, method: "POST", body: "photo" }).catch(() => {}),
  xhr: url => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.send("photo");
  },
  websocket: url => new WebSocket(url.replace(/^http/, "ws")),
  eventsource: url => new EventSource(url),
  beacon: url => navigator.sendBeacon(url, "photo"),
  image: url => { new Image().src = url; },
  srcset: url => { new Image().srcset = url + " 2x"; },
  "svg-image": url => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
    image.setAttribute("href", url);
    svg.append(image);
    document.body.append(svg);
  },
  form: url => submit(url, "get"),
  "form-post": url => submit(url, "post"),
  iframe: url => add("iframe", { src: url }),
  object: url => add("object", { data: url, type: "text/html" }),
  embed: url => add("embed", { src: url, type: "text/html" }),
  video: url => add("video", { src: url, preload: "auto" }),
  audio: url => add("audio", { src: url, preload: "auto" }),
  script: url => add("script", { src: url }),
  module: url => add("script", { src: url, type: "module" }),
  "dynamic-import": url => { import(url).catch(() => {}); },
  stylesheet: url => add("link", { rel: "stylesheet", href: url }),
  "prefetch-link": url => add("link", { rel: "prefetch", href: url }),
  "preload-link": url => add("link", { rel: "preload", href: url, as: "image" }),
  "modulepreload-link": url => add("link", { rel: "modulepreload", href: url }),
  icon: url => {
    const link = Object.assign(document.createElement("link"), { rel: "icon", href: url });
    document.head.append(link);
  },
  "speculation-rules": url => {
    const rules = { prefetch: [{ urls: [url], eagerness: "immediate" }] };
    add("script", { type: "speculationrules" }).textContent = JSON.stringify(rules);
  },
  ping: url => {
    const link = add("a", { href: "#ping", ping: url });
    link.textContent = "x";
    link.click();
  },
  "css-url": url => {
    const box = add("div", {});
    box.style.width = box.style.height = "1px";
    box.style.backgroundImage = `url(${JSON.stringify(url)})`;
  },
  "css-import": url => { add("style", {}).textContent = `@import ${JSON.stringify(url)};`; },
  font: url => {
    const face = new FontFace("probe", `url(${JSON.stringify(url)})`);
    document.fonts.add(face);
    face.load().catch(() => {});
  },
  worker: url => { new Worker(url); },
  "shared-worker": url => { new SharedWorker(url); },
  "blob-worker-fetch": url => worker(`fetch(${JSON.stringify(url)}).catch(() => {})`),
  "blob-worker-xhr": url => worker(`const r = new XMLHttpRequest(); r.open("POST", ${JSON.stringify(url)}); r.send("photo")`),
  "blob-worker-import": url => worker(`importScripts(${JSON.stringify(url)})`),
  "blob-worker-websocket": url => worker(`new WebSocket(${JSON.stringify(url.replace(/^http/, "ws"))})`),
  "blob-worker-eventsource": url => worker(`new EventSource(${JSON.stringify(url)})`),
  "blob-module-worker": url => worker(`import ${JSON.stringify(url)}`, { type: "module" }),
  worklet: url => { new OfflineAudioContext(1, 1, 8000).audioWorklet.addModule(url).catch(() => {}); },
  "frame-without-address": url => {
    // A fresh frame has fresh copies of everything that a page may have deleted or wrapped.
    const frame = add("iframe", {});
    frame.contentWindow.fetch(url, { mode: "no-cors" }).catch(() => {});
    new frame.contentWindow.Image().src = url;
  },
};

function add(tag, attributes) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

function submit(url, method) {
  const name = "target-" + method;
  add("iframe", { name });
  const form = add("form", { action: url, method, target: name });
  form.append(Object.assign(document.createElement("input"), { name: "photo", value: "1" }));
  form.submit();
}

function worker(source, options) {
  new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), options);
}

for (const [name, go] of Object.entries(ways)) {
  // What throws has not left either; the server is the judge.
  try { go(arguments[0] + name); } catch (error) { /* blocked at once */ }
}
return Object.keys(ways);
