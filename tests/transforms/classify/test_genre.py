"""The genre by what a page declares, where it stands, and what it says of itself; in doubt, news."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes import Genre
from schemas.records import Article
from support.lakes import article
from transforms.classify.genre import evidence, genre
from transforms.classify.genre_marks import AT_START, Rule, plain_name, rules, section_marks

TEXT = "The ministers met in Geneva."
PLAIN: dict[str, object] = {
    "genre": "other",
    "canonical_url": None,
    "categories": (),
    "title": None,
    "text": TEXT,
    "authors": (),
    "source_domain": None,
}
ESSAY = (
    "Last week I stood at the bridge where my father used to fish. I counted the lorries, and there were none. How "
    "many convoys have to be turned back before ministers admit that they were wrong? We must stop pretending that "
    "words are deeds. If our leaders meant what they say, they would open the road. They should be ashamed, and so "
    "should we. I will go back to the bridge, because somebody must."
)
QUOTING = (
    '"I stood at the bridge, and we must not be silent," she said on Monday. "I counted the lorries. I know what I '
    'saw, and I will not forget it. We should all be ashamed," she told reporters. The ministry said that the road '
    'would open on Friday. "I hope so," she added, "but I must see it first." Officials in the town said that none of '
    "the lorries had arrived, according to the drivers' union."
)
ENTRIES = "\n\n".join(f"{hour}:30 GMT The talks go on." for hour in range(10, 17))
FRENCH_ESSAY = (
    "J'ai longtemps cru que la route du lac serait ouverte un jour. Je la longe chaque matin et je compte les pierres. "
    "Faut-il vraiment une commission de plus ? Nous avons les plans, nous avons les pierres et, hélas, nous avons les "
    "mêmes élus. Notre village mérite mieux que des promesses. Je ne demande rien pour moi, mais nous le devons aux "
    "enfants, et je le dirai encore aux ministres quand ils viendront inaugurer les barrières."
)
CZECH_REPORT = (
    "Most je zavřený od pondělí a oprava je podle radnice hotová z poloviny. Doprava je vedena po náhradní trase, a ta "
    "je delší o čtyři kilometry. Škola je otevřená a autobus je zdarma. Stavba je placena z rozpočtu kraje a její cena "
    "je osmdesát milionů korun. Hejtman je spokojen, starosta je opatrnější a termín otevření je konec roku, pokud je "
    "počasí příznivé. Kdo je proti, může se odvolat do konce měsíce, řekl mluvčí radnice."
)
INTERVIEW = """Is the port too small?

I think that we must dig. I have said so for years, and we are late.

Who will pay for it?

We will. I cannot promise more, but I will try, and we should start soon.

When does the work begin?

