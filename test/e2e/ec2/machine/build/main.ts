// `npm run machines`: makes what the tests of EC2's machines boot.
import { build } from ".";

build((line) => console.error(line)).then(
  (made) => console.log(Object.values(made).join("\n")),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
