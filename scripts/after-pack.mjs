/**
 * Closes the packaged program's back doors (fuses) before it is signed, and puts package.json where the unpacked engine
 * reads it. A program on the development runtime gets the fuses that it has, and stays marked as what it is.
 */
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";

export default async function afterPack(context) {
  const { appOutDir, electronPlatformName: platform, packager } = context;
  const product = packager.appInfo.productFilename;
  const program = { darwin: `${product}.app`, win32: `${product}.exe` }[platform] ?? packager.executableName;
  const resources = platform === "darwin" ? join(appOutDir, program, "Contents", "Resources") : join(appOutDir, "resources");
  copyFileSync(join(packager.projectDir, "package.json"), join(resources, "app.asar.unpacked", "package.json"));
  const isDevelopmentRuntime = existsSync(join(appOutDir, "END-OF-LIFE"));
  await flipFuses(join(appOutDir, program), {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: platform === "darwin",
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // Electron 29 brought this one.
    ...(isDevelopmentRuntime ? {} : { [FuseV1Options.GrantFileProtocolExtraPrivileges]: false }),
  });
}
