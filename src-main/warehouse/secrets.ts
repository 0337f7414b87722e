/** Hides secrets in anything a person or a file will see: the value itself and the ways it is commonly written. */

function writings(secret: string): string[] {
  const utf8 = Buffer.from(secret, "utf8");
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), secret.replaceAll("'", "''"), utf8.toString("base64"), utf8.toString("hex")];
}

export function createMask(secrets: readonly string[]): (text: string) => string {
  const hidden = [...new Set(secrets.filter((secret) => secret !== "").flatMap(writings))].toSorted((a, b) => b.length - a.length);
  return (text) => hidden.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}
