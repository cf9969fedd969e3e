import type { Policy } from "../../policy";

export const alertNameCamelCase: Policy = {
  name: "alert-name-camel-case",
  level: "advisory",
  isStyle: true,
  description: "Alerts are named in CamelCase.",
  judges: "rule",
  *check({ kind, name }) {
    if (kind !== "alert" || /^[A-Z][A-Za-z0-9]*$/.test(name)) return;
    yield {
      found: `the alert's name "${name}" is not CamelCase`,
      why: "Routes, silences and runbooks refer to alerts by name, and mixed styles lead to matchers that match nothing",
      fix: `Name it ${camelCase(name)}`,
    };
  },
  examples: {
    bad: "- alert: shop is down\n  expr: up == 0",
    good: "- alert: ShopIsDown\n  expr: up == 0",
  },
};

const camelCase = (name: string) =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
