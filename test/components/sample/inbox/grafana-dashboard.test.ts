import { describe, expect, it } from "vitest";
import { readDashboard } from "../../../../components/pages/grafana-dashboard";

const panel = (title: string, y: number, x = 0) => ({ type: "timeseries", title, gridPos: { x, y, w: 12, h: 8 } });

describe("a Grafana dashboard", () => {
  it("is rows with their panels, in the order of the layout", () => {
    const { title, rows } = readDashboard(
      JSON.stringify({
        title: "Host",
        panels: [
          panel("right", 1, 12),
          panel("left", 1),
          { type: "row", title: "Disks", gridPos: { x: 0, y: 9 } },
          panel("space", 10),
          { type: "row", title: "Collapsed", collapsed: true, gridPos: { x: 0, y: 20 }, panels: [panel("inside", 21)] },
        ],
      }),
    );
    const titles = rows.map((row) => [row.title, row.panels.map((each) => each.title)]);
    expect(title).toBe("Host");
    expect(titles).toEqual([
      ["", ["left", "right"]],
      ["Disks", ["space"]],
      ["Collapsed", ["inside"]],
    ]);
  });

  it("may be empty", () => {
    expect(readDashboard('{"title":"x"}')).toEqual({ title: "x", description: "", rows: [] });
  });

  it.each(["{}", "[]", "x", '{"title":"x","panels":[{}]}'])("is not %s", (source) => {
    expect(() => readDashboard(source)).toThrow();
  });
});
