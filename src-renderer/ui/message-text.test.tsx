import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { MessageText } from "./message-text.tsx";

const shown = (text: string) => renderToStaticMarkup(<MessageText text={text} />).replaceAll(/<code[^>]*>/g, "[").replaceAll("</code>", "]");

it("shows what is code in a message as code, and leaves marks without a partner", () => {
  expect(["Task `a` needs `b`.", "`x`", "a ` b", "an id has letters, `_`, `-`", "`<b>` 'q'"].map(shown)).toEqual(["Task [a] needs [b].", "[x]", "a ` b", "an id has letters, [_], [-]", "[&lt;b&gt;] &#x27;q&#x27;"]);
});
