/** `https://dagwright.example`, as a browser says where it is; null for anything that has a path, a name with a password, or another scheme. */
export function webOriginOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(text);
  const isPlain = pathname === "/" && search === "" && hash === "" && username === "" && password === "";
  return (protocol === "https:" || protocol === "http:") && isPlain && !/[\s?#]/.test(text) ? origin : null;
}
