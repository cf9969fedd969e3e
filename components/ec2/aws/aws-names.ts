// Names of AWS resources: what each service takes. Where a name that follows from the settings does not fit, it is shortened and
// told apart by a hash; where it fits, the engine's own name stays.
import { createHash } from "node:crypto";

interface Rule {
  /** Characters that the service takes, as the inside of a character class. */
  characters: string;
  /** The longest name that may be wanted: the service's limit without what the engine adds (a dash and seven digits). */
  most: number;
  /** The longest prefix that may be given in place of a name, where there is one; else the length of a shortened name. */
  shortened: number;
  /** Beginnings that the service keeps for itself. */
  reserved?: RegExp;
}

/** Limits as AWS' API references state them, and for prefixes as the provider does. */
const RULES = {
  // IAM CreateRole: 64 characters of [\w+=,.@-]; name_prefix at most 38.
  role: { characters: "\\w+=,.@-", most: 56, shortened: 37 },
  // IAM CreateInstanceProfile: 128.
  profile: { characters: "\\w+=,.@-", most: 120, shortened: 101 },
  // S3: 3 to 63; dots break certificates, and the engine writes it in lower case; bucket_prefix at most 37.
  bucket: { characters: "A-Za-z0-9-", most: 55, shortened: 36, reserved: /^(xn--|sthree-|amzn-s3-demo-)/ },
  // SNS CreateTopic: 256, no dots.
  topic: { characters: "\\w-", most: 248, shortened: 100 },
  // Elastic Load Balancing: 32 letters, digits and dashes.
  balancer: { characters: "A-Za-z0-9-", most: 32, shortened: 32, reserved: /^internal-/ },
  // SSM CreateDocument: 3 to 128 of [a-zA-Z0-9_.-].
  document: { characters: "\\w.-", most: 120, shortened: 100, reserved: /^(aws|amazon|amzn)/i },
  // Managed Prometheus, CreateRuleGroupsNamespace: 64.
  ruleGroup: { characters: "\\w.-", most: 64, shortened: 64 },
  // Managed Prometheus, CreateWorkspace: an alias of 100.
  workspace: { characters: "\\w.-", most: 100, shortened: 100 },
  // EKS CreateCluster: 100 of [0-9A-Za-z_-]; the roles that are named after it have 64.
  cluster: { characters: "\\w-", most: 40, shortened: 40 },
  // DNS: a label.
  label: { characters: "a-z0-9-", most: 63, shortened: 40 },
} satisfies Record<string, Rule>;

type Kind = keyof typeof RULES;

/** The name itself where the service takes it, else a shortened one with a hash of the whole. */
export function awsName(kind: Kind, wanted: string): string {
  const rule: Rule = RULES[kind];
  const isReserved = rule.reserved?.test(wanted) ?? false;
  const fits = new RegExp(`^(?![_.-])[${rule.characters}]+$`).test(wanted) && !wanted.endsWith("-");
  if (fits && !isReserved && wanted.length <= rule.most) return wanted;
  const hash = createHash("sha256").update(wanted).digest("hex").slice(0, 6);
  const start = isReserved ? `t-${wanted}` : wanted;
  const plain = start
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "");
  return `${plain.slice(0, rule.shortened - hash.length - 1).replace(/-$/, "")}-${hash}`;
}

/** What a resource is given in place of the engine's own name, where that would be refused. */
export function named(kind: "role" | "profile" | "topic", logicalName: string): { namePrefix?: string } {
  const name = awsName(kind, logicalName);
  return name === logicalName ? {} : { namePrefix: `${name}-` };
}

/** DLM takes a description of letters, digits, spaces, dashes and underscores, at most 500. */
export const dlmDescription = (text: string) => text.replace(/[^\w -]/g, "-").slice(0, 500);
