import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { assertLocalDisk, networkKind } from "./network-folder.ts";

it.each([
  [0x6969, "NFS"],
  [0xff534d42, "SMB"],
  [-0x1acb2be, "SMB 2"],
  [0x01021997, "9p"],
])("refuses a workspace on type %i, %s, and says where to go", (type, name) => {
  expect(networkKind("/mnt/share", () => type)).toBe(name);
  expect(() => assertLocalDisk("/mnt/share", () => type)).toThrow(`/mnt/share: lies on a network file system (${name})`);
});

it("takes local disks, and tells only of what may be either", () => {
  assertLocalDisk(tmpdir());
  expect(networkKind(tmpdir())).toBeNull();
  assertLocalDisk("/mnt/disk", () => 0x65735546);
  expect(networkKind("/mnt/disk", () => 0x65735546)).toBe("FUSE");
  assertLocalDisk("/nowhere/at/all");
});
