/** Row by row what the page's scheme serves and what it refuses. */
import { describe, expect, it } from "vitest";
import { isPageAddress, pageFileOf } from "./page-address.ts";

describe("pageFileOf", () => {
  it.each([
    ["app://dagwright/", "index.html"],
    ["app://dagwright", "index.html"],
    ["app://dagwright/index.html", "index.html"],
    ["app://dagwright/index.html?x=1#/runs", "index.html"],
    ["app://dagwright/#/dags/a%2Fb", "index.html"],
    ["app://dagwright/assets/main-D4f_9.js", "assets/main-D4f_9.js"],
    ["app://dagwright/assets/inter%20latin.woff2", "assets/inter latin.woff2"],
    ["app://dagwright/assets/a.css?v=2", "assets/a.css"],
  ])("serves %s", (address, path) => {
    expect(pageFileOf(address)?.path).toBe(path);
  });

  it.each([
    "app://dagwright/../secret.json",
    "app://dagwright/..%2fsecret.json",
    "app://dagwright/%2e%2e/secret.json",
    "app://dagwright/%2e%2e%2fsecret.json",
    "app://dagwright/%252e%252e%252fsecret.json",
    "app://dagwright/assets/../../package.json",
    "app://dagwright/assets/..%5c..%5cpackage.json",
    "app://dagwright/assets\\..\\package.json",
    "app://dagwright/a%00.js",
    "app://dagwright/a%0a.js",
    "app://dagwright/.built.json",
    "app://dagwright/assets/.hidden/a.js",
    "app://dagwright//etc/passwd.json",
    "app://dagwright/assets//a.js",
    "app://dagwright/assets/",
    "app://dagwright/C:/windows/a.js",
    "app://dagwright/a.js%3A%3A$DATA",
    "app://dagwright/a.exe",
    "app://dagwright/a.map",
    "app://dagwright/assets",
    "app://dagwright/%",
    "app://dagwright/%e0%a4%a.js",
    "app://dagwright.evil.com/index.html",
    "app://evil/index.html",
    "app://dagwright:80/index.html",
    "app://user@dagwright/index.html",
    "app://DAGWRIGHT/index.html",
    "APP://dagwright/index.html",
    "app:/dagwright/index.html",
    "app:dagwright/index.html",
    "file:///etc/passwd",
    "http://dagwright/index.html",
    "",
    " app://dagwright/index.html",
    `app://dagwright/${"a".repeat(3000)}.js`,
  ])("refuses %s", (address) => {
    expect(pageFileOf(address)).toBeNull();
  });
});

describe("isPageAddress", () => {
  it("is the page in whatever place, and no other file", () => {
    expect(["app://dagwright/#/runs", "app://dagwright/index.html", "app://dagwright/assets/a.js", "about:blank", "data:text/html,x"].map(isPageAddress)).toEqual([true, true, false, false, false]);
  });
});
