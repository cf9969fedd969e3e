// `npm run docker`: makes what the tests with a Docker daemon of their own need.
import { build } from "./build";

build((line) => console.error(line)).then(
  (made) => console.log(Object.values(made).join("\n")),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
