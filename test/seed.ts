import fc from "fast-check";

/**
 * Property tests draw the same examples in every run, so that a run can be repeated and fails for what changed alone. `ZEROLM_SEED` is
 * another seed: a whole number, or "random" for a new one each time. A failing test names its seed.
 */
const given = process.env.ZEROLM_SEED ?? "20250324";
if (given !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(given) });
