import { parser } from "@prometheus-io/lezer-promql";
import { describe, expect, it } from "vitest";
import { allSelected } from "../../../../components/promql";

function isValid(promql: string): boolean {
  let valid = true;
  parser.parse(promql).iterate({
    enter: ({ type }) => {
      if (type.isError) valid = false;
    },
  });
  return valid;
}

describe("a panel's query without Grafana's variables", () => {
  it.each([
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: Grafana writes its variables as JavaScript does
    ['rate(a{instance=~"$instance"}[$__rate_interval])', 'rate(a{instance=~".+"}[5m])'],
    ['a{job="$job", mode!="idle"}', 'a{job=~".+", mode!="idle"}'],
    ['a{job!~"$job", b != "${b}"}', 'a{job!="", b != ""}'],
    ['a{job=~"${job:regex}"}', 'a{job=~".+"}'],
    ['a{job=~"[[job]]"}', 'a{job=~".+"}'],
    ['a{instance=~"$host:9100"}', 'a{instance=~".+:9100"}'],
    ["a{job=~'$job'}", "a{job=~'.+'}"],
    ["a{job=~`$job`}", "a{job=~`.+`}"],
    ['a{job=~"(x|y)$", b="$"}', 'a{job=~"(x|y)$", b="$"}'],
    ["sum(increase(a[${__range_s}s]))", "sum(increase(a[3600s]))"],
    ["rate(a[$window]) offset $shift", "rate(a[5m]) offset 5m"],
    ["rate(a[${window:text}])", "rate(a[5m])"],
    ["max_over_time(a[$__range:$__interval])", "max_over_time(a[1h:1m])"],
    ["topk($limit, a > $threshold)", "topk(1, a > 1)"],
    ["sum by ($label, job) (a)", "sum by (instance, job) (a)"],
    ['label_replace(a, "b", "$1", "c", "(.*)")', 'label_replace(a, "b", "$1", "c", "(.*)")'],
    ['a # the "$job" of\n+ b{c="$d"}', 'a # the "$job" of\n+ b{c=~".+"}'],
    ['a{b="it\\"s $c"}', 'a{b=~"it\\"s .+"}'],
    ["sum(a) / sum(b)", "sum(a) / sum(b)"],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
  ])("%s is valid PromQL", (expr, promql) => {
    expect(allSelected(expr)).toBe(promql);
    expect(isValid(promql)).toBe(true);
  });
});
