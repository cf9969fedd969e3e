// The command: npm run policies:bundle [-- FOLDER]. Writes each pack into a folder of its own.
import { join } from "node:path";
import { messageOf } from "../../components/error-text";
import { bundlePacks } from "./packs";

bundlePacks(process.argv[2] ?? join(__dirname, "../dist")).then(
  (folders) => {
    for (const folder of folders) console.log(folder);
  },
  (error: unknown) => {
    console.error(messageOf(error));
    process.exitCode = 1;
  },
);
