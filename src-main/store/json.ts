/** JSON columns. What this store wrote it trusts; the type says what was written. */

export function fromJson<Value>(text: string): Value {
  return JSON.parse(text) as Value;
}

export function fromJsonOr<Value>(text: string | null, otherwise: Value): Value {
  return text === null ? otherwise : (JSON.parse(text) as Value);
}
