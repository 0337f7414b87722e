/** What the engine knows of a call besides its input. Absent where its own process calls: then it is the engine. */
import { userInfo } from "node:os";
import type { Actor, ActorKind } from "../../shared/model/actor.ts";

export interface CallContext {
  readonly by?: Actor;
}

/** Doors open to the user of this machine only, each to one kind of caller. */
export function callerAt(kind: ActorKind): CallContext {
  return { by: { kind, name: userName() } };
}

export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return ""; // a user without an entry, as in some containers
  }
}
