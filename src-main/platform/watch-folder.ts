/** Tells which files of a folder changed. The native watcher is loaded on first use: a single command never needs it. */
import { relative, sep } from "node:path";
import type { Disposable } from "../ports/machine.ts";

export async function watchFolder(root: string, passedOver: ReadonlySet<string>, onChange: (paths: readonly string[]) => void): Promise<Disposable> {
  const { default: watcher } = await import("@parcel/watcher");
  const ignore = [...passedOver].flatMap((name) => [name, `**/${name}/**`]);
  const subscription = await watcher.subscribe(
    root,
    (failure, events) => {
      if (failure) return;
      onChange(events.map((event) => relative(root, event.path).replaceAll(sep, "/")));
    },
    { ignore },
  );
  return { dispose: () => void subscription.unsubscribe() };
}
