// A program of Tocsin's in a pod: Node's own image, and one file in a ConfigMap. No image of ours has to be built, kept and trusted.
import { createHash } from "node:crypto";

const IMAGE = "library/node:20.20.2-alpine";
const FOLDER = "/program";

export interface NodeProgram {
  /** Of the container and of the file: `sample.cjs`. */
  name: string;
  /** The bundled program: one CommonJS file, below the 1 MiB that a ConfigMap may have. */
  program: string;
  args: readonly string[];
  /** The registry that Node's image comes from; Docker's own where left out. */
  registry?: string;
  resources: { requests: { cpu: string; memory: string }; limits: { memory: string } };
}

export const fileOf = ({ name }: Pick<NodeProgram, "name">) => `${name}.cjs`;

/** Another program means other pods. */
export const programAnnotations = (...content: readonly string[]) => ({
  "tocsin/program": createHash("sha256").update(content.join("\n")).digest("hex").slice(0, 16),
});

/** What its pod may: nothing but run it. */
export const WITHOUT_RIGHTS = {
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
} as const;

/** What a container may not do beside. */
export const LOCKED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

export const nodeContainer = ({ name, args, registry = "docker.io", resources }: Omit<NodeProgram, "program">) => ({
  name,
  image: `${registry}/${IMAGE}`,
  command: ["node", `${FOLDER}/${fileOf({ name })}`, ...args],
  resources,
  securityContext: LOCKED,
  volumeMounts: [{ name: "program", mountPath: FOLDER, readOnly: true }],
});
