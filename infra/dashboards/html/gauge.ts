// A gauge as SVG: the value on an arc, the thresholds on a thin one around it.
import { type Html, html } from "../../../components/pages/html";
import { colorOf } from "../colors";
import type { Content, Reading } from "../content";
import { cssColor } from "./css-color";

type Gauge = Extract<Content, { kind: "gauge" }>;

/** From the lower left clockwise to the lower right, in turns. */
const [FROM, LENGTH] = [-1 / 3, 2 / 3];
const CENTRE = { x: 100, y: 88 };
const VALUES = { radius: 66, width: 22 };
const STEPS = { radius: 82, width: 4 };

export function gaugeView(reading: Reading, { max, steps }: Gauge): Html {
  const share = (value: number) => (max > 0 ? Math.min(1, Math.max(0, value / max)) : 0);
  const bounds = [0, ...steps.flatMap(({ value }) => (value !== null && value > 0 && value < max ? [value] : [])), max];
  const ring = bounds.slice(1).map((to, index) => {
    const from = bounds[index] ?? 0;
    return arc(share(from), share(to), colorOf((from + to) / 2, steps), STEPS);
  });
  return html`<svg class="gauge" viewBox="0 0 200 140" role="img" aria-label="${reading.name} ${reading.text}">
${arc(0, 1, "track", VALUES)}${share(reading.value) > 0 ? arc(0, share(reading.value), reading.color, VALUES) : undefined}${ring}
<text x="${CENTRE.x}" y="${CENTRE.y + 10}" fill="${cssColor(reading.color)}">${reading.text}</text></svg>`;
}

function arc(from: number, to: number, color: string, { radius, width }: typeof VALUES): Html {
  const [start, end] = [pointAt(from, radius), pointAt(to, radius)];
  const large = (to - from) * LENGTH > 0.5 ? 1 : 0;
  const path = `M${start} A${radius} ${radius} 0 ${large} 1 ${end}`;
  return html`<path d="${path}" fill="none" stroke="${cssColor(color)}" stroke-width="${width}"/>`;
}

function pointAt(share: number, radius: number): string {
  const angle = 2 * Math.PI * (FROM + share * LENGTH);
  const [x, y] = [CENTRE.x + radius * Math.sin(angle), CENTRE.y - radius * Math.cos(angle)];
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
}
