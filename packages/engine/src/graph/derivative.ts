import type { Kind, Operation, Value } from "./value.js";

/** An operation of one kind. */
export type Of<Name extends Kind> = Extract<Operation, { readonly kind: Name }>;

/**
 * The reverse derivative of a primitive: from ∂loss/∂result the part of ∂loss/∂input of each input that it gives; `undefined` for an input that
 * has no derivative. It is made of primitives, so that it can be differentiated again.
 *
 * @param wanted whether the derivative of an input is asked for; others may be left out
 */
export type Derivative<Name extends Kind> = (
  result: Value & { readonly operation: Of<Name> },
  cotangent: Value,
  wanted: (input: number) => boolean,
) => readonly (Value | undefined)[];
