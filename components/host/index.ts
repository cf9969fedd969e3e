// This machine as Pulumi resources: its processes, files and ports.
export {
  type Check,
  type Command,
  ContainerConfiguration,
  Files,
  PASSWORD_FILE,
  Password,
  Ports,
  Process,
  WEB_CONFIG_FILE,
} from "./resources";
export type { ToolName } from "./tools";
