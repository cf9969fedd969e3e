// The policies on plain files, for programs.
export type { Finding } from "../policy";
export { lintFiles, UnreadableFile } from "./lint";
