// What runs in the page: draws its charts, and switches between light and dark.
import type { Chart } from "./chart";
import { draw } from "./draw";
import { followTheme } from "./theme";

// What goes wrong is seen in the page, by people and by tests.
window.addEventListener("error", ({ message }) => {
  document.documentElement.dataset.error = message;
  document.body.prepend(Object.assign(document.createElement("p"), { className: "refused", textContent: message }));
});

const plots = [...document.querySelectorAll<HTMLElement>(".chart")].map((element) => {
  const data = element.nextElementSibling?.textContent ?? "";
  return draw(element, JSON.parse(data) as Chart);
});

followTheme(() => {
  for (const plot of plots) plot.redraw(false, true);
});

document.documentElement.dataset.drawn = String(plots.length);
