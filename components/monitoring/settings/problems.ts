// Gathers what is wrong with settings that the schema alone cannot see: names that lead nowhere, and names given twice.
import { didYouMean, type SettingsProblem } from "./issues";
import { shown } from "./shown-value";

export class Problems {
  readonly all: SettingsProblem[] = [];

  tell(path: string, message: string): void {
    this.all.push({ path, message });
  }

  /** Tells where a name is not among those it may be. */
  refer(path: string, found: string, names: readonly string[], what: string): void {
    if (names.includes(found)) return;
    const there = names.join(", ") || "nothing";
    this.tell(path, `found ${shown(found, [])}, which is not in ${what}; there: ${there}.${didYouMean(found, names)}`);
  }

  /** Reports each entry whose name an earlier one has. */
  unique(what: string, entries: readonly { name: string }[]): void {
    const names = entries.map(({ name }) => name);
    names.forEach((name, index) => {
      if (names.indexOf(name) === index) return;
      this.tell(`${what}[${index}].name`, `found "${name}" a second time; names are unique in ${what}`);
    });
  }
}
