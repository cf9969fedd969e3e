// This machine as Pulumi resources: its processes, files and ports.
export { type Command, Files, Ports, Process } from "./resources";
