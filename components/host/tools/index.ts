// Finds and installs the executables that the local platform runs.
export type { ToolName } from "./catalogue";
export { ensureTool } from "./ensure";
export { type FoundTool, findTool } from "./find";
