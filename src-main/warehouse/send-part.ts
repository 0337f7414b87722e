/** One statement out of a person's script, whose failures are told with their place in the whole of it. */
import { SqlFailure } from "./session.ts";

/** Sends one of the person's statements; a failure is placed in the whole script. */
export async function sendPart<T>(
  part: { readonly sql: string; readonly start: number; original?(offset: number): number },
  send: (sql: string) => Promise<T>,
): Promise<T> {
  try {
    return await send(part.sql);
  } catch (error) {
    const original = part.original ?? ((offset: number) => offset);
    throw error instanceof SqlFailure ? error.relocated((offset) => (offset < 0 ? null : original(offset) + part.start)) : error;
  }
}
