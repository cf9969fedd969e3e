// What the policies know of an expression through the recordings that it reads.
import { describe, expect, test } from "vitest";
import { findingsInRule } from "../judged";
import { alert, policyNamed, rule } from "../near-misses";

describe("facts reach through recordings", () => {
  const labelled = "- { record: 'job:x:sum', expr: 'sum by (job) (x)', labels: { team: a } }\n";

  test("a label that a recording drops is lost to the text and to the matching", () => {
    const text = `${labelled}${alert("job:x:sum > 1", 'annotations: { a: "{{ $labels.instance }}" }')}`;
    expect(findingsInRule(policyNamed("template-label-lost"), text)).toHaveLength(1);
    expect(findingsInRule(policyNamed("impossible-matching"), `${labelled}${rule("job:x:sum / up > 1")}`)).toHaveLength(
      1,
    );
  });

  test("a label that servers add to what they send on may be there where a recording is read", () => {
    const found = (label: string) =>
      findingsInRule(policyNamed("impossible-matching"), `${labelled}${rule(`sum by (job, ${label}) (job:x:sum)`)}`);
    expect(found("instance")).toHaveLength(1);
    for (const label of ["cluster", "clusterID", "cluster_name", "prometheus"]) expect(found(label)).toEqual([]);
  });

  test("a label that a recording adds is there", () => {
    const text = `${labelled}${alert("job:x:sum > 1", 'annotations: { a: "{{ $labels.team }}" }')}`;
    expect(findingsInRule(policyNamed("template-label-lost"), text)).toEqual([]);
  });

  test("a rate of a recorded sum is found by what is recorded, not by its name", () => {
    const text = `- { record: 'job:x:all', expr: 'sum by (job) (x_total)' }\n${rule("rate(job:x:all[5m]) > 1")}`;
    expect(findingsInRule(policyNamed("rate-on-recording"), text)[0]?.message).toContain(
      "which is sum by (job) (x_total)",
    );
  });

  test("a recording that reads itself is no endless question", () => {
    const text = `- { record: 'a:b:c', expr: 'sum by (job) (a:b:c)' }\n${alert("a:b:c > 1", 'annotations: { a: "{{ $labels.x }}" }')}`;
    expect(findingsInRule(policyNamed("template-label-lost"), text)).toHaveLength(1);
  });
});
