/** The other files of the workspace that have the old name, opened for as long as the dialog is, so that their unsaved texts count too. */
import { useEffect, useState } from "react";
import type { SearchedFile } from "../../../../shared/rename/plan-rename.ts";
import { useAcquire } from "../../../document/documents-provider.tsx";
import type { OpenTextDocument } from "../../../document/open-document.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";

export interface OtherFile extends SearchedFile {
  readonly document: OpenTextDocument;
}

export interface RenameFiles {
  readonly files: readonly OtherFile[];
  readonly isLoading: boolean;
  /** What could not be looked at, as sentences. */
  readonly notes: readonly string[];
  /** Takes the texts as they are now. */
  readonly readAgain: () => void;
}

type Found = Omit<RenameFiles, "readAgain">;

const searching: Found = { files: [], isLoading: true, notes: [] };

export function useRenameFiles(word: string, ownPath: string): RenameFiles {
  const client = useEngineClient();
  const acquire = useAcquire();
  const [found, setFound] = useState<Found>(searching);
  useEffect(() => {
    let isShown = true;
    const releases: (() => void)[] = [];
    const look = async (): Promise<void> => {
      const { files, more } = await client.files.mentions({ word });
      if (!isShown) return;
      const others = files.filter(({ path }) => path !== ownPath);
      const held = others.map(({ path }) => acquire(path));
      releases.push(...held.map(({ release }) => release));
      const opened = await Promise.allSettled(held.map(({ document }) => document));
      const notes = more ? [t("“{{word}}” is in more files than are listed here; search for it yourself too.", { word })] : [];
      const read = opened.flatMap((result, at): OtherFile[] => {
        const { path = "", usedBy = [] } = others[at] ?? {};
        if (result.status === "fulfilled") return [{ path, usedBy, document: result.value, text: result.value.get().text }];
        notes.push(t("{{path}} cannot be opened: {{message}}", { path, message: toFailure(result.reason).message }));
        return [];
      });
      if (isShown) setFound({ files: read, isLoading: false, notes });
    };
    look().catch((thrown: unknown) => isShown && setFound({ files: [], isLoading: false, notes: [t("Other files could not be searched: {{message}}", { message: toFailure(thrown).message })] }));
    return () => {
      isShown = false;
      for (const release of releases) release();
    };
    // The registry and the client are the same for as long as the window lives.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [word, ownPath]);
  const readAgain = (): void => setFound((now) => ({ ...now, files: now.files.map((file) => ({ ...file, text: file.document.get().text })) }));
  return { ...found, readAgain };
}
