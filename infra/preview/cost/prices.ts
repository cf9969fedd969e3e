// What things cost, in US dollars. List prices (on demand, Linux, without taxes, discounts and free tiers) of us-east-1, from
// the vendors' public price pages as of 2026-06. The settings can override each by its name: limits.prices.
import { didYouMean } from "../../../components/monitoring";

/** When these prices were looked up. */
export const AS_OF = "2026-06";

/** Hours in a month, as AWS counts them. */
export const HOURS = 730;

/** Dollars for an hour of an instance. https://aws.amazon.com/ec2/pricing/on-demand/ */
const INSTANCES = {
  "t3.micro": 0.0104,
  "t3.small": 0.0208,
  "t3.medium": 0.0416,
  "t3.large": 0.0832,
  "t3.xlarge": 0.1664,
  "t3.2xlarge": 0.3328,
  "t3a.micro": 0.0094,
  "t3a.small": 0.0188,
  "t3a.medium": 0.0376,
  "t3a.large": 0.0752,
  "t4g.nano": 0.0042,
  "t4g.micro": 0.0084,
  "t4g.small": 0.0168,
  "t4g.medium": 0.0336,
  "t4g.large": 0.0672,
  "t4g.xlarge": 0.1344,
  "t4g.2xlarge": 0.2688,
  "m5.large": 0.096,
  "m5.xlarge": 0.192,
  "m5.2xlarge": 0.384,
  "m6i.large": 0.096,
  "m6i.xlarge": 0.192,
  "m6i.2xlarge": 0.384,
  "m6g.large": 0.077,
  "m6g.xlarge": 0.154,
  "m6g.2xlarge": 0.308,
  "m7i.large": 0.1008,
  "m7i.xlarge": 0.2016,
  "m7i.2xlarge": 0.4032,
  "m7g.medium": 0.0408,
  "m7g.large": 0.0816,
  "m7g.xlarge": 0.1632,
  "m7g.2xlarge": 0.3264,
  "c6i.large": 0.085,
  "c6i.xlarge": 0.17,
  "c7g.large": 0.0725,
  "c7g.xlarge": 0.145,
  "r5.large": 0.126,
  "r5.xlarge": 0.252,
  "r6i.large": 0.126,
  "r6i.xlarge": 0.252,
  "r6g.large": 0.1008,
  "r6g.xlarge": 0.2016,
  "r6g.2xlarge": 0.4032,
  "r7g.medium": 0.0536,
  "r7g.large": 0.1071,
  "r7g.xlarge": 0.2142,
  "r7g.2xlarge": 0.4284,
  "r7i.large": 0.1323,
  "r7i.xlarge": 0.2646,
} as const;

const OTHERS = {
  /** A gibibyte of a gp3 volume for a month. https://aws.amazon.com/ebs/pricing/ */
  "ebs.gp3": 0.08,
  /** The same of other kinds of volumes, which are dearer or cheaper by little. */
  "ebs.other": 0.1,
  /** An operation a second beyond gp3's first 3,000, for a month. */
  "ebs.gp3.iops": 0.005,
  /** A mebibyte a second beyond gp3's first 125, for a month. */
  "ebs.gp3.throughput": 0.04,
  /** A gibibyte of snapshots for a month; the first is whole, later ones hold what changed. */
  "ebs.snapshot": 0.05,
  /** An hour of a load balancer, without what passes through it. https://aws.amazon.com/elasticloadbalancing/pricing/ */
  "lb.hour": 0.0225,
  /** An hour of a NAT gateway, without what passes through it. https://aws.amazon.com/vpc/pricing/ */
  "nat.hour": 0.045,
  /** An hour of an interface endpoint in one zone. https://aws.amazon.com/privatelink/pricing/ */
  "endpoint.hour": 0.01,
  /** A customer-managed key for a month. https://aws.amazon.com/kms/pricing/ */
  "kms.key": 1,
  /** An hour of an EKS cluster. https://aws.amazon.com/eks/pricing/ */
  "eks.hour": 0.1,
  /** Ten million samples taken by Amazon Managed Service for Prometheus, of the first two billion of a month. https://aws.amazon.com/prometheus/pricing/ */
  "amp.samples": 0.9,
  /** Of the next 250 billion. */
  "amp.samples.more": 0.35,
  /** A gibibyte of samples kept for a month. */
  "amp.storage": 0.03,
  /** A thousand values asked of CloudWatch, or requests for their list. https://aws.amazon.com/cloudwatch/pricing/ */
  "cloudwatch.values": 0.01,
} as const;

/** What other regions cost of us-east-1's prices, roughly: by a t3.medium's price. */
const REGIONS: Readonly<Record<string, number>> = {
  "us-east-1": 1,
  "us-east-2": 1,
  "us-west-2": 1,
  "us-west-1": 1.19,
  "ca-central-1": 1.12,
  "eu-north-1": 1.04,
  "eu-west-1": 1.1,
  "eu-west-2": 1.13,
  "eu-west-3": 1.13,
  "eu-central-1": 1.15,
  "eu-south-1": 1.15,
  "ap-south-1": 1.08,
  "ap-southeast-1": 1.27,
  "ap-southeast-2": 1.27,
  "ap-northeast-1": 1.31,
  "ap-northeast-2": 1.25,
  "sa-east-1": 1.61,
};

const TABLE: Readonly<Record<string, number>> = { ...INSTANCES, ...OTHERS };

const INSTANCE = /^[a-z]+\d[a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal[a-z0-9-]*)$/;

/** Prices of one environment. */
export class Prices {
  /** What was asked for and has no price. */
  readonly missing = new Set<string>();

  /**
   * @param overrides By name, in dollars, as the settings give them: already those of the region.
   * Throws where one has no such name, with the nearest.
   */
  constructor(
    private readonly overrides: Readonly<Record<string, number>> = {},
    private readonly region = "us-east-1",
  ) {
    for (const name of Object.keys(overrides)) {
      // Any kind of instance can be given a price.
      if (name in TABLE || INSTANCE.test(name)) continue;
      throw new Error(
        `limits.prices: found "${name}", which is no name of a price.${didYouMean(name, Object.keys(TABLE))}`,
      );
    }
  }

  /** Of a name in the table, in dollars; 0 and noted where there is none. */
  of(name: string): number {
    const given = this.overrides[name];
    if (given !== undefined) return given;
    const listed = TABLE[name];
    if (listed === undefined) this.missing.add(name);
    return (listed ?? 0) * (REGIONS[this.region] ?? 1);
  }

  /** Whether the region's own prices are known to be near. */
  get isRegionKnown(): boolean {
    return this.region in REGIONS;
  }
}
