/** A text as the pseudo-locale has it: `[Šàṽé ȧļļ~~~]`. Still readable, a third longer, and its ends can be seen. Pure. */
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const accented = [..."àƀçđéƒğĥîĵķļɱñöþɋřšţûṽŵẋýžÀƁÇĐÉƑĞĤÎĴĶĻṀÑÖÞɊŘŠŢÛṼŴẊÝŽ"];
const longer = 0.35;

export function pseudo(text: string): string {
  const pieces = text.split(/(\{\{\w+\}\})/);
  const letters = pieces.filter((_, index) => index % 2 === 0).join("").length;
  const said = pieces.map((piece, index) => (index % 2 === 1 ? piece : accent(piece))).join("");
  return `[${said}${padding(Math.ceil(letters * longer), /\s/.test(text.trim()))}]`;
}

function accent(text: string): string {
  return text.replaceAll(/[a-zA-Z]/g, (letter) => accented[plain.indexOf(letter)] ?? letter);
}

/** What may break into lines stays so: a long text gets longer by words, one word by letters. */
function padding(length: number, mayBreak: boolean): string {
  return mayBreak ? " ~~~~".repeat(Math.ceil(length / 5)) : "~".repeat(length);
}
