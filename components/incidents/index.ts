// Threads of incidents: a plan, made of a Monitoring, and the server that adds to them.
export { type IncidentsPlan, incidentsPlan, incidentsPlanOf } from "./plan";
export { type IncidentsOptions, startIncidents } from "./server";
export { SLACK_API } from "./slack";
