/** Who does something: a person at a window or a terminal, or Dagwright by itself. */
import { z } from "zod";

export const ActorKind = z.enum(["desktop", "browser", "cli", "engine"]);
export type ActorKind = z.infer<typeof ActorKind>;

export const Actor = z.object({
  kind: ActorKind,
  /** The user of the machine that the engine works for; empty where it is not known. */
  name: z.string(),
});
export type Actor = z.infer<typeof Actor>;
