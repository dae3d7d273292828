export { addGram, logDeterminant, multiply } from "./products";
export {
  colSquaresBF16,
  colSquaresF16,
  colSquaresF32,
  rowSquaresBF16,
  rowSquaresF16,
  rowSquaresF32,
} from "./squares";
