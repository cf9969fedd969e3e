// Values as Grafana writes them in each unit; of its several hundred those that dashboards here have.
import { GRAFANA_UNIT } from "../../components/dashboards";
import type { Unit } from "../../components/rules";

const UNITS = new Map(Object.entries(GRAFANA_UNIT).map(([unit, id]) => [id, unit as Unit]));

/** The unit that Grafana calls so; a plain count where it is none of ours, or none is given. */
export const unitOf = (id: string | undefined): Unit => UNITS.get(id ?? "") ?? "count";
