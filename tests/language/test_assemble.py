"""What follows from tags: conditions, orders, items and acts, whoever reads the tags."""

from __future__ import annotations

import pytest

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Condition
from palate.language.preference import Preference, Provenance
from palate.language.session import SessionView
from palate.language.understand import understand
from palate.language.understanding import Intent, Shown, Understanding
from tests.language.told import told

FILMS = Catalog.films()
NEW = SessionView()


def intent_of(line: str, session: SessionView = NEW) -> Intent:
    understood = told(line, FILMS, session)
    assert len(understood.intents) == 1, understood.intents
    return understood.intents[0]


def wheres(intent: Intent) -> set[str]:
    """Return the hard conditions of an intent, each in short."""
    return {
        " or ".join(f"{part.field} {part.op} {part.value}" for part in entry.where.parts)
        for entry in intent.preferences
        if entry.where is not None and entry.strength == "hard" and entry.polarity == "want"
    }


def shown(*ids: str) -> SessionView:
    items = [Shown(id=each.id, title=each.title, fields=dict(each.fields)) for each in FILMS.items(list(ids))]
    return SessionView(turn=1, shown=tuple(items), focus=tuple(items[:1]))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{request} a <genres:comedy=want>", {"genres contains Comedy"}),
        ("{request} no <genres:horror=avoid>", {"genres not_contains Horror"}),
        ("{request} anything but <country:American=avoid>", {"country != United States"}),
        ("{request} under <runtime:90 minutes=below>", {"runtime < 90"}),
        ("{request} <runtime:two hours=at_most> tops", {"runtime <= 120"}),
        ("{request} more than <runtime:two hours=above>", {"runtime > 120"}),
        ("{request} from <year:1994=at_least> on", {"year >= 1994"}),
        ("{request} films from <year:1994=want>", {"year = 1994"}),
        ("{request} from the <year:nineties=want>", {"year between [1990, 1999]"}),
        ("{request} not from the <year:nineties=avoid>", {"year < 1990 or year > 1999"}),
        ("{request} before the <year:nineties=below>", {"year < 1990"}),
        ("{request} between <year:1950=at_least> and <year:1960=at_most>", {"year between [1950, 1960]"}),
        ("{request} after <year:1990=above>, under <runtime:100 minutes=below>", {"year > 1990", "runtime < 100"}),
        ("{request} around <runtime:100 minutes=about>", {"runtime between [90, 110]"}),
        (
            "{request} by <director:John Ford=either> or <director:Sergio Leone=either>",
            {"director contains_any ['John Ford', 'Sergio Leone']"},
        ),
        (
            "{request} <genres:comedy=either> or <genres:crime=either>, <year:fifties=either> or <year:sixties=either>",
            {
                "genres contains_any ['Comedy', 'Crime']",
                "year between [1950, 1959] or year between [1960, 1969]",
            },
        ),
        (
            "{request} a <genres:comedy=either> or from the <year:fifties=either>",
            {"genres contains Comedy or year between [1950, 1959]"},
        ),
        (
            "{request} <year:fifties=either>, <genres:comedy=either> or <genres:crime=either>",
            {"year between [1950, 1959]", "genres contains_any ['Comedy', 'Crime']"},
        ),
        (
            "{request} <year:90年代=either>、<genres:喜剧=either>或<genres:西部片=either>",
            {"year between [1990, 1999]", "genres contains_any ['Comedy', 'Western']"},
        ),
        (
            "{request} ein <genres:Western=either> oder aus den <year:fünfziger Jahren=either>",
            {"genres contains Western or year between [1950, 1959]"},
        ),
        ("{request} in <language:Korean=want>", {"language = Korean"}),
        (
            "{request} neither <genres:war=avoid> nor <genres:crime=avoid>",
            {"genres not_contains War", "genres not_contains Crime"},
        ),
        ("{request} rated <age_rating:PG-13=at_most> at most", {"age_rating in ['G', 'PG', 'PG-13']"}),
        ("{request} <genres:horror=want!retracted>, no, <genres:comedy=want>", {"genres contains Comedy"}),
        ("{request} my train leaves at <runtime:9=none>, a <genres:western=want>", {"genres contains Western"}),
        ("{request} höchstens <runtime:anderthalb Stunden=at_most>", {"runtime <= 90"}),
        ("{request} <year:90年代=want>的", {"year between [1990, 1999]"}),
    ],
)
def test_roles_become_conditions(line: str, expected: set[str]) -> None:
    intent = intent_of(line)
    assert intent.act == "recommend"
    assert wheres(intent) == expected


