/** Writes one bundle with Vite (rolldown). Native and WebAssembly packages stay outside; all else is folded in. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { build } from "vite";
import { root } from "./bootstrap.mjs";

const external = ["electron", "better-sqlite3", /^@duckdb\//, "pg", /^pg\//, "pg-copy-streams", "pg-cursor", "pg-native", /^@parcel\/watcher/, /^minijinja-js/];

/**
 * Written beside and then put in place, so that a program that starts meanwhile finds the old bundle or the new one.
 * @param {import("./build.mjs").Bundle} bundle
 */
export async function writeBundle(bundle) {
  const target = join(root, "dist", bundle.name);
  const outDir = join(root, "dist", `.${bundle.name}-${process.pid}`);
  try {
    await build(bundle.kind === "page" ? { configFile: join(root, "vite.config.ts"), logLevel: "warn", build: { outDir } } : nodeConfig(bundle, outDir));
    for (const [from, to] of bundle.copies ?? []) if (existsSync(join(root, from))) cpSync(join(root, from), join(outDir, to), { recursive: true, filter: isShipped });
    if (bundle.isStaged) writeFileSync(join(outDir, bundle.output), firstStage);
    rmSync(target, { recursive: true, force: true });
    renameSync(outDir, target);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

function isShipped(path) {
  return !/__pycache__|\.test\.|[\\/]test_/.test(path);
}

/**
 * Only ASCII in what Node reads: a text with one other sign takes two bytes for each of its millions of characters for as long as the engine lives. What is
 * written so means the same in strings, templates and regular expressions; a raw template, whose text is its spelling, is refused unless it is a pattern.
 */
const inAscii = {
  name: "in-ascii",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      const raw = chunk.code.match(/String\.raw`[^`]*[^\0-\x7f][^`]*`/g)?.find((text) => !text.includes("(?<"));
      if (raw !== undefined) throw new Error(`${chunk.fileName}: a raw template may not hold other signs than ASCII: ${raw}`);
      const escaped = chunk.code.match(/\\[^\0-\x7f]/);
      if (escaped !== null) throw new Error(`${chunk.fileName}: a sign that is not ASCII stands behind a backslash, which it does not need: ${chunk.code.slice(Math.max(0, escaped.index - 60), escaped.index + 20)}`);
      chunk.code = chunk.code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
    }
  },
};

/**
 * An import of `node:http` reads all that it exports, its WebSocket too, and with that Node makes its whole `fetch`: 55 ms of processor time at the start of every
 * engine and command. Asked for by call, it makes neither. What is no plain value there is not exported here, so that a build says who wants it.
 */
const lightHttp = {
  name: "light-http",
  enforce: "pre",
  resolveId: (id) => (id === "node:http" ? "\0light-http" : null),
  load: (id) => (id === "\0light-http" ? `const http = process.getBuiltinModule("node:http");\nexport default http;\nexport const { ${plainNames(http).join(", ")} } = http;\n` : null),
};

const plainNames = (module) => Object.entries(Object.getOwnPropertyDescriptors(module)).flatMap(([name, { get }]) => (get === undefined ? [name] : []));

function nodeConfig(bundle, outDir) {
  const isDesktop = bundle.kind === "desktop";
  mkdirSync(outDir, { recursive: true });
  return {
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    plugins: [inAscii, ...(isDesktop ? [] : [lightHttp])],
    // The desktop's own half must also load in the Node 18 of the development runtime; the engine runs on the pinned Node.
    build: {
      ssr: join(root, bundle.entry),
      target: isDesktop ? "node18" : "node22",
      outDir,
      emptyOutDir: true,
      minify: false,
      rollupOptions: {
        external: isDesktop ? [/^node:/, ...external] : [/^node:(?!http$)/, ...external],
        output: {
          format: isDesktop ? "cjs" : "es",
          entryFileNames: bundle.isStaged ? "program.mjs" : bundle.output,
          chunkFileNames: isDesktop ? "[name]-[hash].cjs" : "[name]-[hash].mjs",
          ...(isDesktop ? { codeSplitting: false } : {}),
        },
      },
    },
    ssr: { noExternal: true, target: "node" },
    resolve: { mainFields: ["module", "main"] },
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
  };
}

/** The cache lies in the person's own folder: the default is a shared temporary one, where another account could lay code. */
const firstStage = `import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
try {
  enableCompileCache(join(process.env.XDG_CACHE_HOME || (process.platform === "win32" && process.env.LOCALAPPDATA) || join(homedir(), ".cache"), "dagwright", "compiled"));
} catch {
  // Without the cache everything works, a little slower.
}
await import("./program.mjs");
`;
