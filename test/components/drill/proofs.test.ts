// What the continuous drill keeps over a restart, also where its file was half written.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keepProofs, proofsAfter, readProofs } from "../../../components/drill/proofs";
import { temporaryFolder } from "../sample/support";

const NONE = { at: null, broken: [], proven: {} };
const AT = "2026-11-30T10:00:00.000Z";

describe("the proofs of a drill", () => {
  test("are there again after a restart", async () => {
    const file = join(temporaryFolder(), "proofs.json");
    const found = proofsAfter({ links: {}, proven: ["ServiceDown"] }, NONE, AT);
    await keepProofs(file, found);
    expect(await readProofs(file)).toEqual({ at: AT, broken: [], proven: { ServiceDown: AT } });
    expect(proofsAfter(new Error("no answer"), found, AT)).toEqual({ ...found, broken: ["no answer"] });
  });

  test.each(["", '{"at":"2026', "null", '{"at":1}'])(
    "are none where the file is %j, and the drill starts",
    async (half) => {
      const file = join(temporaryFolder(), "proofs.json");
      writeFileSync(file, half);
      expect(await readProofs(file)).toEqual(NONE);
      await keepProofs(file, { ...NONE, at: AT });
      expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ at: AT });
    },
  );

  test("are whole as they were where they cannot be kept", async () => {
    const folder = temporaryFolder();
    await expect(keepProofs(join(folder, "missing", "proofs.json"), NONE)).rejects.toThrow(/ENOENT/);
    expect(await readProofs(undefined)).toEqual(NONE);
  });
});
