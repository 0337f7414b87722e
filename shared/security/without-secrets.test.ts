import { describe, expect, it } from "vitest";
import { withoutSecrets } from "./without-secrets.ts";

describe("without secrets", () => {
  it.each([
    ["postgres://ann:hunter2@db.example/x", "postgres://ann:***@db.example/x"],
    ['{"password": "hun\\"ter2", "user": "ann"}', '{"password": "***", "user": "ann"}'],
    ['{"db_password":"x","AWS_SECRET_ACCESS_KEY":"y"}', '{"db_password":"***","AWS_SECRET_ACCESS_KEY":"***"}'],
    ["PGPASSWORD=hunter2 psql --token='a b' next", "PGPASSWORD=*** psql --token=*** next"],
    ["Authorization: Bearer abcdefgh.ijkl", "Authorization: Bearer ***"],
    ["key AKIAIOSFODNN7EXAMPLE end", "key *** end"],
    ["got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln.", "got ***."],
    ["-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "***"],
    ["/home/ann/work/dags: 3 files", "~/work/dags: 3 files"],
    ["nothing here: 12 tasks, 3 tokens a second", "nothing here: 12 tasks, 3 tokens a second"],
  ])("%s", (text, clean) => {
    expect(withoutSecrets(text, "/home/ann")).toBe(clean);
  });

  it("reads a long line once", () => {
    for (const piece of ["a-", "a.", "pwd", "eyJ-", "a://", '"token"', '"token":"'] as const) expect(withoutSecrets(`${piece.repeat(300_000)} token=x`)).toContain("token=***");
  });
});
