/**
 * Where a call may go. Tasks run with a person's own rights, so they reach this machine and its network; never the addresses at which clouds hand
 * out the rights of the machine itself, and never our own door. Judged is the address that is connected to, whatever name led there.
 */
import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { AppError } from "../../shared/errors/app-error.ts";

const metadata = new BlockList();
metadata.addSubnet("169.254.0.0", 16);
metadata.addAddress("100.100.100.200");
metadata.addAddress("fd00:ec2::254", "ipv6");
metadata.addSubnet("fe80::", 10, "ipv6");

const ownMachine = new BlockList();
ownMachine.addSubnet("127.0.0.0", 8);
ownMachine.addAddress("0.0.0.0");
ownMachine.addAddress("::1", "ipv6");
ownMachine.addAddress("::", "ipv6");

/** Throws AppError input/invalid. */
export function checkAddress(address: string, port: number, ownPorts: ReadonlySet<number>): void {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (metadata.check(address, family)) throw new AppError("input/invalid", `${address} is a link-local address, where machines in a cloud hand out their rights; it is never called.`);
  if (ownPorts.has(port) && ownMachine.check(address, family)) throw new AppError("input/invalid", `${address}:${port} is Dagwright itself; it is never called by a task.`);
}

/** For `node:http`: the answers of the system, without those that may not be called. */
export function checkedLookup(port: number, ownPorts: ReadonlySet<number>): LookupFunction {
  return (host, options, answer) => {
    systemLookup(host, { ...options, all: true }, (error, found) => {
      const addresses = error ? [] : found;
      try {
        for (const { address } of addresses) checkAddress(address, port, ownPorts);
      } catch (thrown) {
        answer(thrown as Error, "", 0);
        return;
      }
      const [first] = addresses;
      if (error || first === undefined) answer(error ?? new Error(`${host} has no address`), "", 0);
      else if (options.all === true) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };
}

/** Throws AppError input/invalid for what is no address of a web server. */
export function readAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw new AppError("input/invalid", `found ${JSON.stringify(text.slice(0, 200))}; expected an address such as https://example.org/path.`);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new AppError("input/invalid", `found the scheme ${url.protocol.slice(0, -1)}; expected http or https.`);
  return url;
}

export const portOf = (url: URL): number => (url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port));

/** Without brackets, as `node:net` knows it. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, "$1");
