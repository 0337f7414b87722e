/** How the window's page is built: one page for the desktop and for the browser, for Chrome 114 and newer. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, transformWithOxc, type Plugin } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Puts page-guard.ts on the page as a script of its own before all others. Bundled with them it would come too late: the
 * shared pieces that a bundle imports run before the bundle's own first line.
 */
const pageGuard: Plugin = {
  name: "dagwright-page-guard",
  apply: "build",
  async buildStart() {
    const { code } = await transformWithOxc(readFileSync(at("src-renderer/page-guard.ts"), "utf8"), "page-guard.ts");
    this.emitFile({ type: "asset", name: "page-guard.js", source: code });
  },
  transformIndexHtml: {
    order: "post",
    handler(_html, { bundle }) {
      const file = Object.keys(bundle ?? {}).find((name) => name.includes("page-guard"));
      if (file === undefined) throw new Error("vite.config.ts: page-guard.ts was not built; the page would break its own policy.");
      return [{ tag: "script", attrs: { type: "module", src: `/${file}` }, injectTo: "head-prepend" }];
    },
  },
};

export default defineConfig({
  root: at("src-renderer"),
  base: "/",
  plugins: [react(), pageGuard],
  // Replaced by a fresh value each time the page is served; see shared/security/page-policy.ts.
  html: { cspNonce: "__CSP_NONCE__" },
  worker: { format: "es" },
  build: {
    outDir: at("dist/renderer"),
    emptyOutDir: true,
    target: "chrome114",
    // The policy allows no font or script from data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4096,
    // Each file costs the browser, the wire and the server of the page more than its bytes do: left to itself the first page came in 190.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What is always loaded at once, and nothing else.
            { name: "start", tags: ["$initial"], priority: 2 },
            // Small pieces that several pages share lie together where mostly the same pages want them. The editors stay by themselves.
            { name: "shared", test: (id) => !id.includes("monaco"), minShareCount: 2, maxModuleSize: 40_000, entriesAware: true, entriesAwareMergeThreshold: 20_000, priority: 1 },
          ],
        },
      },
    },
  },
});
