// Light or dark: as the address says (`?theme=dark`), as was chosen last, else as the system has it.

/** Sets the theme, and calls `changed` after each change by the page's button. */
export function followTheme(changed: () => void): void {
  const root = document.documentElement;
  const preferred = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  root.dataset.theme = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem("theme") ?? preferred;
  changed();
  document.querySelector(".theme")?.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "light" ? "dark" : "light";
    localStorage.setItem("theme", root.dataset.theme);
    changed();
  });
}

/** A colour of Grafana's names as the theme has it now; other colours as they are. */
export function resolved(color: string): string {
  return color.startsWith("#") ? color : getComputedStyle(document.documentElement).getPropertyValue(`--${color}`);
}
