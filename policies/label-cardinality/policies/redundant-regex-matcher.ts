import { type Matcher, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const redundantRegexMatcher: Policy = {
  name: "redundant-regex-matcher",
  level: "advisory",
  isStyle: true,
  description: "A matcher is a regular expression where it needs to be, and says no more than it must.",
  judges: "query",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      for (const matcher of part.kind === "selector" ? part.matchers : []) {
        const better = simpler(matcher);
        if (!better) continue;
        const { label, operator, value } = matcher;
        yield {
          found: `${label}${operator}"${value}" in "${part.text}" ${better.found}`,
          why: better.why,
          fix: better.fix,
          ...(better.to !== undefined && { replace: { from: `${label}${operator}"${value}"`, to: better.to } }),
        };
      }
    }
  },
  examples: {
    bad: '- alert: ShopDown\n  expr: up{job=~"shop"} == 0',
    good: '- alert: ShopDown\n  expr: up{job="shop"} == 0',
  },
};

interface Better {
  found: string;
  why: string;
  fix: string;
  to?: string;
}

function simpler({ label, operator, value }: Matcher): Better | undefined {
  // A variable of a dashboard can become any expression.
  if ((operator !== "=~" && operator !== "!~") || (value.includes("$") && /\$\w|\$\{|\[\[/.test(value)))
    return undefined;
  const equal = operator === "=~" ? "=" : "!=";
  if (value === ".*" && operator === "=~") {
    return { found: "matches every series", why: "It is evaluated and leaves nothing out", fix: "Leave it out" };
  }
  if (value === "" || value === "(?:)" || value === "()") {
    return {
      found: "is an empty regular expression",
      why: "It matches series without the label, which a comparison with no text says",
      fix: `Write ${label}${equal}""`,
      to: `${label}${equal}""`,
    };
  }
  if (value === ".*") {
    return {
      found: "matches no series",
      why: "Every value is left out: the result is always empty",
      fix: "Leave it out",
    };
  }
  if (value === ".+" && operator === "!~") {
    return {
      found: "matches series without the label",
      why: "It is a comparison with no text, and slower",
      fix: `Write ${label}=""`,
      to: `${label}=""`,
    };
  }
  const [, start = "", end = ""] = /^([\w-]+)\.[*+]([\w.-]+)$/.exec(value) ?? [];
  if ([start, end].every((text) => /[A-Za-z]/.test(text))) {
    return {
      found: "has a wildcard between two texts",
      why: "What is named so tomorrow is taken as well, whatever it is",
      fix: "Match the values, or a label that says what is meant",
    };
  }
  if (/^\.\*.+\.\*$/.test(value) && !/[|()[\]]/.test(value)) {
    return {
      found: "searches for a piece of a value, on both ends",
      why: "Every value of the label is scanned at each evaluation, and a new one that only contains the piece is taken as well",
      fix: "Match the values, or a label that says what is meant",
    };
  }
  if (/^\^|[^\\]\$$/.test(value)) {
    const plain = value.replace(/^\^/, "").replace(/([^\\])\$$/, "$1");
    return {
      found: "is anchored",
      why: "Prometheus anchors every expression itself: who reads it may think that others are not",
      fix: `Write ${label}${operator}"${plain}"`,
      to: `${label}${operator}"${plain}"`,
    };
  }
  // In `a.b` the dot is meant as itself as often as not.
  if (/^[\w\-:/ "'@%,;=&#~<>!]+$/.test(value)) {
    return {
      found: "is a plain text as a regular expression",
      why: "It hides that one value is meant, and is slower",
      fix: `Write ${label}${equal}${JSON.stringify(value)}`,
      ...(!value.includes('"') && { to: `${label}${equal}"${value}"` }),
    };
  }
  return undefined;
}
