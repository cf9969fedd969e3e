// What Prometheus refuses in service discoveries (discovery/*/*.go of its source, 3.14).
import { connectionRefusals, urlProblem } from "../http-client";
import { isGiven, type Refusals } from "../refusals";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";

interface Discovery {
  /** Each is needed; `a|b`: one of them. */
  needs?: readonly string[];
  /** The values that a field may have. */
  allowed?: Readonly<Record<string, readonly string[]>>;
  /** Not two of a list. */
  atMostOne?: readonly (readonly string[])[];
  /** Fields with a URL. */
  urls?: readonly string[];
}

const SECRET = ["secret_key", "secret_key_file"];
const ZOOKEEPER: Discovery = { needs: ["servers", "paths"] };

/** By kind, without `_sd_configs`. */
const DISCOVERIES: Readonly<Record<string, Discovery>> = {
  aws: { allowed: { role: ["ec2", "ecs", "elasticache", "lightsail", "msk", "rds"] } },
  azure: {
    needs: ["subscription_id"],
    allowed: { authentication_method: ["OAuth", "ManagedIdentity", "SDK", "WorkloadIdentity"] },
  },
  consul: {
    atMostOne: [
      ["username", "basic_auth"],
      ["token", "authorization", "oauth2"],
    ],
  },
  digitalocean: { allowed: { role: ["droplets", "databases"] } },
  dns: { needs: ["names"], allowed: { type: ["SRV", "A", "AAAA", "MX", "NS"] } },
  docker: { needs: ["host"] },
  dockerswarm: { needs: ["host", "role"], allowed: { role: ["services", "nodes", "tasks"] } },
  eureka: { needs: ["server"], urls: ["server"] },
  file: { needs: ["files"] },
  gce: { needs: ["project", "zone"] },
  hetzner: { needs: ["role"], allowed: { role: ["robot", "hcloud"] } },
  http: { needs: ["url"], urls: ["url"] },
  ionos: { needs: ["datacenter_id"] },
  kubernetes: {
    needs: ["role"],
    allowed: { role: ["node", "pod", "service", "endpoints", "endpointslice", "ingress"] },
    atMostOne: [["kubeconfig_file", "api_server"]],
  },
  kuma: { needs: ["server"], urls: ["server"] },
  marathon: {
    needs: ["servers"],
    atMostOne: [
      ["auth_token", "auth_token_file"],
      ...["basic_auth", "bearer_token", "bearer_token_file", "authorization"].flatMap((other) => [
        ["auth_token", other],
        ["auth_token_file", other],
      ]),
    ],
  },
  nerve: ZOOKEEPER,
  oci: { allowed: { auth_method: ["api_key", "instance_principal"] } },
  openstack: {
    needs: ["role", "region"],
    allowed: {
      role: ["hypervisor", "instance", "loadbalancer"],
      availability: ["public", "internal", "admin"],
    },
  },
  outscale: { needs: ["region", "access_key", SECRET.join("|")], atMostOne: [SECRET] },
  ovhcloud: {
    needs: ["application_key", "application_secret", "consumer_key", "service"],
    allowed: { service: ["dedicated_server", "vps"] },
  },
  puppetdb: { needs: ["url", "query"], urls: ["url"] },
  scaleway: {
    needs: ["role", "project_id", "access_key", SECRET.join("|")],
    allowed: { role: ["instance", "baremetal"] },
    atMostOne: [SECRET],
  },
  serverset: ZOOKEEPER,
  triton: { needs: ["account", "dns_suffix", "endpoint"], allowed: { role: ["container", "cn"] } },
  uyuni: { needs: ["server", "username", "password"] },
};

/** Which selectors each role of Kubernetes' may have. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  pod: ["pod", "node"],
  service: ["service"],
  endpointslice: ["pod", "service", "endpointslice"],
  endpoints: ["pod", "service", "endpoints"],
  node: ["node"],
  ingress: ["ingress"],
};

/** What a connection is of its own: with it, Kubernetes asks for `api_server`. */
const CONNECTION = [
  "basic_auth",
  "authorization",
  "oauth2",
  "bearer_token",
  "bearer_token_file",
  "proxy_url",
  "tls_config",
];

/** @param owner A job, or one of `alertmanagers`. */
export function discoveryRefusals(owner: Fields, refusals: Refusals): void {
  for (const list of Object.keys(owner).filter((field) => field.endsWith("_sd_configs"))) {
    const kind = list.slice(0, -"_sd_configs".length);
    if (listOf(owner[list]).includes(null)) refusals.add(owner, list, `empty or null section in ${list}`);
    for (const one of listOf(owner[list]).filter(isFields)) {
      ofTable(one, DISCOVERIES[kind] ?? {}, list, refusals);
      connectionRefusals(one, refusals);
      OWN[kind]?.(one, refusals);
    }
  }
}

