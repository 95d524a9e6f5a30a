"""A run that was stopped and resumed ends with the very weights of one that was not; the mean of weights is one."""

import argparse
import json

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tokenizers import Tokenizer  # noqa: E402

from evaluation.muc4_data import TYPES  # noqa: E402
from training import keeping, tiny, train  # noqa: E402
from training.examples import muc_examples  # noqa: E402

TEXTS = [
    ("GUNMEN FIRED ON A BUS NEAR THE RIVER. THE DRIVER JOSE RUIZ DIED.", {"PERP: INDIVIDUAL ID": ['"GUNMEN"']}),
    ("A BOMB DAMAGED THE TOWN HALL. NOBODY WAS HURT.", {"PHYS TGT: ID": ['"TOWN HALL"']}),
    ("THE HARVEST WAS GOOD THIS YEAR.", None),
    ("REBELS BURNED TWO TRUCKS. THE TRUCKS CARRIED MAIZE.", {"PHYS TGT: ID": ['"TRUCKS"']}),
    ("THE MINISTER OPENED A SCHOOL.", None),
]


@pytest.fixture
def examples(tmp_path):
    lines = []
    for k, (text, slots) in enumerate(TEXTS):
        templates = [{"INCIDENT: TYPE": [TYPES[0]], **slots}] if slots else []
        lines.append(json.dumps({"split": "x", "docid": f"X-{k}", "text": text, "templates": templates}))
    path = tmp_path / "dev.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return muc_examples(path, Tokenizer.from_str(tiny.tokenizer()))


@pytest.fixture
def trainer(monkeypatch, examples):
    monkeypatch.setattr(train, "build", lambda _: (tiny.model(), Tokenizer.from_str(tiny.tokenizer())))
    monkeypatch.setattr(train, "SAVE_EVERY", 3)

    def made(out, resume=False):
        out.mkdir(exist_ok=True)
        options = argparse.Namespace(
            **{"out": out, "encoder": None, "start": None, "seed": 3, "threads": 1, "rate": 1e-3, "head_rate": 1e-2},
            **{
                "epochs": 4,
                "average": 0.9,
                "window": 254,
                "masked": 0.2,
                "keep_empty": 0.5,
                "polnear_share": 0.0,
                "muc_share": 1.0,
            },
            resume=resume,
        )
        return train.Trainer(options, examples, [], [], examples[:2])

    return made


def weights(run):
    return {**{n: p.detach() for n, p in run.model.named_parameters()}, **run.average.mean}


def test_a_resumed_run_ends_as_one_that_was_never_stopped(trainer, tmp_path):
    whole = trainer(tmp_path / "whole")
    whole.run()
    assert whole.step == 8  # two batches an epoch
    stopped = trainer(tmp_path / "stopped")
    once = stopped.train_step
    calls = []

    def failing(*args):
        if len(calls) == 5:
            raise KeyboardInterrupt
        calls.append(args)
        once(*args)

    stopped.train_step = failing
    with pytest.raises(KeyboardInterrupt):
        stopped.run()
    torch.manual_seed(99)  # whatever happened meanwhile
    resumed = trainer(tmp_path / "stopped", resume=True)
    assert 0 < resumed.step <= 5
    resumed.run()
    assert resumed.step == whole.step
    assert resumed.best == whole.best
    for name, value in weights(whole).items():
        assert torch.equal(value, weights(resumed)[name]), name


def test_there_is_nothing_to_resume_from(trainer, tmp_path):
    with pytest.raises(FileNotFoundError):
        trainer(tmp_path / "none", resume=True)


def test_the_mean_of_weights_is_applied_and_taken_back():
    layer = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.constant_(layer.weight, 1.0)
    average = keeping.Average(layer, 0.5)
    torch.nn.init.constant_(layer.weight, 3.0)
    average.update()  # of the first step less of the old mean stays: 2 / 11
    assert average.mean["weight"].item() == pytest.approx(3 - 2 * 2 / 11)
    with average.applied():
        assert layer.weight.item() == pytest.approx(3 - 4 / 11)
    assert layer.weight.item() == 3.0


def test_no_mean_is_kept_where_none_is_wanted():
    layer = torch.nn.Linear(1, 1)
    average = keeping.Average(layer, 0.0)
    average.update()
    with average.applied():
        assert average.mean == {}


def test_the_mean_of_checkpoints_takes_the_running_mean_of_a_state(tmp_path):
    torch.save({"model": {"w": torch.tensor([1.0, 3.0])}}, tmp_path / "a.pt")
    state = {"model": {"w": torch.tensor([9.0, 9.0])}, "average": {"mean": {"w": torch.tensor([3.0, 5.0])}}}
    torch.save(state, tmp_path / "b.pt")
    assert keeping.weights_of([tmp_path / "a.pt", tmp_path / "b.pt"])["w"].tolist() == [2.0, 4.0]
    torch.save({"model": {"w": torch.tensor([5.0, 7.0]), "late": torch.ones(1)}}, tmp_path / "d.pt")
    assert keeping.weights_of([tmp_path / "a.pt", tmp_path / "d.pt"])["late"].tolist() == [1.0]
    torch.save({"model": {"w": torch.zeros(3)}}, tmp_path / "c.pt")
    with pytest.raises(ValueError, match="one make"):
        keeping.weights_of([tmp_path / "a.pt", tmp_path / "c.pt"])
