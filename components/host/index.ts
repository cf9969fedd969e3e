// This machine as Pulumi resources: its processes, files and ports.
export { PASSWORD_FILE, USERNAME, WEB_CONFIG_FILE } from "./password-files";
export { type Check, type Command, ContainerConfiguration, Files, Password, Ports, Process } from "./resources";
export type { ToolName } from "./tools";
