/**
 * A JSON Schema whose repeated parts stand once, under `definitions`: every kind of task has the same deadlines, messages and limits, and
 * editors read a schema anew for each file. Pure.
 */

/** Shorter parts cost a reader more as a reference than as themselves. In characters of JSON. */
const worthSharing = 300;

interface Part {
  readonly name: string;
  count: number;
}

/**
 * Takes and gives a schema as plain JSON; what it means is the same. The parts are named after the property where they stand first; definitions
 * that there are already, of what contains itself, keep their names.
 */
export function shareDefinitions(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { definitions: own = {}, ...rest } = schema;
  const parts = new Map<string, Part>();
  for (const one of [rest, ...Object.values(own as object)]) count(one, "schema", parts);
  const definitions: Record<string, unknown> = Object.fromEntries(Object.keys(own as object).map((name) => [name, null]));
  const names = new Map<string, string>();
  const share = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const text = JSON.stringify(value);
    const part = Array.isArray(value) ? undefined : parts.get(text);
    if (part === undefined || part.count < 2) return within(value, share);
    let name = names.get(text);
    if (name === undefined) {
      name = freeName(part.name, definitions);
      names.set(text, name);
      // Its place first, then what is in it: the order of the file is that of the properties.
      definitions[name] = null;
      definitions[name] = within(value, share);
    }
    return { $ref: `#/definitions/${name}` };
  };
  const shared = within(rest, share) as Record<string, unknown>;
  for (const [name, one] of Object.entries(own as object)) definitions[name] = within(one as object, share);
  return { ...shared, definitions };
}

/** Where a part was seen before, what is in it was counted already: it goes into the same definition. */
function count(value: unknown, name: string, parts: Map<string, Part>): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) {
    const text = JSON.stringify(value);
    if (text.length >= worthSharing && isSchema(value)) {
      const part = parts.get(text);
      if (part !== undefined) {
        part.count += 1;
        return;
      }
      parts.set(text, { name, count: 1 });
    }
  }
  for (const [key, inner] of Object.entries(value)) count(inner, Number.isInteger(Number(key)) || isKeyword(key) ? name : key, parts);
}

const keywords: ReadonlySet<string> = new Set(["properties", "additionalProperties", "patternProperties", "items", "anyOf", "oneOf", "allOf", "not", "propertyNames", "if", "then", "else"]);
const isKeyword = (key: string): boolean => keywords.has(key);
const schemaKeys = ["type", "anyOf", "oneOf", "allOf", "enum", "const", "$ref"];

/** Not a table of properties, whose names are the file's and may be anything. */
const isSchema = (value: object): boolean => schemaKeys.some((key) => key in value && (key !== "type" || typeof Reflect.get(value, key) === "string"));

function within(value: object, share: (inner: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(share) : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, share(inner)]));
}

function freeName(wanted: string, taken: Readonly<Record<string, unknown>>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}_${number}`;
    if (!(name in taken)) return name;
  }
}
