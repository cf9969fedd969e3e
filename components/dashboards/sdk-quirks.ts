// What SDK 0.0.21 says by itself and Grafana's schema does not know, or does not want there.

interface Built<T> {
  build: () => T;
}

/**
 * Links and annotations are put into the controls menu, and the type has no other place: leaving it out has. Grafana 11 knows
 * no places.
 */
export const withoutPlacement = <T extends { placement?: unknown }>(builder: Built<T>): Built<T> => ({
  build: () => ({ ...builder.build(), placement: undefined }),
});

/** Every variable gets what only those of intervals have. */
export const withoutIntervals = <T extends object>(builder: Built<T>): Built<T> => ({
  build: () => ({ ...builder.build(), auto: undefined, auto_min: undefined, auto_count: undefined }),
});

/** Tables had a footer until Grafana 12. */
export const withoutFooter = <T extends { options?: object }>(builder: Built<T>): Built<T> => ({
  build: () => {
    const built = builder.build();
    return { ...built, options: { ...built.options, footer: undefined } };
  },
});
