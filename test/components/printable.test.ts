// Names and messages come from files, servers and processes of others; a terminal obeys what stands in them.
import { expect, test } from "vitest";
import { printable } from "../../components/printable";
import { failureOf } from "../../infra/shown";
import type { Cause } from "../../policies/lint/causes";
import { FORMATS, PRINTERS } from "../../policies/lint/formats";

const HOSTILE = "a\u001b]0;renamed\u0007\u001b[2J\r\u009b31m\u202eb";

/** What no printed text may hold. */
const obeyed = (text: string) => [...text].filter((one) => one !== "\n" && one !== "\t" && /[\p{Cc}\u202e]/u.test(one));

test("control characters and turns of direction are spelt out; all else stays", () => {
  expect(printable(HOSTILE)).toBe("a\\u001b]0;renamed\\u0007\\u001b[2J\\u000d\\u009b31m\\u202eb");
  expect(printable("ä\t漢字\n🙂 »x«")).toBe("ä\t漢字\n🙂 »x«");
});

const finding: Cause = {
  pack: "alerting-conventions",
  policy: "alert-severity",
  level: "mandatory",
  file: `rules/${HOSTILE}.yml`,
  group: HOSTILE,
  rule: HOSTILE,
  message: `${HOSTILE}: no severity`,
  found: HOSTILE,
  also: [{ group: HOSTILE, rule: HOSTILE, found: HOSTILE }],
};

test.each(FORMATS)("findings in the format %s hold none", (format) => {
  const text = PRINTERS[format]([finding], [{ file: HOSTILE, reason: HOSTILE }]);
  expect(text).toContain("renamed");
  expect(obeyed(text)).toEqual([]);
});

test("nor do errors of commands, such as one that quotes another process' command line", async () => {
  expect(obeyed(await failureOf(new Error(`port 9090 is in use by ${HOSTILE}`), "up"))).toEqual([]);
});
