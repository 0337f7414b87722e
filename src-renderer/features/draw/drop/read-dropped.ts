/** Reads what was dropped: programs as text, notebooks as Python, pictures as the DAG inside. What cannot be used is a sentence that says why. */
import { yamlInPicture } from "../../../picture/read-picture.ts";
import { droppedKind, type ProgramLanguage, wantedWords } from "./file-kinds.ts";
import { notebookText } from "./notebook-text.ts";

export interface DroppedProgram {
  readonly kind: "program";
  /** As it was called, a notebook with `.py`. */
  readonly name: string;
  readonly language: ProgramLanguage;
  readonly text: string;
  /** What of a notebook was left out. */
  readonly note: string | null;
}

export type Dropped = DroppedProgram | { readonly kind: "dag"; readonly name: string; readonly yaml: string } | { readonly kind: "refused"; readonly message: string };

const mostBytes = 2 * 1024 * 1024;
const mostPictureBytes = 64 * 1024 * 1024;

export async function readDropped(file: File): Promise<Dropped> {
  const { name } = file;
  const kind = droppedKind(name);
  if (kind === null) return refused(`${name}: nothing on the canvas can be made of it; drop ${wantedWords}.`);
  const most = kind === "dag" ? mostPictureBytes : mostBytes;
  if (file.size > most) return refused(`${name}: has ${(file.size / 1024 ** 2).toFixed(1)} MB; at most ${most / 1024 ** 2} MB are taken in. Put it into the workspace and name it in a task.`);
  const bytes = await file.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => null);
  if (bytes === null) return refused(`${name}: could not be read; a folder is none of the files that can be dropped here.`);
  if (kind === "dag") return readDag(name, bytes);
  const text = textOf(bytes);
  if (text === null) return refused(`${name}: is no text in UTF-8, though it is called one; expected a program.`);
  if (kind !== "notebook") return { kind: "program", name, language: kind, text, note: null };
  const made = notebookText(name, text);
  if (!made.ok) return refused(made.message);
  const note = made.left.length === 0 ? null : `Left out, because only a notebook knows it: ${made.left.slice(0, 4).join(", ")}${made.left.length > 4 ? `, and ${made.left.length - 4} more` : ""}`;
  return { kind: "program", name: name.replace(/\.ipynb$/i, ".py"), language: "python", text: made.text, note };
}

function readDag(name: string, bytes: Uint8Array): Dropped {
  const isYaml = /\.ya?ml$/i.test(name);
  const yaml = isYaml ? textOf(bytes) : yamlInPicture(bytes);
  if (yaml !== null) return { kind: "dag", name, yaml };
  return refused(isYaml ? `${name}: is no text in UTF-8.` : `${name}: holds no DAG; only pictures that were saved here do, and other programs may take it out of them.`);
}

function refused(message: string): Dropped {
  return { kind: "refused", message };
}

/** Null where it is binary. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
