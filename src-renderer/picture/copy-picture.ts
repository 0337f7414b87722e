/** Puts a PNG on the clipboard. The promise is handed over at once: browsers allow that only while the click is fresh. */
export async function copyPicture(png: Promise<Blob>): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
  } catch (thrown) {
    // What went wrong with the picture itself says more than what the clipboard makes of it.
    await png;
    throw new Error("The image cannot be put on the clipboard here: save it instead.", { cause: thrown });
  }
}
