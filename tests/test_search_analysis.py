"""French as statements write it: what one word is found by, whatever its number, gender, accents and typography."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis import analyse, terms
from archive.search.french import bare, stem

# Each row: spellings that must all come to one term.
FAMILIES = [
    "exilé exilés exilée exilées exilees exilé·es exilé·e·s exilé-e-s exilé.e.s exilé(e)s exilé/e/s exiléEs EXILÉES",
    "étranger étrangers étrangère étrangères etrangeres étranger·ères étranger·ère·s étranger-ère-s étranger(ère)s",
    "oeuvre œuvre œuvres OEUVRES l’œuvre d'œuvres",
    "asile d’asile d'asile l’asile D’ASILE asiles",
    "association associations",
    "régulariser régularisation regularisation régularisé·es régularisées",
    "expulsion expulsions expulsé expulsés expulsées expulser expulsé.e",
    "LDH L.D.H. L.D.H l’L.D.H. ldh",
    "citoyen citoyens citoyenne citoyennes citoyen(ne)s citoyen·nes citoyen-ne-s citoyen.ne.s citoyen/ne/s",
    "tous toutes tout toute tous.tes tous·tes tou·te·s tou.te.s toustes tous-tes",
    "étudiant étudiante étudiants étudiant.e.s étudiant·e étudiantes étudiantEs étudiant_e_s étudiant[e]s étudiant*e*s",
    "lycéen lycéennes lycéen-ne-s lycéen·nes lycéen·ne·s",
    "travailleur travailleurs travailleuse travailleuses travailleur·euses travailleur-euse-s travailleur·se·s",
    "acteur acteurs actrice actrices acteur·rices acteur·trices acteur.rice.s acteur·ices acteurices",
    "ouvrier ouvriers ouvrière ouvrières ouvrier·ères ouvrier·ière·s ouvrier.e.s",
    "nouveau nouveaux nouvelle nouvelles nouvel nouveau·elle·s nouveau·lles",
    "actif active actifs actives actif·ves actif·ve·s actif-ive-s",
    "public publique publics publiques public·que·s",
    "chercheur chercheuse chercheurs chercheur·euse·s chercheur.se.s chercheureuses",
    "professionnel professionnelle professionnel·les professionnel.le.s",
    "salarié salariés salariées salarié(e)(s) salarié·e·s",
    "syndical syndicaux syndicale syndicales syndical·e·s syndicaux·ales",
    "maître maîtres maître·sse·s",
    "heureux heureuse heureuses heureux·se·s heureux-euses",
    "français française français·e·s françaises Français-es",
    "bénéficiaire bénéficiaires bénéficiaire·s",
    "journal journaux", "travail travaux", "lieu lieux", "enjeu enjeux", "loi lois", "hôpital hôpitaux",
    "détenu détenus détenue détenues détenu·e·s", "mineur mineure mineurs mineures mineur·e·s",
    "celui ceux celle celles celleux ceux·celles ceux/celles", "aujourd’hui aujourd'hui AUJOURD’HUI",
]  # fmt: skip
APART = ["communiqué commune", "droit gauche", "juif jus", "paix pays", "asile asilo", "UNEF UNEF-CFDT"]


@pytest.mark.parametrize("family", FAMILIES)
def test_one_family_is_one_term(family: str) -> None:
    assert {spelling: terms(spelling) for spelling in family.split()} == {
        spelling: terms(family.split()[0]) for spelling in family.split()
    }
    assert len(terms(family.split()[0])) == 1


@pytest.mark.parametrize("pair", APART)
def test_what_is_apart_stays_apart(pair: str) -> None:
    one, other = pair.split()
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sans-papiers", "sans papiers"), ("droits de l’Homme", "droit homme"), ("porte-parole", "porte parole"),
        ("dit-elle", "dit"), ("prends-les", "prends"), ("fin.Le début", "fin début"),
        ("Côte-d’Ivoire", "côte ivoire"), ("inter-associatif", "inter associatif"), ("S.U.D.-Rail", "sud rail"),
        ("49.3", "49 3"), ("et/ou", ""), ("militant·e·s-citoyen·ne·s", "militant citoyen"),
        ("www.halte-aux-haltes.org", "www halte halte org"), ("lycées,collèges", "lycée collège"),
    ],
)  # fmt: skip
def test_what_stands_together(text: str, found: str) -> None:
    assert terms(text) == [stem(bare(word)) for word in found.split()]


def test_places_are_those_of_the_text() -> None:
    text = "« L’étranger·ère » : les sans-papiers d’ici, la L.D.H. !"
    assert [text[token.start : token.end] for token in analyse(text)] == [
        "étranger·ère", "sans", "papiers", "ici", "L.D.H",
    ]  # fmt: skip


def test_decomposed_letters_and_soft_hyphens_change_nothing() -> None:
    assert terms("e\u0301trange\u0300res régu\u00adlarisation") == terms("étrangères régularisation")


TEXTS = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("’'·.-()/*_éèœÉ" + string.ascii_letters))


@given(TEXTS)
def test_any_text_has_tokens_whose_places_are_slices(text: str) -> None:
    end = 0
    for token in analyse(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.term
        assert token.start >= min(end, token.start)
        end = token.end
    assert terms(text) == [token.term for token in analyse(text)]


@given(TEXTS)
def test_a_token_read_alone_is_the_same(text: str) -> None:
    plain = text.replace("\u0300", "")
    for token in analyse(plain):
        assert token.term in terms(plain[token.start : token.end])


@given(st.text(max_size=30))
def test_bare_is_bare(word: str) -> None:
    assert bare(bare(word)) == bare(word)
    assert bare(word.upper()) == bare(word.upper().lower())


@given(st.sampled_from([word for family in FAMILIES for word in family.split()]), st.sampled_from(" ,;:!?»\n"))
def test_neighbours_change_nothing(word: str, sign: str) -> None:
    assert terms(f"{sign}{word}{sign} {word}") == terms(word) * 2
