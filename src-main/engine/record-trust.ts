/** The word of trust is given outside of the engine, in a dialog or a terminal: the trail is told when the engine hears of it. */
import type { EngineInfo } from "../../shared/contract/engine.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { AuditTrail } from "../services/audit-trail.ts";
import { userName } from "./call-context.ts";
import type { Ground } from "./engine-parts.ts";

export function actorOf(mode: EngineInfo["mode"]): Actor {
  return { kind: mode === "desktop" ? "desktop" : "cli", name: userName() };
}

export function recordTrust(audit: AuditTrail, isGiven: boolean, by: Actor): void {
  audit.add({ by, act: isGiven ? "workspace.trust" : "workspace.untrust" });
  audit.tell(null);
}

/** Given or taken back since the last engine worked here. */
export function recordTrustAtStart({ store, trust, options }: Ground, audit: AuditTrail): void {
  const last = store.audit.last(["workspace.trust", "workspace.untrust"]);
  if ((last?.act === "workspace.trust") !== trust.isGiven) recordTrust(audit, trust.isGiven, actorOf(options.mode));
}
