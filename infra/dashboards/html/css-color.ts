// Colours of Grafana's dashboards as CSS has them: names are variables of page.css, which differ between light and dark.
import type { Color } from "../page/chart";

export const cssColor = (color: Color) => (color.startsWith("#") ? color : `var(--${color})`);
