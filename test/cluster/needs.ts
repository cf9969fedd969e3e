// What the tests against a real API server and the real charts need, none of which `npm test` has: the README of this folder
// says where it comes from.
import { z } from "zod";

const path = (what: string) => z.string({ error: `is missing: the path of ${what}` }).min(1);

const NEEDS = {
  KUBE_APISERVER: path("the program kube-apiserver"),
  ETCD: path("the program etcd"),
  CRDS: path("a folder with the definitions of Prometheus operator's custom resources, monitoring.coreos.com_*.yaml"),
  HELM: path("the program helm, version 3"),
  CHARTS: path("a folder with the community's charts, each in a folder of its name"),
};

type Need = keyof typeof NEEDS;

/** Paths from environment variables. Throws with every one that is missing. */
export function needed<Name extends Need>(...names: Name[]): Record<Name, string> {
  const missing = names.filter((name) => !NEEDS[name].safeParse(process.env[name]).success);
  if (missing.length > 0) {
    const lines = missing.map(
      (name) => `  ${name} ${NEEDS[name].safeParse(process.env[name]).error?.issues[0]?.message}`,
    );
    throw new Error(["These tests need environment variables; see test/cluster/README.md:", ...lines].join("\n"));
  }
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
}
