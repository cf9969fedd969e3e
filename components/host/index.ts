// This machine as Pulumi resources: its processes, files and ports.
export { type Check, type Command, Files, Ports, Process } from "./resources";
