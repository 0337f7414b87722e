/** The functions of each dialect, with signature and a line of explanation. A test compares the names with the databases themselves. */
import { duckdbFunctions } from "./functions-duckdb.ts";
import { postgresFunctions } from "./functions-postgres.ts";
import { sharedFunctions } from "./functions-shared.ts";
import type { SqlDialect } from "./language.ts";

export interface SqlFunction {
  readonly name: string;
  /** `abs(x) → number` */
  readonly signature: string;
  readonly doc: string;
  readonly takesNothing: boolean;
  readonly givesRows: boolean;
}

function readList(text: string): SqlFunction[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [signature = "", doc = ""] = line.split(" | ");
      return { name: signature.slice(0, signature.indexOf("(")), signature, doc, takesNothing: signature.includes("()"), givesRows: signature.endsWith("→ rows") };
    });
}

const shared = readList(sharedFunctions);
const byName = (list: readonly SqlFunction[]): ReadonlyMap<string, SqlFunction> => new Map(list.toSorted((one, other) => (one.name < other.name ? -1 : 1)).map((one) => [one.name, one]));

export const functionsOf: Readonly<Record<SqlDialect, ReadonlyMap<string, SqlFunction>>> = {
  duckdb: byName([...shared, ...readList(duckdbFunctions)]),
  postgres: byName([...shared, ...readList(postgresFunctions)]),
};
