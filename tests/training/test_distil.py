"""A small reader learns from what a large one tells; only published encoders are built around."""

import argparse

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tokenizers import Tokenizer  # noqa: E402

from reportedly.errors import TamperedModel  # noqa: E402
from training import distil, encoders, tiny, train  # noqa: E402

TEXTS = ["Gunmen fired on a bus near the river. The driver died.", "The harvest was good this year."]
BORDERS = [[(0, 37), (38, 54)], [(0, 31)]]


@pytest.fixture
def built(monkeypatch):
    def build(_):
        return tiny.model(), Tokenizer.from_str(tiny.tokenizer())

    monkeypatch.setattr(distil, "build", build)
    monkeypatch.setattr(train, "build", build)


@pytest.fixture
def checkpoints(tmp_path):
    paths = []
    for seed in (1, 2):
        model = tiny.model()
        torch.manual_seed(seed)
        for weights in model.telling.parameters():
            torch.nn.init.normal_(weights)
        paths.append(tmp_path / f"{seed}.pt")
        torch.save({"model": model.state_dict()}, paths[-1])
    return paths


def told_by(checkpoints):
    teacher = distil.Teacher(checkpoints, None)
    return [teacher.tell(text, borders) for text, borders in zip(TEXTS, BORDERS, strict=True)]


def test_what_is_told_comes_back_as_examples(built, checkpoints, tmp_path):
    told = told_by(checkpoints[:1])
    distil.write_told(told, tmp_path / "told.npz")
    examples = distil.taught_examples([tmp_path / "told.npz"], Tokenizer.from_str(tiny.tokenizer()))
    assert [e.text for e in examples] == TEXTS
    assert [len(e.sentences) for e in examples] == [2, 1]
    for example, one in zip(examples, told, strict=True):
        assert example.soft.shape == (len(example.words.spans), int(distil.TAUGHT.sum()), 3)
        assert np.allclose(example.soft.sum(-1), 1, atol=0.01)
        for sentence, (low, high, groups, kinds) in zip(example.sentences, one["sentences"], strict=True):
            assert (sentence.low, sentence.high) == (low, high)
            assert np.array_equal(sentence.groups, groups)
            assert np.array_equal(sentence.kinds, kinds)


def test_two_teachers_tell_their_mean(built, checkpoints):
    one, other, both = (told_by(paths) for paths in (checkpoints[:1], checkpoints[1:], checkpoints))
    for k in range(len(TEXTS)):
        mean = (one[k]["sentences"][0][2] + other[k]["sentences"][0][2]) / 2
        assert not np.allclose(one[k]["sentences"][0][2], other[k]["sentences"][0][2])
        assert np.allclose(both[k]["sentences"][0][2], mean, atol=1e-5)


def test_a_pupil_may_have_teachers_around_several_encoders(built, checkpoints, tmp_path):
    told = [told_by(checkpoints[:1]), told_by(checkpoints[1:])]
    paths = [tmp_path / "one.npz", tmp_path / "other.npz"]
    for one, path in zip(told, paths, strict=True):
        distil.write_told(one, path)
    examples = distil.taught_examples(paths, Tokenizer.from_str(tiny.tokenizer()))
    groups = [one[0]["sentences"][0][2] for one in told]
    assert np.allclose(examples[0].sentences[0].groups, (groups[0] + groups[1]) / 2, atol=1e-3)
    distil.write_told(told[1][:1], paths[1])
    with pytest.raises(ValueError, match="different texts"):
        distil.taught_examples(paths, Tokenizer.from_str(tiny.tokenizer()))


def test_a_pupil_comes_closer_to_its_teacher(built, checkpoints, tmp_path):
    distil.write_told(told_by(checkpoints[:1]), tmp_path / "told.npz")
    examples = distil.taught_examples([tmp_path / "told.npz"], Tokenizer.from_str(tiny.tokenizer()))
    options = argparse.Namespace(
        **{"out": None, "encoder": None, "start": None, "seed": 3, "threads": 1, "rate": 1e-3, "head_rate": 3e-2},
        **{"epochs": 30, "average": 0.0, "window": 254, "masked": 0.0, "keep_empty": 1.0, "resume": False},
        **{"polnear_share": 0.0, "muc_share": 1.0},
    )
    pupil = train.Trainer(options, [], [], examples)

    def distance():
        pupil.model.eval()
        with torch.no_grad():
            return sum(float(pupil.loss(e, *got)) for e, got in zip(examples, pupil.encode(examples), strict=True))

    before = distance()
    pupil.run()
    assert distance() < 0.9 * before


def test_texts_are_told_once(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n', "utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.txt").write_text("One.", "utf-8")
    assert list(distil.read_texts([tmp_path / "a.jsonl", tmp_path / "b"])) == ["One.", "Two."]


def test_unknown_weights_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(TamperedModel) as error:
        encoders.encoder_of(tmp_path)
    assert "all-MiniLM-L6-v2" in str(error.value.hint)


def test_marks_are_known_under_either_name():
    marks = encoders.marks_of(Tokenizer.from_str(tiny.tokenizer()))
    other = tiny.tokenizer()
    for old, new in (("[CLS]", "<s>"), ("[SEP]", "</s>"), ("[MASK]", "<mask>")):
        other = other.replace(old, new)
    assert marks == encoders.marks_of(Tokenizer.from_str(other))
    assert len(set(marks)) == 3
