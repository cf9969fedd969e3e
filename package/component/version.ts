// The version of the package.
import { readFileSync } from "node:fs";
import { z } from "zod";
import { PACKAGE_FILE } from "../../infra/folders";

export const packageVersion = (): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(PACKAGE_FILE, "utf8"))).version;
