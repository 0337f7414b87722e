/** What no page of ours needs is refused to every page: permissions, devices, navigation, frames, windows, downloads. */
import { app, type Session, type WebContents } from "electron";
import { isPageAddress, pageOrigin } from "./page-address.ts";
import { openExternal } from "./open-external.ts";
import { checksSpelling } from "./text-menu.ts";

/** A page may put text on the clipboard (Copy buttons), and nothing more. */
const allowedPermissions = new Set(["clipboard-sanitized-write"]);

export function lockSession(session: Session, log: (line: string) => void): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(allowedPermissions.has(permission) && isPageAddress(contents.getURL()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => allowedPermissions.has(permission) && origin.startsWith(pageOrigin));
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event, item) => {
    // Text that the page made itself is saved through the native dialog of `file.save`; nothing comes down by itself.
    event.preventDefault();
    log(`download refused: ${item.getURL().slice(0, 80)}`);
  });
  session.setSpellCheckerEnabled(checksSpelling);
}

export function lockEveryPage(log: (line: string) => void): void {
  app.on("web-contents-created", (_event, contents) => lockPage(contents, log));
}

function lockPage(contents: WebContents, log: (line: string) => void): void {
  const refuse = (what: string) => (event: { preventDefault(): void }, details?: unknown) => {
    event.preventDefault();
    log(`${what} refused${typeof details === "string" ? `: ${details.slice(0, 80)}` : ""}`);
  };
  contents.on("will-navigate", (event, address) => {
    if (!isSamePage(contents, address)) refuse("navigation")(event, address);
  });
  contents.on("will-redirect", refuse("redirect"));
  // There since Electron 26; older runtimes have will-navigate alone.
  contents.on("will-frame-navigate", (details) => {
    if (!details.isMainFrame || !isSamePage(contents, details.url)) refuse("frame navigation")(details, details.url);
  });
  // about:blank asks nobody; a window that ends up there has no bridge any more and is brought back.
  contents.on("did-navigate", (_event, address) => {
    if (!isPageAddress(address)) void contents.loadURL(`${pageOrigin}/`);
  });
  contents.on("will-attach-webview", refuse("webview"));
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url, log).catch((error: unknown) => log(`the browser could not be opened: ${String(error)}`));
    return { action: "deny" };
  });
}

/** Reloading the page at the place where it is. */
function isSamePage(contents: WebContents, address: string): boolean {
  return isPageAddress(address) && isPageAddress(contents.getURL());
}
