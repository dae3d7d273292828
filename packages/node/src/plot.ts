export { checkPlotPath, compiledPlot, drawPng, drawSvg, writePlot } from "./plot/draw.js";
export { checkReportPath, reportScript } from "./plot/report.js";
