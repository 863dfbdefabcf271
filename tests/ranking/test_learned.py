"""The learned ranker: what it may see, that a turn computes what it was fitted to, and what becomes of bad files."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palate import Agent, Catalog
from palate.errors import BadArgument, CallerError
from palate.ranking.attributes import Attributes
from palate.ranking.features import features_of, matrix
from palate.ranking.generators import candidates
from palate.ranking.history import Event, History
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned import examples, model
from palate.ranking.learned.examples import Examples, Lately
from palate.ranking.learned.ranker import LearnedRanker, Reordered
from palate.ranking.learned.train import TooLittle, Trained, retrain, train
from palate.ranking.log import LogArrays, read_log
from palate.ranking.moment import Moment
from palate.ranking.popularity import HALF_LIFE
from palate.ranking.taste import Taste
from tests.ranking.goods import ITEMS, actions, goods


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("learned") / "shop.db"
    with Catalog.build(path, items=goods(), interactions=actions()) as catalog:
        assert [each["version"] for each in model.versions(catalog.connect())] == [1]
    return path


@pytest.fixture
def catalog(path: Path, tmp_path: Path) -> Iterator[Catalog]:
    copy = tmp_path / "shop.db"
    copy.write_bytes(path.read_bytes())
    with Catalog.open(copy) as catalog:
        yield catalog


def chance() -> np.random.Generator:
    return np.random.default_rng(5)


def of_everything(found: Examples, like: int) -> Examples:
    """Return the example of a like whose candidates were chosen out of everything."""
    at = int(np.flatnonzero((found.likes == like) & ~found.requested)[0])
    return found.part(at, at + 1)


def log_of(catalog: Catalog) -> LogArrays:
    return read_log(catalog.connect(), catalog.schema.log).in_order()


def knowledge(catalog: Catalog, log: LogArrays) -> Knowledge:
    return Knowledge.fitted(log, catalog.schema.items, Attributes.of(catalog.columns, catalog.schema))


def of_one(catalog: Catalog, person: str) -> tuple[Event, ...]:
    return tuple(
        Event(each.item, 1.0 if (each.value or 0) >= 4 else -1.0, each.time) for each in catalog.log_of(person)
    )


def test_a_ranker_is_kept_with_what_is_told_of_it(catalog: Catalog) -> None:
    found = model.versions(catalog.connect())

    assert [each["used"] for each in found] == [True]
    assert found[0]["report"]["likes"] >= 300
    assert sum(found[0]["report"]["importance"].values()) == pytest.approx(1, abs=0.01)


def test_what_is_liked_by_the_same_people_comes_first(catalog: Catalog) -> None:
    reading = LearnedRanker(catalog).read(Taste(history=of_one(catalog, "p0"), likes={"i00": 1.0, "i02": 1.0}))
    assert isinstance(reading, Reordered)
    seen = {each.item for each in catalog.log_of("p0")}

    order = [item for item in catalog.ids(np.argsort(-reading.score(), kind="stable")) if item not in seen]

    assert {catalog.item(item).get("color") for item in order[:10]} == {"red"}


def test_a_turn_computes_the_features_that_were_learnt_from(catalog: Catalog) -> None:
    log = log_of(catalog)
    attributes = Attributes.of(catalog.columns, catalog.schema)
    features = features_of(catalog.schema, attributes)
    events = of_one(catalog, "p5")
    position = {item: at for at, item in enumerate(catalog.columns.ids())}
    places = [position[event.item] for event in events]
    history = History(
        np.array(places), np.array([event.worth for event in events]), np.array([event.time for event in events])
    )
    after = float(log.times.max()) + 1
    offline = Moment(knowledge(catalog, log), history, examples.Lately(log, ITEMS).at(after))
    stored = Knowledge.stored(catalog, catalog.columns)
    live = Moment(stored, History.of(catalog, events), stored.popularity.recent)

    pool = np.setdiff1d(np.arange(ITEMS), places)
    for moment in (offline, live):
        moment.choose(candidates(moment, pool))

    np.testing.assert_array_equal(offline.candidates, live.candidates)
    for at, feature in enumerate(features):
        one, other = matrix(offline, features)[:, at], matrix(live, features)[:, at]
        # The linear model is stored in half precision, which may move a place.
        near = 2 if feature.unit == "place" else 2e-3
        np.testing.assert_allclose(one, other, atol=near, err_msg=feature.name)


def test_what_comes_later_changes_nothing_of_what_is_learnt_from(catalog: Catalog) -> None:
    log = log_of(catalog)
    moment = examples.moment_of(log)
    known = knowledge(catalog, log.only(log.times < moment))
    features = features_of(catalog.schema, known.attributes)
    likes = examples.likes_after(log, moment, np.random.default_rng(0))[:40]
    ends = log.times[[like.at for like in likes]]
    told = examples.examples(log, likes, known, features, chance())

    for like, end, rows in zip(likes[::8], ends[::8], range(0, 40, 8), strict=True):
        later = np.flatnonzero(log.times > end)
        shuffled = log.items.copy()
        shuffled[later] = np.random.default_rng(1).permutation(shuffled[later])
        changed = replace(log, items=shuffled)
        again = examples.examples(changed, [like], known, features, chance())
        one, other = of_everything(told, rows), of_everything(again, 0)
        assert len(one) == 1
        np.testing.assert_array_equal(one.rows[one.taken == 1], other.rows[other.taken == 1])


def test_what_no_generator_puts_forward_is_not_learnt_from(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palate.ranking.generators.EACH", 2)
    log = log_of(catalog)
    known = knowledge(catalog, log.only(log.times < examples.moment_of(log)))
    features = features_of(catalog.schema, known.attributes)
    likes = examples.likes_after(log, examples.moment_of(log), np.random.default_rng(0))[:60]

    found = examples.examples(log, likes, known, features, chance())

    # Else an item with a poor place everywhere would be known to be the one that was taken.
    assert 0 < len(found) < 2 * len(likes)
    assert found.taken.sum() == len(found) == len(found.likes)
    places = found.rows[:, [at for at, feature in enumerate(features) if feature.unit == "place"]]
    assert places[found.taken == 1].min(axis=1).max() < 2


def test_each_like_is_looked_at_among_everything_and_among_what_a_request_leaves(catalog: Catalog) -> None:
    log = log_of(catalog)
    known = knowledge(catalog, log.only(log.times < examples.moment_of(log)))
    features = features_of(catalog.schema, known.attributes)
    likes = examples.likes_after(log, examples.moment_of(log), chance())[:20]

    found = examples.examples(log, likes, known, features, chance())

    # Of the other colour is nothing where a colour is requested; the tag that all share leaves everything.
    colour = [at for at, feature in enumerate(features) if feature.name == "color liked"]
    alone = [len({*each.rows[:, colour].ravel().tolist()}) == 1 for each in _each(found) if each.requested[0]]
    assert len(alone) == 20
    assert 0 < sum(alone) < 20
    assert not any(len({*each.rows[:, colour].ravel().tolist()}) == 1 for each in _each(found) if not each.requested[0])


def _each(found: Examples) -> list[Examples]:
    return [found.part(at, at + 1) for at in range(len(found))]


@pytest.fixture(scope="module")
def other(path: Path) -> Trained:
    """What another seed trains."""
    with Catalog.open(path) as catalog:
        made = train(catalog.connect(), catalog.schema, seed=11)
    assert isinstance(made, Trained)
    return made


def test_the_same_seed_makes_the_same_trees(catalog: Catalog, other: Trained) -> None:
    built, again = model.used(catalog.connect()), train(catalog.connect(), catalog.schema)

    assert built is not None
    assert isinstance(again, Trained)
    assert again.model.trees == built.trees != other.model.trees


def test_what_may_not_count_against_an_item_never_does(catalog: Catalog) -> None:
    log, found = log_of(catalog), model.used(catalog.connect())
    assert found is not None
    moment = examples.moment_of(log)
    known = knowledge(catalog, log.only(log.times < moment))
    features = features_of(catalog.schema, known.attributes)
    likes = examples.likes_after(log, moment, np.random.default_rng(0))[:5]
    rows = examples.examples(log, likes, known, features, chance()).rows[::5]
    bound = [(at, feature.monotone) for at, feature in enumerate(features) if feature.monotone]

    assert found.booster.feature_importance("gain")[[at for at, _ in bound]].sum() > 0
    for at, sign in bound:
        steps = np.nanquantile(rows[:, at], np.linspace(0, 1, 20))
        moved = np.repeat(rows[:, None], len(steps), axis=1)
        moved[:, :, at] = steps
        scores = found.scores(moved.reshape(-1, len(features))).reshape(len(rows), -1)
        assert (sign * np.diff(scores, axis=1)).min() >= -1e-9, features[at].name


def test_chances_grow_with_scores(catalog: Catalog) -> None:
    found = model.used(catalog.connect())
    assert found is not None
    chances = found.chances(np.array([-2.0, 0.0, 2.0]))

    assert np.all(np.diff(chances) >= 0)
    assert 0 < chances[0] <= chances[2] < 1


def test_families_add_up_to_the_scores_that_order(catalog: Catalog) -> None:
    reading = LearnedRanker(catalog).read(Taste(history=of_one(catalog, "p0")))
    assert isinstance(reading, Reordered)
    seen = catalog.positions({each.item for each in catalog.log_of("p0")})
    reading.score(np.setdiff1d(np.arange(ITEMS), seen))
    chosen = reading.moment.candidates
    scores = reading.learned.model.scores(matrix(reading.moment, reading.learned.features))

    shown = chosen[::4]
    sums = np.array([sum(added.values()) for added in reading.families(shown).values()])

    np.testing.assert_allclose(sums - sums[0], scores[::4] - scores[0], atol=1e-6)


def test_what_adds_the_most_of_what_items_are_is_what_decided(catalog: Catalog) -> None:
    reading = LearnedRanker(catalog).read(Taste(history=of_one(catalog, "p0")))
    assert isinstance(reading, Reordered)
    reading.score()
    places = reading.moment.candidates[:8]

    for made, added in zip(reading.contributions(places), reading.families(places).values(), strict=True):
        of_items = {family: value for family, value in added.items() if family != "person"}
        expected = max(of_items, key=lambda each: of_items[each])
        assert made.decided == (expected if of_items[expected] > 0 else None)
        assert bool(made.beside) <= (made.decided == "sequence")


def test_nothing_is_ranked_and_explained_of_an_empty_pool(catalog: Catalog) -> None:
    reading = LearnedRanker(catalog).read(Taste(history=of_one(catalog, "p0")))
    none = np.empty(0, dtype=np.int64)

    assert len(reading.score(none)) == 0
    assert reading.contributions(none) == []


def test_a_log_of_few_people_or_none_trains_nothing(tmp_path: Path) -> None:
    few = [row for row in actions() if int(row["user"][1:]) < 50]
    with Catalog.build(tmp_path / "few.db", items=goods(), interactions=few) as catalog:
        assert retrain(catalog) == TooLittle("the log has 50 people, and 200 are needed")
        assert model.used(catalog.connect()) is None
        assert not isinstance(LearnedRanker(catalog).read(Taste(history=of_one(catalog, "p1"))), Reordered)


def test_versions_can_be_gone_back_to_and_an_open_catalogue_follows(catalog: Catalog, other: Trained) -> None:
    taste = Taste(history=of_one(catalog, "p0"))
    first = LearnedRanker(catalog).score(taste)

    version = catalog.change(lambda connection: model.store(connection, other.model, other.report.model_dump()))
    assert version == 2
    assert not np.array_equal(LearnedRanker(catalog).score(taste), first)

    catalog.change(lambda connection: model.use(connection, 1))
    np.testing.assert_array_equal(LearnedRanker(catalog).score(taste), first)

    catalog.change(lambda connection: model.use(connection, None))
    assert not isinstance(LearnedRanker(catalog).read(taste), Reordered)
    with pytest.raises(BadArgument, match="no version 9 of the ranker; there are: 1, 2"):
        catalog.change(lambda connection: model.use(connection, 9))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE rankers SET trees = substr(trees, 1, 100)", "it is not what was stored"),
        ("UPDATE rankers SET features = '{}'", "it is not what was stored"),
    ],
)
def test_a_damaged_ranker_is_said_and_the_turn_goes_on_without_it(catalog: Catalog, damage: str, told: str) -> None:
    catalog.change(lambda connection: connection.execute(damage).rowcount)

    ranker = LearnedRanker(catalog)
    assert not isinstance(ranker.read(Taste(history=of_one(catalog, "p0"))), Reordered)
    assert ranker.unusable is not None
    assert told in ranker.unusable

    with closing(Agent(catalog)) as agent:
        reply = agent.ask("something red", user="p0")
    assert reply.items
    assert any(told in step["summary"] for step in reply.trace.steps)


def test_a_ranker_of_another_palate_is_told_by_its_features(catalog: Catalog) -> None:
    foreign = model.used(catalog.connect())
    assert foreign is not None
    names = ("moon phase", *foreign.features[1:])
    catalog.change(lambda connection: model.store(connection, replace(foreign, features=names), {}))

    told = LearnedRanker(catalog).unusable
    assert told is not None
    assert "`moon phase`, which is no feature of this catalogue any more" in told


def test_a_system_without_openmp_is_told_what_is_missing(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise OSError("libgomp.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(importlib, "import_module", fail)
    ranker = LearnedRanker(catalog)

    assert not isinstance(ranker.read(Taste(history=of_one(catalog, "p0"))), Reordered)
    assert ranker.unusable is not None
    assert "apt-get install libgomp1" in ranker.unusable
    with pytest.raises(CallerError, match=r"libgomp\.so\.1"):
        retrain(catalog)


def test_likes_are_thinned_to_what_was_taken_and_some_beside_it() -> None:
    rows = np.arange(7, dtype=np.float32).reshape(-1, 1)
    found = Examples(rows, np.array([0, 0, 1, 0, 0, 1, 0]), np.array([5, 2]), np.array([0, 1]), np.zeros(2, np.bool_))

    thin = found.thinned(3, np.random.default_rng(0))

    assert thin.groups.tolist() == [3, 2]
    assert thin.taken.sum() == 2
    assert thin.rows[thin.taken == 1].ravel().tolist() == [2, 5]
    assert thin.rows.ravel().tolist() == sorted(thin.rows.ravel().tolist())


def test_what_is_taken_lately_fades_and_is_told_without_what_comes_later() -> None:
    log = LogArrays(
        users=np.zeros(3, dtype=np.int64),
        items=np.array([0, 1, 1]),
        values=np.full(3, np.nan),
        consumed=np.ones(3, dtype=np.bool_),
        liked=np.ones(3, dtype=np.bool_),
        disliked=np.zeros(3, dtype=np.bool_),
        taken=np.ones(3, dtype=np.bool_),
        times=np.array([0.0, HALF_LIFE, 2 * HALF_LIFE]),
    )
    lately = Lately(log, 2)

    assert lately.at(HALF_LIFE).tolist() == [1.0, 0.0]
    assert lately.at(2 * HALF_LIFE).tolist() == [1 / 3, 2 / 3]
