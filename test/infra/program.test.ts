// The entry that `pulumi up` by hand loads: package.json's main, as Node runs it.
import execa from "execa";
import { expect, test } from "vitest";
import { main } from "../../package.json";

test("the program is one function, loaded within seconds", async () => {
  const script = `const program = require("./${main}"); console.log(typeof program)`;
  const { stdout } = await execa(process.execPath, ["--import", "tsx", "-e", script]);
  expect(stdout).toBe("function");
});
