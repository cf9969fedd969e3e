// Small files of each kind, and what is right of them.

/** `refused`: a mandatory finding of what the servers do not load. A policy's name: it finds it. `clean`: nothing mandatory. */
export type Verdict = "refused" | "clean" | "not read" | (string & {});

export interface Case {
  text: string;
  right: Verdict;
  /** What the message says. */
  says?: RegExp;
  file?: string;
}

export const rule = (expr: string, more = "") =>
  `groups:\n- name: shop\n  rules:\n  - alert: Shop\n    expr: ${JSON.stringify(expr)}\n    for: 5m\n    labels: { severity: warning }\n${more}`;

export const annotated = (text: string, expr = "up == 0") =>
  rule(expr, `    annotations: { summary: ${JSON.stringify(text)} }\n`);

export const loose = (fields: string) => `groups:\n- name: shop\n  rules:\n  - { ${fields} }\n`;

export const routed = (route: string, more = "") =>
  `route: { receiver: a, ${route} }\nreceivers:\n- { name: a, webhook_configs: [{ url: "https://a" }] }\n- { name: b, webhook_configs: [{ url: "https://b" }] }\n${more}`;

export const scraped = (job: string) => `scrape_configs:\n- ${job}\n`;

export const expressions = (right: Verdict, ...all: readonly (readonly [string, RegExp?] | string)[]): Case[] =>
  all.map((one) => {
    const [expr, says] = typeof one === "string" ? [one] : one;
    return { text: rule(expr), right, ...(says && { says }) };
  });

export const message = (text: string) =>
  `route: { receiver: a }\nreceivers:\n- { name: a, slack_configs: [{ api_url_file: f, channel: '#a', text: ${JSON.stringify(text)} }] }\n`;

export const dashboard = (expr: string, variables: object[] = []) => ({
  title: "A",
  schemaVersion: 39,
  templating: { list: variables },
  panels: [{ type: "timeseries", title: "B", targets: [{ expr }] }],
});
