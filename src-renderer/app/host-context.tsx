/** Hands the host to the screens. */
import { createContext, use, type ReactNode } from "react";
import { browserHost, type Host } from "./host.ts";

const HostContext = createContext<Host>(browserHost());

export function HostProvider({ host, children }: { host: Host; children: ReactNode }): ReactNode {
  return <HostContext value={host}>{children}</HostContext>;
}

export function useHost(): Host {
  return use(HostContext);
}
