/** Texts of DAGs that the engine does not read itself, for everything else would stand still meanwhile: files of that length are read beside it. Pure. */
import { limits } from "../../shared/dag-file/limits.ts";
import { AppError } from "../../shared/errors/app-error.ts";

/** Why a text is not read on the spot; null for the usual one. */
export function tooLongToRead(text: string): string | null {
  return text.length <= limits.characters ? null : `The text has ${text.length} characters; at most ${limits.characters} are read while one waits. Split the DAG, or move SQL and scripts into files of their own.`;
}

/** Throws dag/invalid for such a text. */
export function refuseLongText(path: string, text: string): void {
  const why = tooLongToRead(text);
  if (why !== null) throw new AppError("dag/invalid", `${path}: ${why}`, { path });
}
