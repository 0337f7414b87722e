/** Which addresses may be handed to the person's browser: plain http and https. Pure; `open-external.ts` is its one user. */

/** The address in normal form, or null when it may not be opened. */
export function externalAddress(text: string): string | null {
  if (text.length > 2048 || /[\s\0-\x1f\x7f\\"'<>`]/.test(text)) return null;
  // The scheme is read from the text itself: parsers forgive what the operating system's opener may read otherwise.
  if (!/^https?:\/\/[^/@]+(\/|$|\?|#)/i.test(text)) return null;
  const address = parsed(text);
  if (address === null) return null;
  const isPlain = (address.protocol === "https:" || address.protocol === "http:") && address.username === "" && address.password === "";
  return isPlain && address.hostname !== "" ? address.href : null;
}

/** The development runtime's Node has no URL.canParse yet. */
function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
