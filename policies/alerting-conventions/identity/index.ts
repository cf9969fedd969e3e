// Names, owners and links.
import type { Policy } from "../../policy";
import { alertDashboardLink } from "./alert-dashboard-link";
import { alertNameCamelCase } from "./alert-name-camel-case";
import { alertRunbookUrl } from "./alert-runbook-url";
import { alertSeverity } from "./alert-severity";
import { alertSummaryAndDescription } from "./alert-summary-and-description";
import { alertTeam } from "./alert-team";
import { houseExpressions } from "./house-expressions";
import { houseRules } from "./house-rules";
import { labelConflict } from "./label-conflict";
import { recordingNameConvention } from "./recording-name-convention";

export const identity: readonly Policy[] = [
  alertNameCamelCase,
  recordingNameConvention,
  alertSeverity,
  alertTeam,
  houseRules,
  houseExpressions,
  alertSummaryAndDescription,
  alertRunbookUrl,
  alertDashboardLink,
  labelConflict,
];
