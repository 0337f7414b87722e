/** Text for the inside of an XML element or attribute. Pure. */
/** Characters that XML has no way to write become the replacement character. */
export function escapeText(text: string): string {
  // Most letters are none of the special ones: a long YAML goes through in a moment.
  return text.replaceAll(/[^\t\n !#-%(-;=?-~\u00a0-\ud7ff]/gu, escapeLetter);
}

function escapeLetter(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const isWritable = code === 9 || code === 10 || code === 13 || (code >= 32 && code < 0xd800) || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
  if (!isWritable) return "\uFFFD";
  return { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\r": "&#13;" }[letter] ?? letter;
}
