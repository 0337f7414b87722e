/** `channels` of `dagwright.json`: where messages go. What is secret is named by its environment variable, never written. */
import { z } from "zod";

const text = (what: string): string => `${what}, as a text in double quotes`;
const secret = (what: string) => z.strictObject({ env: z.string({ error: text("the name of an environment variable") }) }, { error: `{"env": "NAME"}, the environment variable that holds ${what}` });
const portError = { error: "a whole number from 1 to 65535, without quotes" };
const address = (what: string) => z.string({ error: text(what) }).regex(/^[^\s@<>]+@[^\s@<>]+$|^[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>$/, { error: `${what}, such as "ops@example.org"` });
const url = z.string({ error: text("an address") }).regex(/^https?:\/\/\S+$/, { error: "an address that begins with http:// or https://" });

export const ChannelConfig = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("slack"), url: secret("the address of the incoming webhook") }),
    z.strictObject({
      kind: z.literal("webhook"),
      url: z.union([url, secret("the address")], { error: 'an address, or {"env": "NAME"}' }),
      headers: z.record(z.string(), z.union([z.string(), secret("the header")], { error: 'a text, or {"env": "NAME"}' })).default({}),
      secret: secret("the key that messages are signed with").optional(),
    }),
    z.strictObject({
      kind: z.literal("mail"),
      host: z.string({ error: text("the mail server") }),
      port: z.number(portError).int(portError).min(1, portError).max(65535, portError).default(587),
      security: z.enum(["starttls", "tls", "none"], { error: "starttls, tls or none" }).default("starttls"),
      user: z.string({ error: text("the user of the mail server") }).optional(),
      password: secret("the password").optional(),
      from: address("an address"),
      to: z.array(address("an address"), { error: 'a list of addresses, such as ["ops@example.org"]' }).min(1, { error: "at least one address" }),
    }),
  ],
  { error: '"slack", "webhook" or "mail" as its kind' },
);
export type ChannelConfig = z.infer<typeof ChannelConfig>;
