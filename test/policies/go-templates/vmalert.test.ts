// vmalert has functions and fields of its own, which Prometheus refuses, and lacks some of Prometheus'.
import { describe, expect, it } from "vitest";
import { annotationProblem, vmalertProblem } from "../../../policies/go-templates";
import { lintTexts } from "../../../policies/lint/lint";

const OWN = [
  "{{ $expr | queryEscape }}",
  "{{ $labels.instance | pathEscape | crlfEscape | quotesEscape }}",
  '{{ formatTime "2006-01-02" $value }}',
  "{{ jsonEscape $labels.job }} {{ htmlEscape $externalURL }}",
  '{{ parseDurationTime "5m" }}',
  "for {{ .For }} since {{ .ActiveAt }} in {{ $interval }}: {{ $alertID }} of {{ .GroupID }} by {{ $type }}",
  '{{ range query "foo" }}{{ .Timestamp }}{{ end }}',
  '{{ template "of.another.file" . }}',
];

describe("a text of vmalert's", () => {
  it.each(OWN)("is taken, and refused by Prometheus: %s", (text) => {
    expect(vmalertProblem(text)).toBeUndefined();
    expect(annotationProblem(text)).toBeDefined();
  });

  it.each(["{{ $labels.job | title }} {{ $value | humanize }}", '{{ query "up" | first | value }}'])(
    "is taken by both: %s",
    (text) => {
      expect(vmalertProblem(text) ?? annotationProblem(text)).toBeUndefined();
    },
  );

  it.each([
    ["{{ graphLink $expr }}", /no function graphLink/],
    ["{{ urlQueryEscape $expr }}", /no function urlQueryEscape/],
    ["{{ $value | quoteEscape }}", /no function quoteEscape/],
    ["{{ .StartsAt }}", /no field .StartsAt/],
    ["{{ $labels.job", /not closed/],
    ["{{ formatTime $value }}", /formatTime takes 2/],
  ])("is refused: %s", (text, reason) => {
    expect(vmalertProblem(text)?.found).toMatch(reason);
  });
});

const found = (group: string, summary: string) =>
  lintTexts([
    {
      file: "a.yml",
      text: `groups:\n- name: a\n${group}  rules:\n  - alert: A\n    expr: up == 0\n    annotations: { summary: '${summary}' }`,
    },
  ]).filter(({ policy }) => policy === "template-syntax");

describe("a rule file", () => {
  it.each(["  type: vlogs\n", "  concurrency: 2\n", "  eval_offset: 1m\n", "  type: prometheus\n"])(
    "of vmalert, by %j, may have them",
    (group) => {
      expect(found(group, OWN[0] ?? "")).toEqual([]);
      expect(found(group, "{{ $lables.a }}")).toMatchObject([{ message: expect.stringContaining("vmalert refuses") }]);
    },
  );

  it("of Prometheus may not", () => {
    expect(found("", OWN[0] ?? "")).toHaveLength(1);
  });
});
