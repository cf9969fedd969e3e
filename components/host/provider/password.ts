// A password between the parts of one machine as a resource: made there and kept there, so that no state holds it.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { compare, hash } from "bcryptjs";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { PASSWORD_FILE, WEB_CONFIG_FILE } from "../password-files";
import { writeFiles } from "./config-folder";
import type { Kind } from "./kind";
import { passwordInputs } from "./schemas";

const BYTES = 32;
/** The lowest of bcrypt: 256 random bits cannot be guessed, however fast the guesses are. */
const ROUNDS = 4;

const webConfig = z.object({ basic_auth_users: z.record(z.string(), z.string()) });

export const password: Kind = {
  async diff(olds, news) {
    const [before, after] = [passwordInputs.parse(olds), passwordInputs.parse(news)];
    const replaces = before.dir === after.dir ? [] : ["dir"];
    return { changes: replaces.length > 0 || !(await isWhole(after)), replaces };
  },

  async apply(news) {
    const inputs = passwordInputs.parse(news);
    if (await isWhole(inputs)) return {};
    const made = randomBytes(BYTES).toString("base64url");
    await mkdir(inputs.dir, { recursive: true, mode: 0o700 });
    await writeFiles(inputs.dir, {
      [PASSWORD_FILE]: made,
      [WEB_CONFIG_FILE]: stringify({ basic_auth_users: { [inputs.username]: await hash(made, ROUNDS) } }),
    });
    return {};
  },

  async observe(state) {
    return (await isWhole(passwordInputs.parse(state))) ? {} : undefined;
  },

  async remove(state) {
    await rm(passwordInputs.parse(state).dir, { recursive: true, force: true });
  },
};

/** Whether the password is there, and its hash is of it. */
async function isWhole({ dir, username }: z.infer<typeof passwordInputs>): Promise<boolean> {
  try {
    const made = await readFile(join(dir, PASSWORD_FILE), "utf8");
    const { basic_auth_users } = webConfig.parse(parse(await readFile(join(dir, WEB_CONFIG_FILE), "utf8")));
    return made !== "" && (await compare(made, basic_auth_users[username] ?? ""));
  } catch {
    return false;
  }
}
