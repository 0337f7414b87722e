/**
 * Runs in the page before its own first line: a person who saves data has nothing fetched before it is looked at, which takes a tenth of the
 * work of a journey in the desktop. What is opened is so always opened for the first time.
 */
export function saveData(): void {
  Object.defineProperty(navigator, "connection", { value: { saveData: true } });
}
