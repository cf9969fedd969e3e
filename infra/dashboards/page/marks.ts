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

/** Red while any alert fired, with a line where one began. */
export function firedMarks({ ctx, bbox, valToPos }: uPlot, fired: Chart["fired"]): void {
  const spans = fired.map(
    ({ fromSeconds, toSeconds }) => [valToPos(fromSeconds, "x", true), valToPos(toSeconds, "x", true)] as const,
  );
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = resolved("red");
  ctx.globalAlpha = 0.08;
  // As one shape: alerts that fire at the same time make it no redder.
  ctx.beginPath();
  for (const [from, to] of spans) ctx.rect(from, bbox.top, to - from, bbox.height);
  ctx.fill();
  ctx.globalAlpha = 0.8;
  ctx.setLineDash([4, 4]);
  for (const [from] of spans) line(ctx, [from, bbox.top], [from, bbox.top + bbox.height]);
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, from: [number, number], to: [number, number]): void {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}
