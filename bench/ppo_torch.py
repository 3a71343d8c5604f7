"""The baseline of bench/ppo.mjs: PPO's work on a rollout in PyTorch, in the manner of CleanRL's ppo.py.

Usage: ppo_torch.py SECONDS NETWORK ENVS STEPS MINIBATCHES EPOCHS, where NETWORK is "cnn" (MinAtar's: 16 filters, 128 units) or
"mlp" (128 and 64 units). There is no environment: observations are random bits, which makes the baseline faster than a
real program. Prints frames for each second of CPU time.
"""

import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy loads OpenBLAS

import numpy as np
import torch
from torch import nn
from torch.distributions.categorical import Categorical

SECONDS, NETWORK = float(sys.argv[1]), sys.argv[2]
ENVS, STEPS, MINIBATCHES, EPOCHS = (int(each) for each in sys.argv[3:7])
ACTIONS, GAMMA, LAMBDA, CLIP = 6, 0.99, 0.95, 0.2
ROWS = ENVS * STEPS

torch.set_num_threads(1)
torch.manual_seed(1)
rng = np.random.default_rng(1)


def layer(module, gain=2**0.5):
    nn.init.orthogonal_(module.weight, gain)
    nn.init.constant_(module.bias, 0.0)
    return module


class Agent(nn.Module):
    def __init__(self):
        super().__init__()
        if NETWORK == "cnn":
            self.body = nn.Sequential(
                layer(nn.Conv2d(4, 16, 3)), nn.ReLU(), nn.Flatten(), layer(nn.Linear(1024, 128)), nn.ReLU()
            )
            width = 128
        else:
            self.body = nn.Sequential(
                nn.Flatten(), layer(nn.Linear(400, 128)), nn.ReLU(), layer(nn.Linear(128, 64)), nn.ReLU()
            )
            width = 64
        self.actor, self.critic = layer(nn.Linear(width, ACTIONS), 0.01), layer(nn.Linear(width, 1), 1.0)

    def value(self, x):
        return self.critic(self.body(x))

    def act(self, x, action=None):
        hidden = self.body(x)
        policy = Categorical(logits=self.actor(hidden))
        if action is None:
            action = policy.sample()
        return action, policy.log_prob(action), policy.entropy(), self.critic(hidden)


agent = Agent()
optimiser = torch.optim.Adam(agent.parameters(), lr=2.5e-4, eps=1e-5)
frames = (rng.random((64, ENVS, 4, 10, 10)) < 0.1).astype(np.uint8)
rewards_seen = rng.random((64, ENVS)).astype(np.float32)
ends = (rng.random((64, ENVS)) < 0.05).astype(np.float32)

observations = torch.zeros((STEPS, ENVS, 4, 10, 10))
actions, log_probs, rewards, dones, values = (torch.zeros((STEPS, ENVS)) for _ in range(5))


def iteration():
    seen, done = torch.from_numpy(frames[0]).float(), torch.zeros(ENVS)
    for step in range(STEPS):
        observations[step], dones[step] = seen, done
        with torch.no_grad():
            action, log_prob, _, value = agent.act(seen)
            values[step] = value.flatten()
        actions[step], log_probs[step] = action, log_prob
        action.cpu().numpy()  # to the environment
        at = (step + 1) % 64
        rewards[step] = torch.from_numpy(rewards_seen[at])
        seen, done = torch.from_numpy(frames[at]).float(), torch.from_numpy(ends[at])
    with torch.no_grad():
        following = agent.value(seen).reshape(1, -1)
        advantages, last = torch.zeros_like(rewards), 0
        for t in reversed(range(STEPS)):
            alive = 1.0 - (done if t == STEPS - 1 else dones[t + 1])
            next_value = following if t == STEPS - 1 else values[t + 1]
            delta = rewards[t] + GAMMA * next_value * alive - values[t]
            advantages[t] = last = delta + GAMMA * LAMBDA * alive * last
        returns = advantages + values
    b_observations, b_actions = observations.reshape(-1, 4, 10, 10), actions.reshape(-1)
    b_log_probs, b_advantages = log_probs.reshape(-1), advantages.reshape(-1)
    b_returns, b_values = returns.reshape(-1), values.reshape(-1)
    order = np.arange(ROWS)
    size = ROWS // MINIBATCHES
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for start in range(0, ROWS, size):
            rows = order[start : start + size]
            _, log_prob, entropy, value = agent.act(b_observations[rows], b_actions.long()[rows])
            log_ratio = log_prob - b_log_probs[rows]
            ratio = log_ratio.exp()
            with torch.no_grad():
                ((ratio - 1) - log_ratio).mean().item()
                ((ratio - 1.0).abs() > CLIP).float().mean().item()
            gain = b_advantages[rows]
            gain = (gain - gain.mean()) / (gain.std() + 1e-8)
            policy_loss = torch.max(-gain * ratio, -gain * torch.clamp(ratio, 1 - CLIP, 1 + CLIP)).mean()
            value, old = value.view(-1), b_values[rows]
            near = old + torch.clamp(value - old, -CLIP, CLIP)
            square = torch.max((value - b_returns[rows]) ** 2, (near - b_returns[rows]) ** 2)
            loss = policy_loss - 0.01 * entropy.mean() + 0.5 * 0.5 * square.mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(agent.parameters(), 0.5)
            optimiser.step()


iteration()
count, start = 0, time.process_time()
while time.process_time() - start < SECONDS:
    iteration()
    count += ROWS
print(count / (time.process_time() - start))
