import { grouped } from "../../../components/grouped";
import { oneForm } from "../../../components/promql";
import type { Place, Rule } from "../../content";
import type { Policy } from "../../policy";

export const duplicateRule: Policy = {
  name: "duplicate-rule",
  level: "mandatory",
  description: "No rule stands twice.",
  judges: "everything",
  *check({ rules }) {
    for (const [first, ...others] of sameRules(rules)) {
      for (const other of others.filter((one) => !isOtherForm(one, first))) {
        yield {
          place: other.place,
          found: `the ${other.kind} ${other.name} stands twice, with the same labels and expression; also in ${placeOf(first, other)}`,
          why:
            other.kind === "alert"
              ? "Both are one alert: when one of them is changed the other goes on as before"
              : "Prometheus refuses the file, or drops the samples of one of them and complains at each evaluation",
          fix: "Remove one of them",
        };
      }
    }
  },
  examples: {
    bad: "groups:\n  - name: shop\n    rules:\n      - { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))' }\n      - { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))' }",
    good: "groups:\n  - name: shop\n    rules:\n      - { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))' }",
  },
};

/** Rules that are alike, in one resource or folder: what lies elsewhere need not reach the same Prometheus. */
const sameRules = (rules: readonly Rule[]): Rule[][] =>
  [
    ...grouped(
      rules,
      ({ kind, name, place: { resource = "", file = "" } }) => `${kind} ${name} ${folderOf(file)} ${resource}`,
    ).values(),
  ]
    // To bring expressions into one form takes time, and most names stand once.
    .filter(({ length }) => length > 1)
    .flatMap((ofName) => [
      ...grouped(ofName, ({ expr, labels }) => JSON.stringify([oneForm(expr), Object.entries(labels).sort()])).values(),
    ]);

/** A whole group in another file is that file in another form, or for another version; so is what the files' names say. */
const isOtherForm = ({ place }: Rule, first: Rule | undefined): boolean =>
  place.file !== first?.place.file && (place.group === first?.place.group || formOf(place) !== formOf(first?.place));

/** What a file's name says of which cluster or version it is for: one of them is deployed. */
const formOf = ({ file = "" }: Place = {}): string =>
  (file.slice(folderOf(file).length).match(/(?<![a-z0-9])(v?\d+|external|internal|local|legacy)(?![a-z0-9])/gi) ?? [])
    .join(" ")
    .toLowerCase();

const folderOf = (file: string) => file.slice(0, file.lastIndexOf("/") + 1);

function placeOf(rule: Rule | undefined, { place }: Rule): string {
  const { group = "", file = "" } = rule?.place ?? {};
  return `group "${group}"${file === place.file ? "" : ` in ${file}`}`;
}
