/** Programs below a DAG's `base_path` that none of its tasks names yet: they can be added as tasks, by hand or by name. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Dag } from "../../../shared/model/dag.ts";
import { programOf } from "../../../shared/model/task-program.ts";
import type { FileEntry } from "../../../shared/contract/files.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { languageOfFile, stemOf, type ProgramLanguage } from "./drop/file-kinds.ts";
import type { KindChoice } from "./task-kinds.ts";

/** A workspace may be a home folder: nobody wants to wait for all of it. */
const mostFolders = 60;
const mostFiles = 500;
/** Folders of tools, which hold thousands of scripts that are nobody's tasks. */
const passedOver = /^(?:\.|node_modules$|__pycache__$|venv$|dist$|build$)/;

type ListFolder = (folder: string) => Promise<readonly FileEntry[]>;

export async function listPrograms(list: ListFolder, base: string): Promise<string[]> {
  const found: string[] = [];
  const open = [base];
  for (let folders = 0; open.length > 0 && folders < mostFolders && found.length < mostFiles; folders += 1) {
    const folder = open.shift() ?? "";
    // A folder that cannot be read holds nothing to offer.
    const entries = await list(folder).catch(() => []);
    for (const { kind, name, path } of entries) {
      if (kind === "folder" && !passedOver.test(name)) open.push(path);
      else if (kind === "file" && languageOfFile(name) !== null) found.push(path);
    }
  }
  return found;
}

/** `base_path` without its slashes; the workspace is "". */
export function baseOf(dag: Dag | null): string {
  return (dag?.basePath ?? "").replace(/^\.?\/+|\/+$/g, "").replace(/^\.$/, "");
}

export function useFileChoices(dag: Dag | null): readonly KindChoice[] {
  const client = useEngineClient();
  const base = baseOf(dag);
  const { data } = useQuery({ queryKey: ["draw", "programs", base], queryFn: () => listPrograms(async (folder) => (await client.files.list({ folder })).entries, base), staleTime: 5_000 });
  return useMemo(() => choicesOf(data ?? [], base, dag), [data, base, dag]);
}

/** A table definition of the same name goes with its query; alone it is no task. */
const ddlFolder = "ddl/";

export function choicesOf(paths: readonly string[], base: string, dag: Dag | null): KindChoice[] {
  const inside = base === "" ? paths : paths.filter((path) => path.startsWith(`${base}/`)).map((path) => path.slice(base.length + 1));
  const used = new Set(dag?.tasks.flatMap(filesOf));
  const tables = new Map(inside.filter((path) => path.startsWith(ddlFolder) && path.endsWith(".sql")).map((path) => [stemOf(path), path]));
  return inside.flatMap((path): KindChoice[] => {
    const language = languageOfFile(path);
    if (language === null || used.has(path) || path.startsWith(ddlFolder)) return [];
    const ddl = language === "bash" ? undefined : tables.get(stemOf(path));
    const kind = kindOf[language];
    const fields = { ...(ddl === undefined ? {} : { ddl }), [language]: path };
    return [{ key: `file ${path}`, category: "Files", kind, title: stemOf(path), about: ddl === undefined ? path : t("{{path}}, table of {{ddl}}", { path, ddl }), stem: stemOf(path), words: path, fields }];
  });
}

export const kindOf = { sql: "SqlTask", python: "PythonTask", bash: "BashTask" } as const satisfies Readonly<Record<ProgramLanguage, string>>;

function filesOf(task: Dag["tasks"][number]): string[] {
  const sources = [task.kind === "SqlTask" ? task.sql : (programOf(task)?.source ?? null)];
  return sources.flatMap((source) => (source?.kind === "file" ? [source.path.replace(/^\.\//, "")] : []));
}
