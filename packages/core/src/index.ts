/** The zod that options of proxies are written with. */
export { z } from "zod";
export * from "./alpha/alpha.js";
export * from "./alpha/benchmark-sampling.js";
export * from "./alpha/calibration.js";
export * from "./alpha/cross-fitted.js";
export * from "./alpha/label-free.js";
export type { Spread } from "./alpha/spread.js";
export { type Adapter, adapterShapes } from "./architecture/adapter.js";
export * from "./architecture/architecture.js";
export * from "./architecture/cache.js";
export { contentOf } from "./architecture/content.js";
export * from "./architecture/cost.js";
export type { Embedding } from "./architecture/embedding.js";
export { type Ffn, ffns } from "./architecture/ffn/ffn.js";
export type { Head } from "./architecture/head.js";
export * from "./architecture/initialiser.js";
export { copiesOf, type Matrix, matrices, type SubModule } from "./architecture/matrices.js";
export { type Mixer, mixers } from "./architecture/mixer/mixer.js";
export { readArchitecture } from "./architecture/read.js";
export { readArchitectures, type WrittenArchitecture } from "./architecture/read-many.js";
export { type Resolved, resolveArchitecture } from "./architecture/resolve.js";
export { stackDepths } from "./architecture/stacks.js";
export type { Misfit, Role, SubModuleKind, WeightShape } from "./architecture/sub-module.js";
export * from "./architecture/tokens.js";
export { unjudgedMixers } from "./architecture/unjudged.js";
export { architectureDocument, architectureWriter, writeArchitecture } from "./architecture/write.js";
export * from "./benchmark/benchmark.js";
export * from "./benchmark/builtin/builtin.js";
export * from "./benchmark/evaluate.js";
export { filterBenchmark, filterEntries } from "./benchmark/filter.js";
export { withFlippedScores } from "./benchmark/flipped-scores.js";
export * from "./benchmark/formats.js";
export * from "./benchmark/groups.js";
export { ownFormat } from "./benchmark/own-format.js";
export { type OwnScores, ownScoresProxy, readOwnScores, unmatchedRows } from "./benchmark/own-scores.js";
export * from "./benchmark/survey.js";
export * from "./capacity/capacities.js";
export * from "./capacity/capacity.js";
export { addScaled, type ExactSum, exactTerm, sumOf, wholeTerm, zero } from "./capacity/exact-sum.js";
export { expectedLogDeterminant } from "./capacity/log-determinant.js";
export { nuclearNorm, singularValuesByGram, singularValuesOfLowRank } from "./capacity/nuclear-norm.js";
export { symmetricEigenvalues } from "./capacity/symmetric-eigenvalues.js";
export { covering } from "./device/covering.js";
export {
  type DevicePass,
  type DeviceTable,
  deviceLatency,
  deviceSeconds,
  deviceTableSchema,
  isDeviceTableText,
  latencyName,
  passOf,
  readDeviceTable,
} from "./device/device-table.js";
export { fittedCosts, predictedSeconds, type TimedWork, type WorkCosts } from "./device/fitted-costs.js";
export type { TimedPass, Work } from "./device/layer-work.js";
export { learntPass, type TimedNetwork } from "./device/learnt-pass.js";
export type { Problem } from "./document/check.js";
export { readDocument, type SourceDocument } from "./document/document.js";
export { keyText } from "./document/key-text.js";
export * from "./errors.js";
export * from "./host.js";
export { haveEqualSizes } from "./hugging-face/equal-sizes.js";
export { type HuggingFaceExport, huggingFaceClass, huggingFaceConfig } from "./hugging-face/export.js";
export { families as huggingFaceFamilies, type ModelType } from "./hugging-face/families.js";
export type { Family, Pruning } from "./hugging-face/family.js";
export { ffnMultOf, multipleOfFfnMult } from "./hugging-face/ffn-mult.js";
export { resolveHuggingFaceConfig } from "./hugging-face/hugging-face.js";
export {
  type LoadedForm,
  type LoadedShape,
  type Loader,
  type LoaderRule,
  loaderRules,
  loaders,
  rulesFor,
  splitsInto,
} from "./hugging-face/loader-rules.js";
export {
  type Axis,
  type NamedTensor,
  storedShape,
  type TensorPart,
  type TensorRole,
} from "./hugging-face/named-tensor.js";
export {
  type Allocation,
  allocateWithin,
  type Choice as KnapsackChoice,
  type Limits as KnapsackLimits,
  sizesOf,
  smallestSize,
} from "./knapsack/allocate.js";
export { Solver as KnapsackSolver } from "./knapsack/solver.js";
export { entryNamed } from "./lookup.js";
export { inDark } from "./plot/dark.js";
export type { EvaluationPanel, EvaluationPlotInput, EvaluationPoint } from "./plot/evaluation-plot.js";
export { evaluationPlot } from "./plot/evaluation-plot.js";
export { type HeatMapCell, type HeatMapInput, heatMap } from "./plot/heat-map.js";
export { type LatencyPlotInput, type LatencyPoint, latencyPlot } from "./plot/latency-plot.js";
export { type LayerCell, type LayerHeatMapInput, layerHeatMap } from "./plot/layer-heat-map.js";
export { type LearningPlotInput, type LearningPlotPoint, learningPlot } from "./plot/learning-plot.js";
export type { ParetoBudget } from "./plot/pareto-budget.js";
export type { ParetoPlotInput, ParetoPoint, RankedPoint } from "./plot/pareto-plot.js";
export { paretoPlot } from "./plot/pareto-plot.js";
export type { Json, JsonObject, VegaLiteSpec } from "./plot/vega-lite.js";
export { isPredictorText, readPredictor, writePredictor } from "./predictor/file.js";
export * from "./predictor/learning-curve.js";
export {
  defaultPrior,
  fitPredictor,
  learnPredictor,
  type Prediction,
  type Predictor,
  type PredictorLabel,
  type PredictorOptions,
} from "./predictor/predictor.js";
export { maximumCandidates, type Suggestion, suggest, untrained } from "./predictor/suggest.js";
export { additiveScore, additiveScoreOf, additiveScorer, additiveSum } from "./proxy/additive.js";
export { missingText } from "./proxy/checked-score.js";
export { proxyOf } from "./proxy/expression.js";
export * from "./proxy/nsc.js";
export * from "./proxy/options.js";
export { ownProxy } from "./proxy/own-proxy.js";
export { prepareProxy } from "./proxy/prepare.js";
export * from "./proxy/probe.js";
export * from "./proxy/proxies.js";
export * from "./proxy/proxy.js";
export { isShapeProxy, type ShapeDefinition, shapeProxy } from "./proxy/shape-proxy.js";
export { shapeScorer } from "./proxy/shape-scorer.js";
export { mergedRequests, readingsFor, sharedProbe, statisticKey } from "./proxy/shared-probe.js";
export { proxySum } from "./proxy/sum.js";
export type { RealWeights, WeightBlock } from "./proxy/weight-source.js";
export { defaultAlpha } from "./proxy/zerolm.js";
export { Random } from "./random/random.js";
export { type AnswerAtSize, answerAtSize } from "./reference/answer-at-size.js";
export { equivalentSizeOf } from "./reference/known-beside.js";
export * from "./reference/known-models.js";
export { type CheapestWithin, cheapestWithin, withMaximum } from "./search/advice/cheapest-within.js";
export { type Curve, curveOfFront } from "./search/advice/curve.js";
export * from "./search/advice/ends.js";
export * from "./search/advice/flatness.js";
export { type SecondOpinion, secondOpinions } from "./search/advice/second-opinions.js";
export { SizeCurve } from "./search/advice/size-curve.js";
export { chooseMethod } from "./search/auto.js";
export { quantityOf, rangeOf } from "./search/budget.js";
export { effortOf, isUneven } from "./search/exact/programs.js";
export { defaultEvaluations } from "./search/heuristic/heuristic.js";
export * from "./search/methods.js";
export { budgetQuantities, quantityOfProxy } from "./search/quantities.js";
export * from "./search/search.js";
export * from "./space/builtin/builtin.js";
export { type CompileOptions, compileSpace, readSpace } from "./space/compile.js";
export { spaceJsonSchema } from "./space/declaration.js";
export { crossover, mutate, sample, sampleMacroFirst, sampler } from "./space/sampling.js";
export * from "./space/space.js";
export { withVocabulary } from "./space/with-vocabulary.js";
export { writableSpace } from "./space/writable.js";
export { bootstrapIntervals, type Interval } from "./statistics/bootstrap.js";
export {
  type Correlations,
  correlations,
  pairsThatAdd,
  partialKendall,
  type RankingPair,
} from "./statistics/correlations.js";
export {
  type FirstChoiceOptions,
  type FirstChoiceRegret,
  firstChoiceRegret,
} from "./statistics/first-choice.js";
export type { GroupKeys } from "./statistics/groups.js";
export { kendall, kendallTauA } from "./statistics/kendall.js";
export { kendallMatchedSize } from "./statistics/matched-size.js";
export { meanInterval } from "./statistics/mean-interval.js";
export { normalScores } from "./statistics/normal-scores.js";
export { compareRankings, type NamedScores, type RankingDifference } from "./statistics/paired-bootstrap.js";
export { pairwiseAccuracy } from "./statistics/pairwise-accuracy.js";
export { partialSpearman } from "./statistics/partial-spearman.js";
export { quantile, quantileInterval } from "./statistics/quantile.js";
export { spearman } from "./statistics/spearman.js";
export { type RankingReport, rankingReport } from "./statistics/statistics.js";
export { ndcgAtK, precisionAtK, topKRegret } from "./statistics/top-k.js";
export { kendallWithinGroups } from "./statistics/within-groups.js";