def test_what_would_be_nice_filters_nothing() -> None:
    intent = intent_of("{request} a <genres:western=want>, ideally <language:Italian=want!soft>")
    assert wheres(intent) == {"genres contains Western"}
    assert [entry.strength for entry in intent.preferences if "language" in entry.fields] == ["soft"]


def test_tastes_are_kept_and_those_of_others_are_not() -> None:
    mine = intent_of("{tell} I can't stand <genres:horror=unlike>")
    assert (mine.act, mine.preferences[0].horizon) == ("state", "long")
    hers = intent_of("{request} my girlfriend can't stand <genres:horror=unlike!other>")
    assert hers.preferences[0].horizon == "session"
    assert wheres(hers) == {"genres not_contains Horror"}


def test_items_are_like_seen_taken_and_turned_down() -> None:
    session = shown("alien-1979", "jaws-1975", "heat-1995")
    assert [each.item for each in intent_of("{request} something like <title:Alien=like>").like] == ["alien-1979"]
    assert [each.item for each in intent_of("{tell} I've seen <title:Jaws=seen>").seen] == ["jaws-1975"]
    rejected = intent_of("films | shown | {request} not <#2:the second=avoid>", session)
    assert (rejected.act, [each.item for each in rejected.reject]) == ("critique", ["jaws-1975"])
    taken = intent_of("films | shown | {take} I'll have <#last:the last one=take>", session)
    assert (taken.act, [each.item for each in taken.about]) == ("commit", ["heat-1995"])


def test_less_is_than_what_was_shown_or_than_is_usual() -> None:
    session = shown("alien-1979", "jaws-1975")
    shortest = min(int(each.fields["runtime"]) for each in session.shown)  # type: ignore[call-overload]
    shorter = intent_of("films | shown | {request} <runtime:shorter=less>", session)
    assert (shorter.act, wheres(shorter)) == ("critique", {f"runtime < {shortest}"})
    short = intent_of("{request} not too <runtime:long=less>")
    assert [entry.strength for entry in short.preferences] == ["soft"]
    assert short.preferences[0].where is not None
    assert [part.op for part in short.preferences[0].where.parts] == ["<="]


def test_an_item_to_compare_with_is_looked_up() -> None:
    intent = intent_of("{request} <year:older=less> than <title:Jaws=than>")
    assert [(each.field, each.op, each.item) for each in intent.bounds] == [("year", "<", "jaws-1975")]


def test_what_an_item_has_is_looked_up() -> None:
    intent = intent_of("{request} by <director:the director=same> of <title:Fargo=same>")
    assert [(each.field, each.op, each.item) for each in intent.bounds] == [("director", "contains_any", "fargo-1996")]


@pytest.mark.parametrize(
    ("line", "kind", "field"),
    [
        ("{attribute} <director:who directed=asked> <title:Jaws=asked>?", "attribute", "director"),
        ("{count} how many <genres:westerns=want> are there?", "count", None),
        ("{values} which <genres:genres=asked> have you got?", "values", "genres"),
        ("{superlative} what's the <runtime:longest=most> <genres:western=want>?", "superlative", "runtime"),
        ("{average} how long is a <genres:western=want> on average, by <runtime:runtime=asked>?", "average", "runtime"),
        ("{check} is <title:Fargo=asked> a <genres:comedy=want>?", "check", None),
        ("{check} is <title:Fargo=asked> a <genres:comedy=asked>?", "check", None),
        ("{exists} do you have <title:Jaws=asked>?", "exists", None),
    ],
)
def test_questions(line: str, kind: str, field: str | None) -> None:
    intent = intent_of(line)
    assert intent.act == "question"
    assert intent.question is not None
    assert (intent.question.kind, intent.question.field) == (kind, field)


