// Expressions that Prometheus refuses though its grammar reads them, and near misses that it takes.
import { describe, expect, it } from "vitest";
import { promqlSyntax } from "../../../policies/alerting-conventions/validity/promql-syntax";
import { alertOf, findingsInRule } from "../judged";

const found = (expr: string) => findingsInRule(promqlSyntax, alertOf(expr)).map(({ message }) => message);

describe("refused", () => {
  it.each([
    ['up{instance=~"10\\.0\\.1\\..*"} == 0', /unknown escape sequence \\\./],
    ["up{instance='a\\d'} == 0", /unknown escape sequence \\d/],
    ['up{host=~"*.example.com"} == 0', /regular expression of host/],
    ['up{job=~"(api|web"} == 0', /regular expression of job/],
    ['up{job!~"api(?!x)"} == 0', /no lookahead/],
    ["rate(x_total[0s]) > 1", /must be greater than 0/],
    ["max_over_time(x[0s:1m]) > 1", /must be greater than 0/],
    ["max_over_time(x[10m:-1m]) > 1", /must be greater than 0/],
    ["max_over_time(x[10m:- 1m]) > 1", /must be greater than 0/],
    ["rate(x_total[-(5m)]) > 1", /must be greater than 0/],
    ["max_over_time(x[-(10m):1m]) > 1", /must be greater than 0/],
    ["a * on (instance, job) group_left (job) b", /label job is in both on and group_left/],
    ['up{__name__="x"}', /metric's name twice/],
    ["foo offset 1m offset 2m", /offset twice/],
    ["a + bool b", /bool/],
    ["foo @ NaN", /names no time|unexpected/],
  ])("%s", (expr, problem) => {
    expect(found(expr)).toEqual([expect.stringMatching(problem)]);
  });
});

describe("taken", () => {
  it.each([
    'up{instance=~"10\\\\.0\\\\.1\\\\..*"} == 0',
    "up{instance=~`10\\.0\\..*`} == 0",
    'up{job=~"(?i)api|(?P<a>web)|[[:alpha:]]+|\\\\pL"} == 0',
    'up{path="a\\tb\\x41\\u00e9\\"c"} == 0',
    "a * on (instance) group_left (job) b",
    '{__name__=~"x_.*", __name__!="x_y"} > 1',
    "foo @ 5 offset 1m > 1",
    "foo offset -5m > 1",
    "rate(x_total[5m - 1m]) > 1",
    "max_over_time(x[10m:5m - 1m]) > 1",
    "a == bool b",
  ])("%s", (expr) => {
    expect(found(expr)).toEqual([]);
  });
});
