/** The icon in the tray (the menu bar of a Mac): there while workspaces may work without a window. Where the system has no tray, a new start of the program shows the window. */
import { Menu, nativeImage, Tray, type NativeImage } from "electron";
import { trayMenu, trayTip, type TrayChoices } from "./tray-menu.ts";
import { trayColour, trayPixels } from "./tray-picture.ts";

const isMac = process.platform === "darwin";

export interface TrayIcon {
  /** Shows what is so now; null takes the icon away. */
  show(choices: TrayChoices | null): void;
}

export function createTrayIcon(log: (line: string) => void): TrayIcon {
  let tray: Tray | null = null;
  let shown = "";

  function make(choices: TrayChoices): Tray | null {
    try {
      const made = new Tray(picture(false));
      made.on("click", () => !isMac && choices.open(null));
      return made;
    } catch (error) {
      log(`no tray: ${error instanceof Error ? error.message : String(error)}; start the program again to see its window`);
      return null;
    }
  }

  return {
    show(choices) {
      if (choices === null) {
        tray?.destroy();
        tray = null;
        shown = "";
        return;
      }
      const template = trayMenu(choices);
      const tip = trayTip(choices.workspaces);
      // A menu that is set anew closes where it is open.
      const now = JSON.stringify([template, tip]);
      if (tray !== null && now === shown) return;
      tray ??= make(choices);
      if (tray === null) return;
      shown = now;
      const failed = choices.workspaces.reduce((sum, { failedSince }) => sum + failedSince, 0);
      tray.setImage(picture(failed > 0));
      if (isMac) tray.setTitle(failed > 0 ? String(failed) : "");
      tray.setToolTip(tip);
      tray.setContextMenu(Menu.buildFromTemplate(template));
    },
  };
}

function picture(isAlert: boolean): NativeImage {
  const sizes = isMac ? [22, 44] : [22, 44, 66];
  const image = nativeImage.createEmpty();
  for (const size of sizes) image.addRepresentation({ scaleFactor: size / 22, width: size, height: size, buffer: nativeImage.createFromBitmap(Buffer.from(trayPixels(size, isMac ? [0, 0, 0] : trayColour, isAlert && !isMac)), { width: size, height: size }).toPNG() });
  // A Mac colours it for its menu bar: what failed is told by a number there.
  if (isMac) image.setTemplateImage(true);
  return image;
}
