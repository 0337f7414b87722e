/** A hand that goes to a link to a DAG will open it: what the page needs is asked for before the click, and at the latest with it. */
import type { Rpc } from "../rpc/rpc-provider.tsx";
import { parseRoute } from "./route.ts";

/** Who only passes over a link has left it by then. */
const restMs = 60;

/** Returns how to stop. */
export function readAhead(win: Window, rpc: Pick<Rpc, "cache" | "queries">): () => void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  let askNow = (_dagId: string): void => {};
  import("../features/dag/dag-ahead.ts").then(
    ({ askAhead }) => (askNow = (dagId) => void askAhead(dagId, rpc)),
    // The page is loaded when it is shown, and says what is the matter.
    () => {},
  );
  const ask = (hash: string | null): void => {
    const route = parseRoute(hash ?? "");
    if (route.page === "dag") askNow(route.dagId);
  };
  const onPress = ({ target }: Event): void => ask(linkAt(target));
  const onOver = ({ target }: Event): void => {
    clearTimeout(resting);
    const hash = linkAt(target);
    if (hash !== null) resting = setTimeout(() => ask(hash), restMs);
  };
  const onHash = (): void => ask(win.location.hash);
  win.addEventListener("pointerdown", onPress, { capture: true, passive: true });
  win.addEventListener("pointerover", onOver, { passive: true });
  win.addEventListener("hashchange", onHash);
  return () => {
    clearTimeout(resting);
    win.removeEventListener("pointerdown", onPress, { capture: true });
    win.removeEventListener("pointerover", onOver);
    win.removeEventListener("hashchange", onHash);
  };
}

function linkAt(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest("a")?.getAttribute("href") ?? null) : null;
}
