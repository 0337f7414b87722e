/**
 * What is wrong with a DAG file because of what stands elsewhere: its id is another file's too, or it names a connection or a channel that the
 * workspace does not have. Judged anew whenever the other side changes, without reading the file again. Pure.
 */
import { bounded } from "../../shared/dag-file/report.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { embeddedConnection } from "../../shared/model/workspace-config.ts";
import type { WorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";
import { connectionTrouble } from "./connection-trouble.ts";
import { judgeNames } from "./judge-names.ts";
import type { DagFile } from "./read-dag-file.ts";

/** `first`: the first file, by path, with the same id. */
export function judgeDagFile(file: DagFile, first: string, workspaceFile: WorkspaceFile): DagFile {
  const ofConnections: Diagnostic[] = file.connections.flatMap((use) => {
    const trouble = connectionTrouble(workspaceFile, use.name);
    if (trouble === null) return [];
    const { name, field, ...place } = use;
    return [{ code: trouble.code, severity: "error" as const, message: `\`${field}\`: connection \`${name.slice(0, 100)}\` ${trouble.message}`, file: file.file, ...place, field }];
  });
  const troubles = bounded([...ofConnections, ...queueTrouble(file, workspaceFile), ...judgeNames(file, workspaceFile)], file.file);
  if (first === file.file) return troubles.length === 0 ? file : { ...file, diagnostics: [...file.diagnostics, ...troubles] };
  const clash: Diagnostic = { code: "dag/duplicate-id", severity: "error", message: `dag: "${file.dagId}" is also the id of ${first}; ids must be unique in the workspace.`, file: file.file, line: 1, column: 1, field: "dag" };
  return { ...file, dag: null, diagnostics: [...file.diagnostics, clash, ...troubles] };
}

/** A queue of a table writes its marks into PostgreSQL. A connection that is not there is told of elsewhere. */
function queueTrouble({ dag, file, connections }: DagFile, { config }: WorkspaceFile): Diagnostic[] {
  const queue = dag?.queue;
  if (queue === undefined || !("table" in queue)) return [];
  const use = connections.find(({ field }) => field === "queue.connection") ?? connections.find(({ field }) => field === "connection");
  const found = Object.hasOwn(config.connections, queue.connection) ? config.connections[queue.connection] : undefined;
  const isDuckDb = found === undefined ? queue.connection === embeddedConnection : found.kind !== "postgres";
  if (use === undefined || !(isDuckDb || found?.read_only === true)) return [];
  const { name, field, ...place } = use;
  const message = `\`${field}\`: connection \`${name.slice(0, 100)}\` ${isDuckDb ? "is a DuckDB; a queue of a table needs PostgreSQL" : "is read_only, and a queue writes marks into its table"}. Name another connection.`;
  return [{ code: "dag/wrong-connection", severity: "error", message, file, ...place, field }];
}

/** Files in the order of their paths, each judged beside the others. */
export function judgeDagFiles(files: readonly DagFile[], workspaceFile: WorkspaceFile): DagFile[] {
  const first = new Map<string, string>();
  for (const { dagId, file } of files) if (!first.has(dagId)) first.set(dagId, file);
  return files.map((file) => judgeDagFile(file, first.get(file.dagId) ?? file.file, workspaceFile));
}
