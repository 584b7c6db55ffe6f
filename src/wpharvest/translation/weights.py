"""What each signal's measurements weigh: data learned from known pairs, read from `weights.json`."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

Calibration = tuple[float, float, float, float]


class Weights(msgspec.Struct, frozen=True):
    """A logistic model. `signals`: signal -> feature -> log-odds for one unit of it.

    A calibration turns a pair's log-odds and its lead over the next best into a probability (intercept, own
    log-odds, the shorter lead, the longer lead): `at_first` while nothing is known of the site, `calibration`
    once its sure pairs have taught the lexicon. `threshold` is the probability from which a pair is a family;
    `origin` says how all this came about.
    """

    origin: str
    bias: float
    signals: dict[str, dict[str, float]]
    at_first: Calibration
    calibration: Calibration
    threshold: float


class Alike(msgspec.Struct, frozen=True):
    """A logistic model of two sections or blocks: feature -> log-odds for one unit of it.

    `in_order` is added where both stand in the order of their documents; what stands elsewhere must reach
    `moved`. `lead` is what a pair's lead over the best other partner of either side is worth, for one of
    log-odds.
    """

    features: dict[str, float]
    in_order: float
    moved: float
    lead: float = 0.0


class Alikes(msgspec.Struct, frozen=True):
    """The models of the alignment; `origin` says how they came about."""

    origin: str
    sections: Alike
    blocks: Alike


@cache
def learned() -> Weights:
    """The weights that come with the package."""
    data = resources.files("wpharvest.translation").joinpath("weights.json").read_bytes()
    return msgspec.json.decode(data, type=Weights)


@cache
def alike() -> Alikes:
    """The weights of the alignment that come with the package."""
    data = resources.files("wpharvest.translation").joinpath("alignment.json").read_bytes()
    return msgspec.json.decode(data, type=Alikes)
