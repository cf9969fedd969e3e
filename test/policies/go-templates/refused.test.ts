// Texts that Go refuses or cannot expand, and texts beside them that it takes. promtool says the same where it is found.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, describe, expect, it } from "vitest";
import { annotationProblem, messageProblem } from "../../../policies/go-templates";
import { toolsOrSkip } from "../../support/tools";
import { chanceFrom, mutated } from "../fuzz/mutations";

/** Refused as they are parsed. */
const REFUSED: readonly (readonly [text: string, reason: RegExp])[] = [
  ["{{ break }}", /outside of \{\{ range/],
  ["{{ if $value }}{{ continue }}{{ end }}", /outside of \{\{ range/],
  ['{{ range query "up" }}{{ block "a" . }}{{ break }}{{ end }}{{ end }}', /outside of \{\{ range/],
  ['{{ range query "up" }}a{{ else }}{{ break }}{{ end }}', /outside of \{\{ range/],
  ["{{ 'ab' }}", /no single character/],
  ["{{ '' }}", /no single character/],
  ["{{ 'a }}", /not closed in its line/],
  ['{{ "\\d" }}', /unknown escape/],
  ['{{ "\\x4" }}', /unknown escape/],
  ['{{ "\\400" }}', /unknown escape/],
  ['{{ "\\uD800" }}', /unknown escape/],
  ['{{ reReplaceAll "\\." "" $labels.job }}', /unknown escape/],
  ["{{ 1.2.3 }}", /unexpected ".3"|no number/],
  ["{{ 08 }}", /no number/],
  ["{{ 0x }}", /no number/],
  ["{{ 1e400 }}", /no number/],
  ["{{ 1__0 }}", /no number/],
  ["{{ 18446744073709551616 }}", /no number/],
  ["{{ -9223372036854775809 }}", /no number/],
  ["{{ 5m }}", /no number/],
  ["{{ true.x }}", /unexpected ".x"/],
  ['{{ "a".x }}', /unexpected ".x"/],
  ["{{ nil.x }}", /unexpected ".x"/],
  ["{{/* a }}", /comment/],
  ["{{/* a */ }}", /comment/],
  ["{{ /* a */}}", /unexpected "\/"/],
  ['{{ block "a" }}{{ end }}', /a value is missing/],
  ["{{ .Labels.1 }}", /unexpected ".1"|is no number/],
  ["{{ $labels.a-b }}", /index \$labels/],
  ['{{ define "a" }}{{ $labels.job }}{{ end }}', /\$labels is not defined/],
  ['{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}', /defined twice/],
  ['{{ if $value }}{{ define "a" }}{{ end }}{{ end }}', /unexpected "define"/],
  ["{{ if $x := $value }}{{ end }}{{ $x }}", /\$x is not defined/],
  ["{{ range $a, $b, $c := .Labels }}{{ end }}", /too many variables/],
  ["{{ $a, $b := .Labels }}", /too many variables/],
  ["{{ if $value }}{{ else }}{{ else }}{{ end }}", /follows/],
  ["{{ range .Labels }}{{ else if $value }}{{ end }}", /unexpected "if"/],
  ["{{ (1) (2 }}", /not closed/],
  ["{{ 1) }}", /closes nothing/],
  ["{{ | humanize }}", /unexpected "\|"/],
  ["{{ humanize(.Value) }}", /with spaces/],
  ["{{ $value > 5 }}", /gt, lt, eq/],
  ["{{ if $value == 5.0 }}{{ end }}", /gt, lt, eq/],
  ["{{ if $labels.a && $labels.b }}{{ end }}", /gt, lt, eq/],
  ["{{ tmpl }}", /no function tmpl/],
];

/** Parsed, and an error in place of the text when they are expanded, or Go's own note on what does not fit. */
const NOT_EXPANDED: readonly (readonly [text: string, reason: RegExp])[] = [
  ["{{ if gt $value 5 }}much{{ end }}", /5\.0/],
  ['{{ if eq $value "5" }}a{{ end }}', /does not compare a number with a text/],
  ["{{ if eq $labels.code 500 }}a{{ end }}", /does not compare a text with a whole number/],
  ['{{ printf "%d" $value }}', /%\.0f/],
  ['{{ printf "%s" $value }}', /%\.0f/],
  ['{{ printf "%.2f" $labels.job }}', /%s/],
  ['{{ printf "%.2f%" $value }}', /middle of a verb/],
  ['{{ printf "%s and %s" $labels.a }}', /2 verbs, and 1 value/],
  ['{{ printf "a" $value }}', /0 verbs, and 1 value/],
  ["{{ toUpper $value }}", /takes a text, and is given a number/],
  ['{{ reReplaceAll "a" "b" $value }}', /position 3/],
  ['{{ reReplaceAll "(" "" $labels.job }}', /./],
  ['{{ query "up" | value }}', /takes a series of a query's result, and is given a query's result/],
  ['{{ with query "up" }}{{ . | value }}{{ end }}', /is given a query's result/],
  ['{{ (query "up" | first).Labels.job.x }}', /has no field .x/],
  ['{{ range query "up" }}{{ .Instance }}{{ end }}', /has no field .Instance; it has .Labels, .Value/],
  ["{{ range $value }}{{ end }}", /goes through no number/],
  ["{{ $labels.job now }}", /takes no arguments/],
  ["{{ $value 5 }}", /takes no arguments/],
  ["{{ $labels }}{{ .Labels.a.b }}", /has no field .b/],
  ["{{ humanize }}", /takes 1 argument, and has 0/],
  ['{{ humanizeDuration "5m" }}', /"5m" is no number/],
  ['{{ parseDuration "5 minutes" }}', /no duration/],
  ['{{ template "a" . }}', /no template a/],
  ["{{ $x = 5 }}", /\$x is not defined/],
  ["{{ humanize true }}", /is given true or false/],
];

const TAKEN: readonly string[] = [
  '{{ range query "up" }}{{ if .Value }}{{ break }}{{ end }}{{ continue }}{{ end }}',
  "{{ 'a' }} {{ '\\n' }} {{ '\\'' }} {{ '\\x41' }} {{ 'é' }}",
  '{{ "\\\\d \\" \\u00e9 \\101 \\x41" }} {{ `\\d` }}',
  "{{ 1 }} {{ .5 }} {{ 5. }} {{ 1e3 }} {{ 0x1F }} {{ 0b11 }} {{ 0o17 }} {{ 017 }} {{ 1_000 }} {{ -1 }} {{ 0x1p-2 }} {{ 1i }} {{ 1+2i }}",
  // Go reads nothing behind the last |.
  "{{ $value | }}",
  "{{/* a }} b */}}{{- /* a */ -}}",
  '{{ block "a" .Labels }}{{ .job }}{{ end }}',
  '{{ define "a" }}{{ . }}{{ end }}{{ template "a" $labels.job }}',
  "{{ if $x := $value }}{{ $x }}{{ else }}{{ $x }}{{ end }}",
  "{{ $x := 5 }}{{ $x = 6 }}{{ $x }}",
  "{{ with $labels.a }}{{ . }}{{ else with $labels.b }}{{ . }}{{ end }}",
  "{{ range $k, $v := .Labels }}{{ $k }}={{ $v }}{{ end }}",
  "{{ if gt $value 5.0 }}a{{ end }}{{ if eq $labels.code `500` `503` }}b{{ end }}{{ if gt (len $labels) 3 }}c{{ end }}",
  '{{ printf "%.1f%% of %s, %d" $value $labels.job (len $labels) }} {{ $value | printf "%5.2f" }} {{ printf "%v %q" $value $labels.a }}',
  '{{ (query "up" | first).Labels.job }} {{ with query "up" }}{{ . | first | value | humanize }}{{ end }}',
  '{{ range sortByLabel "job" (query "up") }}{{ .Labels.job }} {{ .Value | humanize }} {{ strvalue . }}{{ end }}',
  '{{ ($value | toTime).Format "15:04" }} {{ $labels.seconds | humanizeDuration }} {{ "5" | humanize }}',
  "{{ $labels.日本 }} {{ .ExternalURL }} {{ pathPrefix }} {{ humanize (parseDuration `5m`) }}",
];

describe("a text of a rule", () => {
  it.each([...REFUSED, ...NOT_EXPANDED])("is refused: %s", (text, reason) => {
    expect(annotationProblem(text)?.found).toMatch(reason);
  });

  it.each(TAKEN)("is taken: %s", (text) => {
    expect(annotationProblem(text)).toBeUndefined();
  });
});

describe("a text of a message", () => {
  it.each([
    ["{{ if gt (len .Alerts.Firing) 1.0 }}a{{ end }}", /does not compare/],
    ["{{ if eq .Status 1 }}a{{ end }}", /does not compare/],
    ['{{ join .Alerts "," }}', /takes a text at position 1/],
    ["{{ range .Alerts.Firing }}{{ .Summary }}{{ end }}", /an alert has no field .Summary; it has .Status/],
    ["{{ .CommonLabels.severity | toUpper | len | toUpper }}", /is given a whole number/],
    ["{{ range .Status }}{{ end }}", /goes through no text/],
    ["{{ break }}", /outside/],
    ["{{ .CommonLabels.1 }}", /unexpected|number/],
    ['{{ printf "%d" .Status }}', /does not print a text/],
  ])("is refused: %s", (text, reason) => {
    expect(messageProblem(text)).toMatch(reason);
  });

  it.each([
    '{{ template "slack.default.title" . }} {{ if gt (len .Alerts.Firing) 1 }}a{{ end }}',
    '{{ range .Alerts }}{{ .StartsAt.Format "15:04" }} {{ .Labels.job | title }} {{ (.EndsAt.Sub .StartsAt).String }}{{ end }}',
    "{{ (index .Alerts 0).Labels.job }} {{ range .CommonLabels.SortedPairs }}{{ .Name }}={{ .Value }}{{ end }}",
    '{{ .CommonLabels.Remove (stringSlice "a") }} {{ join ", " .CommonLabels.Values }} {{ .Alerts | len }}',
    '{{ with .CommonAnnotations.runbook_url }}{{ . }}{{ end }} {{ match "^a" .Receiver }} {{ now | tz "Europe/Berlin" | date "15:04" }}',
  ])("is taken: %s", (text) => {
    expect(messageProblem(text)).toBeUndefined();
  });
});

const tools = toolsOrSkip("promtool");
const folder = mkdtempSync(join(tmpdir(), "tocsin-texts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Known to newer ones only. */
const NEWER = /else\s+with|urlQueryEscape|toDuration/;

describe.skipIf(!tools)("promtool", () => {
  it("refuses what we refuse, and no more", { timeout: 300_000 }, async () => {
    const chance = chanceFrom(20_261);
    const base = [...TAKEN, ...REFUSED.map(([text]) => text)];
    const count = Number(process.env.TOCSIN_FUZZ ?? 600);
    const texts = [
      ...base,
      ...Array.from({ length: count }, (_, i) => mutated(`${base[i % base.length]}\n{{ $value }}`, chance)),
    ];
    const known = texts.filter((text) => !NEWER.test(text));
    const rules = known.map((text, i) => ({ alert: `A${i}`, expr: "up == 0", annotations: { a: text } }));
    writeFileSync(join(folder, "rules.yml"), JSON.stringify({ groups: [{ name: "a", rules }] }));
    const asked = ["check", "rules", "--lint=none", join(folder, "rules.yml")];
    const { all = "" } = await execa(tools?.promtool ?? "", asked, { reject: false, all: true });
    const refused = new Set([...all.matchAll(/rule \d+, "A(\d+)"/g)].map(([, i]) => Number(i)));
    const found = new Set(known.flatMap((text, i) => (annotationProblem(text)?.isRefused ? [i] : [])));
    expect(known.filter((_, i) => refused.has(i) !== found.has(i))).toEqual([]);
    expect(refused.size).toBeGreaterThan(REFUSED.length);
  });
});
