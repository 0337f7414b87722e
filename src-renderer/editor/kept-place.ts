/**
 * Where one was in a text (cursor, selection, scroll, folds) comes back with its editor. Hands the editor back what it once said
 * itself; a text that changed meanwhile is the editor's to fit in.
 */
import type { OpenEditor } from "./open-editor.ts";
import type { TextPlaces } from "./text-places.ts";

export function keepPlace(editor: OpenEditor, places: TextPlaces, path: string): () => void {
  const kept = places.kept(path);
  if (kept !== undefined) editor.comeBack(kept);
  const place = places.follow(path);
  const stopHearing = editor.onWhereabouts(() => place.changed(() => editor.whereabouts()));
  return () => {
    stopHearing();
    place.stop();
  };
}
