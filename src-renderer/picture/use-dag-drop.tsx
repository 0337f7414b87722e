/** A place of the page that takes a dropped picture or file of a DAG and offers to make it one of the workspace. */
import { useState, type DragEvent, type ReactNode } from "react";
import { isCapsuleName } from "../../shared/capsule/manifest.ts";
import { t } from "../strings/t.ts";
import { DroppedDagDialog } from "./dropped-dag-dialog.tsx";
import { yamlInPicture } from "./read-picture.ts";

export interface DagDrop {
  readonly handlers: { readonly onDragOver: (event: DragEvent) => void; readonly onDrop: (event: DragEvent) => void };
  readonly shown: ReactNode;
  /** Why the last drop came to nothing. */
  readonly refusal: string | null;
}

const mostBytes = 64 * 1024 * 1024;

export function useDagDrop(): DagDrop {
  const [found, setFound] = useState<{ readonly name: string; readonly yaml: string } | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = async (files: readonly File[]): Promise<void> => {
    const [file] = files;
    if (file === undefined) return;
    const yaml = files.length > 1 || file.size > mostBytes ? null : await yamlOf(file).catch(() => null);
    setRefusal(yaml === null ? t("{{files}}: drop one picture that was saved here, or one .dag.yaml file.", { files: files.length > 1 ? formatNames(files) : file.name }) : null);
    if (yaml !== null) setFound({ name: file.name, yaml });
  };
  const handlers: DagDrop["handlers"] = {
    onDragOver: (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    onDrop: (event) => {
      const files = [...event.dataTransfer.files];
      // A run capsule is opened by the window.
      if (files.length === 0 || files.some(({ name }) => isCapsuleName(name))) return;
      event.preventDefault();
      event.stopPropagation();
      void take(files);
    },
  };
  return { handlers, refusal, shown: found !== null && <DroppedDagDialog {...found} onClose={() => setFound(null)} /> };
}

async function yamlOf(file: File): Promise<string | null> {
  if (!/\.(?:png|svg|ya?ml)$/i.test(file.name)) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return /\.ya?ml$/i.test(file.name) ? new TextDecoder("utf-8", { fatal: true }).decode(bytes) : yamlInPicture(bytes);
}

function formatNames(files: readonly File[]): string {
  return files.map(({ name }) => name).slice(0, 3).join(", ");
}
