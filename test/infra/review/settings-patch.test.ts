// Proposals as overrides, in whichever form the settings have theirs.
import { expect, test } from "vitest";
import type { Proposal } from "../../../infra/commands/review/proposals";
import { patched } from "../../../infra/commands/review/settings-patch";

const proposal: Proposal = {
  alert: "NodeCPUUsageHigh",
  severity: "warning",
  says: "",
  change: { severity: "warning", for: "20m", severities: ["critical", "warning"] },
};

const inside = (alerts: string) => `# kept\nconfig:\n  tocsin:team: shop\n  tocsin:alerts:\n${alerts}`;

test.each([
  [
    "no override yet",
    "    Other: { disabled: { reason: no } }\n",
    "    Other: { disabled: { reason: no } }\n    NodeCPUUsageHigh:\n      for:\n        warning: 20m\n",
  ],
  [
    "another change of it",
    "    # ours\n    NodeCPUUsageHigh:\n      threshold: { warning: 0.9 }\n",
    "    # ours\n    NodeCPUUsageHigh:\n      threshold: { warning: 0.9 }\n      for:\n        warning: 20m\n",
  ],
  [
    "one duration for all severities",
    "    NodeCPUUsageHigh: { for: 15m }\n",
    "    NodeCPUUsageHigh: { for: { critical: 15m, warning: 20m } }\n",
  ],
  [
    "a list without it",
    "    - alert: Other\n      for: 5m\n",
    "    - alert: Other\n      for: 5m\n    - alert: NodeCPUUsageHigh\n      for:\n        warning: 20m\n",
  ],
  [
    "a list with it for some series",
    "    - alert: NodeCPUUsageHigh\n      where: { host: db-1 }\n      for: 5m\n    - alert: NodeCPUUsageHigh\n      threshold: 0.9\n",
    "    - alert: NodeCPUUsageHigh\n      where: { host: db-1 }\n      for: 5m\n    - alert: NodeCPUUsageHigh\n      threshold: 0.9\n      for:\n        warning: 20m\n",
  ],
])("%s", (_, given, wanted) => {
  expect(patched(inside(given), [proposal])).toBe(inside(wanted));
});
