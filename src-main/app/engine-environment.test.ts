import { expect, it } from "vitest";
import { engineEnvironment } from "./engine-environment.ts";

it("keeps the person's environment, less what steers Node or Electron", () => {
  const env = { HOME: "/h", PATH: "/bin", ELECTRON_RUN_AS_NODE: "1", NODE_OPTIONS: "--inspect", LD_PRELOAD: "/x.so", NODE_EXTRA_CA_CERTS: "/ca.pem", GONE: undefined };
  expect(engineEnvironment(env, "/n")).toEqual({ MALLOC_ARENA_MAX: "1", HOME: "/h", PATH: "/bin", NODE_EXTRA_CA_CERTS: "/ca.pem", DAGWRIGHT_NODE: "/n" });
});
