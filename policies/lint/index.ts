// The policies on plain files, for programs.
export type { Finding } from "../policy";
export { type Counts, lintFiles, type Report } from "./lint";
export type { NotRead } from "./reading";
