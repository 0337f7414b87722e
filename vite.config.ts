/** How the window's page is built: one page for the desktop and for the browser, for Chrome 114 and newer. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** First on the page, whatever index.html names. */
const pageGuard: Plugin = {
  name: "dagwright-page-guard",
  transformIndexHtml: { order: "pre", handler: () => [{ tag: "script", attrs: { type: "module", src: "/page-guard.ts" }, injectTo: "head-prepend" }] },
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
  },
});
