// Threads of incidents: a plan, made of a Monitoring, and the server that adds to them.
export { type IncidentsPlan, incidentsPlan } from "./plan";
export { incidentsPlanOf } from "./plan-of";
export { type IncidentsOptions, startIncidents } from "./server";
export { SLACK_API, uploadOverHttp } from "./slack";
