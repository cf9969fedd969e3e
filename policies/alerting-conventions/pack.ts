// Alerts stay honest.
import type { Pack } from "../policy";
import { conditions } from "./conditions";
import { counters } from "./counters";
import { dashboards } from "./dashboards";
import { duplicates } from "./duplicates";
import { grafanaRules } from "./grafana-rules";
import { histograms } from "./histograms";
import { identity } from "./identity";
import { matching } from "./matching";
import { messages } from "./messages";
import { notifications } from "./notifications";
import { timing } from "./timing";
import { validity } from "./validity";

export const alertingConventions: Pack = {
  name: "alerting-conventions",
  description: "Alerts fire when they should, say what is wrong, and reach somebody.",
  policies: [
    ...validity,
    ...identity,
    ...messages,
    ...timing,
    ...counters,
    ...histograms,
    ...conditions,
    ...matching,
    ...duplicates,
    ...notifications,
    ...grafanaRules,
    ...dashboards,
  ],
};
