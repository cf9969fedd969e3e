// Which passphrase seals the secrets of an environment: the user's own, or the one that this project publishes.
import { createDecipheriv, pbkdf2 } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { messageOf } from "../../components/error-text";
import type { Environment } from "../../components/host/tools/environment";

/** Everybody knows it: it lets the environment `local` run without any set-up, and protects nothing. */
export const PUBLISHED_PASSPHRASE = "tocsin-local";

/** The environment that runs under the published passphrase unless the user sets one. */
const ENVIRONMENT_WITHOUT_SECRETS = "local";

/** `published`: anyone can open it; `own`: the user's, from the variables; `none`: something else seals the secrets. */
export type Passphrase = "published" | "own" | "none";

/**
 * The passphrase for an environment whose secrets a passphrase seals.
 *
 * @param stack Name of the environment.
 * @param salt `encryptionsalt` of its file, which only the right passphrase opens.
 * @throws Error with a remedy when the user has to set one.
 */
export async function choosePassphrase(
  stack: string,
  salt: string | undefined,
  environment: Environment,
): Promise<Exclude<Passphrase, "none">> {
  const own = await ownPassphrase(environment);
  if (own === PUBLISHED_PASSPHRASE) return "published";
  if (stack === ENVIRONMENT_WITHOUT_SECRETS) {
    // The salt decides: users of Pulumi often have a passphrase in their shell that was never meant for this file.
    const isPublished = salt === undefined ? own === undefined : await opens(salt, PUBLISHED_PASSPHRASE);
    if (isPublished) return "published";
  }
  if (own !== undefined) {
    if (salt !== undefined && !(await opens(salt, own))) throw new Error(await wrongPassphrase(stack, salt));
    return "own";
  }
  if (salt !== undefined && (await opens(salt, PUBLISHED_PASSPHRASE))) throw new Error(copiedSalt(stack));
  throw new Error(
    `The environment "${stack}" needs the passphrase that seals its secrets. Set it:\n` +
      "  export PULUMI_CONFIG_PASSPHRASE='…'\n" +
      "or name the file that holds it:\n" +
      "  export PULUMI_CONFIG_PASSPHRASE_FILE=/path/to/file\n" +
      `or let a cloud key seal them: secretsprovider in Pulumi.${stack}.yaml, such as awskms://alias/tocsin`,
  );
}

async function wrongPassphrase(stack: string, salt: string): Promise<string> {
  if (await opens(salt, PUBLISHED_PASSPHRASE)) return copiedSalt(stack);
  return (
    `The passphrase that is set does not open Pulumi.${stack}.yaml: its encryptionsalt was made with another one. ` +
    "Set the one it was made with (PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE). If the file was copied " +
    "from another environment and nothing is deployed yet, delete the line encryptionsalt; the next command makes a new one."
  );
}

const copiedSalt = (stack: string) =>
  `Pulumi.${stack}.yaml has the encryptionsalt of the environment "local", whose passphrase is published. ` +
  "Delete the line encryptionsalt, then set a passphrase of your own and keep it:\n" +
  "  export PULUMI_CONFIG_PASSPHRASE='…'";

async function ownPassphrase({ variables }: Environment): Promise<string | undefined> {
  if (variables.PULUMI_CONFIG_PASSPHRASE !== undefined) return variables.PULUMI_CONFIG_PASSPHRASE;
  const file = variables.PULUMI_CONFIG_PASSPHRASE_FILE;
  if (!file) return undefined;
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(`PULUMI_CONFIG_PASSPHRASE_FILE names a file that cannot be read: ${reason}`);
  }
}

/**
 * Whether a passphrase opens a salt of Pulumi's passphrase provider: `v1:<salt>:v1:<nonce>:<text>`, where the text is
 * the word "pulumi" in AES-256-GCM under a key of a million rounds of PBKDF2.
 */
async function opens(encryptionSalt: string, passphrase: string): Promise<boolean> {
  const [, salt, , nonce, text] = encryptionSalt.split(":").map((part) => Buffer.from(part, "base64"));
  if (salt === undefined || nonce === undefined || text === undefined) return false;
  const key = await promisify(pbkdf2)(passphrase, salt, 1_000_000, 32, "sha256");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce);
    decipher.setAuthTag(text.subarray(-16));
    return `${decipher.update(text.subarray(0, -16))}${decipher.final()}` === "pulumi";
  } catch {
    return false;
  }
}
