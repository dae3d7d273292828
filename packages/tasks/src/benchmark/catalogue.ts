import { UsageError } from "@zerolm/core";

/** One file of a published benchmark. Size and hash are pinned: what is downloaded is what we tested against. */
export interface PublishedFile {
  readonly name: string;
  readonly holds: string;
  /** Whether the benchmark can be read at all without it. */
  readonly required: boolean;
  readonly bytes: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: string;
}

/** A benchmark that its authors publish as files at a fixed address. */
export interface PublishedBenchmark {
  readonly holds: string;
  /** The page a person would look at. */
  readonly homepage: string;
  /** The address of the folder the files lie in, of one commit, so that it never changes. */
  readonly baseUrl: string;
  /** The first is the main file, the one that `--data` names. */
  readonly files: readonly [PublishedFile, ...PublishedFile[]];
  readonly licence: string;
  readonly citation: string;
}

/** One of the three sets of Vision Transformers that OoD-ViT-NAS publishes. */
const autoformer = <Size extends string>(size: Size, bytes: number, sha256: string) => ({
  holds: `1,001 sub-networks of AutoFormer-${size} and their ImageNet accuracy`,
  homepage: "https://github.com/vovantuan1999a/OoD-ViT-NAS",
  baseUrl:
    "https://raw.githubusercontent.com/vovantuan1999a/OoD-ViT-NAS/037c8e0aeb053759cbbdd82c9bdab2dfb424aaa2/architecture_infors/",
  files: [
    {
      name: `1k_Vit_Architecture_from_AutoFM_${size}.json`,
      holds: "the architectures and their accuracy",
      required: true,
      bytes,
      sha256,
    },
  ] as const,
  licence: "none stated",
  citation:
    "Sy-Tuyen Ho et al. Vision Transformer Neural Architecture Search for Out-of-Distribution Generalization. NeurIPS 2024.",
});

/** Every benchmark that `zerolm benchmarks download` knows. A new one is a row here. */
export const publishedBenchmarks = {
  "nas-bench-bert": {
    holds: "500 FlexiBERT architectures, pre-trained and fine-tuned on 8 GLUE tasks",
    homepage: "https://github.com/aaronserianni/training-free-nas",
    baseUrl:
      "https://raw.githubusercontent.com/aaronserianni/training-free-nas/2d76e01b9586cad7340e8268dadba3056efd070b/data/",
    files: [
      {
        name: "BERT_benchmark.json",
        holds: "the architectures and their GLUE scores",
        required: true,
        bytes: 453_164,
        sha256: "fa2ff7198dcd71e0b8021ed2ace1c221672c33cc56931b6dff31fda3d044784f",
      },
      {
        name: "BERT_results_activation.csv",
        holds: "the published values of 8 proxies for each architecture",
        required: false,
        bytes: 146_923,
        sha256: "95fb60a0e702102d6b09a60d13745068270aa28183b7cc8dacb79d5ec6a4b36d",
      },
    ],
    licence: "CC BY 4.0",
    citation:
      "Aaron Serianni and Jugal Kalita. Training-free Neural Architecture Search for RNNs and Transformers. ACL 2023.",
  },
  "autoformer-tiny": autoformer(
    "tiny",
    391_651,
    "5e07b49782d4f808c81fa565bcff5432293f832b8822224469f69edb380a1e70",
  ),
  "autoformer-small": autoformer(
    "small",
    358_361,
    "d70fb30822848d71ce88efcff071973dce7f2256bc1a5eb663fcc138ca6ee789",
  ),
  "autoformer-base": autoformer(
    "base",
    393_335,
    "b7ab49e1411c890f4372a50552c98b7589e75e66b4b42274738a1e07e2cc03ff",
  ),
} as const satisfies Record<string, PublishedBenchmark>;

export type PublishedBenchmarkName = keyof typeof publishedBenchmarks;

/**
 * The row of a name.
 *
 * @throws UsageError that lists the names there are
 */
export function publishedBenchmark(name: string): PublishedBenchmark {
  if (isPublishedBenchmark(name)) return publishedBenchmarks[name];
  const names = Object.keys(publishedBenchmarks).join(", ");
  throw new UsageError(`there is no benchmark "${name}" to download. Choose from ${names}.`);
}

/** Whether a benchmark of this name can be downloaded. */
export function isPublishedBenchmark(name: string): name is PublishedBenchmarkName {
  return Object.hasOwn(publishedBenchmarks, name);
}

/**
 * The address of one file, at the authors' or, with `baseUrl`, at a mirror that keeps the file names.
 *
 * @throws UsageError when `baseUrl` is not an http or https address
 * @example fileAddress("https://mirror.example/nas?key=1", "a.json") // "https://mirror.example/nas/a.json?key=1"
 */
export function fileAddress(baseUrl: string, file: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`"${baseUrl}" is not an address to download from. Give one that starts with https.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("the address to download from contains a user name or password. Give one without.");
  }
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${encodeURIComponent(file)}`;
  return url.href;
}
