// The style guide's before-and-afters, planted: the check finds each before, and lets each after pass.
import { describe, expect, test } from "vitest";
import { proseProblems } from "../prose/check";

const PAIRS: readonly (readonly [before: string, after: string])[] = [
  ["The team is told.", "The team is notified."],
  ["KafkaDown tells of it.", "KafkaDown fires for it."],
  ["services that promise something", "service level objectives"],
  ["whom else to tell", "other receivers"],
  ["It asks nobody who comes.", "It has no login of its own."],
  ["an entry more", "another entry"],
  ["a Grafana of one's own", "your own Grafana"],
  ["It stands in no rendered file but the secret.", "The only rendered file that contains it is the secret."],
  ["The daemon set is not everywhere.", "The daemon set is not running on all nodes."],
  ["Redis misses many keys.", "Redis has a low cache hit rate."],
  ["It does not get through the topic.", "It is falling behind on the topic."],
  ["It keeps crashing.", "It is in CrashLoopBackOff."],
  ["waited 240 s, in vain", "timed out after 240 s waiting for it"],
  ["A host must be found.", "A host must be discovered."],
  ["Its host is found by its tags.", "Its host is discovered by its tags."],
  ["its garbage percent", "its GOGC"],
  ["give a block of keys", "give a mapping"],
  ["77 % in messages and tables", "77% in messages and tables"],
  ["12 c/s", "12 req/s"],
  [
    "What the settings name must be found: a host that is terminated or loses its tags is told as one that is down, by its name.",
    "Anything named in the settings must be discovered. If a named host is terminated or loses its tags, `InstanceDown` fires for it.",
  ],
  [
    "Both say the same: the tests compare pending and firing, and whom amtool and Grafana's policy tree would tell.",
    "The two are equivalent: tests run every alert's scenarios through both and compare state and routing.",
  ],
  [
    "A mandatory policy that objects ends it with exit code 1, and so does a budget of yours.",
    "It exits with 1 if a mandatory policy fails or a budget is exceeded.",
  ],
];

describe.each(PAIRS)("%s", (before, after) => {
  test("is found", () => expect(proseProblems("docs/a.md", before)).not.toEqual([]));
  test("is not what it finds in what is written instead", () => expect(proseProblems("docs/a.md", after)).toEqual([]));
});