@pytest.mark.parametrize(
    ("line", "descending"),
    [
        ("{compare} which is <runtime:longer=asked>, <title:Alien=asked> or <title:Jaws=asked>?", True),
        ("{compare} is <title:Alien=asked> or <title:Jaws=asked> <runtime:shorter=less>?", False),
        ("{compare} which is <year:older=less>, <title:Alien=asked> or <title:Jaws=asked>?", False),
        ("{compare} the <runtime:longest=most> of <title:Alien=asked> and <title:Jaws=asked>?", True),
    ],
)
def test_which_of_two_has_more(line: str, descending: bool) -> None:
    question = intent_of(line).question
    assert question is not None
    assert (question.kind, question.choice, question.descending) == ("compare", True, descending)
    assert set(question.items) == {"alien-1979", "jaws-1975"}


def test_several_superlatives_are_several_questions() -> None:
    understood = told(
        "{superlative} the <runtime:longest=most> and the <year:oldest=least> <genres:western=want>?", FILMS
    )
    asked = [each.question for each in understood.intents if each.question is not None]
    assert [(each.field, each.descending) for each in asked] == [("runtime", True), ("year", False)]


def test_what_words_likely_mean_is_preferred_and_the_words_are_looked_for() -> None:
    intent = intent_of("{request} about a <~:ghost=want>")
    said = [(str(entry.text), entry.strength) for entry in intent.preferences if entry.text]
    assert said == [("ghost", "soft")]
    assert wheres(intent) == set()


def test_a_question_and_a_wish_are_two_intents() -> None:
    understood = told(
        "{attribute} <director:who directed=asked> <title:Jaws=asked>? {request} And a <genres:comedy=want>.", FILMS
    )
    assert [each.act for each in understood.intents] == ["question", "recommend"]


def test_a_wish_beside_a_fact_of_a_named_item_is_an_intent_of_its_own() -> None:
    understood = told(
        "{attribute} a <genres:thriller=want>, and <director:who directed=asked> <title:Jaws=asked>?", FILMS
    )

    assert [(intent.act, len(intent.preferences)) for intent in understood.intents] == [
        ("question", 0),
        ("recommend", 1),
    ]


def test_counts_and_orders() -> None:
    intent = intent_of("{request} <count:three=count> <genres:comedies=want>, the <year:newest=most> first")
    assert intent.limit == 3
    assert [(each.field, each.descending) for each in intent.order] == [("year", True)]


def test_what_does_not_matter_goes() -> None:
    held = Preference.model_validate({"where": {"field": "year", "op": ">=", "value": 1990}})
    session = SessionView(turn=1, preferences=(held,))
    assert intent_of("{request} <year:the year=any> doesn't matter", session).withdraw == ("year",)


def test_what_is_taken_back_goes_by_its_key() -> None:
    where = {"field": "genres", "op": "contains", "value": "Horror"}
    held = Preference.model_validate({"where": where, "provenance": Provenance(quote="horror")})
    session = SessionView(turn=1, preferences=(held,))
    intent = intent_of("{wrong} I never said <genres:horror=want!unasked>", session)
    assert intent.withdraw == (held.key,)


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("{greet} hello", "greet"),
        ("{thanks} thanks a lot", "thanks"),
        ("{bye} bye", "bye"),
        ("{help} what can you do?", "help"),
        ("{aside} it rains", "unclear"),
        ("{request} surprise me", "recommend"),
        ("{restart} let's start over", "undo"),
        ("{why} why those?", "why"),
    ],
)
def test_acts(line: str, act: str) -> None:
    assert intent_of(line).act == act


def test_who_takes_the_first_item_says_so() -> None:
    assert told("{first} I'll take whatever you show first", FILMS).final
    assert not told("{browse} let me see a few", FILMS).final


