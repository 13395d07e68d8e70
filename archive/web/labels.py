"""The words of the archive's own codes (kinds, states, causes…), in French; the catalogue has their English."""

from __future__ import annotations

from archive.web.marks import N_

LABELS: dict[str, dict[str, str]] = {
    "kind": {
        "communique": N_("Communiqué"),
        "appel": N_("Appel"),
        "lettre": N_("Lettre ouverte"),
        "tribune": N_("Tribune"),
        "petition": N_("Pétition"),
        "rassemblement": N_("Rassemblement"),
        "autre": N_("Autre texte"),
    },
    "organisation": {
        "association": N_("association"),
        "coalition": N_("coalition"),
        "collectif": N_("collectif"),
        "organisation de jeunesse": N_("organisation de jeunesse"),
        "parti": N_("parti"),
        "syndicat": N_("syndicat"),
    },
    "statement": {
        "online": N_("en ligne"),
        "vanished": N_("disparu de son site"),
        "withdrawn": N_("retiré"),
    },
    "signature": {
        "listed": N_("dans la liste"),
        "no_longer_listed": N_("n’est plus dans la liste"),
        "withdrawn": N_("retrait déclaré"),
    },
    "match": {
        "exact": N_("par son nom"),
        "alias": N_("par une autre graphie"),
        "acronym": N_("par son sigle"),
        "judged": N_("par la décision d’une personne"),
        "none": N_("non reconnue"),
    },
    "confidence": {"high": N_("haute"), "medium": N_("moyenne"), "low": N_("basse")},
    "cause": {
        "source": N_("le site"),
        "parser": N_("notre lecture"),
        "reviewer": N_("une relecture"),
    },
    "what": {
        "title": N_("Titre changé"),
        "text": N_("Texte changé"),
        "published": N_("Date changée"),
        "kind": N_("Genre changé"),
        "signature_added": N_("Nom ajouté"),
        "signature_no_longer_listed": N_("Nom qui n’est plus listé"),
        "signature_removed": N_("Nom lu à tort"),
        "signature_linked": N_("Nom rattaché à une autre organisation"),
        "judged": N_("Décision d’une personne sur un nom"),
        "vanished": N_("Page disparue"),
        "back": N_("Page revenue"),
        "moved": N_("Nouvelle adresse"),
        "withdrawn": N_("Texte retiré de l’archive"),
    },
    "source": {
        "name": N_("nom"),
        "acronym": N_("sigle"),
        "alias": N_("autre graphie"),
        "former": N_("ancien nom"),
        "judged": N_("décision d’une personne"),
        "pattern": N_("section locale reconnue par sa forme"),
    },
    "kept": {
        "elsewhere": N_("Les captures ne sont pas sur ce serveur."),
        "damaged": N_("Ses octets ne sont plus ceux dont l’empreinte a été prise : elle n’est pas montrée."),
        "large": N_("Elle est trop grande pour qu’on y cherche les noms de personnes."),
        "rights": N_("Le site ne permet d’en montrer qu’un extrait."),
        "unread": N_(
            "C’est une liste, un fil ou une page que l’archive n’a pas lue comme texte :"
            " qui elle nomme n’a pas été vérifié."
        ),
        "format": N_("Des noms de personnes ne peuvent pas être masqués à coup sûr dans ce format."),
        "charset": N_("Son codage ne permet pas de masquer à coup sûr des noms de personnes."),
        "traces": N_("Des noms de personnes n’ont pas pu y être masqués à coup sûr."),
        "original": N_("La page était la même que dans une capture antérieure, que l’archive n’a pas."),
    },
    "how": {
        "renamed": N_("a changé de nom"),
        "merged": N_("née d’une fusion"),
        "continued": N_("a pris la suite"),
        "split": N_("issue d’une scission"),
    },
    "site": {
        "ok": N_("tout va bien"),
        "suspect": N_("quelque chose semble cassé"),
        "failed": N_("n’a pas pu être lu"),
        "never": N_("jamais lu"),
        "stopped": N_("n’est pas lu"),
        "withdrawn": N_("retiré"),
    },
    "taken": {
        "page": N_("une page"),
        "file": N_("un fichier"),
        "name": N_("le nom d’une personne"),
        "string": N_("des mots"),
        "site": N_("un site"),
        "period": N_("une période d’un site"),
    },
}
