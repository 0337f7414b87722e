/** The connection that a query file runs on: the one last chosen for it on this machine, else its task's, else the workspace's first. */
import { useState } from "react";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { memoryKey } from "./query-memory.ts";

export function useChosenConnection(path: string, connections: readonly ConnectionInfo[], ofTask: string | null): [connection: ConnectionInfo | undefined, choose: (id: string) => void] {
  const key = memoryKey("connection", path);
  const [chosen, setChosen] = useState(() => localStorage.getItem(key));
  const connection = connections.find(({ id }) => id === chosen) ?? connections.find(({ id }) => id === ofTask) ?? connections[0];
  const choose = (id: string): void => {
    localStorage.setItem(key, id);
    setChosen(id);
  };
  return [connection, choose];
}
