import { test } from "vitest";
import { readArchitecture } from "../src/architecture/read.js";
process.on("warning", (w) => console.log("WARNING", w.message));
const cases: Record<string, () => string> = {
  brackets100k: () => "[".repeat(100_000),
  brackets4M: () => "[".repeat(4_000_000),
  closed100k: () => "[".repeat(100_000) + "]".repeat(100_000),
  braces100k: () => '{"a":'.repeat(100_000),
  layersZeros1M: () => `{"hidden":256,"embedding":{"vocabulary":1},"layers":[${"0,".repeat(1_000_000)}0]}`,
  yamlLayersZeros: () => `hidden: 256\nembedding: {vocabulary: 1}\nlayers: [${"0,".repeat(1_000_000)}0]`,
  unknownKeys: () => JSON.stringify(Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`hid${i}`, 1]))),
  aliasBomb: () => `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nhidden: 3`,
  aliasBombLong: () => `a0: &a0 [x,x]\n` + Array.from({length: 3000}, (_, i) => `a${i+1}: &a${i+1} [*a${i},*a${i}]`).join("\n"),
  cyclic: () => `&a\nhidden: *a\nlayers: [*a]`,
  unresolved: () => `hidden: *nothing`,
  empty: () => "",
  comment: () => "# nothing\n",
  list: () => "- 1\n- 2\n",
  dupYaml: () => "hidden: 3\nhidden: 4\n",
  dupJson: () => '{\n "hidden": 3,\n "hidden": 4, "layers": 3}',
  nul: () => "hidden: 3\0\0\nlayers: \0",
  nulOnly: () => "\0\0\0\0",
  truncated: () => '{\n  "hidden": 256,\n  "layers": [\n    {"mixer": {"kind": "attention", "heads"',
  indentation: () => "hidden: 256\nembedding:\n  vocabulary: 100\n positions: 3\n",
  tab: () => "hidden: 256\nembedding:\n\tvocabulary: 100\n",
  badKind: () => "hidden: 256\nembedding: {vocabulary: 10}\nlayers:\n  - mixer: {kind: atention, heads: 3}\n    ffn: 3\n  - ffn: {kind: plain, width: 1e12}\n",
  complexKey: () => "{[a,b]: 3, hidden: 3}",
  yaml11: () => "%YAML 1.1\n---\nhidden: 2001-01-01\nx: !!set {a, b}\ny: !!binary aGVsbG8=\n<<: {hidden: 3}\nembedding: !!omap [a: 1]\nlayers: !!set {a}\n",
  proto: () => '{"__proto__": {"hidden": 3}, "hidden": 256, "constructor": 3}',
  yamlProto: () => "__proto__: {hidden: 3}\nhidden: 256\n",
  numbers: () => "hidden: .inf\nembedding: {vocabulary: .nan}\nlayers: 9999999999999999999999999\n",
  multi: () => "hidden: 3\n---\nhidden: 4\n",
  bom: () => '\uFEFF{"hidden": 3}',
  crlf: () => 'hidden: 3\r\nlayers: 3\r\nhiden: 2\r\n',
  wide4M: () => "x: 1\n".repeat(800_000),
  longLine: () => "a".repeat(4_000_000),
  colons: () => ":".repeat(2_000_000),
  dashes: () => "- ".repeat(100_000),
  dashes2M: () => "- ".repeat(2_000_000),
  questions: () => "? ".repeat(100_000),
  questions1M: () => "? ".repeat(1_000_000),
  quotes: () => "'\"".repeat(500_000),
  bangs: () => "!a ".repeat(500_000),
  anchors: () => Array.from({length: 100000}, (_, i) => `a${i}: &x${i} 1`).join("\n"),
  anchorsAlias: () => Array.from({length: 50000}, (_, i) => `a${i}: &x${i} 1\nb${i}: *x${i}`).join("\n"),
  comments: () => "#\n".repeat(1_000_000),
  flowmap: () => "{a: {".repeat(3000) ,
  nested3000: () => '{"layers":' + "[".repeat(3000) + "]".repeat(3000) + "}",
  indent: () => Array.from({length: 2000}, (_, i) => " ".repeat(i) + "a:").join("\n"),
  emptyLines: () => "\n".repeat(4_000_000),
  deepJson5M: () => "[".repeat(5_000_000)+"]".repeat(5_000_000),
};
const only = process.env.ONLY?.split(",");
for (const [name, make] of Object.entries(cases)) if (!only || only.includes(name)) test(name, () => {
  const text = make().slice(0, 1048576); const t = Date.now();
  try { readArchitecture(text, "f"); console.log(name, "OK"); } catch (e: any) {
    console.log(`${name} ${Date.now() - t}ms ${e.constructor.name} others=${e.others?.length} ${String(e.describe?.() ?? e.stack).slice(0, 500)}`);
  }
}, 300_000);
