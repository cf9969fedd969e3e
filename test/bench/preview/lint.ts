// Lints a file, as a process: its argument is the file.
import { lintFiles } from "../../../policies/lint";
import { tellTimeOf } from "./work";

void tellTimeOf(() => lintFiles(process.argv.slice(2)));