I hope in May. We have the permits, and I have the diggers."""
CREDENTIALS = (
    "The Minister received today H.E. Mrs. Ruth Sand, who presented her credentials.\n\n"
    "The two sides exchanged views on issues of mutual interest."
)
RELEASE = (
    "Acme Pumps, a leading provider of pumps, is pleased to announce its new factory.\n\n"
    '"We are thrilled to open it," said Ann Lee, president of Acme Pumps.\n\nAbout Acme Pumps\n\nAcme makes pumps.'
)
REPORT = (
    "Acme Pumps, a leading provider of pumps, on Tuesday announced that it would close its old factory, its president "
    'said. "We are proud of our customers," Ann Lee told reporters. The union said that 40 workers would lose their '
    "jobs, according to a letter that was seen on Monday. Officials said that talks would be held."
)


def made(fields: dict[str, object]) -> Article:
    return article("a", **(PLAIN | fields))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, "news", id="nothing known"),
        pytest.param({"genre": "live"}, "live", id="declared"),
        pytest.param({"canonical_url": "https://example.com/opinion/2026/a"}, "opinion", id="folder"),
        pytest.param({"canonical_url": "https://example.com/commentisfree/2026/a"}, "opinion", id="folder in one word"),
        pytest.param({"canonical_url": "https://example.fr/Points-de-vue/a"}, "opinion", id="French folder"),
        pytest.param({"canonical_url": "https://example.es/opini%C3%B3n/a"}, "opinion", id="folder with an accent"),
        pytest.param({"canonical_url": "https://example.de/meinung/kommentare/a"}, "opinion", id="German folder"),
        pytest.param({"canonical_url": "https://opinion.example.com/a"}, "opinion", id="host"),
        pytest.param({"canonical_url": "https://example.com/news/live/a"}, "live", id="live folder"),
        pytest.param({"canonical_url": "https://example.com/press-releases/a"}, "press_release", id="press folder"),
        pytest.param({"canonical_url": "https://www.water.gov.uk/press/a"}, "press_release", id="authority"),
        pytest.param({"canonical_url": "https://example.com/food/recipes/a"}, "other", id="recipes"),
        pytest.param({"canonical_url": "https://example.com/news/fire-live-blog"}, "live", id="name of an address"),
        pytest.param({"text": "Soup\n\n1 cup lentils\n\n6 cups stock\n\n2 tbsp oil"}, "other", id="ingredients"),
        pytest.param({"categories": ("World", "Op-Ed")}, "opinion", id="category"),
        pytest.param({"categories": ("World / Opinion",)}, "opinion", id="category in a list"),
        pytest.param({"authors": ("Editorial Board",)}, "opinion", id="author"),
        pytest.param({"title": "Opinion: Talks are not enough"}, "opinion", id="title"),
        pytest.param({"title": "We must not look away again"}, "opinion", id="title that calls"),
        pytest.param({"title": "Talks in Geneva – live updates"}, "live", id="live title"),
        pytest.param({"title": "EN DIRECT - Négociations à Genève"}, "live", id="French live title"),
        pytest.param({"title": "Dinner: 7 tips for leftover rice"}, "news", id="number inside a title"),
        pytest.param({"title": "7 tips for leftover rice"}, "other", id="list of tips"),
        pytest.param({"title": "Cómo cocinar arroz"}, "other", id="Spanish advice"),
        pytest.param(
            {"text": "GENEVA, Jan. 17, 2026 /PRNewswire/ -- Acme announced a pump."}, "press_release", id="press wire"
        ),
        pytest.param({"text": f"FOR IMMEDIATE RELEASE\n\n{TEXT}"}, "press_release", id="label of a release"),
        pytest.param({"text": RELEASE}, "press_release", id="release without a label"),
        pytest.param({"text": f"{TEXT}\n\nJane Doe is a columnist for The Herald."}, "opinion", id="columnist"),
        pytest.param(
            {"text": f"{TEXT}\n\nThe writer is a former ambassador to the UN."}, "opinion", id="note on the writer"
        ),
        pytest.param({"text": ESSAY}, "opinion", id="the writer's voice"),
        pytest.param({"text": FRENCH_ESSAY}, "opinion", id="the writer's voice in French"),
        pytest.param({"categories": ("رأي",)}, "opinion", id="Arabic category"),
        pytest.param({"canonical_url": "https://example.co.il/דעות/1"}, "opinion", id="Hebrew folder"),
        pytest.param({"title": "Readout of the minister's call with his counterpart"}, "press_release", id="readout"),
        pytest.param({"title": "Minister receives ambassador", "text": CREDENTIALS}, "press_release", id="protocol"),
        pytest.param(
            {"text": "Responding to the verdict, Ann Lee of Rights Now said:\n\nIt is a scandal."},
            "press_release",
            id="an answer for the press",
        ),
        pytest.param(
            {"categories": ("Press release",), "text": ESSAY}, "press_release", id="a message that its author issues"
        ),
        pytest.param({"title": "הודעה מטעם משרד החוץ"}, "press_release", id="Hebrew release"),
        pytest.param({"title": "خمس نصائح لنوم هادئ"}, "other", id="Arabic tips"),
        pytest.param(
            {"text": "\n\n".join(f"{over}.{over % 6 + 1}: No run." for over in range(20, 90, 9))}, "live", id="overs"
        ),
        pytest.param({"text": ENTRIES}, "live", id="entries"),
        pytest.param(
            {"text": "Soup\n\nIngredients\n\n2 onions\n\n50 g butter\n\nMethod\n\nFry."}, "other", id="recipe"
        ),
    ],
)
def test_genre(fields: dict[str, object], expected: str) -> None:
    assert genre(made(fields)) == expected


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"canonical_url": "https://example.com/news/live-ammunition-used"}, id="live in a slug"),
        pytest.param({"canonical_url": "https://example.com/politics/opinion"}, id="opinion as a slug"),
        pytest.param({"canonical_url": "https://example.com/blogs/talks-resume"}, id="blogs alone"),
        pytest.param({"canonical_url": "https://agency.gov.example/press/a"}, id="press alone"),
        pytest.param({"canonical_url": "https://agency.gov.uk/world/a"}, id="a state's host alone"),
        pytest.param({"title": "Opinion polls show a tight race"}, id="opinion polls"),
        pytest.param({"title": "Hostages found: live bombs removed"}, id="live bombs"),
        pytest.param({"title": "Where the ministers live"}, id="live as a verb"),
        pytest.param({"title": "‘We must act now’: ministers meet"}, id="a quotation's call"),
        pytest.param({"title": "Minister: I am not afraid"}, id="who speaks before a colon"),
        pytest.param({"title": "A recipe for disaster, says the opposition"}, id="recipe for disaster"),
        pytest.param({"title": "How to try a warlord"}, id="how to"),
        pytest.param({"text": "The columnist was arrested at 10:30 in Ankara, his lawyer said."}, id="a columnist"),
        pytest.param({"text": "The haul\n\n2 kg of gold was found, police said."}, id="one quantity"),
        pytest.param({"text": "Trains leave at\n10:30 and\n11:30."}, id="two times"),
        pytest.param({"text": "\n".join(f"10.{n}5 million euros" for n in range(6))}, id="amounts"),
        pytest.param({"text": QUOTING}, id="an I that is quoted"),
        pytest.param({"authors": ("Editorial Staff",)}, id="a desk"),
        pytest.param({"title": "Acme opens factory", "text": REPORT}, id="a report on a firm"),
        pytest.param({"title": "I sindaci chiudono le scuole"}, id="an Italian article"),
        pytest.param({"title": "Remarks by minister on Gaza cause outrage"}, id="a report on remarks"),
        pytest.param({"title": "خمس طرق مغلقة بسبب الثلوج"}, id="Arabic roads, no ways"),
        pytest.param({"text": CZECH_REPORT}, id="a Czech copula"),
        pytest.param({"title": "Port chief on deep water", "text": INTERVIEW}, id="an interview"),
        pytest.param({"title": "Letter to the editor reunites sisters", "text": REPORT}, id="a report on a letter"),
        pytest.param({"title": "Recipe sites drain phones, study finds"}, id="a study of recipes"),
        pytest.param(
            {"canonical_url": "https://example.com/opinion/interviews/a", "text": REPORT}, id="below opinion pages"
        ),
    ],
)
def test_news_that_looks_like_another_genre(fields: dict[str, object]) -> None:
    assert genre(made(fields)) == "news"


def test_the_minutes_of_a_match_are_live_and_those_of_a_plan_are_not() -> None:
    assert (
        genre(made({"text": "\n\n".join(f"{minute}' Corner for the visitors." for minute in range(8, 60, 9))}))
        == "live"
    )
    assert genre(made({"text": "\n\n".join(["30 minutes before bed", "One cup of milk."] * 6)})) != "live"


def test_lines_that_stand_beside_the_text_count() -> None:
    assert genre(made({})) == "news"
    assert genre(made({}), ["The author is a professor of law."]) == "opinion"
    assert genre(made({}), ["Media contact: press@example.com"]) == "press_release"


def test_a_page_that_tells_of_its_own_site() -> None:
    own = {"title": "Acmepumps names a new director", "text": "Our customers know Acmepumps.", "canonical_url": None}
    assert genre(made(own)) == "news"
    assert genre(made(own | {"canonical_url": "https://blog.acmepumps.com/new-director"})) == "press_release"


def test_the_evidence_says_what_spoke_for_a_genre() -> None:
    marks = evidence(made({"title": "Opinion: Talks again", "authors": ("Editorial Board",)}))
    assert [(mark.genre, mark.what) for mark in marks] == [
        (Genre.OPINION, "opening: opinion:"),
        (Genre.OPINION, "author: editorial board"),
    ]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.part}: {rule.example}")
def test_each_pattern_matches_its_example(rule: Rule) -> None:
    assert (rule.pattern.match if rule.part in AT_START else rule.pattern.search)(rule.example)
    assert rule.part != "text" or any(word in rule.example.lower() for word in rule.needs)


def test_the_us_is_not_us() -> None:
    marks = evidence(made({"text": "The US asks for a vote of the council. " * 9}))
    assert not [mark for mark in marks if mark.genre is Genre.OPINION]


def test_names_of_sections_are_compared_without_case_accents_and_separators() -> None:
    assert {plain_name(name) for name in ("Points de vue", "points-de-vue", "POINTS_DE_VUE")} == {"points de vue"}
    assert plain_name("Débats") == "debats"
    assert plain_name("a-name-of-an-article-in-many-words") == ""
    assert not section_marks("")


anything = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\n\"“”'’ :|I1")), max_size=200)


@given(title=anything, text=anything, url=anything, names=st.lists(anything, max_size=3))
def test_any_text_has_a_genre_and_the_same_each_time(title: str, text: str, url: str, names: list[str]) -> None:
    hostile = made({"title": title, "text": text, "categories": tuple(names), "authors": tuple(names)})
    assert genre(hostile, names) is genre(hostile, names)
    assert genre(made({"canonical_url": f"https://example.com/{url}", "text": text})) in set(Genre)
