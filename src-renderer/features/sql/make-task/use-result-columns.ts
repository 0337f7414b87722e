/** Columns and types of a query's result, as the database says them; no row is read. */
import { useQuery } from "@tanstack/react-query";
import type { ResultColumn, SqlRun } from "../../../../shared/contract/sql.ts";
import { cutStatements } from "../../../../shared/sql/statements.ts";
import { isMeaningful, lexSql } from "../../../../shared/sql/tokens.ts";
import { writes } from "../../../../shared/sql/writing.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import type { EngineClient } from "../../../rpc/client.ts";
import type { QueryInput } from "../use-run-piece.ts";

export interface ResultColumns {
  /** Null while they are asked for, and where there are none. */
  readonly columns: readonly ResultColumn[] | null;
  readonly trouble: string | null;
  readonly isLoading: boolean;
}

/** `input` null where the query could not be made ready. */
export function useResultColumns(input: QueryInput | null): ResultColumns {
  const client = useEngineClient();
  const text = input === null ? null : selectOf(input.text);
  const asked = useQuery({
    queryKey: ["result-columns", input?.connection, text, input?.params],
    queryFn: ({ signal }) => columnsOf(client, { connection: input?.connection ?? "", text: text ?? "", params: input?.params ?? {}, maxRows: 1 }, signal),
    enabled: text !== null,
    retry: false,
    gcTime: 0,
  });
  return { columns: asked.data ?? null, trouble: asked.error === null ? null : toFailure(asked.error).message, isLoading: asked.isFetching };
}

/** Null for a script and for what writes: these fill no table of their own. */
function selectOf(text: string): string | null {
  const statements = cutStatements(text, lexSql(text, { templates: false }).filter(isMeaningful));
  const [only] = statements;
  if (only === undefined || statements.length > 1 || writes(only)) return null;
  return `SELECT * FROM (\n${only.text}\n) AS q LIMIT 0`;
}

async function columnsOf(client: EngineClient, run: SqlRun, signal: AbortSignal): Promise<readonly ResultColumn[]> {
  let found: readonly ResultColumn[] = [];
  for await (const event of await client.sql.run(run, { signal })) {
    if (event.kind === "columns") {
      found = event.columns;
      void client.sql.release({ resultIds: [event.resultId] }).catch(() => {});
    }
    if (event.kind === "ended" && event.failure !== null) throw new Error(event.failure.message);
  }
  return found;
}
