/** The one place from which an address is handed to the operating system. */
import { shell } from "electron";
import { externalAddress } from "./external-address.ts";

/** False when the address is not plain http or https. */
export async function openExternal(text: string, log: (line: string) => void): Promise<boolean> {
  const address = externalAddress(text);
  if (address === null) {
    log(`external address refused: ${JSON.stringify(text.slice(0, 80))}`);
    return false;
  }
  await shell.openExternal(address);
  return true;
}
