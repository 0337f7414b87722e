/** Reads what was dropped: programs as text, data not at all, notebooks as Python, pictures as the DAG inside. What cannot be used is a sentence that says why. */
import { yamlInPicture } from "../../../picture/read-picture.ts";
import { t } from "../../../strings/t.ts";
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

export type Dropped = DroppedProgram | { readonly kind: "data"; readonly file: File } | { readonly kind: "dag"; readonly name: string; readonly yaml: string } | { readonly kind: "refused"; readonly message: string };

const mostBytes = 2 * 1024 * 1024;
const mostPictureBytes = 64 * 1024 * 1024;

export async function readDropped(file: File): Promise<Dropped> {
  const { name } = file;
  const kind = droppedKind(name);
  if (kind === null) return refused(t("{{name}}: nothing on the canvas can be made of it; drop {{wantedWords}}.", { name, wantedWords }));
  // Data stays where it lies: a task reads it there.
  if (kind === "data") return { kind, file };
  const most = kind === "dag" ? mostPictureBytes : mostBytes;
  if (file.size > most) return refused(t("{{name}}: has {{size}} MB; at most {{most}} MB are taken in. Put it into the workspace and name it in a task.", { name, size: (file.size / 1024 ** 2).toFixed(1), most: most / 1024 ** 2 }));
  const bytes = await file.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => null);
  if (bytes === null) return refused(t("{{name}}: could not be read; a folder is none of the files that can be dropped here.", { name }));
  if (kind === "dag") return readDag(name, bytes);
  const text = textOf(bytes);
  if (text === null) return refused(t("{{name}}: is no text in UTF-8, though it is called one; expected a program.", { name }));
  if (kind !== "notebook") return { kind: "program", name, language: kind, text, note: null };
  const made = notebookText(name, text);
  if (!made.ok) return refused(made.message);
  const note = made.left.length === 0 ? null : t("Left out, because only a notebook knows it: {{left}}{{left2}}", { left: made.left.slice(0, 4).join(", "), left2: made.left.length > 4 ? t(", and {{left}} more", { left: made.left.length - 4 }) : "" });
  return { kind: "program", name: name.replace(/\.ipynb$/i, ".py"), language: "python", text: made.text, note };
}

function readDag(name: string, bytes: Uint8Array): Dropped {
  const isYaml = /\.ya?ml$/i.test(name);
  const yaml = isYaml ? textOf(bytes) : yamlInPicture(bytes);
  if (yaml !== null) return { kind: "dag", name, yaml };
  return refused(isYaml ? t("{{name}}: is no text in UTF-8.", { name }) : t("{{name}}: holds no DAG; only pictures that were saved here do, and other programs may take it out of them.", { name }));
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
