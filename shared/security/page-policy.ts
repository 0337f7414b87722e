/**
 * The headers under which the window's page is served, by the desktop's own scheme and by the browser mode alike.
 * Scripts come from us alone. Style elements need the nonce of this very response (Mantine and Monaco make such elements);
 * style attributes are allowed, because Monaco lays its lines out with them, and they can load nothing: images are ours only.
 */

/** Stands in the built index.html wherever the nonce belongs. */
export const noncePlaceholder = "__CSP_NONCE__";

/** @param nonce at least 128 random bits in base64url, new for every response. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}

export function pageHeaders(nonce: string): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(nonce),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), bluetooth=()",
  };
}

export function withNonce(html: string, nonce: string): string {
  return html.replaceAll(noncePlaceholder, nonce);
}
