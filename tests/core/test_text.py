"""Sentences are named by template and said in any language."""

from datetime import date

from corridor.core.text import N_, Sentence, listing, paragraph, sentence

FRENCH = {
    "{station} must come first.": "{station} doit venir d’abord.",
    "Offer": "L’offre",
    "{first}, {rest}": "{first} ; {rest}",
}


def french(template: str) -> str:
    return FRENCH.get(template, template)


def test_template_and_parameters_are_translated_apart() -> None:
    said = sentence("{station} must come first.", station=sentence("Offer"))
    assert said.say() == str(said) == "Offer must come first."
    assert said.say(french) == "L’offre doit venir d’abord."


def test_braces_without_parameters_stay_as_they_are() -> None:
    assert sentence("a {brace}").say() == "a {brace}"


def test_braces_in_what_is_filled_in_are_not_templates() -> None:
    assert sentence("{found} is wrong", found="{0} {x}").say() == "{0} {x} is wrong"


def test_the_empty_sentence_is_never_given_to_gettext() -> None:
    # gettext answers the empty msgid with the catalogue's header
    assert Sentence("").say(lambda template: "Project-Id-Version: x") == ""


def test_marking_changes_nothing() -> None:
    assert N_("Offer") == "Offer"


def test_sentences_can_be_compared_and_kept_in_sets() -> None:
    one, other = sentence("{day}", day=date(2026, 9, 1)), sentence("{day}", day=date(2026, 9, 2))
    assert len({one, other, sentence("{day}", day=date(2026, 9, 1))}) == 2


def test_listing_translates_its_comma() -> None:
    parts = [sentence("Offer"), sentence("b"), sentence("c")]
    assert listing(*parts).say() == "Offer, b, c"
    assert listing(*parts).say(french) == "L’offre ; b ; c"
    assert listing(parts[0]).say() == "Offer"
    assert listing().say() == ""


def test_paragraph_joins_full_sentences() -> None:
    assert paragraph(sentence("One."), sentence("Two."), sentence("3.")).say() == "One. Two. 3."
    assert paragraph(sentence("One.")).say() == "One."
    assert paragraph().say() == ""
