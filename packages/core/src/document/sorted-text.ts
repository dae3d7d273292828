/**
 * A value as JSON whose keys are in order: equal texts for equal values, whatever order their keys were written in.
 *
 * @example
 * sortedText({ b: 1, a: 2 }) === sortedText({ a: 2, b: 1 }); // true
 */
export const sortedText = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
