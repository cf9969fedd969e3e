// Pure renderers of the files that Alertmanager reads.
export { ACKNOWLEDGED } from "./acknowledgement";
export {
  type AlertmanagerConfigArgs,
  alertmanagerConfig,
  alertmanagerFlags,
  managedAlertmanagerDefinition,
} from "./config";
export { timeInterval } from "./mute-timing";
export { slackTemplate } from "./slack-template";
