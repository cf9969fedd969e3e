// The continuous drill: a plan, made of a Monitoring, and what proves it.

export { brokenIn, type Drilled, drillChain, report, unprovenIn } from "./drill";
export { type Ground, overHttp } from "./ground";
export { type DrillPlan, drillPlan } from "./plan";
export { drillPlanOf } from "./plan-of";
