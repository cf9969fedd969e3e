// The platform `ec2`: components, and how its settings are seen by the rest.

export { Ec2Monitoring } from "./ec2-monitoring";
export { type Ec2Settings, endpointsOf } from "./topology/endpoints";
