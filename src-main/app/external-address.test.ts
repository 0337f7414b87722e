/** The schemes that reach the operating system's opener, and those that never do. */
import { describe, expect, it } from "vitest";
import { externalAddress } from "./external-address.ts";

describe("externalAddress", () => {
  it.each([
    ["https://airflow.example.com/dags/x?run=1#log", "https://airflow.example.com/dags/x?run=1#log"],
    ["HTTPS://Example.com", "https://example.com/"],
    ["http://localhost:8080/home", "http://localhost:8080/home"],
  ])("lets %s through", (text, href) => {
    expect(externalAddress(text)).toBe(href);
  });

  it.each([
    "file:///etc/passwd", "FILE:///etc/passwd", "smb://host/share", "ms-msdt:/id PCWDiagnostic", "ms-word:ofe|u|https://x", "search-ms:query=x",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "about:blank", "chrome://settings", "app://dagwright/",
    "dagwright://run/a/b", "mailto:a@b.c", "tel:1", "ftp://host/x", "ssh://host", "vscode://file/x", "jar:https://x!/", "view-source:https://x",
    "blob:https://x/1", "ws://host", "\\\\host\\share", "//host/share", "https:\\\\host", "https:/host", "https:host", "https://",
    " https://example.com", "https://example.com ", "https://exa\nmple.com", "https://user:pass@example.com/", "https://good.com@evil.com/",
    "https://x/\u0000", "https://x/\"--inspect", "java\tscript:alert(1)", "", `https://x/${"a".repeat(3000)}`,
  ])("refuses %j", (text) => {
    expect(externalAddress(text)).toBeNull();
  });
});
