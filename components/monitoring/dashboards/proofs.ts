// When the continuous drill last proved each alert, on the dashboard that the alert leads to.
import { type Dashboard, row, table } from "../../dashboards";
import { lastProven, type Mixin } from "../../mixins";

/** The mixin's dashboard that draws the alert, else its first. Throws where it has none. */
export function dashboardOf(mixin: Mixin, alert: string): Dashboard {
  const draws = ({ rows }: Dashboard) => rows.some(({ panels }) => panels.some((panel) => panel.alert === alert));
  const found = mixin.dashboards.find(draws) ?? mixin.dashboards[0];
  if (!found) throw new Error(`Mixin ${mixin.name} has no dashboard`);
  return found;
}

/** The mixin's dashboards, each with when its alerts were last proven. */
export const withProofs = (mixin: Mixin): Dashboard[] =>
  mixin.dashboards.map((dashboard) => {
    const own = mixin.alerts.map(({ name }) => name).filter((name) => dashboardOf(mixin, name) === dashboard);
    return own.length === 0 ? dashboard : { ...dashboard, rows: [...dashboard.rows, proofs(own)] };
  });

const proofs = (alerts: readonly string[]) =>
  row(
    "Drills",
    table(
      "Last proven",
      "timestamp",
      "When the drill last proved every link from each alert's rule to its receivers.",
      {
        "last proven": lastProven(alerts),
      },
    ),
  );
