/** What stands in a `tokenizer.json`. */
export type TokenizerDocument = Readonly<Record<string, unknown>>;

type Values = Readonly<Record<string, unknown>>;

/** What GPT-2 and RoBERTa call special tokens. */
const specialTokens = ["<|endoftext|>", "<s>", "<pad>", "</s>", "<unk>", "<mask>"];

/**
 * The `tokenizer.json` that `vocab.json` and `merges.txt` stand for: byte pairs over bytes (GPT-2, Radford et al. 2019). A vocabulary with `<s>` and
 * `</s>` has them around each text (RoBERTa).
 */
export function gptDocument(vocab: Values, merges: string): TokenizerDocument {
  const lines = merges.split("\n").filter((line) => line !== "" && !line.startsWith("#version"));
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  const [start, end] = [vocab["<s>"], vocab["</s>"]];
  const isMarked = start !== undefined && end !== undefined;
  const around = { type: "RobertaProcessing", cls: ["<s>", start], sep: ["</s>", end] };
  return {
    added_tokens: addedTokens(vocab, specialTokens),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: isMarked ? { ...around, add_prefix_space: false, trim_offsets: true } : null,
    decoder: byteLevel,
    model: { type: "BPE", vocab, merges: lines },
  };
}

/** The `tokenizer.json` that `vocab.txt` stands for: WordPiece (BERT, Devlin et al. 2019), lower case unless `do_lower_case` is false. */
export function bertDocument(vocabulary: string, config: Values): TokenizerDocument {
  const words = vocabulary.split(/\r?\n/);
  if (words.at(-1) === "") words.pop();
  const vocab = Object.fromEntries(words.map((word, id) => [word, id]));
  return {
    added_tokens: addedTokens(vocab, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: config.tokenize_chinese_chars ?? true,
      strip_accents: config.strip_accents ?? null,
      lowercase: config.do_lower_case ?? true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "BertProcessing",
      cls: ["[CLS]", vocab["[CLS]"]],
      sep: ["[SEP]", vocab["[SEP]"]],
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      vocab,
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
    },
  };
}

const addedTokens = (vocab: Values, contents: readonly string[]): object[] =>
  contents.flatMap((content) => {
    const id = vocab[content];
    const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false };
    return id === undefined ? [] : [{ id, content, ...plain, special: true }];
  });
