// What is drawn behind and above the lines: when alerts fired, and from where on they do.
import type uPlot from "uplot";
import type { Chart } from "./chart";
import { resolved } from "./theme";

/** Dashed lines across. */
export function thresholdLines({ ctx, bbox, valToPos }: uPlot, thresholds: Chart["thresholds"]): void {
  ctx.save();
  ctx.setLineDash([10, 8]);
  ctx.lineWidth = 1.5;
  for (const { value, color } of thresholds) {
    const y = valToPos(value, "y", true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.strokeStyle = resolved(color);
    line(ctx, [bbox.left, y], [bbox.left + bbox.width, y]);
  }
  ctx.restore();
}

/** Red while an alert fired, with a line where it began. */
export function firedMarks({ ctx, bbox, valToPos }: uPlot, fired: Chart["fired"]): void {
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = resolved("red");
  for (const { fromSeconds, toSeconds } of fired) {
    const [from, to] = [valToPos(fromSeconds, "x", true), valToPos(toSeconds, "x", true)];
    ctx.globalAlpha = 0.06;
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    ctx.globalAlpha = 0.9;
    ctx.setLineDash([4, 4]);
    line(ctx, [from, bbox.top], [from, bbox.top + bbox.height]);
  }
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, from: [number, number], to: [number, number]): void {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}
