import { asset } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { knownValues } from "../../../policies/engine/known";

test("values that are not known yet are undefined, wherever they are; the others stay", async () => {
  const unknown = {
    get id(): string {
      throw new Error("not known yet");
    },
    name: "a",
    list: [1, { two: 2 }],
    nothing: null,
  };
  expect(await knownValues({ unknown, text: "b" })).toEqual({
    unknown: { id: undefined, name: "a", list: [1, { two: 2 }], nothing: null },
    text: "b",
  });
});

test("a relative path begins at the directory that is given, and is not guessed", async () => {
  const assets = { file: new asset.FileAsset("known.test.ts") };
  expect(await knownValues(assets, __dirname)).toEqual({ file: { text: expect.stringContaining("an asset is") } });
  expect(await knownValues(assets)).toEqual({ file: { text: undefined } });
});

test("an asset is its text, where that can be had", async () => {
  const assets = {
    text: new asset.StringAsset("groups: []"),
    file: new asset.FileAsset(__filename),
    none: new asset.FileAsset("/no/such/file"),
    remote: new asset.RemoteAsset("https://example.com/rules.yml"),
  };
  expect(await knownValues(assets)).toEqual({
    text: { text: "groups: []" },
    file: { text: expect.stringContaining("an asset is its text") },
    none: { text: undefined },
    remote: { text: undefined },
  });
});
