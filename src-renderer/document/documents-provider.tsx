/** Opens documents for the views of this window, and keeps what is unsaved when it goes away. */
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { atLeisure } from "../pace/at-leisure.ts";
import { type Failure, toFailure } from "../rpc/failure.ts";
import { useEngineClient, useRpcControls } from "../rpc/rpc-provider.tsx";
import { type DagDocument, type DagState, OpenDagDocument } from "./dag-document.ts";
import { createDagParser, type DagParser } from "./dag-parser.ts";
import { DocumentRegistry } from "./document-registry.ts";
import type { DocumentState, TextDocument } from "./text-document.ts";

interface Documents {
  readonly registry: DocumentRegistry;
  /** One a text, for as long as the text is open. */
  readonly dagOf: (text: TextDocument) => Promise<DagDocument>;
}

/** One worker for the whole window. */
const windowParser = createDagParser();

/** Called where a DAG is likely to be drawn soon. */
export function warmDagReading(): void {
  if (typeof Worker === "undefined") return;
  windowParser.warm();
  atLeisure(() => windowParser.practise());
}

const DocumentsContext = createContext<Documents | null>(null);

export function DocumentsProvider({ children, onMoved }: { children: ReactNode; /** A file that is open was renamed outside. */ onMoved: (from: string, to: string) => void }): ReactNode {
  const client = useEngineClient();
  const { files } = useRpcControls();
  const [documents] = useState<Documents>(() => ({ registry: new DocumentRegistry(client.documents, files), dagOf: dagsOver(windowParser) }));
  useEffect(() => watchWindow(documents.registry), [documents]);
  useEffect(() => documents.registry.onMoved(onMoved), [documents, onMoved]);
  return <DocumentsContext value={documents}>{children}</DocumentsContext>;
}

function dagsOver(parser: DagParser): Documents["dagOf"] {
  const known = new WeakMap<TextDocument, Promise<DagDocument>>();
  return (text) => {
    const dag = known.get(text) ?? OpenDagDocument.open(text, parser);
    known.set(text, dag);
    return dag;
  };
}

/** A window that is hidden may be killed without a word; one that comes back may have missed what no watcher saw. */
function watchWindow(registry: DocumentRegistry): () => void {
  const keep = (): void => registry.keepNow();
  const look = (): void => registry.lookAtAll();
  addEventListener("pagehide", keep);
  addEventListener("blur", keep);
  addEventListener("focus", look);
  return () => {
    removeEventListener("pagehide", keep);
    removeEventListener("blur", keep);
    removeEventListener("focus", look);
  };
}

function useDocuments(): Documents {
  const documents = use(DocumentsContext);
  if (documents === null) throw new Error("useDocument needs a DocumentsProvider above it.");
  return documents;
}

/** Opens a file for as long as the caller does not release it; views rather use `useDocument`. */
export function useAcquire(): DocumentRegistry["acquire"] {
  const { registry } = useDocuments();
  return (path) => registry.acquire(path);
}

/** Lets a document go that has another path from now on. */
export function useForget(): (path: string) => void {
  const { registry } = useDocuments();
  return (path) => registry.forget(path);
}

/** What is unsaved in this window now, by path. */
export function useUnsavedTexts(): DocumentRegistry["unsaved"] {
  const { registry } = useDocuments();
  return () => registry.unsaved();
}

/** While a file is being opened both are null. */
export interface Opening<Document> {
  readonly document: Document | null;
  /** Why it could not be opened. */
  readonly failure: Failure | null;
}

const opening: Opening<never> = { document: null, failure: null };

/** The document of a file, the same for everybody in this window, while the component is shown. */
export function useOpening(path: string): Opening<TextDocument> {
  const { registry } = useDocuments();
  const [found, setFound] = useState<Opening<TextDocument> & { path: string }>(() => ({ path, document: registry.peek(path), failure: null }));
  useEffect(() => {
    let isShown = true;
    const { document, release } = registry.acquire(path);
    document.then(
      (opened) => isShown && setFound({ path, document: opened, failure: null }),
      (thrown: unknown) => isShown && setFound({ path, document: null, failure: toFailure(thrown) }),
    );
    return () => {
      isShown = false;
      release();
    };
  }, [registry, path]);
  return found.path === path ? found : opening;
}

/** Null while it is being opened, and where it cannot be: `useOpening` says why. */
export function useDocument(path: string): TextDocument | null {
  return useOpening(path).document;
}

/** A part of the state; `select` gives a value or something that the state holds, never a new object. */
export function useDocumentState<T>(document: TextDocument, select: (state: DocumentState) => T): T {
  return useSyncExternalStore(
    (listener) => document.subscribe(listener),
    () => select(document.get()),
  );
}

/** The DAG of a `*.dag.yaml` file, the same for everybody in this window; null until it was read for the first time. */
export function useDagDocument(path: string): DagDocument | null {
  const { dagOf } = useDocuments();
  const text = useDocument(path);
  const [dag, setDag] = useState<DagDocument | null>(null);
  useEffect(() => {
    if (text === null) return;
    let isShown = true;
    void dagOf(text).then((opened) => isShown && setDag(opened));
    return () => void (isShown = false);
  }, [text, dagOf]);
  return dag !== null && dag.text === text ? dag : null;
}

/** As useDocumentState, of a DAG. */
export function useDagState<T>(dag: DagDocument, select: (state: DagState) => T): T {
  return useSyncExternalStore(
    (listener) => dag.subscribe(listener),
    () => select(dag.get()),
  );
}
