// YAML that Go reads and lint does not.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { lintFiles } from "../../../policies/lint/lint";
import { toolsOrSkip } from "../../support/tools";
import { ruleFile } from "../judged";

const tools = toolsOrSkip("promtool", "amtool");
const folder = mkdtempSync(join(tmpdir(), "tocsin-unparsed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.skipIf(!tools)(
  "what its server loads and lint cannot parse is not refused, but reported as not judged",
  async () => {
    // A colon before a bracket is a part of the word to Go's YAML.
    const texts = [
      ruleFile("- alert: A\n  expr: up == 0\n  labels: { team: shop:}"),
      ruleFile("- alert: A\n  expr: up == 0\n  labels: { team: shop"),
    ];
    const files = texts.map((text, i) => {
      const file = join(folder, `${i}.yml`);
      writeFileSync(file, text);
      return file;
    });
    const { findings, notRead } = await lintFiles(files, {}, tools);
    expect(findings).toMatchObject([
      { policy: "readable-content", file: files[1], message: expect.stringMatching(/promtool .* says: /) },
    ]);
    expect(notRead).toEqual([
      { file: files[0], reason: expect.stringMatching(/^promtool loads it, and lint cannot parse/) },
    ]);
  },
);
