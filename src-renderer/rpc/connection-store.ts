/** What the window knows about its wire to the engine. Written only by the connection; read by the status bar and banners. */
import { create } from "zustand";

export type ConnectionPhase = "connecting" | "up" | "reconnecting" | "down";

export interface ConnectionState {
  readonly phase: ConnectionPhase;
  /** When the wire was lost; null while it is up or was never up. */
  readonly since: number | null;
  /** Round trip of the last ping. */
  readonly latencyMs: number | null;
  /** The engine answers but does not let this page in: it was started anew and knows nothing of us. */
  readonly isSignedOut: boolean;
}

export const useConnection = create<ConnectionState>(() => ({ phase: "connecting", since: null, latencyMs: null, isSignedOut: false }));

export function connectionUp(): void {
  useConnection.setState({ phase: "up", since: null, isSignedOut: false });
}

export function connectionLost(at: number): void {
  useConnection.setState((state) => ({
    phase: state.phase === "connecting" ? "connecting" : "reconnecting",
    since: state.since ?? at,
    latencyMs: null,
  }));
}

/** The engine has been away for so long that a person should act. */
export function connectionDown(): void {
  useConnection.setState({ phase: "down" });
}

export function connectionRefused(): void {
  useConnection.setState({ isSignedOut: true });
}

export function latencyMeasured(latencyMs: number): void {
  useConnection.setState({ latencyMs });
}
