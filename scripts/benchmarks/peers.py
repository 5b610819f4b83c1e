"""Times portfolios of Python packages; scripts/benchmark-peers starts it.

peers.py make FILE              writes 1,260 daily returns of 500 assets, doubles, row after row
peers.py time PACKAGE FILE ASSETS SECONDS   prints task, assets, milliseconds, volatility
peers.py table OWN THEIRS       joins the lines of both sides and prints the table
"""

import sys
import time
import warnings

ROWS, COLUMNS = 1260, 500
TASKS = [
    "minimum variance",
    "risk parity",
    "maximum diversification",
    "frontier of 20",
    "HRP",
    "Kelly",
]


def make(path):
    import numpy as np

    draw = np.random.default_rng(20260101)
    market = draw.normal(0.0004, 0.010, (ROWS, 1))
    segments = draw.normal(0, 0.006, (ROWS, 10))[:, np.arange(COLUMNS) % 10]
    beta = draw.uniform(0.5, 1.5, (1, COLUMNS))
    own = draw.normal(0, 1, (ROWS, COLUMNS)) * draw.uniform(0.008, 0.025, (1, COLUMNS))
    drift = draw.normal(0.0001, 0.0003, (1, COLUMNS))
    np.ascontiguousarray(beta * market + segments + own + drift, "<f8").tofile(path)


def frame(path, assets):
    import numpy as np
    import pandas as pd

    returns = np.fromfile(path, "<f8").reshape(ROWS, COLUMNS)[:, :assets]
    dates = pd.bdate_range("2015-01-02", periods=ROWS)
    return pd.DataFrame(returns.copy(), dates, [f"a{i}" for i in range(assets)])


def pyportfolioopt(x):
    from pypfopt import EfficientFrontier, HRPOpt, risk_models

    def covariance():
        return risk_models.sample_cov(x, returns_data=True, frequency=1)

    def minimum_variance():
        ef = EfficientFrontier(None, covariance(), (0, 1))
        return list(ef.min_volatility().values())

    def frontier():
        s, mu = covariance(), x.mean()
        ef = EfficientFrontier(None, s, (0, 1))
        low = sum(w * m for w, m in zip(ef.min_volatility().values(), mu))
        high = mu.max() * (1 - 1e-4)
        weights = []
        for step in range(20):
            ef = EfficientFrontier(mu, s, (0, 1))
            weights.append(list(ef.efficient_return(low + (high - low) * step / 19).values()))
        return weights[10]

    def hrp():
        weights = HRPOpt(x).optimize()
        return [weights[name] for name in x.columns]

    return {"minimum variance": minimum_variance, "frontier of 20": frontier, "HRP": hrp}


def skfolio(x):
    from skfolio import RiskMeasure
    from skfolio.optimization import (
        HierarchicalRiskParity,
        MaximumDiversification,
        MeanRisk,
        RiskBudgeting,
    )

    variance = RiskMeasure.VARIANCE
    models = {
        "minimum variance": lambda: MeanRisk(risk_measure=variance),
        "risk parity": lambda: RiskBudgeting(risk_measure=variance),
        "maximum diversification": MaximumDiversification,
        "frontier of 20": lambda: MeanRisk(risk_measure=variance, efficient_frontier_size=20),
        "HRP": lambda: HierarchicalRiskParity(risk_measure=variance),
    }

    def fitted(model):
        weights = model().fit(x).weights_
        return weights[10] if weights.ndim > 1 else weights

    return {task: lambda model=model: fitted(model) for task, model in models.items()}


