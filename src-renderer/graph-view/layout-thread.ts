/**
 * The screen's side of the layout worker: questions go out one at a time, the newest first, since that is the one a person is
 * waiting for. Owns the worker; a worker that dies fails what waits, and the next question starts another.
 */
import { packRequest, unpackLayout, type WireLayout, type WireRequest } from "../../shared/layout/layout-wire.ts";
import type { Layout, LayoutPart, LayoutRequest } from "../../shared/layout/layout-graph.ts";
import { t } from "../strings/t.ts";

export interface LayoutQuestion {
  readonly id: number;
  readonly wire: WireRequest;
}

export type LayoutAnswer = { readonly id: number; readonly layout: WireLayout } | { readonly id: number; readonly trouble: string };

/** What a Worker is used for here. */
export interface LayoutWorker {
  postMessage(question: LayoutQuestion): void;
  onmessage: ((event: MessageEvent<LayoutAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

export interface LayoutThread {
  ask(request: LayoutRequest, part: LayoutPart | null): Promise<Layout>;
  /** Starts the worker before it is needed. */
  warm(): void;
  dispose(): void;
}

interface Waiting {
  readonly question: LayoutQuestion;
  readonly resolve: (layout: WireLayout) => void;
  readonly reject: (reason: Error) => void;
}

export function startLayoutThread(startWorker: () => LayoutWorker): LayoutThread {
  let worker: LayoutWorker | null = null;
  let asked: Waiting | null = null;
  let lastId = 0;
  const waiting: Waiting[] = [];

  const fail = (message: string): void => {
    worker?.terminate();
    worker = null;
    const lost = asked ? [asked, ...waiting] : [...waiting];
    asked = null;
    waiting.length = 0;
    for (const one of lost) one.reject(new Error(message));
  };

  const running = (): LayoutWorker => {
    if (worker) return worker;
    worker = startWorker();
    worker.onmessage = ({ data }) => {
      const done = asked?.question.id === data.id ? asked : null;
      if (done) asked = null;
      if ("layout" in data) done?.resolve(data.layout);
      else done?.reject(new Error(data.trouble));
      send();
    };
    worker.onerror = (event) => fail(event.message || t("the layout could not be started"));
    return worker;
  };

  const send = (): void => {
    if (asked) return;
    asked = waiting.pop() ?? null;
    if (asked) running().postMessage(asked.question);
  };

  return {
    async ask(request, part) {
      const wire = packRequest(request, part);
      const answer = await new Promise<WireLayout>((resolve, reject) => {
        waiting.push({ question: { id: ++lastId, wire }, resolve, reject });
        send();
      });
      return unpackLayout(request, answer);
    },
    warm: () => void running(),
    dispose: () => fail(t("the layout was closed")),
  };
}
