"""What transformers makes of checkpoints: load.py FOLDERS prints for each its class, its parameters, what did not fit, and what it returns.

The class is the first of `architectures`; `sizes_match` is not relaxed, so that a tensor of another shape is an error.
"""

import json
import sys

import torch
import transformers


def inputs(config):
    """Four tokens, or an image of noise."""
    if config.model_type == "vit":
        size = (1, config.num_channels, config.image_size, config.image_size)
        return {"pixel_values": torch.randn(size, generator=torch.Generator().manual_seed(0))}
    tokens = torch.tensor([[1, 2, 3, 4]])
    return {"input_ids": tokens, **({"decoder_input_ids": tokens} if config.is_encoder_decoder else {})}


def loaded(folder):
    config = transformers.AutoConfig.from_pretrained(folder)
    kind = getattr(transformers, config.architectures[0])
    model, about = kind.from_pretrained(folder, output_loading_info=True, dtype=torch.float32)
    with torch.no_grad():
        output = model.eval()(**inputs(config))[0].flatten()
    return {
        "model": type(model).__name__,
        "parameters": sum(one.numel() for one in model.parameters()),
        "misfits": {name: [str(one) for one in found] for name, found in about.items() if found},
        "finite": bool(output.isfinite().all()),
        "output": output.tolist(),
    }


for folder in sys.argv[1:]:
    try:
        print(json.dumps(loaded(folder)))
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