function ofTable(one: Fields, { needs, allowed, atMostOne, urls }: Discovery, list: string, refusals: Refusals): void {
  for (const needed of needs ?? [])
    if (
      !needed.split("|").some((field) => isGiven(one, field) && !(Array.isArray(one[field]) && one[field].length === 0))
    )
      refusals.add(one, undefined, `one of ${list} has no ${needed.replace("|", " or ")}`, "Set it");
  for (const [field, values] of Object.entries(allowed ?? {})) {
    const text = textOf(one[field]);
    if (text !== undefined && text !== "" && !values.includes(text))
      refusals.add(one, field, `unknown ${field} "${text}"`, `Write one of ${values.join(", ")}`);
  }
  for (const fields of atMostOne ?? []) {
    const set = fields.filter((field) => isGiven(one, field));
    if (set.length > 1)
      refusals.add(one, set[1], `at most one of ${fields.join(", ")} may be set`, "Leave out the others");
  }
  for (const field of urls ?? []) {
    const url = textOf(one[field]);
    const problem = url === undefined || url === "" ? undefined : urlProblem(url);
    if (problem) refusals.add(one, field, `${problem}: "${url}"`, "Write http://host:port/path");
  }
}

/** What no table says. */
const OWN: Readonly<Record<string, (one: Fields, refusals: Refusals) => void>> = {
  azure: (one, refusals) => {
    if ((textOf(one.authentication_method) ?? "OAuth") !== "OAuth") return;
    for (const field of ["tenant_id", "client_id", "client_secret"])
      if (!isGiven(one, field))
        refusals.add(one, undefined, `Azure's discovery by OAuth has no ${field}`, `Set ${field}`);
  },
  dns: (one, refusals) => {
    if ((textOf(one.type) ?? "SRV") !== "SRV" && !isGiven(one, "port"))
      refusals.add(one, "type", "a port is needed for all types of DNS records except SRV", "Set port");
  },
  ec2: (one, refusals) => filters(one, refusals),
  rds: (one, refusals) => filters(one, refusals),
  file: (one, refusals) => {
    for (const path of listOf(one.files).flatMap((file) => textOf(file) ?? []))
      if (!/^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$/.test(path))
        refusals.add(
          one,
          "files",
          `"${path}" is no path for file discovery`,
          "Name .json or .yml files, with * in the last part",
        );
  },
  kubernetes: ofKubernetes,
  stackit: (one, refusals) => {
    const endpoint = textOf(one.endpoint);
    if (endpoint?.startsWith(":")) refusals.add(one, "endpoint", `invalid endpoint "${endpoint}"`);
  },
};

function filters(one: Fields, refusals: Refusals): void {
  for (const filter of listOf(one.filters).filter(isFields))
    if (listOf(filter.values).length === 0) refusals.add(filter, "values", "the values of a filter cannot be empty");
}

function ofKubernetes(one: Fields, refusals: Refusals): void {
  const hasServer = isGiven(one, "api_server");
  const hasFile = isGiven(one, "kubeconfig_file");
  const own = CONNECTION.find((field) => isGiven(one, field));
  if (own && hasFile)
    refusals.add(one, own, `${own} cannot be set together with kubeconfig_file`, "Leave one of them out");
  else if (own && !hasServer)
    refusals.add(
      one,
      own,
      `${own} is set, and api_server is not`,
      "Set api_server, or leave it out: in a Pod, neither is needed",
    );
  const server = hasServer ? "api_server" : hasFile ? "kubeconfig_file" : undefined;
  if (fieldsOf(one.namespaces).own_namespace === true && server)
    refusals.add(
      one,
      "namespaces",
      `namespaces.own_namespace cannot be set together with ${server}`,
      "Name the namespaces",
    );
  const role = textOf(one.role) ?? "";
  const seen = new Set<string>();
  for (const selector of listOf(one.selectors).filter(isFields)) {
    const of = textOf(selector.role) ?? "";
    if (seen.has(of)) refusals.add(selector, "role", `two selectors for ${of}`, "Write one: a=b,c=d");
    seen.add(of);
    const allowed = SELECTORS[role];
    if (allowed && !allowed.includes(of))
      refusals.add(
        selector,
        "role",
        `the role ${role} has no selectors for ${of}`,
        `It has them for ${allowed.join(", ")}`,
      );
    const wrong = (textOf(selector.field) ?? "").split(",").find((term) => term !== "" && !/!?=/.test(term));
    if (wrong) refusals.add(selector, "field", `"${wrong}" is no selector`, "Write field=value");
  }
}
