// Alertmanager's walk over the routes, for the labels that are known before anything fires.

type Labels = Readonly<Record<string, string>>;

interface Matched {
  matchers: readonly { label: string; operator: string; value: string }[];
  /** Whether later routes are looked at as well. */
  continue?: boolean | undefined;
}

/** The routes that an alert with these labels takes. */
export function walkOf<One extends Matched>(routes: readonly One[]): (labels: Labels) => One[] {
  const steps = routes.map((route) => ({ route, tests: route.matchers.map(testOf) }));
  return (labels) => {
    const matching = steps.filter(({ tests }) => tests.every((test) => test(labels))).map(({ route }) => route);
    const last = matching.findIndex((route) => !route.continue);
    return last < 0 ? matching : matching.slice(0, last + 1);
  };
}

/** The teams that any route names. */
export function teamsNamed(routes: readonly Matched[]): string[] {
  const named = routes
    .flatMap(({ matchers }) => matchers)
    .filter(({ label, operator }) => label === "team" && (operator === "=" || operator === "=~"));
  return [...new Set(named.flatMap(({ value }) => value.split("|")))].sort();
}

/** A label that is not there is an empty one; a pattern must match all of the value. */
function testOf({ label, operator, value }: Matched["matchers"][number]): (labels: Labels) => boolean {
  const pattern = new RegExp(`^(?:${value})$`);
  const tests: Record<string, (found: string) => boolean> = {
    "=": (found) => found === value,
    "!=": (found) => found !== value,
    "=~": (found) => pattern.test(found),
    "!~": (found) => !pattern.test(found),
  };
  const test = tests[operator];
  if (!test) throw new Error(`Matcher on "${label}" has the operator "${operator}"; Alertmanager has =, !=, =~ and !~`);
  return (labels) => test(labels[label] ?? "");
}
