/** Pages of the documentation, taken in as text when the program is built. */
declare module "*.md?raw" {
  const text: string;
  export default text;
}
