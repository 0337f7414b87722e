/** Whether a text holds anything that the template language would change. Plain text must never cost a template engine. */
export function hasTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%") || text.includes("{#");
}
