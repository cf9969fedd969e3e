// The versions that every program of the cluster is built with: the same ones, so that the client of the API is compiled once.
import { VERSIONS } from "../../../components/versions";

/** The release of Kubernetes. */
export const KUBERNETES = "1.36.3";

const STAGING = [
  "api",
  "apiextensions-apiserver",
  "apimachinery",
  "apiserver",
  "cli-runtime",
  "client-go",
  "cloud-provider",
  "cluster-bootstrap",
  "code-generator",
  "component-base",
  "component-helpers",
  "controller-manager",
  "cri-api",
  "cri-client",
  "cri-streaming",
  "csi-translation-lib",
  "dynamic-resource-allocation",
  "endpointslice",
  "externaljwt",
  "kms",
  "kube-aggregator",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubectl",
  "kubelet",
  "metrics",
  "mount-utils",
  "pod-security-admission",
  "sample-apiserver",
  "sample-cli-plugin",
  "sample-controller",
  "streaming",
];

/** Kubernetes' own modules, which its main module replaces by folders of its repository. */
export const STAGING_PINS = Object.fromEntries(
  STAGING.map((name) => [`k8s.io/${name}`, KUBERNETES.replace(/^1/, "v0")]),
);

/** What that release itself chose of the modules that others use too. */
export const SHARED_PINS = {
  "github.com/fxamacker/cbor/v2": "v2.9.0",
  "github.com/go-logr/logr": "v1.4.3",
  "github.com/google/gnostic-models": "v0.7.0",
  "github.com/json-iterator/go": "v1.1.12",
  "go.yaml.in/yaml/v2": "v2.4.3",
  "go.yaml.in/yaml/v3": "v3.0.4",
  "golang.org/x/crypto": "v0.47.0",
  "golang.org/x/net": "v0.49.0",
  "golang.org/x/oauth2": "v0.34.0",
  "golang.org/x/sync": "v0.19.0",
  "golang.org/x/sys": "v0.40.0",
  "golang.org/x/term": "v0.39.0",
  "golang.org/x/text": "v0.33.0",
  "golang.org/x/time": "v0.14.0",
  "google.golang.org/protobuf": "v1.36.12-0.20260120151049-f2248ac996af",
  "k8s.io/klog/v2": "v2.140.0",
  "k8s.io/kube-openapi": "v0.0.0-20260317180543-43fb72c5454a",
  "k8s.io/utils": "v0.0.0-20260210185600-b8788abfbbc2",
  "sigs.k8s.io/json": "v0.0.0-20250730193827-2d320260d730",
  "sigs.k8s.io/randfill": "v1.0.0",
  "sigs.k8s.io/structured-merge-diff/v6": "v6.3.3",
  "sigs.k8s.io/yaml": "v1.6.0",
};

/** Releases of what our charts deploy, and of what the tests' cluster adds. */
export const STACK = {
  operator: "0.93.1",
  kubeStateMetrics: "2.20.0",
  prometheus: "3.14.0",
  /** How Prometheus numbers that release as a module. */
  prometheusModule: "v0.314.0",
  nodeExporter: "1.12.1",
  blackboxExporter: "0.28.0",
  alertmanager: VERSIONS.alertmanager,
  localPathProvisioner: "0.0.30",
  /** Newer ones need a newer client of the API. */
  coredns: "1.12.4",
  /** Of the certificate job that the tests' own takes the place of. */
  webhookCertgen: "1.8.7",
  /** Of the Grafana that a stand-in takes the place of, and of its sidecar. */
  grafana: "13.2.0",
  grafanaSidecar: "2.10.1",
  /** Of the sample service's image, which has this machine's Node.js. */
  node: "20.20.2-alpine",
} as const;

/** Pulumi's provider: the version that package.json's package asks for, and the only version that the module proxy has. */
export const PROVIDER = { version: "4.34.2", module: "v4.0.0-20260115033456-f47bc2d6f199" } as const;
