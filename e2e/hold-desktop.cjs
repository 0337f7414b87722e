/**
 * Required by the desktop program before its own code, in tests only: it is not ready before the driver is attached. A driver that
 * came while the first window was being made would wait for that window for ever. The driver itself calls `__playwright_run`.
 */
const { app } = require("electron");

// What stands before the app's folder is the driver's, not a word of the person's.
process.argv.splice(1, process.argv.indexOf(__filename));

const ready = app.whenReady();
const emit = app.emit.bind(app);
let held = null;
let isReady = false;
let release = () => undefined;
const released = new Promise((resolve) => (release = resolve));

app.emit = (event, ...words) => {
  if (event !== "ready" || isReady) return emit(event, ...words);
  held = words;
  return app.listenerCount("ready") > 0;
};
app.isReady = () => isReady;
app.whenReady = () => released;

globalThis.__playwright_run = async () => {
  await ready;
  isReady = true;
  release();
  emit("ready", ...(held ?? []));
};
