// What a cluster brings before anything is deployed: name resolution and a default class of storage.
import { stringify } from "yaml";
import { COREDNS_IMAGE, SHELL_IMAGE, STORAGE_IMAGE } from "../build/images";
import { ADDRESSES } from "./layout";

const NAMESPACE = "kube-system";

const roleOf = (name: string, rules: unknown[]) => [
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: NAMESPACE } },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name }, rules },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: [{ kind: "ServiceAccount", name, namespace: NAMESPACE }],
  },
];

const configMap = (name: string, data: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: NAMESPACE },
  data,
});

const deployment = (name: string, labels: Record<string, string>, container: object) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: NAMESPACE, labels },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: name,
        priorityClassName: "system-cluster-critical",
        containers: [{ name, volumeMounts: [{ name: "config", mountPath: "/config" }], ...container }],
        volumes: [{ name: "config", configMap: { name } }],
      },
    },
  },
});

const DNS_LABELS = { "k8s-app": "kube-dns" };

const COREFILE = `.:53 {
  errors
  health
  ready
  kubernetes cluster.local in-addr.arpa {
    pods insecure
  }
  prometheus :9153
  cache 5
}
`;

const dns = [
  ...roleOf("coredns", [
    { apiGroups: [""], resources: ["services", "pods", "namespaces"], verbs: ["list", "watch"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
  ]),
  configMap("coredns", { Corefile: COREFILE }),
  deployment("coredns", DNS_LABELS, {
    image: COREDNS_IMAGE,
    args: ["-conf", "/config/Corefile"],
    ports: [
      { name: "dns", containerPort: 53, protocol: "UDP" },
      { name: "dns-tcp", containerPort: 53 },
      { name: "metrics", containerPort: 9153 },
    ],
    readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 1 },
  }),
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "kube-dns", namespace: NAMESPACE, labels: DNS_LABELS },
    spec: {
      clusterIP: ADDRESSES.dns,
      selector: DNS_LABELS,
      ports: [
        { name: "dns", port: 53, protocol: "UDP" },
        { name: "dns-tcp", port: 53 },
        { name: "metrics", port: 9153 },
      ],
    },
  },
];

const STORAGE = "local-path-provisioner";

const storage = [
  ...roleOf(STORAGE, [
    { apiGroups: [""], resources: ["nodes", "configmaps", "pods/log"], verbs: ["get", "list", "watch"] },
    { apiGroups: [""], resources: ["pods", "persistentvolumes", "persistentvolumeclaims"], verbs: ["*"] },
    { apiGroups: [""], resources: ["endpoints", "events"], verbs: ["*"] },
    { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["*"] },
    { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: ["get", "list", "watch"] },
  ]),
  configMap(STORAGE, {
    "config.json": JSON.stringify({
      nodePathMap: [{ node: "DEFAULT_PATH_FOR_NON_LISTED_NODES", paths: ["/run/volumes"] }],
    }),
    setup: '#!/bin/sh\nmkdir -m 0777 -p "$VOL_DIR"\n',
    teardown: '#!/bin/sh\nrm -rf "$VOL_DIR"\n',
    "helperPod.yaml": stringify({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "helper-pod" },
      spec: { containers: [{ name: "helper-pod", image: SHELL_IMAGE, imagePullPolicy: "IfNotPresent" }] },
    }),
  }),
  deployment(
    STORAGE,
    { app: STORAGE },
    {
      image: STORAGE_IMAGE,
      args: [
        "start",
        "--config=/config/config.json",
        `--namespace=${NAMESPACE}`,
        `--service-account-name=${STORAGE}`,
        `--configmap-name=${STORAGE}`,
        `--helper-image=${SHELL_IMAGE}`,
      ],
      env: [{ name: "POD_NAMESPACE", value: NAMESPACE }],
    },
  ),
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "local-path", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "rancher.io/local-path",
    volumeBindingMode: "WaitForFirstConsumer",
  },
];

/** The manifests as YAML. */
export const addOns = [...dns, ...storage].map((manifest) => stringify(manifest, { aliasDuplicateObjects: false }));
