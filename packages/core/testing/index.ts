/*
 * The suites that everything built in passes, for a proxy, space, benchmark format, search method or capacity of one's own. They run in
 * vitest, with random inputs by fast-check; both are installed beside this package by whoever uses them.
 */
export { arbitraryArchitecture } from "./arbitrary-architecture.js";
export { arbitrarySpace, spaceOf } from "./arbitrary-space.js";
export { type BenchmarkFixture, benchmarkContract } from "./benchmark-contract.js";
export { type CapacityCase, capacityContract } from "./capacity-contract.js";
export { type ProxyCase, type ProxyContract, proxyContract } from "./proxy-contract.js";
export { arbitraryRequest, searchContract } from "./search-contract.js";
export { spaceContract } from "./space-contract.js";
