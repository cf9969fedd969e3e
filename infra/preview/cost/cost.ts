// What an environment costs a month: the prices of its resources, and of the samples that it writes elsewhere.
import { type Paid, samplesPerSeries } from "../../../components/monitoring";
import type { Rendered } from "../rendered";
import { HOURS, Prices } from "./prices";
import { RULES, type Share } from "./rules";

/** Dollars a month. */
export interface Cost {
  total: number;
  /** Dearest first. */
  parts: readonly Share[];
  /** In words: what the figure leaves out. */
  notCounted: readonly string[];
  budget?: { dollars: number; exceeded: boolean };
}

/** The region whose prices are taken where no resource tells one. */
const REGION = "us-east-1";

/** Never in the figure, whatever is deployed. */
const NEVER_COUNTED = "taxes, discounts, free tiers, and traffic";

/**
 * An estimate from list prices. Undefined where the resources are not known.
 * Throws where the settings override a price that there is none of.
 */
export function costOf({ resources, monitoring, limits }: Rendered): Cost | undefined {
  if (!resources) return undefined;
  const prices = new Prices(limits?.prices, regionIn(resources) ?? REGION);
  const samples = samplesAMonth(monitoring);
  const asked = monitoring.jobs.flatMap(({ paid }) => (paid ? [shareOf(paid, prices)] : []));
  const ofResources = resources.flatMap((resource) => {
    const rule = RULES.find(({ type }) => type.test(resource.type));
    return rule ? rule.cost(resource, { prices, resources, samples }) : [];
  });
  const shares = [...ofResources, ...asked];
  const parts = merged(shares.filter(({ isUnpriced }) => !isUnpriced)).sort((a, b) => b.dollars - a.dollars);
  const unpriced = merged(shares.filter(({ isUnpriced }) => isUnpriced)).map(
    ({ what, count }) => `${count.toLocaleString("en", { maximumFractionDigits: 1 })} ${what}, at its storage's price`,
  );
  const total = parts.reduce((sum, { dollars }) => sum + dollars, 0);
  const missing = [
    ...unpriced,
    ...[...prices.missing].map((name) => `${name}, whose price is not in the list (set limits.prices)`),
  ];
  const dollars = limits?.monthlyCost;
  return {
    total,
    parts,
    notCounted: parts.length > 0 || missing.length > 0 ? [...missing, NEVER_COUNTED] : [],
    ...(dollars !== undefined && { budget: { dollars, exceeded: total > dollars } }),
  };
}

const shareOf = ({ what, price, perMonth }: Paid, prices: Prices): Share => ({
  what,
  count: perMonth,
  dollars: perMonth * prices.of(price),
});

const samplesAMonth = (monitoring: Rendered["monitoring"]): number =>
  monitoring.forecast.expected * samplesPerSeries(monitoring) * HOURS * 3600;

function regionIn(resources: NonNullable<Rendered["resources"]>): string | undefined {
  const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
  const region = provider?.inputs.region ?? resources.find(({ inputs }) => inputs.region)?.inputs.region;
  return typeof region === "string" ? region : undefined;
}

/** Things of the same kind stand in one line. */
function merged(shares: readonly Share[]): Share[] {
  const kinds = [...new Set(shares.map(({ what }) => what))];
  return kinds.map((what) => {
    const same = shares.filter((share) => share.what === what);
    const sum = (of: (share: Share) => number) => same.reduce((total, share) => total + of(share), 0);
    return { what, count: sum(({ count }) => count), dollars: sum(({ dollars }) => dollars) };
  });
}
