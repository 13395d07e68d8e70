"""The language of a text: French is told by its own words, all else by the classifier, and both agree."""

from __future__ import annotations

import pytest

from benchmarks.searching.large import thousand
from scraper.language import is_plainly_french, language_of

FRENCH = (
    "Nous appelons les habitantes et les habitants du quai à se rassembler devant la halte pour dire que cette décision"
    " n’est pas la nôtre. Depuis des mois, elle prive de tout abri ceux qui sont venus avec leurs enfants, et la mairie"
    " ne répond plus aux lettres que nos associations lui ont adressées."
)
TEXTS = {
    "fr": FRENCH,
    "en": "We call on everybody who lives by the quay to gather in front of the halt and to say that this decision is"
    " not ours. For months it has deprived those who came with their children of any shelter, on and on.",
    "es": "Llamamos a todas las personas del muelle a reunirse ante la parada para decir que esta decisión no es la"
    " nuestra. Desde hace meses priva de abrigo a los que vinieron con sus hijos, y son muchos entre nosotros.",
    "it": "Chiediamo a tutti gli abitanti della banchina di riunirsi davanti alla fermata per dire che questa decisione"
    " non è la nostra. Da mesi priva di ogni riparo chi è venuto con i propri figli, e qui ne parlano in molti.",
    "ca": "Fem una crida a les veïnes i els veïns del moll perquè es reuneixin davant de la parada i diguin que aquesta"
    " decisió no és la nostra. Des de fa mesos priva de refugi els qui van venir amb els seus fills, i són molts.",
    "oc": "Sonam totas las personas del cai a s’amassar davant l’arrèst per dire qu’aquesta decision es pas la nòstra."
    " Dempuèi de meses priva de tot abric los que son venguts amb sos enfants, e la comuna respond pas mai a las"
    " letras que nòstras associacions li an mandadas.",
    "de": "Wir rufen alle, die am Kai wohnen, dazu auf, sich vor der Haltestelle zu versammeln und zu sagen, dass diese"
    " Entscheidung nicht die unsere ist. Seit Monaten nimmt sie denen, die mit ihren Kindern kamen, jedes Obdach.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_languages(language: str) -> None:
    assert language_of(TEXTS[language]) == language
    assert is_plainly_french(TEXTS[language]) == (language == "fr")


def test_statements_are_plainly_french() -> None:
    assert all(is_plainly_french(one.record.statement["text"][:1500]) for one in thousand(0)[:50])


@pytest.mark.parametrize("text", [TEXTS["en"] + FRENCH, FRENCH[:80], "", "Le 12 mai, 14 h. " * 20])
def test_what_is_not_plain_is_left_to_the_classifier(text: str) -> None:
    assert not is_plainly_french(text)
