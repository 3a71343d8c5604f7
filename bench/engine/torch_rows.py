"""PyTorch's side of `bench engine`: reads lines "NET train|infer BATCH SECONDS", answers each with its mean CPU ms as JSON."""
import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(int(sys.argv[1]))


class LSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.output = nn.LSTM(32, 128), nn.Linear(128, 1)

    def forward(self, x):
        return self.output(self.lstm(x)[0][-1])[:, 0]


class Block(nn.Module):
    def __init__(self, d=128, heads=4):
        super().__init__()
        self.heads = heads
        self.n1, self.qkv, self.o = nn.LayerNorm(d), nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.n2, self.up, self.down = nn.LayerNorm(d), nn.Linear(d, 4 * d), nn.Linear(4 * d, d)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = [u.reshape(b, t, self.heads, -1).transpose(1, 2) for u in self.qkv(self.n1(x)).split(d, -1)]
        w = torch.softmax(q @ k.transpose(-1, -2) / (d // self.heads) ** 0.5, -1)
        x = x + self.o((w @ v).transpose(1, 2).reshape(b, t, d))
        return x + self.down(torch.relu(self.up(self.n2(x))))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks, self.output = nn.Sequential(*[Block() for _ in range(4)]), nn.Linear(128, 1)

    def forward(self, x):
        return self.output(self.blocks(x).mean(1))[:, 0]


class RecurrentLanguage(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.embedding, self.layer, self.output = nn.Embedding(65, 64), layer(64, 400, batch_first=True), nn.Linear(400, 65)

    def forward(self, x):
        return self.output(self.layer(self.embedding(x))[0])


class CausalBlock(nn.Module):
    """Attention with rotary positions, to what came before; then two dense layers."""

    def __init__(self, length=64, d=128, heads=4):
        super().__init__()
        self.heads, half = heads, d // heads // 2
        self.n1, self.qkv, self.o = nn.LayerNorm(d), nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.n2, self.up, self.down = nn.LayerNorm(d), nn.Linear(d, 4 * d), nn.Linear(4 * d, d)
        angles = torch.arange(length)[:, None] / 10_000 ** (torch.arange(half)[None] / half)
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())
        self.register_buffer("mask", torch.full((length, length), -1e9).triu(1))

    def rotate(self, x):
        a, b = x.chunk(2, -1)
        return torch.cat([a * self.cos - b * self.sin, b * self.cos + a * self.sin], -1)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = [u.reshape(b, t, self.heads, -1).transpose(1, 2) for u in self.qkv(self.n1(x)).split(d, -1)]
        q, k = self.rotate(q), self.rotate(k)
        w = torch.softmax(q @ k.transpose(-1, -2) / (d // self.heads) ** 0.5 + self.mask, -1)
        x = x + self.o((w @ v).transpose(1, 2).reshape(b, t, d))
        return x + self.down(torch.relu(self.up(self.n2(x))))


def causal():
    return nn.Sequential(nn.Embedding(65, 128), *[CausalBlock() for _ in range(4)], nn.LayerNorm(128), nn.Linear(128, 65))


class Tower(nn.Module):
    def __init__(self, width=96, depth=6):
        super().__init__()
        conv = lambda c, k: nn.Conv2d(c, width, k, padding=k // 2)
        self.stem, self.head = conv(17, 3), nn.Conv2d(width, 1, 1)
        self.first = nn.ModuleList([conv(width, 3) for _ in range(depth)])
        self.gate = nn.ModuleList([nn.Linear(2 * width, width) for _ in range(depth)])
        self.second = nn.ModuleList([conv(width, 3) for _ in range(depth)])

    def forward(self, x):
        h = torch.relu(self.stem(x))
        for first, gate, second in zip(self.first, self.gate, self.second):
            y = torch.relu(first(h))
            pooled = torch.cat([y.mean((2, 3)), y.amax((2, 3))], 1)
            h = torch.relu(h + second(y + gate(pooled)[:, :, None, None]))
        return self.head(h).flatten(1)


def go():
    layers = []
    for i in range(13):
        layers += [nn.Conv2d(64 if i else 17, 64, 3, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.Conv2d(64, 1, 1), nn.Flatten())


def nature():
    convs = [nn.Conv2d(4, 32, 8, 4), nn.ReLU(), nn.Conv2d(32, 64, 4, 2), nn.ReLU(), nn.Conv2d(64, 64, 3), nn.ReLU()]
    return nn.Sequential(*convs, nn.Flatten(), nn.Linear(3136, 512), nn.ReLU(), nn.Linear(512, 6))


def minatar():
    return nn.Sequential(nn.Conv2d(4, 16, 3), nn.ReLU(), nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), nn.Linear(128, 6))


def alexnet():
    layers = []
    for c, k, pooled in [(3, 64, 1), (64, 192, 1), (192, 384, 0), (384, 256, 0), (256, 256, 1)]:
        layers += [nn.Conv2d(c, k, 3, padding=1), nn.ReLU()] + ([nn.MaxPool2d(2)] if pooled else [])
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(4096, 512), nn.ReLU(), nn.Linear(512, 10))


def lenet():
    layers = [nn.ZeroPad2d(2), nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Conv2d(16, 120, 5), nn.ReLU(), nn.Flatten(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    return nn.Sequential(*layers)


def convnet():
    layers = []
    for c, k in [(1, 16), (16, 32), (32, 64)]:
        layers += [nn.Conv2d(c, k, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), nn.Linear(128, 10))


def normed(channels, filters, size, stride=1, relu=True):
    """A convolution that keeps the edges, with batch normalisation."""
    size = size if isinstance(size, tuple) else (size, size)
    conv = nn.Conv2d(channels, filters, size, stride, [taps // 2 for taps in size], bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(filters), *([nn.ReLU()] if relu else []))


class Residual(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.branch = nn.Sequential(normed(channels, filters, 3, stride), normed(filters, filters, 3, relu=False))
        self.stride, self.missing = stride, filters - channels

    def forward(self, x):
        return torch.relu(self.branch(x) + F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.missing)))


def resnet(blocks=2):
    layers, channels = [normed(1, 16, 3)], 16
    for stage, filters in enumerate([16, 32, 64]):
        for i in range(blocks):
            layers.append(Residual(channels, filters, 2 if stage and not i else 1))
            channels = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class Branches(nn.Module):
    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


def chain(channels, *convolutions):
    """Convolutions one after another, each (filters, size) or (filters, size, stride), filters as in the paper, a quarter here."""
    layers = []
    for filters, size, *stride in convolutions:
        layers.append(normed(channels, filters // 4, size, *stride))
        channels = filters // 4
    return nn.Sequential(*layers)


def inception():
    average = lambda c, k: nn.Sequential(nn.AvgPool2d(3, 1, 1, count_include_pad=False), chain(c, (k, 1)))
    halved = lambda: nn.MaxPool2d(3, 2, 1)
    split = lambda c: Branches(chain(c, (256, (1, 3))), chain(c, (256, (3, 1))))
    return nn.Sequential(
        chain(1, (32, 3), (64, 3), (192, 3)),
        Branches(chain(48, (192, 3, 2)), halved()),
        Branches(average(96, 96), chain(96, (96, 1)), chain(96, (64, 1), (96, 3)), chain(96, (64, 1), (96, 3), (96, 3))),
        Branches(halved(), chain(96, (384, 3, 2)), chain(96, (192, 1), (224, 3), (256, 3, 2))),
        Branches(
            average(256, 128),
            chain(256, (384, 1)),
            chain(256, (192, 1), (224, (1, 7)), (256, (7, 1))),
            chain(256, (192, 1), (192, (1, 7)), (224, (7, 1)), (224, (1, 7)), (256, (7, 1))),
        ),
        Branches(
            halved(),
            chain(256, (192, 1), (192, 3, 2)),
            chain(256, (256, 1), (256, (1, 7)), (320, (7, 1)), (320, 3, 2)),
        ),
        Branches(
            average(384, 256),
            chain(384, (256, 1)),
            nn.Sequential(chain(384, (384, 1)), split(96)),
            nn.Sequential(chain(384, (384, 1), (448, (1, 3)), (512, (3, 1))), split(128)),
        ),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(384, 10),
    )


planes = lambda b, c, n: (torch.rand(b, c, n, n) < 0.3).float()
grey = lambda b: torch.rand(b, 1, 28, 28)
tokens = lambda b: torch.randint(0, 65, (b, 64))
NETS = {  # network, input, outputs, kind of loss
    "go": (go, lambda b: planes(b, 17, 9), 81, "classes"),
    "go19": (go, lambda b: planes(b, 17, 19), 361, "classes"),
    "natureDqn": (nature, lambda b: torch.rand(b, 4, 84, 84), 6, "action"),
    "minatarDqn": (minatar, lambda b: planes(b, 4, 10), 6, "action"),
    "lstm": (LSTM, lambda b: torch.rand(32, b, 32), 1, "number"),
    "transformer": (Transformer, lambda b: torch.rand(b, 64, 128), 1, "number"),
    "lstmLanguage": (lambda: RecurrentLanguage(nn.LSTM), tokens, 65, "tokens"),
    "gruLanguage": (lambda: RecurrentLanguage(nn.GRU), tokens, 65, "tokens"),
    "transformerLanguage": (causal, tokens, 65, "tokens"),
    "alexnet": (alexnet, lambda b: torch.rand(b, 3, 32, 32), 10, "classes"),
    "tower": (Tower, lambda b: planes(b, 17, 9), 81, "classes"),
    "lenet": (lenet, grey, 10, "classes"),
    "convnet": (convnet, grey, 10, "classes"),
    "resnet": (resnet, grey, 10, "classes"),
    "inception": (inception, grey, 10, "classes"),
}
ready = {}


def prepare(net, mode, batch):
    make, inputs, outputs, kind = NETS[net]
    model, x = make(), inputs(batch)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-4)
    classes, target = torch.randint(0, outputs, (batch,)), torch.rand(batch)
    following = torch.randint(0, outputs, (batch * 64,))

    def train():
        optimiser.zero_grad(set_to_none=True)
        out = model(x)
        if kind == "tokens":
            loss = F.cross_entropy(out.flatten(0, 1), following)
        elif kind == "classes":
            loss = F.cross_entropy(out, classes)
        elif kind == "action":
            loss = F.smooth_l1_loss(out.gather(1, classes[:, None])[:, 0], target)
        else:
            loss = F.mse_loss(out, target)
        loss.backward()
        optimiser.step()

    def infer():
        with torch.inference_mode():
            model(x)

    return train if mode == "train" else infer


print(json.dumps(torch.__version__), flush=True)
for line in sys.stdin:
    net, mode, batch, seconds = line.split()
    key = (net, mode, batch)
    if key not in ready:
        ready.clear()  # one network at a time
        ready[key] = prepare(net, mode, int(batch))
        for _ in range(3):
            ready[key]()
    steps, start, end = 0, time.process_time(), time.perf_counter() + float(seconds)
    while time.perf_counter() < end or steps < 3:
        ready[key]()
        steps += 1
    print(json.dumps((time.process_time() - start) * 1e3 / steps), flush=True)
