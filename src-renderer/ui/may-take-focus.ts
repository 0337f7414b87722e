/**
 * Whether what has just opened may take the focus: nobody is at something by keyboard. A person who walks through the page by
 * keys stays where they are; who clicked, or came by a link, wants to type on.
 */
export function mayTakeFocus(): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || at.id === "page" || !at.matches(":focus-visible");
}