def riskfolio(x):
    import riskfolio as rp

    def portfolio():
        found = rp.Portfolio(returns=x)
        found.assets_stats(method_mu="hist", method_cov="hist")
        return found

    def classic(**options):
        return portfolio().optimization(model="Classic", rm="MV", rf=0, hist=True, **options)

    def hrp():
        found = rp.HCPortfolio(returns=x)
        return found.optimization(model="HRP", rm="MV", linkage="single", leaf_order=False)

    def frontier():
        weights = portfolio().efficient_frontier(model="Classic", rm="MV", points=20, rf=0)
        return weights.iloc[:, 10]

    tasks = {
        "minimum variance": lambda: classic(obj="MinRisk"),
        "risk parity": lambda: portfolio().rp_optimization(model="Classic", rm="MV", rf=0),
        "frontier of 20": frontier,
        "HRP": hrp,
        "Kelly": lambda: classic(obj="MaxRet", kelly="exact"),
    }
    return {task: lambda body=body: body().to_numpy().ravel() for task, body in tasks.items()}


def measure(package, path, assets, seconds):
    import numpy as np

    warnings.simplefilter("ignore")
    x = frame(path, assets)
    covariance = np.cov(x.to_numpy(), rowvar=False)
    for task, body in globals()[package](x).items():
        times, start = [], time.perf_counter()
        try:
            while True:
                before = time.perf_counter()
                weights = np.asarray(body(), float)
                times.append(time.perf_counter() - before)
                if time.perf_counter() - start > seconds and len(times) % 2 == 1:
                    break
        except Exception as error:
            reason = str(error).strip().splitlines() or [type(error).__name__]
            print(task, assets, "failed", reason[0][:60], sep="\t", flush=True)
            continue
        value = float(weights @ covariance @ weights) ** 0.5
        if task == "Kelly":
            value = float(np.log1p(x.to_numpy() @ weights).mean())
        times.sort()
        print(task, assets, times[len(times) // 2] * 1000, value, sep="\t", flush=True)


def table(own, theirs):
    ours = {}
    for line in open(own):
        task, assets, whole, alone, value = line.rstrip("\n").split("\t")
        ours[task, int(assets)] = float(whole), float(alone), float(value)
    peers, names = {}, []
    for line in open(theirs):
        package, task, assets, *rest = line.rstrip("\n").split("\t")
        if package not in names:
            names.append(package)
        peers[package, task, int(assets)] = rest
    heads = ["bursar", "solution"] + names + ["× best", "× solution"]
    print("median ms over 1,260 returns, covariance included but in the column solution\n")
    print(f"{'':24}{'n':>5}" + "".join(f"{head:>15}" for head in heads))
    for task in TASKS:
        for assets in sorted({key[1] for key in ours}):
            if (task, assets) not in ours:
                continue
            whole, alone, _ = ours[task, assets]
            cells, best = [], None
            for name in names:
                found = peers.get((name, task, assets))
                if not found or found[0] == "failed":
                    cells.append("–" if not found else "failed")
                    continue
                best = min(best or float("inf"), float(found[0]))
                cells.append(f"{float(found[0]):,.1f}")
            ratios = [f"{best / t:,.0f}" if best else "–" for t in (whole, alone)]
            row = [f"{whole:,.3f}", f"{alone:,.3f}"] + cells + ratios
            print(f"{task:24}{assets:>5}" + "".join(f"{cell:>15}" for cell in row))
    print("\nvolatility of a day (growth of a day for Kelly) in millionths: did all find the same?\n")
    print(f"{'':24}{'n':>5}" + "".join(f"{head:>15}" for head in ["bursar"] + names))
    order = sorted(ours, key=lambda key: (TASKS.index(key[0]), key[1]))
    for task, assets in order:
        value = ours[task, assets][2]
        cells = [f"{value * 1e6:,.3f}"]
        for name in names:
            found = peers.get((name, task, assets))
            cells.append(f"{float(found[1]) * 1e6:,.3f}" if found and found[0] != "failed" else "–")
        print(f"{task:24}{assets:>5}" + "".join(f"{cell:>15}" for cell in cells))


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    if word == "make":
        make(rest[0])
    elif word == "time":
        measure(rest[0], rest[1], int(rest[2]), float(rest[3]))
    else:
        table(*rest)
