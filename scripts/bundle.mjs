/** Writes one bundle with Vite (rolldown). Native and WebAssembly packages stay outside; all else is folded in. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { root } from "./bootstrap.mjs";

const external = [/^node:/, "electron", "better-sqlite3", /^@duckdb\//, "pg", /^pg\//, "pg-copy-streams", "pg-cursor", "pg-native", /^@parcel\/watcher/, /^minijinja-js/];

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

function nodeConfig(bundle, outDir) {
  const isDesktop = bundle.kind === "desktop";
  mkdirSync(outDir, { recursive: true });
  return {
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    // The desktop's own half must also load in the Node 18 of the development runtime; the engine runs on the pinned Node.
    build: {
      ssr: join(root, bundle.entry),
      target: isDesktop ? "node18" : "node22",
      outDir,
      emptyOutDir: true,
      minify: false,
      rollupOptions: {
        external,
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
