// Unit tests that a team already has → which alerts they make fire, and which they only see quiet.
import { readFileSync } from "node:fs";
import { fieldsOf, listOf, textOf, valuesOf } from "../content";

export interface Coverage {
  fired: ReadonlySet<string>;
  quiet: ReadonlySet<string>;
}

/** Of promtool's test files; other files have none. */
export function coverageOf(files: readonly string[]): Coverage {
  const tests = files.flatMap((file) => {
    try {
      return valuesOf(readFileSync(file, "utf8"))
        .flatMap((value) => listOf(fieldsOf(value).tests))
        .map(fieldsOf);
    } catch {
      // What cannot be read is reported where rules are read.
      return [];
    }
  });
  const asked = tests.flatMap((test) => listOf(test.alert_rule_test).map(fieldsOf));
  const names = (isFired: boolean) =>
    new Set(
      asked
        .filter((one) => listOf(one.exp_alerts).length > 0 === isFired)
        .flatMap((one) => textOf(one.alertname) ?? []),
    );
  return { fired: names(true), quiet: names(false) };
}
