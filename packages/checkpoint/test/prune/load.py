"""What transformers makes of a checkpoint: load.py FOLDER prints its class, its parameters, what did not fit, and logits of a few tokens."""

import json
import sys

import torch
from transformers import AutoModelForCausalLM

model, about = AutoModelForCausalLM.from_pretrained(sys.argv[1], output_loading_info=True, dtype=torch.float32)
with torch.no_grad():
    logits = model(torch.tensor([[1, 2, 3, 4]])).logits
print(
    json.dumps(
        {
            "model": type(model).__name__,
            "parameters": sum(one.numel() for one in model.parameters()),
            "misfits": {name: [str(one) for one in found] for name, found in about.items() if found},
            "logits": logits.flatten().tolist(),
        }
    )
)
