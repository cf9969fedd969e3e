// Part of `npm run check`: exits with 1 where words are used that `terms.ts` lists.
import { allProseProblems } from "./check";

const problems = allProseProblems();
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
