/**
 * Runs before everything else on the page (vite.config.ts puts it there) and makes the strict page policy livable:
 * style elements that libraries create get this response's nonce, workers may be started from our own origin only, and
 * zod compiles no code. Markup that slips in as text gets none of it.
 */

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
const createElement = document.createElement.bind(document);

document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element: HTMLElement = createElement(name, options);
  if (nonce !== "" && (name === "style" || name === "STYLE")) element.nonce = nonce;
  return element;
};

interface TrustedTypePolicies {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): unknown;
}

const policies = (globalThis as { trustedTypes?: TrustedTypePolicies }).trustedTypes;
policies?.createPolicy("default", {
  createScriptURL(address) {
    if (new URL(address, window.location.href).origin === window.location.origin) return address;
    throw new TypeError("A script address of another origin was refused.");
  },
});

Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
