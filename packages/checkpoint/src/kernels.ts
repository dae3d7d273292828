/** What a thread needs to sum up the bytes of a tensor; it loads no other package, since that costs a thread more than reading a gigabyte. */
export { type Piece, piecesOf, placesOf, type RowRange, type Side } from "./capacity/pieces.js";
export { wasmModule } from "./kernel/wasm-module.js";
export { type DtypeName, dtypes, type Values } from "./safetensors/dtype.js";
