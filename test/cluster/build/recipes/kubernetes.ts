// Kubernetes itself, from the module proxy: six programs in one build.
import { buildGoPrograms } from "../go-programs";
import type { Recipe } from "../recipe";
import { KUBERNETES, STAGING_PINS } from "../versions";

const PROGRAMS = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "kubectl",
] as const;

// Without these, the API says that it is v0.0.0.
const VERSION = {
  gitVersion: `v${KUBERNETES}`,
  gitMajor: KUBERNETES.split(".")[0] ?? "",
  gitMinor: KUBERNETES.split(".")[1] ?? "",
  gitTreeState: "clean",
  gitCommit: "0".repeat(40),
  buildDate: "2026-01-01T00:00:00Z",
};

export const kubernetes: Recipe = {
  name: `kubernetes-${KUBERNETES}`,
  what: `Kubernetes ${KUBERNETES} (ten minutes)`,
  make: (scratch, maker) =>
    buildGoPrograms(
      {
        modules: [`k8s.io/kubernetes@v${KUBERNETES}`],
        pins: STAGING_PINS,
        builds: [
          {
            packages: PROGRAMS.map((name) => `k8s.io/kubernetes/cmd/${name}`),
            linkerVariables: Object.fromEntries(
              ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((path) =>
                Object.entries(VERSION).map(([name, value]) => [`${path}.${name}`, value]),
              ),
            ),
          },
        ],
      },
      scratch,
      maker,
    ),
};
