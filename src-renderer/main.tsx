/** Starts the window: the wire to the engine first, then the screen. */
import "./ui/styles.css";
import { createRoot } from "react-dom/client";
import { prefetchDagPage } from "./app/page-outlet.tsx";
import { Root } from "./app/root.tsx";
import { startWindow } from "./app/start-window.ts";
import { heedPeople } from "./pace/at-leisure.ts";
import { language } from "./strings/language.ts";

const place = document.getElementById("root");
if (place === null) throw new Error('main: index.html holds no element "root".');
document.documentElement.lang = language;
const { host, rpc } = startWindow(window);
createRoot(place).render(<Root host={host} rpc={rpc} />);
heedPeople(window);
prefetchDagPage();
