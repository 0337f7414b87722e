/**
 * The same links for a browser: `http://127.0.0.1:4123/show/run/<dag>/<run>`, with what stands behind `dagwright://` behind /show/. Pure.
 * They need no token to be asked for and show nothing by themselves: they lead to the page, and that to who is signed in.
 */
import type { HostNavigation } from "../contract/host.ts";
import { deepLinkOf, linkScheme, readDeepLink, type LinkReading } from "./deep-link.ts";

export const showPath = "/show/";
const prefix = `${linkScheme}://`;

/**
 * A link that opens it where Dagwright is: in the browser that it is served to, or in the desktop. Null when no link can say it.
 *
 * @param address such as `http://127.0.0.1:4123`, without a path; null for the desktop
 */
export function linkAt(address: string | null, navigation: HostNavigation): string | null {
  const link = deepLinkOf(navigation);
  return link === null || address === null ? link : `${address}${showPath}${link.slice(prefix.length)}`;
}

/** What the path of a request, or of the page's own place, asks to be shown. */
export function readShowPath(path: string): LinkReading {
  return readDeepLink(`${prefix}${path.slice(showPath.length)}`);
}
