/**
 * Which file of the built page an address of our own scheme means. Pure. Decodes once; whatever could step outside the
 * folder, or comes from another host, means no file at all.
 */

export const pageScheme = "app";
export const pageHost = "dagwright";
export const pageOrigin = `${pageScheme}://${pageHost}`;

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
  woff: "font/woff",
  ttf: "font/ttf",
  wasm: "application/wasm",
};

export interface PageFile {
  /** Relative to the page's folder, with forward slashes. */
  readonly path: string;
  readonly type: string;
}

/** Null for whatever is not plainly one of our files. */
export function pageFileOf(address: string): PageFile | null {
  const prefix = `${pageOrigin}/`;
  // Compared as text, before any parser has normalised `..`, a port or credentials away.
  if (address.length > 2048 || !(address === pageOrigin || address.startsWith(prefix))) return null;
  const raw = address.slice(prefix.length).split(/[?#]/, 1)[0] ?? "";
  const path = decodeOnce(raw);
  if (path === null || /[\\\0-\x1f\x7f:%]/.test(path)) return null;
  const segments = (path === "" ? "index.html" : path).split("/");
  if (segments.some((segment) => segment === "" || segment.startsWith("."))) return null;
  const type = types[segments.at(-1)?.split(".").at(-1) ?? ""];
  return type === undefined ? null : { path: segments.join("/"), type };
}

/** Null when it is no valid percent encoding. */
function decodeOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** True for the page itself: its address with any hash or query, and nothing else. */
export function isPageAddress(address: string): boolean {
  const file = pageFileOf(address);
  return file !== null && file.path === "index.html";
}
