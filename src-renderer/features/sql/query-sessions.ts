/** The sessions of the queries that are open in this window: one a path. One goes when no tab has its query any more and no page shows it. */
import { create } from "zustand";
import { goAlong } from "../../app/follow-file.ts";
import { parseRoute } from "../../app/route.ts";
import { useHalves } from "../../app/use-halves.ts";
import { QuerySession, type SessionParts } from "./query-session.ts";

interface Entry {
  readonly session: QuerySession;
  users: number;
}

const store = create<{ readonly entries: ReadonlyMap<string, Entry> }>(() => ({ entries: new Map() }));

/** The runs of a query, made when it has none yet. */
export function sessionOf(path: string, parts: SessionParts): QuerySession {
  const { entries } = store.getState();
  const known = entries.get(path);
  if (known !== undefined) return known.session;
  const session = new QuerySession(parts);
  store.setState({ entries: new Map([...entries, [path, { session, users: 0 }]]) });
  return session;
}

/** A page shows it from now on; returns how to say that it does not any more. */
export function holdSession(path: string): () => void {
  const entry = store.getState().entries.get(path);
  if (entry === undefined) return () => {};
  entry.users += 1;
  return () => {
    entry.users -= 1;
    // A page that is drawn anew takes it again at once, and a tab is closed in the same moment as its page.
    setTimeout(sweep, 0);
  };
}

/** The query goes on under another path, with its results. */
export function moveSession(from: string, to: string): void {
  const { entries } = store.getState();
  const moved = entries.get(from);
  if (moved === undefined || from === to) return;
  entries.get(to)?.session.close();
  store.setState({ entries: new Map([...[...entries].filter(([path]) => path !== from && path !== to), [to, { session: moved.session, users: 0 }]]) });
}

function sweep(): void {
  const open = new Set(useHalves.getState().halves.flatMap(({ tabs }) => tabs.map(({ hash }) => parseRoute(hash))).flatMap((route) => (route.page === "sql" ? [route.path] : [])));
  const { entries } = store.getState();
  const left = [...entries].filter(([path, { users }]) => users > 0 || open.has(path));
  if (left.length === entries.size) return;
  for (const [path, { session }] of entries) if (!left.some(([kept]) => kept === path)) session.close();
  store.setState({ entries: new Map(left) });
}

// A tab may be closed while another one is shown.
useHalves.subscribe((state, before) => void (state.halves !== before.halves && setTimeout(sweep, 0)));

goAlong(moveSession);