@pytest.mark.parametrize(
    ("message", "tags"),
    [
        ("Please be careful, since I will accept the first product you recommend", []),
        ("I need a kit. I'm taking the very first product you show me.", []),
        ("I'd like a first aid kit, please", ["first"]),
        ("something for the first day at school", ["first"]),
    ],
)
def test_words_about_the_talk_are_no_values(message: str, tags: list[str]) -> None:
    rows = [
        {"id": n, "title": f"{tag.title()} Thing {n}", "tags": [tag, "kit"]}
        for n, tag in enumerate(["first", "desk"] * 3)
    ]
    with Catalog.build(":memory:", items=rows, noun="product") as catalog:
        [intent] = understand(message, NEW, catalog).intents

        wanted = [entry.where.value for entry in intent.preferences if isinstance(entry.where, Condition)]
        assert [value for value in wanted if value == "first"] == tags


def test_asides_are_told_apart() -> None:
    understood: Understanding = told("{aside} What a day. {request} A <genres:comedy=want>.", FILMS)
    assert understood.asides == ("What a day.",)


def test_words_that_must_not_occur_keep_items_out() -> None:
    intent = intent_of("{request} nothing with <~:zombies=avoid>")
    assert wheres(intent) & {"synopsis not_contains zombies", "synopsis not_contains zombie"}


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("{count} how many films per <director:director=none>, before <year:1960=below>", "director"),
        ("{count} how many <genres:comedies=want> of each <country:country=asked>", "country"),
        ("{count} how many <genres:comedies=want> per <year:decade=none>", "year"),
        ("{count} how many films have a <runtime:runtime=none> under <runtime:90=below>", None),
        ("{count} how many <genres:comedies=want>", None),
    ],
)
def test_what_a_count_names_beside_its_conditions_is_what_it_counts_by(line: str, by: str | None) -> None:
    asked = intent_of(line).question
    assert asked is not None
    assert (asked.kind, asked.by) == ("count", by)


def test_what_is_said_twice_is_a_must_if_it_is_one_once() -> None:
    intent = intent_of("{request} ideally a <genres:western=want!soft>, a real <genres:western=want>")
    assert wheres(intent) == {"genres contains Western"}
    assert len(intent.preferences) == 1


def test_what_would_do_as_well_is_one_wish_in_all_its_words() -> None:
    [entry] = intent_of("{request} <genres:comedies=either> or <genres:crime films=either>").preferences
    assert entry.provenance.quote == "comedies or crime"


def test_who_wants_what_is_not_so_avoids_what_is() -> None:
    intent = intent_of("{request} a <genres:comedy=want>, but <~:not dumb=want>")
    assert "synopsis not_contains dumb" in wheres(intent)
    assert not [entry for entry in intent.preferences if entry.text is not None]


def test_a_negation_within_a_description_stands_for_no_value_and_no_text() -> None:
    intent = intent_of("{request} a <genres:comedy=want> <~:where a dog does not die=want>")
    assert [entry.provenance.quote for entry in intent.preferences] == ["comedy"]


def test_only_a_singular_that_texts_have_is_kept_out() -> None:
    intent = intent_of("{request} nothing where somebody <~:dies=avoid>")
    assert {value for value in wheres(intent) if value.endswith("dy")} == set()


@pytest.mark.parametrize("length", [600, 5_000])
def test_values_and_titles_of_any_length_can_be_asked_for(length: int) -> None:
    long = "quiet " + "q" * length
    rows = [{"id": str(n), "title": f"{word} {long}", "mood": long} for n, word in enumerate(["Oak", "Elm"])]
    with Catalog.build(":memory:", items=rows, fields={"mood": "category"}) as catalog:
        for message in (long, f"something like Oak {long}", "quiet"):
            assert understand(message, NEW, catalog).intents


def test_a_name_of_very_many_is_all_of_them() -> None:
    rows = [{"id": str(n), "title": f"Film {n}", "cast": [f"A{chr(97 + n % 26)}{n} Smith"]} for n in range(1_200)]
    with Catalog.build(":memory:", items=rows, fields={"cast": "tags"}) as catalog:
        [entry] = understand("something with Smith", NEW, catalog).intents[0].preferences
    assert entry.where is not None
    assert {part.field for part in entry.where.parts} == {"cast"}
