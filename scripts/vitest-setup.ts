/** For every test file: property tests draw the same values each time, so that a green tree stays green; DAGWRIGHT_SEED=random (or a number) draws others. */
import fc from "fast-check";

const asked = process.env["DAGWRIGHT_SEED"];
const seed = asked === "random" ? Date.now() : Number(asked ?? 20_261_121);
fc.configureGlobal({ seed: Number.isFinite(seed) ? seed : 0 });
