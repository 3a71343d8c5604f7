"""The baseline of bench/dqn.mjs: DQN's work on one frame in PyTorch, with the network of MinAtar's paper.

A frame: one greedy decision, one row stored, one update on 32 rows drawn from 100,000 (target network, Huber loss, Adam).
There is no environment, which makes the baseline faster than a real program. Prints frames/s.
Usage: dqn_torch.py SECONDS
"""

import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy loads OpenBLAS

import numpy as np
import torch
from torch import nn

ROWS, BATCH, ACTIONS, GAMMA = 100_000, 32, 6, 0.99

torch.set_num_threads(1)
torch.manual_seed(1)
rng = np.random.default_rng(1)


def network():
    return nn.Sequential(
        nn.Conv2d(4, 16, 3), nn.ReLU(), nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), nn.Linear(128, ACTIONS)
    )


online, target = network(), network()
target.load_state_dict(online.state_dict())
optimiser = torch.optim.Adam(online.parameters(), lr=2.5e-4)
frames = (rng.random((ROWS, 4, 10, 10)) < 0.1).astype(np.uint8)
actions = rng.integers(0, ACTIONS, ROWS)
rewards = rng.random(ROWS).astype(np.float32)
ends = (rng.random(ROWS) < 0.05).astype(np.float32)


def frame(step):
    row = step % (ROWS - 1)
    with torch.no_grad():
        seen = torch.from_numpy(frames[row : row + 1]).float()
        actions[row] = int(online(seen).argmax())
    rows = rng.integers(0, ROWS - 1, BATCH)
    observation = torch.from_numpy(frames[rows]).float()
    following = torch.from_numpy(frames[rows + 1]).float()
    with torch.no_grad():
        value = target(following).max(1).values
    aim = torch.from_numpy(rewards[rows]) + GAMMA * value * (1 - torch.from_numpy(ends[rows]))
    taken = online(observation).gather(1, torch.from_numpy(actions[rows]).unsqueeze(1)).squeeze(1)
    loss = nn.functional.smooth_l1_loss(taken, aim)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    if step % 1000 == 0:
        target.load_state_dict(online.state_dict())


for step in range(100):
    frame(step)
count, start = 0, time.perf_counter()
while time.perf_counter() - start < float(sys.argv[1]):
    frame(count)
    count += 1
print(count / (time.perf_counter() - start))
