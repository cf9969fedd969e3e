// What is known of the recordings in the content that is judged.

import { grouped } from "../../components/grouped";
import { NO_RECORDINGS, Recordings } from "../../components/promql";
import type { Content } from "../content";

const known = new WeakMap<Content, Recordings>();

export function recordingsIn(content: Content): Recordings {
  const before = known.get(content);
  if (before) return before;
  const rules = content.rules.flatMap(({ kind, name, parsed, labels }) =>
    kind === "recording" && !("error" in parsed)
      ? [{ name, expression: parsed.expression, labels: Object.keys(labels) }]
      : [],
  );
  const byName = grouped(rules, ({ name }) => name);
  const found = byName.size === 0 ? NO_RECORDINGS : new Recordings(byName);
  known.set(content, found);
  return found;
}
