/**
 * From "run this piece" to a run: templates rendered for the chosen date, a value for each parameter, and a word of the person before
 * anything writes on production. What stands in the way is said instead.
 */
import { useState } from "react";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { cutStatements } from "../../../shared/sql/statements.ts";
import { isMeaningful, lexSql } from "../../../shared/sql/tokens.ts";
import { writes } from "../../../shared/sql/writing.ts";
import { toFailure } from "../../rpc/failure.ts";
import type { Piece } from "../../sql-text/statement-at.ts";
import { dialectOf } from "../../sql-text/sql-subject.ts";
import { hasTemplate, type Rendered } from "../../sql-text/use-rendered.ts";
import { paramsFor, shownKey, type Params } from "./kept-params.ts";
import type { RunInput } from "./results/runs.ts";

/** With a value for each of its parameters. */
export type QueryInput = Pick<RunInput, "connection" | "text" | "origin" | "mayWrite"> & { readonly params: NonNullable<RunInput["params"]> };

export interface RunPieceParts {
  readonly connection: ConnectionInfo | undefined;
  readonly params: Params;
  /** Null without a DAG whose words templates may use. */
  readonly rendered: Rendered | null;
  readonly run: (input: QueryInput) => void;
}

export interface RunPiece {
  readonly ask: (piece: Piece | null) => void;
  /** The piece as it would run, or null when something stands in the way, which is then said. */
  readonly ready: (piece: Piece) => Promise<QueryInput | null>;
  /** Why the last one did not run. */
  readonly trouble: string | null;
  readonly missing: readonly string[];
  /** Waits for a word of the person. */
  readonly asking: { readonly input: QueryInput; readonly statements: readonly string[] } | null;
  readonly answer: (doesRun: boolean) => void;
}

export function useRunPiece({ connection, params, rendered, run }: RunPieceParts): RunPiece {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState<RunPiece["asking"]>(null);

  const ready = async (piece: Piece): Promise<QueryInput | null> => {
    setTrouble(null);
    setMissing([]);
    if (connection === undefined) return null;
    const text = await rendering(piece.text, rendered).catch((thrown: unknown) => ({ refused: toFailure(thrown).message }));
    if (typeof text !== "string") return setTrouble(text.refused), null;
    const given = paramsFor(text, dialectOf(connection), params);
    if (given.missing.length > 0) {
      setMissing(given.missing);
      return setTrouble(`Give ${given.missing.map(shownKey).join(", ")} a value, or make it NULL.`), null;
    }
    // Another text has other places.
    return { connection: connection.id, text, params: given.params, ...(text === piece.text ? { origin: piece.origin } : {}) };
  };
  const ask = (piece: Piece | null): void => {
    if (piece === null) return;
    void ready(piece).then((input) => {
      if (input === null) return;
      const statements = connection?.isProduction === true && !connection.readOnly ? writingStatements(input.text) : [];
      if (statements.length > 0) setAsking({ input, statements });
      else run(input);
    });
  };
  const answer = (doesRun: boolean): void => {
    setAsking(null);
    if (doesRun && asking !== null) run({ ...asking.input, mayWrite: true });
  };
  return { ask, ready, trouble, missing, asking, answer };
}

async function rendering(text: string, rendered: Rendered | null): Promise<string | { refused: string }> {
  if (!hasTemplate(text)) return text;
  if (rendered === null) return { refused: "The text has templates: choose the DAG whose words they use." };
  const { text: made, error, isMasked } = await rendered.render(text);
  if (made === null) return { refused: error ?? "The templates cannot be rendered." };
  return isMasked ? { refused: "A secret is part of the text, which only a run of the task may see." } : made;
}

function writingStatements(text: string): string[] {
  return cutStatements(text, lexSql(text, { templates: false }).filter(isMeaningful)).flatMap((one) => (writes(one) ? [one.text] : []));
}
