/**
 * What the engine and the thread that reads long DAG files say to each other. A reading comes in slices, each asked for by the engine, so
 * that to take one over never holds it up.
 */
import type { DagFile } from "../../services/read-dag-file.ts";

/** `text`: to be read in place of what the file says. `null` asks for the next slice of what was asked for last. */
export type ToReader = { readonly workspace: string; readonly path: string; readonly text?: string | undefined } | null;

export interface Slice {
  readonly list: ListName;
  readonly items: readonly unknown[];
}

export type FromReader = Slice | { readonly rest: DagFile } | { readonly error: string };

/** The lists of a reading that are as long as the DAG has tasks. */
export type ListName = "dag" | "tasks" | "refersTo" | "connections" | "names" | "references";

const most = 1_000;

/** The lists in slices, and then the reading without them. */
export function* slicesOf(file: DagFile): Generator<FromReader> {
  const lists: Record<ListName, readonly unknown[]> = { dag: file.dag?.tasks ?? [], tasks: file.tasks, refersTo: file.refersTo, connections: file.connections, names: file.names, references: file.references };
  for (const [list, items] of Object.entries(lists)) {
    for (let at = 0; at < items.length; at += most) yield { list: list as ListName, items: items.slice(at, at + most) };
  }
  yield { rest: { ...file, dag: file.dag === null ? null : { ...file.dag, tasks: [] }, tasks: [], refersTo: [], connections: [], names: [], references: [] } };
}

/** Puts a reading together again. */
export class SlicedFile {
  readonly #lists: Record<ListName, unknown[]> = { dag: [], tasks: [], refersTo: [], connections: [], names: [], references: [] };

  take({ list, items }: Slice): void {
    this.#lists[list].push(...items);
  }

  with(rest: DagFile): DagFile {
    const { dag, ...lists } = this.#lists;
    // Of the kinds that slicesOf took out.
    return { ...rest, ...lists, dag: rest.dag === null ? null : { ...rest.dag, tasks: dag } } as DagFile;
  }
}
