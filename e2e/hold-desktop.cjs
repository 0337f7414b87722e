/**
 * Read by the desktop program before its own first line, by way of NODE_OPTIONS. Holds the program until the driver is there: when it
 * attaches while the first window is being made, it waits for ever for that window's answer. launch-desktop.ts lets go.
 */
const Module = require("node:module");

// The engine and the tasks start as they always do.
delete process.env.NODE_OPTIONS;
const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== "electron") return loaded;
  Module._load = load;
  hold(loaded.app);
  return loaded;
};

function hold(app) {
  const { whenReady, isReady, emit } = app;
  const ready = whenReady.call(app);
  let words = [];
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  app.whenReady = () => held;
  app.isReady = () => false;
  app.emit = (event, ...more) => {
    if (event !== "ready") return emit.call(app, event, ...more);
    words = more;
    return app.listenerCount("ready") > 0;
  };
  globalThis.letDesktopGo = async () => {
    await ready;
    Object.assign(app, { whenReady, isReady, emit });
    letGo();
    app.emit("ready", ...words);
  };
}
