/**
 * From "run this piece" to a run: templates rendered for the chosen date, a value for each parameter, and a word of the person before
 * anything writes on production. What stands in the way is said instead.
 */
import { useState } from "react";
import type { HistoryEntry } from "../../../shared/contract/sql.ts";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { cutStatements } from "../../../shared/sql/statements.ts";
import { isMeaningful, lexSql } from "../../../shared/sql/tokens.ts";
import { writes } from "../../../shared/sql/writing.ts";
import { toFailure } from "../../rpc/failure.ts";
import type { Piece } from "../../sql-text/statement-at.ts";
import { dialectOf } from "../../sql-text/sql-subject.ts";
import { hasTemplate, type Rendered } from "../../sql-text/use-rendered.ts";
import { t } from "../../strings/t.ts";
import { paramsFor, shownKey, type Params } from "./kept-params.ts";
import type { RunInput } from "./results/runs.ts";

/** With a value for each of its parameters. */
export type QueryInput = Pick<RunInput, "connection" | "text" | "origin" | "mayWrite"> & { readonly params: NonNullable<RunInput["params"]> };

export interface RunPieceParts {
  readonly connection: ConnectionInfo | undefined;
  readonly connections: readonly ConnectionInfo[];
  readonly params: Params;
  /** Null without a DAG whose words templates may use. */
  readonly rendered: Rendered | null;
  readonly run: (input: QueryInput) => void;
}

export interface RunPiece {
  readonly ask: (piece: Piece | null) => void;
  /** Runs a query of the history where it ran, with the values it ran with. */
  readonly again: (entry: HistoryEntry) => void;
  /** The piece as it would run, or null when something stands in the way, which is then said. */
  readonly ready: (piece: Piece) => Promise<QueryInput | null>;
  /** Why the last one did not run. */
  readonly trouble: string | null;
  readonly missing: readonly string[];
  /** Waits for a word of the person. */
  readonly asking: { readonly connection: ConnectionInfo; readonly input: QueryInput; readonly statements: readonly string[] } | null;
  readonly answer: (doesRun: boolean) => void;
}

export function useRunPiece({ connection, connections, params, rendered, run }: RunPieceParts): RunPiece {
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
      return setTrouble(t("Give {{missing}} a value, or make it NULL.", { missing: given.missing.map(shownKey).join(", ") })), null;
    }
    // Another text has other places.
    return { connection: connection.id, text, params: given.params, ...(text === piece.text ? { origin: piece.origin } : {}) };
  };
  const runOn = (on: ConnectionInfo, input: QueryInput): void => {
    const statements = on.isProduction && !on.readOnly ? writingStatements(input.text) : [];
    if (statements.length > 0) setAsking({ connection: on, input, statements });
    else run(input);
  };
  const ask = (piece: Piece | null): void => {
    if (piece === null || connection === undefined) return;
    void ready(piece).then((input) => input !== null && runOn(connection, input));
  };
  const again = (entry: HistoryEntry): void => {
    setTrouble(null);
    const on = connections.find(({ id }) => id === entry.connection);
    if (on === undefined) return setTrouble(t("The workspace has no connection “{{connection}}” any more; take the text into the query and choose another.", { connection: entry.connection }));
    // Other values than it ran with would make it another query: those of the panel do not count.
    const given = paramsFor(entry.text, dialectOf(on), entry.params ?? {});
    if (given.missing.length > 0) return setTrouble(t("The history has no value for {{missing}}; take the text into the query and give it one.", { missing: given.missing.map(shownKey).join(", ") }));
    runOn(on, { connection: on.id, text: entry.text, params: given.params });
  };
  const answer = (doesRun: boolean): void => {
    setAsking(null);
    if (doesRun && asking !== null) run({ ...asking.input, mayWrite: true });
  };
  return { ask, again, ready, trouble, missing, asking, answer };
}

async function rendering(text: string, rendered: Rendered | null): Promise<string | { refused: string }> {
  if (!hasTemplate(text)) return text;
  if (rendered === null) return { refused: t("The text has templates: choose the DAG whose words they use.") };
  const { text: made, error, isMasked } = await rendered.render(text);
  if (made === null) return { refused: error ?? t("The templates cannot be rendered.") };
  return isMasked ? { refused: t("A secret is part of the text, which only a run of the task may see.") } : made;
}

function writingStatements(text: string): string[] {
  return cutStatements(text, lexSql(text, { templates: false }).filter(isMeaningful)).flatMap((one) => (writes(one) ? [one.text] : []));
}
