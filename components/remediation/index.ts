// Hooks of remediation: a plan, made of a Monitoring, and the server that has them called.
export { LONGEST_DAYS } from "./ledger/book";
export { type RemediationPlan, remediationPlan } from "./plan";
export { remediationPlanOf } from "./plan-of";
export { type RemediationOptions, startRemediation } from "./server";
