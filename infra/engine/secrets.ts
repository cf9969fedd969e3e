// Keeps secrets out of files that anyone can open: those under the published passphrase.
import { typed } from "../folders";
import type { Backend } from "./backend";
import { PUBLISHED_PASSPHRASE } from "./passphrase";

/** Whether the secrets of an environment are sealed with the passphrase that this project publishes. */
export function usesPublishedPassphrase(backend: Pick<Backend, "passphrase">): boolean {
  return backend.passphrase === "published";
}

/**
 * Refuses `secure:` values in an environment's file under the published passphrase.
 *
 * @param stack Name of the environment.
 * @param document The parsed `Pulumi.<environment>.yaml`.
 * @throws Error that names each such value and the commands that seal them with the user's own passphrase.
 */
export function refusePublishedSecrets(stack: string, document: unknown, backend: Pick<Backend, "passphrase">): void {
  const secrets = usesPublishedPassphrase(backend) ? securePaths(document, []) : [];
  if (secrets.length === 0) return;
  throw new Error(
    [
      `Pulumi.${stack}.yaml holds secrets under the passphrase that this project publishes, so anyone can read them:`,
      ...secrets.map((path) => `  ${path}`),
      ...withOwnPassphrase(stack),
      "If the file was ever shared, also replace the secrets where they come from.",
    ].join("\n"),
  );
}

/**
 * Refuses to deploy to elsewhere than this machine under the published passphrase: the state would hold what opens that environment.
 *
 * @param isHere Whether all parts run on this machine, which reads its credentials from files and seals none of them.
 * @throws Error that says how to seal the state with a passphrase of the user's own.
 */
export function refusePublishedState(stack: string, isHere: boolean, backend: Pick<Backend, "passphrase">): void {
  if (isHere || !usesPublishedPassphrase(backend)) return;
  throw new Error(
    [
      `The state of "${stack}" would hold passwords under the passphrase that this project publishes, so anyone could read them.`,
      ...withOwnPassphrase(stack),
    ].join("\n"),
  );
}

const withOwnPassphrase = (stack: string) => [
  "Seal them with a passphrase of your own (the first command asks for it), and set it in your shell:",
  `  PULUMI_CONFIG_PASSPHRASE=${PUBLISHED_PASSPHRASE} ${typed("pulumi", `stack change-secrets-provider passphrase --stack ${stack}`)}`,
  "  export PULUMI_CONFIG_PASSPHRASE='your passphrase'",
];

function securePaths(value: unknown, path: readonly string[]): string[] {
  if (typeof value !== "object" || value === null) return [];
  if ("secure" in value && typeof value.secure === "string") return [path.join(".")];
  return Object.entries(value).flatMap(([key, child]) => securePaths(child, [...path, key]));
}
