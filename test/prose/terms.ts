// The words that nothing written here uses, and what people in the field write instead.

export interface Term {
  /** Global; matched line by line. */
  pattern: RegExp;
  write: string;
  /** A line that has it, and the same said well: the tests hold the pattern against both. */
  bad: string;
  good: string;
}

export const TERMS: readonly Term[] = [
  {
    pattern: /\b(?:is|are|was|were|be|been|not) told\b/gi,
    write: "notified, sent, reported, shown",
    bad: "Nobody is told.",
    good: "Nobody is notified.",
  },
  {
    pattern: /\btold (?:after|that|of)\b/gi,
    write: "notified",
    bad: "told after 31 s",
    good: "notified after 31 s",
  },
  {
    pattern: /\btells? (?:of|nobody|somebody|people)\b/gi,
    write: "reports, alerts on, notifies, fires for",
    bad: "KafkaDown tells of it.",
    good: "KafkaDown fires for it.",
  },
  {
    pattern: /\bwho has\b/gi,
    write: "whoever, anyone with; or the active voice",
    bad: "Who has a token can read it.",
    good: "Anyone with a token can read it.",
  },
  {
    pattern: /\bfor want of\b/gi,
    write: "because … is missing; OOM-killed for processes",
    bad: "killed for want of memory",
    good: "OOM-killed",
  },
  {
    pattern: /\bof one's own\b/gi,
    write: "your own, its own, custom",
    bad: "a Grafana of one's own",
    good: "your own Grafana",
  },
  {
    pattern: /\bwhom else\b/gi,
    write: "other receivers",
    bad: "whom else to notify",
    good: "other receivers",
  },
  {
    pattern: /\basks? nobody\b/gi,
    write: "has no login of its own",
    bad: "Prometheus asks nobody who comes.",
    good: "Prometheus has no login of its own.",
  },
  {
    pattern: /\bin vain\b/gi,
    write: "timed out after … waiting for …; or without effect",
    bad: "waited 240 s, in vain",
    good: "timed out after 240 s waiting for it",
  },
  {
    pattern: /\b(?:anew|for ever)\b/gi,
    write: "again, restarted, recreated; forever",
    bad: "is started anew",
    good: "is restarted",
  },
  {
    pattern: /\bkeeps crashing\b/gi,
    write: "is in CrashLoopBackOff",
    bad: "The container keeps crashing.",
    good: "The container is in CrashLoopBackOff.",
  },
  {
    pattern: /\bmisses many keys\b/gi,
    write: "low cache hit rate",
    bad: "Redis misses many keys.",
    good: "Redis has a low cache hit rate.",
  },
  {
    pattern: /\bdoes not get through\b/gi,
    write: "is falling behind on",
    bad: "The group does not get through the topic.",
    good: "The group is falling behind on the topic.",
  },
  {
    pattern: /\bis (?:not )?everywhere\b/gi,
    write: "is (not) running on all nodes",
    bad: "The daemon set is not everywhere.",
    good: "The daemon set is not running on all nodes.",
  },
  {
    pattern: /\bblock of keys\b/gi,
    write: "a mapping",
    bad: "give a block of keys",
    good: "give a mapping",
  },
  {
    pattern: /\bbreaks? the promise\b|\bpromises its users\b/gi,
    write: "objective, good and bad events",
    bad: "events that break the promise",
    good: "bad events",
  },
  {
    pattern: /\bgarbage percent\b/gi,
    write: "GOGC",
    bad: "its garbage percent",
    good: "its GOGC",
  },
  {
    pattern: /(?<=^|[\s(])\d+(?:\.\d+)? %(?= (?:of|in|and|at|is)\b| \(|[,.;:)"`]|$)/g,
    write: "the number and its sign without a space: 77%",
    bad: "More than 77 % of it.",
    good: "More than 77% of it.",
  },
  {
    pattern: /(?<=\d[KMB]? |")c\/s\b/g,
    write: "req/s for requests, ops/s for the rest, as Grafana shows them",
    bad: "12 c/s",
    good: "12 req/s",
  },
  {
    pattern: /\bmust be found\b|\bfound by (?:its|their) tags\b/gi,
    write: "must be discovered, discovered by tags",
    bad: "What the settings name must be found.",
    good: "Anything named in the settings must be discovered.",
  },
  {
    pattern: /\bwhom\b[^.]*\btells?\b/gi,
    write: "routing; who is notified",
    bad: "The tests compare whom amtool would tell.",
    good: "The tests compare the routing.",
  },
  {
    pattern: /\b(?:budget|one|rule|alert)s? of yours\b/gi,
    write: "your",
    bad: "and so does a budget of yours",
    good: "or a budget is exceeded",
  },
  {
    pattern: /\bpromises? something\b/gi,
    write: "service level objectives",
    bad: "services that promise something",
    good: "services with objectives",
  },
  {
    pattern: /\bstands? in no\b/gi,
    write: "the only … that contains it is",
    bad: "It stands in no rendered file but one.",
    good: "The only rendered file that contains it is one.",
  },
  {
    pattern: /\b(?:an?|one) (?:entry|label|matcher|element|line|host|service|panel|version|disk|CPU) more\b(?! than)/gi,
    write: "another",
    bad: "an entry more",
    good: "another entry",
  },
];
