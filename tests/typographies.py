"""Lists of signatories as they are typeset, and look-alikes: for the tests of finding and cutting.

All lists are composed: real organisations' names stand as bare test strings, local groups and persons are invented.
A name is the text as written, or a pair of it and what else must be read of it.
"""

from __future__ import annotations

from typing import Any

Expected = str | tuple[str, dict[str, Any]]

BRANCH = {"kind": "branch"}
PERSON = {"kind": "person"}

LISTS: dict[str, tuple[str, list[Expected]]] = {
    # --- dashes ------------------------------------------------------------------------------------------------
    "double-hyphen": (
        "Signataires : Attac -- Emmaüs International -- Les Désobéissants -- Sherpa",
        ["Attac", "Emmaüs International", "Les Désobéissants", "Sherpa"],
    ),
    "right-glued": (
        "Organisations signataires : Femmes solidaires- Libre Pensée- Planning familial- SOS Homophobie",
        ["Femmes solidaires", "Libre Pensée", "Planning familial", "SOS Homophobie"],
    ),
    "em-dash-glued": ("Signataires : Acat-France—Ardhis—Fasti—Gisti", ["Acat-France", "Ardhis", "Fasti", "Gisti"]),
    "minus-sign": ("Ont signé : CGT − FSU − Solidaires − UNSA", ["CGT", "FSU", "Solidaires", "UNSA"]),
    "doubled-separators": ("Signataires : Attac - - LDH – – MRAP - ; UJFP", ["Attac", "LDH", "MRAP", "UJFP"]),
    "dash-wrapped": (
        "Premiers signataires :\nAgir pour la Paix - Association des\nlocataires du Val - Collectif Eau\npublique - Les Amis du Vent -\nMaison de la citoyenneté - Réseau Semences\n\nDocuments joints",
        [
            "Agir pour la Paix",
            "Association des\nlocataires du Val",
            "Collectif Eau\npublique",
            "Les Amis du Vent",
            "Maison de la citoyenneté",
            "Réseau Semences",
        ],
    ),
    "dash-acronym-first": (
        "Signataires : AFPS – Association France Palestine Solidarité – UJFP – Union juive française pour la paix – Attac",
        [
            (
                "AFPS – Association France Palestine Solidarité",
                {"name": "Association France Palestine Solidarité", "acronym": "AFPS"},
            ),
            (
                "UJFP – Union juive française pour la paix",
                {"name": "Union juive française pour la paix", "acronym": "UJFP"},
            ),
            "Attac",
        ],
    ),
    "dash-local-group": (
        "Signataires : Attac - LDH - section de Nîmes - Mouvement de la Paix - comité du Gard - Solidaires",
        ["Attac", ("LDH - section de Nîmes", BRANCH), ("Mouvement de la Paix - comité du Gard", BRANCH), "Solidaires"],
    ),
    "dash-lower-case": ("Signataires : attac - cgt - fsu - solidaires", ["attac", "cgt", "fsu", "solidaires"]),
    "dash-capitals": (
        "SIGNATAIRES : ATTAC - FEMMES EN LUTTE - LA CIMADE - LES AMIS DE LA TERRE",
        ["ATTAC", "FEMMES EN LUTTE", "LA CIMADE", "LES AMIS DE LA TERRE"],
    ),
    "dash-final-stop": (
        "Avec le soutien de : Attac – Bizi – Confédération paysanne – Extinction Rebellion.",
        [("Attac", {"support": True}), "Bizi", "Confédération paysanne", ("Extinction Rebellion", {"support": True})],
    ),
    "dash-persons": (
        "Premiers signataires : Nadia Berthelin, historienne - Paul Escarrat, cinéaste - Rosa Vilanova, députée européenne",
        [
            ("Nadia Berthelin, historienne", {**PERSON, "name": "Nadia Berthelin", "role": "historienne"}),
            ("Paul Escarrat, cinéaste", PERSON),
            ("Rosa Vilanova, députée européenne", PERSON),
        ],
    ),
    "dash-with-others": ("Signataires : CNL - CSF - DAL - et 12 autres organisations", ["CNL", "CSF", "DAL"]),
    "dash-inner-name": (
        "Signataires : Alternatiba - Secours Catholique - Caritas France - Greenpeace France",
        ["Alternatiba", "Secours Catholique - Caritas France", "Greenpeace France"],
    ),
    "dash-footnote-star": ("Signataires : ACAT* – Cimade – Gisti (1) – MRAP", ["ACAT", "Cimade", "Gisti", "MRAP"]),
    # --- commas ------------------------------------------------------------------------------------------------
    "comma-et-article": (
        "Signataires : Attac, la Confédération paysanne, les Amis de la Terre et l’Union syndicale Solidaires",
        ["Attac", "Confédération paysanne", "Amis de la Terre", "Union syndicale Solidaires"],
    ),
    "comma-article-capital": (
        "Signataires : La CGT, Le Mouvement de la Paix, La Cimade, Les Francas, L’Unef",
        [
            ("La CGT", {"name": "CGT"}),
            ("Le Mouvement de la Paix", {"name": "Mouvement de la Paix"}),
            ("La Cimade", {"name": "La Cimade"}),
            ("Les Francas", {"name": "Les Francas"}),
            ("L’Unef", {"name": "Unef"}),
        ],
    ),
    "comma-others": (
        "Ont signé : Aides, Act Up-Paris, Sida Info et 25 autres associations.",
        ["Aides", "Act Up-Paris", "Sida Info"],
    ),
    "comma-etc": ("Signataires : CNT, FSU, Solidaires, etc.", ["CNT", "FSU", "Solidaires"]),
    "comma-wrapped": (
        "Signataires : Action contre la faim, Centre Primo Levi, Collectif\nÉtrangers 38, Comede, Dom’Asile,\nFédération des acteurs de la\nsolidarité, Médecins sans frontières",
        [
            "Action contre la faim",
            "Centre Primo Levi",
            "Collectif\nÉtrangers 38",
            "Comede",
            "Dom’Asile",
            "Fédération des acteurs de la\nsolidarité",
            "Médecins sans frontières",
        ],
    ),
    "comma-parentheses": (
        "Signataires : Association Nadir (Lyon), Collectif Ancrages (CA), Groupe d’information et de soutien des immigré·es (Gisti), Réseau Hospitalité (Marseille)",
        [
            ("Association Nadir (Lyon)", {"name": "Association Nadir", "acronym": None}),
            ("Collectif Ancrages (CA)", {"acronym": "CA"}),
            (
                "Groupe d’information et de soutien des immigré·es (Gisti)",
                {"name": "Groupe d’information et de soutien des immigré·es", "acronym": "Gisti"},
            ),
            "Réseau Hospitalité (Marseille)",
        ],
    ),
    "comma-dots-acronym": (
        "Signataires : A.F.P.S., C.G.T., Ligue des droits de l’Homme (L.D.H.)",
        [
            "A.F.P.S.",
            "C.G.T.",
            ("Ligue des droits de l’Homme (L.D.H.)", {"name": "Ligue des droits de l’Homme", "acronym": "L.D.H."}),
        ],
    ),
    "comma-italian": (
        "Organizzazioni firmatarie: ARCI, Associazione Ponte di Pace, Rete Lilliput, Un ponte per e Donne in nero",
        ["ARCI", "Associazione Ponte di Pace", "Rete Lilliput", "Un ponte per", "Donne in nero"],
    ),
    "comma-italian-aderiscono": ("Aderiscono: ANPI, CGIL, Emergency, Libera", ["ANPI", "CGIL", "Emergency", "Libera"]),
    "comma-spanish-suscriben": (
        "Suscriben: Asamblea Feminista de Getafe, CGT, Ecologistas en Acción, Mujeres de Negro y Yayoflautas",
        ["Asamblea Feminista de Getafe", "CGT", "Ecologistas en Acción", "Mujeres de Negro", "Yayoflautas"],
    ),
    "comma-english-signed": (
        "Signed by: Bridges for Peace, Friends of the Earth, the Quaker Council and War Resisters’ Network.",
        ["Bridges for Peace", "Friends of the Earth", "Quaker Council", "War Resisters’ Network"],
    ),
    "comma-mojibake": (
        "Signataires : FÃ©dÃ©ration des Amis de lâ€™eau, RÃ©seau Ã‰tincelle, Femmes Ã‰galitÃ©",
        [
            ("FÃ©dÃ©ration des Amis de lâ€™eau", {"name": "Fédération des Amis de l’eau"}),
            "RÃ©seau Ã‰tincelle",
            ("Femmes Ã‰galitÃ©", {"name": "Femmes Égalité"}),
        ],
    ),
    "comma-apposition": (
        "Signataires : Attac, Pax Christi, section française, Service civil international, branche française, Survie",
        ["Attac", "Pax Christi, section française", "Service civil international, branche française", "Survie"],
    ),
    "comma-description": (
        "Signataires : Alerte Brume, membre du réseau Airs, FNE, Sources vives, collectif d’habitants",
        ["Alerte Brume, membre du réseau Airs", "FNE", "Sources vives, collectif d’habitants"],
    ),
    "comma-quotes": (
        "Signataires : Association « Arc, ciel et terre », Compagnie “Les Passeurs, etc.”, Théâtre « La Fabrique »",
        ["Association « Arc, ciel et terre »", "Compagnie “Les Passeurs, etc.”", "Théâtre « La Fabrique »"],
    ),
    "comma-two-acronyms": (
        "Signataires : Union des Ateliers (UDA/UA), Forum des peuples (FP) (FDP), Cercle Jaurès",
        [("Union des Ateliers (UDA/UA)", {"acronym": "UDA"}), "Forum des peuples (FP) (FDP)", "Cercle Jaurès"],
    ),
    "comma-inclusive": (
        "Signataires : Union nationale des étudiant·es de France (Unef), Collectif des précaires et chômeur.euses, Les habitant-es du quartier",
        [
            ("Union nationale des étudiant·es de France (Unef)", {"acronym": "Unef"}),
            "Collectif des précaires et chômeur.euses",
            "Les habitant-es du quartier",
        ],
    ),
    "comma-local": (
        "Organisations signataires : AFPS 63, Attac Clermont, Cimade 63, FSU 63, LDH Riom, MRAP Puy-de-Dôme, UD CGT 63",
        [
            (name, BRANCH)
            for name in (
                "AFPS 63",
                "Attac Clermont",
                "Cimade 63",
                "FSU 63",
                "LDH Riom",
                "MRAP Puy-de-Dôme",
                "UD CGT 63",
            )
        ],
    ),
    "comma-glued-persons": (
        "Premiers signataires : Leïla Amrani (sociologue), Marc Fontvieille (CGT), Noé Trémel, Inès Cazalis (Attac)",
        [
            ("Leïla Amrani (sociologue)", {**PERSON, "role": "sociologue"}),
            ("Marc Fontvieille (CGT)", {**PERSON, "role": "CGT"}),
            ("Noé Trémel", PERSON),
            ("Inès Cazalis (Attac)", PERSON),
        ],
    ),
    "comma-persons-roles": (
        "Signataires : Louise Ardent, philosophe, Samir Bellouti, professeur émérite, Judith Orsenne, avocate au barreau de Lille",
        [
            ("Louise Ardent, philosophe", PERSON),
            ("Samir Bellouti, professeur émérite", PERSON),
            ("Judith Orsenne, avocate au barreau de Lille", PERSON),
        ],
    ),
    # --- semicolons --------------------------------------------------------------------------------------------
    "semicolon-wrapped": (
        "Signataires :\nAssociation des cheminots retraités ;\nCollectif Ligne\ndes Causses ;\nFNAUT Occitanie ;\nSud-Rail.",
        [
            "Association des cheminots retraités",
            "Collectif Ligne\ndes Causses",
            ("FNAUT Occitanie", BRANCH),
            "Sud-Rail",
        ],
    ),
    "semicolon-commas": (
        "Signataires : Association culture, art et liberté ; Conseil des villages, hameaux et bourgs ; Dire, faire, agir",
        ["Association culture, art et liberté", "Conseil des villages, hameaux et bourgs", "Dire, faire, agir"],
    ),
    "semicolon-persons": (
        "Premières signatures : Ahmed Tazerout, président de la Maison des jeunes ; Blandine Coët, médecin ; Ligue de l’enseignement",
        [
            ("Ahmed Tazerout, président de la Maison des jeunes", PERSON),
            ("Blandine Coët, médecin", PERSON),
            "Ligue de l’enseignement",
        ],
    ),
    "semicolon-final-et": (
        "Signataires : Emmaüs ; Habitat et Humanisme ; la Fondation Abbé Pierre ; et le Secours catholique.",
        ["Emmaüs", "Habitat et Humanisme", "Fondation Abbé Pierre", "Secours catholique"],
    ),
    "semicolon-spanish": (
        "Organizaciones firmantes: Comisión de Ayuda al Refugiado (CEAR); Médicos del Mundo; Red Acoge",
        [("Comisión de Ayuda al Refugiado (CEAR)", {"acronym": "CEAR"}), "Médicos del Mundo", "Red Acoge"],
    ),
    "semicolon-sections": (
        "Signataires : Associations : Attac ; LDH ; Syndicats : CGT ; FSU",
        [
            ("Attac", {"section": "Associations"}),
            ("LDH", {"section": "Associations"}),
            ("CGT", {"section": "Syndicats"}),
            ("FSU", {"section": "Syndicats"}),
        ],
    ),
    # --- lines -------------------------------------------------------------------------------------------------
    "lines-spaced": (
        "Les organisations signataires :\n\nAttac\n\nCollectif Roya solidaire\n\nFédération anarchiste\n\nUtopia 56\n\nPartager",
        ["Attac", "Collectif Roya solidaire", "Fédération anarchiste", ("Utopia 56", {"kind": "organisation"})],
    ),
    "lines-acronym-dash-name": (
        "Signataires :\nAPF – Association des paralysés de France\nUCL – Union communiste libertaire\nVISA – Vigilance et initiatives syndicales antifascistes",
        [
            (
                "APF – Association des paralysés de France",
                {"name": "Association des paralysés de France", "acronym": "APF"},
            ),
            ("UCL – Union communiste libertaire", {"acronym": "UCL"}),
            ("VISA – Vigilance et initiatives syndicales antifascistes", {"acronym": "VISA"}),
        ],
    ),
    "lines-acronym-brackets": (
        "Signataires :\nLDH (Ligue des droits de l’Homme)\nUJFP (Union juive française pour la paix)\nAttac",
        [
            ("LDH (Ligue des droits de l’Homme)", {"name": "Ligue des droits de l’Homme", "acronym": "LDH"}),
            (
                "UJFP (Union juive française pour la paix)",
                {"name": "Union juive française pour la paix", "acronym": "UJFP"},
            ),
            "Attac",
        ],
    ),
    "lines-spokespersons": (
        "Signataires :\nMarta Belmonte, pour la LDH\nYann Kersalé, pour le Mouvement de la Paix\nZohra Khelladi, pour l’UJFP",
        [
            ("Marta Belmonte, pour la LDH", {"kind": "organisation", "name": "LDH", "role": "Marta Belmonte"}),
            ("Yann Kersalé, pour le Mouvement de la Paix", {"kind": "organisation", "name": "Mouvement de la Paix"}),
            ("Zohra Khelladi, pour l’UJFP", {"kind": "organisation", "name": "UJFP"}),
        ],
    ),
    "lines-represented": (
        "Ont signé :\nCollectif Vallée verte, représenté par Lucie Armandon\nFSU, représentée par Denis Quillévéré, secrétaire\nMrap",
        [
            (
                "Collectif Vallée verte, représenté par Lucie Armandon",
                {"kind": "organisation", "name": "Collectif Vallée verte"},
            ),
            ("FSU, représentée par Denis Quillévéré, secrétaire", {"name": "FSU", "kind": "organisation"}),
            "Mrap",
        ],
    ),
    "lines-persons-plain": (
        "Premiers signataires\nAlice Tremblais\nBoubacar Sanogo\nChristine Vasseraud\nÉmile Garrigou\nRodolphe Anquetin",
        [
            (name, PERSON)
            for name in (
                "Alice Tremblais",
                "Boubacar Sanogo",
                "Christine Vasseraud",
                "Émile Garrigou",
                "Rodolphe Anquetin",
            )
        ],
    ),
    "lines-persons-affiliation": (
        "Signataires :\nHélène Pradal, Secours populaire\nGuy Lemasson, conseiller régional\nMme Oumou Keïta, présidente de Femmes d’ici\nDr Alain Rouvière",
        [
            ("Hélène Pradal, Secours populaire", PERSON),
            ("Guy Lemasson, conseiller régional", PERSON),
            ("Mme Oumou Keïta, présidente de Femmes d’ici", PERSON),
            ("Dr Alain Rouvière", PERSON),
        ],
    ),
    "lines-persons-unknown-names": (
        "Les premiers signataires :\nXandra Ploumier, enseignante\nOrkan Dervishi, chauffeur\nTsilla Vermeulen, retraitée",
        [
            (f"{name}", PERSON)
            for name in ("Xandra Ploumier, enseignante", "Orkan Dervishi, chauffeur", "Tsilla Vermeulen, retraitée")
        ],
    ),
    "lines-wrapped": (
        "Signataires :\nAssociation pour la défense des\nusagers du rail\nCollectif Bus gratuits\nUnion locale CGT du Pays\nd’Aubagne",
        [
            "Association pour la défense des\nusagers du rail",
            "Collectif Bus gratuits",
            ("Union locale CGT du Pays\nd’Aubagne", BRANCH),
        ],
    ),
    "lines-trailing-commas": (
        "Signataires :\nAttac,\nFemmes solidaires,\nLe Planning familial,\nOsez le féminisme !",
        ["Attac", "Femmes solidaires", "Le Planning familial", "Osez le féminisme !"],
    ),
    "lines-no-colon-after-text": (
        "Nous ne lâcherons rien.\n\nOrganisations signataires\n\nAFPS Isère\nCollectif Palestine 38\nUJFP\n\nGrenoble, le 12 mars 2024",
        [("AFPS Isère", BRANCH), ("Collectif Palestine 38", {"kind": "organisation"}), "UJFP"],
    ),
    "lines-teasers-after": (
        "Premiers signataires :\nLes Amis d’Ela\nTsedek !\nUne Autre Voix Juive\n\nArticles les plus récents\n\npar\nCessez-le-feu : mobilisons-nous",
        ["Les Amis d’Ela", "Tsedek !", "Une Autre Voix Juive"],
    ),
    "lines-urls": (
        "Signataires :\nAttac : https://france.attac.org\nSurvie (www.survie.org)\nSherpa",
        ["Attac", "Survie", "Sherpa"],
    ),
    "lines-numbers-parenthesis": (
        "Signataires :\n1) Anticor\n2) Bloom\n3) Notre affaire à tous\n4) Sherpa",
        ["Anticor", "Bloom", "Notre affaire à tous", "Sherpa"],
    ),
    "lines-capitals": (
        "LES SIGNATAIRES\nAMNESTY INTERNATIONAL\nCOLLECTIF DES SANS-PAPIERS DE MONTREUIL\nMRAP",
        ["AMNESTY INTERNATIONAL", "COLLECTIF DES SANS-PAPIERS DE MONTREUIL", "MRAP"],
    ),
    "lines-table-bars": (
        "Signataires :\nAttac 31 | Pierre Dalquier\nLDH Toulouse | Sophie Menvielle",
        [
            ("Attac 31 | Pierre Dalquier", {"name": "Attac 31", "kind": "branch", "role": "Pierre Dalquier"}),
            ("LDH Toulouse | Sophie Menvielle", {"kind": "branch"}),
        ],
    ),
    "lines-two-columns": (
        "Signataires :\nAttac | Bizi\nCNT | Droit au logement\nFSU | Greenpeace France",
        ["Attac", "Bizi", "CNT", "Droit au logement", "FSU", "Greenpeace France"],
    ),
    "lines-support-after": (
        "Signataires :\nCGT 44\nFSU 44\n\nSoutiens :\nEnsemble ! 44\nPCF 44",
        [
            ("CGT 44", {"support": False}),
            "FSU 44",
            ("Ensemble ! 44", {"support": True, "section": "Soutiens"}),
            ("PCF 44", {"support": True}),
        ],
    ),
    "lines-persons-then-organisations": (
        "Signataires :\n\nPersonnalités :\nAnne Rochebrune, comédienne\nTariq Benslimane, écrivain\n\nOrganisations :\nAttac\nUnion syndicale Solidaires",
        [
            ("Anne Rochebrune, comédienne", {**PERSON, "section": "Personnalités"}),
            ("Tariq Benslimane, écrivain", PERSON),
            ("Attac", {"section": "Organisations"}),
            "Union syndicale Solidaires",
        ],
    ),
    "lines-italian": (
        "Prime firme:\nAssociazione Senza Confini\nCoordinamento Donne di Trieste\nPax Christi Italia",
        ["Associazione Senza Confini", "Coordinamento Donne di Trieste", "Pax Christi Italia"],
    ),
    "lines-english": (
        "Signatories\nAl-Haq Europe Forum\nChristian Peacemakers\nTrócaire\n\nContact: press@example.org",
        ["Al-Haq Europe Forum", "Christian Peacemakers", "Trócaire"],
    ),
    "lines-numbered-departments": (
        "Ils ont signé :\nAlternatiba 06\nAttac 06\nEmmaüs Roya\nRoya citoyenne\nTous citoyens 06",
        [("Alternatiba 06", BRANCH), ("Attac 06", BRANCH), "Emmaüs Roya", "Roya citoyenne", "Tous citoyens 06"],
    ),
    # --- bullets -----------------------------------------------------------------------------------------------
    "bullets-check": (
        "Elles ont signé :\n✔ Femmes solidaires\n✔ Marche mondiale des femmes\n✔ SOS Femmes 93",
        ["Femmes solidaires", "Marche mondiale des femmes", ("SOS Femmes 93", BRANCH)],
    ),
    "bullets-emoji": (
        "Organisations signataires 👇\n✊ CNT 33\n✊ FSE\n✊ Solidaires étudiant·es",
        ["CNT 33", "FSE", "Solidaires étudiant·es"],
    ),
    "bullets-star": (
        "Signataires :\n* Action catholique ouvrière\n* JOC\n* Mission ouvrière",
        ["Action catholique ouvrière", "JOC", "Mission ouvrière"],
    ),
    "bullets-dash-glued": (
        "Signataires :\n-Attac\n-CGT Énergie\n-Les Amis de la Terre",
        ["Attac", "CGT Énergie", "Les Amis de la Terre"],
    ),
    "bullets-inline-round": (
        "Signataires • ADEM • Bizi • CFDT • Eguzki • LAB •",
        ["ADEM", "Bizi", "CFDT", "Eguzki", "LAB"],
    ),
    "bullets-middot-after-heading": (
        "Organisations membres du collectif :\n· ATTAC 09\n· Bio Ariège\n· Confédération paysanne 09\n\nRéunion publique le 4 mai à 20h",
        [("ATTAC 09", BRANCH), "Bio Ariège", ("Confédération paysanne 09", BRANCH)],
    ),
    "bullets-wrapped": (
        "Signataires :\n- Association des familles\n  victimes de l’amiante\n- Fédération nationale des\n  accidentés du travail (FNATH)\n- Henri-Pézerat",
        [
            "Association des familles\n  victimes de l’amiante",
            (
                "Fédération nationale des\n  accidentés du travail (FNATH)",
                {"name": "Fédération nationale des accidentés du travail", "acronym": "FNATH"},
            ),
            "Henri-Pézerat",
        ],
    ),
    "bullets-persons-stop": (
        "Premiers soutiens :\n- Clara Montbrun, maire de Saillans,\n- Idriss Mahamat, syndicaliste,\n- Jeanne Le Guern.",
        [
            ("Clara Montbrun, maire de Saillans", {**PERSON, "support": True}),
            ("Idriss Mahamat, syndicaliste", PERSON),
            ("Jeanne Le Guern", PERSON),
        ],
    ),
    "bullets-text-after": (
        "Organisations signataires :\n• FCPE\n• SNUipp-FSU\n• SE-UNSA\nLes parents et les enseignants appellent à un rassemblement devant le rectorat.",
        ["FCPE", "SNUipp-FSU", "SE-UNSA"],
    ),
    "bullets-guillemet": (
        "Signataires :\n» Cap à gauche\n» Génération.s\n» Place publique",
        ["Cap à gauche", "Génération.s", "Place publique"],
    ),
    # --- slashes and bars --------------------------------------------------------------------------------------
    "slash-spaced": (
        "Signataires : Attac / Droits devant !! / La Cimade / Solidaires",
        ["Attac", "Droits devant !!", "La Cimade", "Solidaires"],
    ),
    "slash-double": ("Signataires : Acrimed // Ritimo // SNJ-CGT", ["Acrimed", "Ritimo", "SNJ-CGT"]),
    "slash-sentence": ("L’intersyndicale CFDT/CFTC/FO/UNSA appelle à la grève.", ["CFDT", "CFTC", "FO", "UNSA"]),
    "bar-spaced": ("Ont signé | Anafé | Emmaüs France | Fasti", ["Anafé", "Emmaüs France", "Fasti"]),
    "bar-copyright": ("Signataires : Aides | Arcat | Basiliade | © 2024", ["Aides", "Arcat", "Basiliade"]),
    # --- sentences ---------------------------------------------------------------------------------------------
    "sentence-appel": (
        "Rassemblement à l’appel de la CGT, de la FSU, de Solidaires et de l’Unef",
        ["CGT", "FSU", "Solidaires", "Unef"],
    ),
    "sentence-organisations": (
        "Les organisations syndicales CFE-CGC, CFTC et UNSA dénoncent ce projet.",
        ["CFE-CGC", "CFTC", "UNSA"],
    ),
    "sentence-nous": (
        "Nous, ACAT, LDH et Syndicat de la magistrature, demandons l’ouverture d’une enquête.",
        ["ACAT", "LDH", "Syndicat de la magistrature"],
    ),
    "sentence-brackets-dash": (
        "Le collectif (AFPS 34 – Attac 34 – Cimade – LDH Montpellier) appelle à un rassemblement.",
        [("AFPS 34", BRANCH), ("Attac 34", BRANCH), "Cimade", ("LDH Montpellier", BRANCH)],
    ),
    "sentence-title": (
        "Communiqué commun LDH – MRAP – SOS Racisme\nNous apprenons avec colère",
        ["LDH", "MRAP", "SOS Racisme"],
    ),
    "sentence-title-colon": ("Communiqué unitaire : CGT, FO, FSU, Solidaires", ["CGT", "FO", "FSU", "Solidaires"]),
    "sentence-english": (
        "We, the undersigned organisations, Bread for All, Church Action Network and Oxfam, call on the Council to act.",
        ["Bread for All", "Church Action Network", "Oxfam"],
    ),
    "sentence-footnote": (
        "Le collectif* appelle à manifester samedi.\n\n* Attac 69, Cimade, LDH Lyon, MRAP et RESF 69",
        [("Attac 69", BRANCH), "Cimade", ("LDH Lyon", BRANCH), "MRAP", ("RESF 69", BRANCH)],
    ),
    "sentence-signed": (
        "Cette tribune est signée par Alternatiba, Greenpeace France et Notre affaire à tous.",
        ["Alternatiba", "Greenpeace France", "Notre affaire à tous"],
    ),
    "sentence-two-groups": (
        "Les associations Droit au logement, Emmaüs et les syndicats CGT, FSU, Solidaires ont été reçus.",
        [
            ("Droit au logement", {"section": "associations"}),
            "Emmaüs",
            ("CGT", {"section": "syndicats"}),
            "FSU",
            "Solidaires",
        ],
    ),
    # --- mixed and markup --------------------------------------------------------------------------------------
    "html-list": (
        "<h3>Signataires</h3>\n<ul>\n<li>Attac</li>\n<li>Les Amis de la Terre</li>\n<li>Sciences &amp; d&eacute;mocratie</li>\n</ul>\n<p>Contact presse</p>",
        ["Attac", "Les Amis de la Terre", ("Sciences &amp; d&eacute;mocratie", {"name": "Sciences & démocratie"})],
    ),
    "html-br": (
        "<p><strong>Premiers signataires :</strong><br>Attac<br/>Femmes &Eacute;galit&eacute;<br />Solidaires</p>",
        ["Attac", ("Femmes &Eacute;galit&eacute;", {"name": "Femmes Égalité"}), "Solidaires"],
    ),
    "html-links": (
        '<p>Signataires&nbsp;:</p><p><a href="/a">Acrimed</a> <a href="/b">Les Pieds dans le PAF</a> <a href="/c">SNJ</a></p>',
        ["Acrimed", "Les Pieds dans le PAF", "SNJ"],
    ),
    "html-logos": (
        '<h4>Organisations signataires</h4><div><img src="1.png" alt="Attac France"><img src="2.png" alt="La Cimade"><img src="3.png" alt="Utopia 56"></div>',
        ["Attac France", "La Cimade", "Utopia 56"],
    ),
    "html-table": (
        "<p>Signataires :</p><table><tr><td>Attac</td><td>CNT</td></tr><tr><td>FSU</td><td>Solidaires</td></tr></table>",
        ["Attac", "CNT", "FSU", "Solidaires"],
    ),
    "html-inner-tags": (
        "<p>Signataires : <em>Attac</em>, <b>Ligue</b> des droits de l&rsquo;Homme, <a href='x'>MRAP</a></p>",
        ["Attac", ("Ligue</b> des droits de l&rsquo;Homme", {"name": "Ligue des droits de l’Homme"}), "MRAP"],
    ),
    "mixed-dash-comma-lines": (
        "Signataires : Attac – CGT – FSU\nSoutenus par : EELV, PCF, PEPS",
        ["Attac", "CGT", "FSU", ("EELV", {"support": True}), "PCF", "PEPS"],
    ),
    "mixed-run-together": ("Signataires : CGT FSU Solidaires UNSA", ["CGT", "FSU", "Solidaires", "UNSA"]),
    "mixed-missing-separator": (
        "Signataires : Union des Ateliers (UDA) Fédération des Forges (FDF), Attac",
        ["Union des Ateliers (UDA)", "Fédération des Forges (FDF)", "Attac"],
    ),
    "mixed-sections-dashes": (
        "Signataires\nAssociations : Attac - LDH - Mrap\nPartis : Ensemble ! - GDS - PCF\nSyndicats : FSU - Solidaires",
        [
            ("Attac", {"section": "Associations"}),
            "LDH",
            "Mrap",
            ("Ensemble !", {"section": "Partis"}),
            "GDS",
            "PCF",
            ("FSU", {"section": "Syndicats"}),
            "Solidaires",
        ],
    ),
    "mixed-heading-in-line": (
        "Nous appelons à signer cet appel. Signataires : Attac, Bizi, LDH.",
        ["Attac", "Bizi", "LDH"],
    ),
    "mixed-old-list": (
        "Liste des premiers signataires au 3 mai 2024 :\nAnticor ; Attac ; Sherpa",
        ["Anticor", "Attac", "Sherpa"],
    ),
    # --- headings ----------------------------------------------------------------------------------------------
    "heading-cosigned": (
        "Cette lettre a été cosignée par :\nAnticor\nBlast Citoyen\nSherpa",
        ["Anticor", "Blast Citoyen", "Sherpa"],
    ),
    "heading-associate": ("S’associent à cet appel : AC !, DAL, Emmaüs, MNCP", ["AC !", "DAL", "Emmaüs", "MNCP"]),
    "heading-join": (
        "Les organisations suivantes rejoignent l’appel :\n– Bizi !\n– Enbata\n– LAB",
        ["Bizi !", "Enbata", "LAB"],
    ),
    "heading-alphabetical": (
        "Signatures (par ordre alphabétique) : Abri pour tous, Brigade verte, Collectif Demain",
        ["Abri pour tous", "Brigade verte", "Collectif Demain"],
    ),
    "heading-organisers": ("Organisateurs : AFPS 35, CGT 35, UJFP Rennes", ["AFPS 35", "CGT 35", "UJFP Rennes"]),
    "heading-members": (
        "Le collectif est composé des organisations suivantes :\nAPF 24\nConfédération paysanne\nLes Goulus du Périgord",
        ["APF 24", "Confédération paysanne", "Les Goulus du Périgord"],
    ),
    "heading-call": (
        "Appellent à manifester : Attac, Ensemble !, FSU, PCF, Solidaires",
        ["Attac", "Ensemble !", "FSU", "PCF", "Solidaires"],
    ),
    "heading-initiative": (
        "À l’initiative de :\nCafé des libertés\nLibrairie Les Mots passants\nRadio Zinzine",
        ["Café des libertés", "Librairie Les Mots passants", "Radio Zinzine"],
    ),
    "heading-signed-colon": (
        "Signé :\nCGT Carsat\nFO Carsat\nSUD Protection sociale",
        ["CGT Carsat", "FO Carsat", "SUD Protection sociale"],
    ),
    "heading-first-supports": (
        "Premiers soutiens : Acrimed – Basta ! – Politis",
        [("Acrimed", {"support": True}), "Basta !", ("Politis", {"support": True})],
    ),
    "heading-bold-stars": ("**Signataires :** Attac, CADTM, Survie", ["Attac", "CADTM", "Survie"]),
    "heading-parenthesis-count": (
        "Organisations signataires (12 mai, 3 organisations) :\nAides\nArdhis\nInter-LGBT",
        ["Aides", "Ardhis", "Inter-LGBT"],
    ),
    "heading-english-organisations": (
        "Supporting organisations:\nCampaign for Fair Trade\nGlobal Commons Network\nWomen in Black",
        ["Campaign for Fair Trade", "Global Commons Network", "Women in Black"],
    ),
    "heading-spanish-apoyan": (
        "Apoyan esta declaración: ACNUR Amigos, Cáritas, CCOO, Médicos sin Fronteras",
        ["ACNUR Amigos", "Cáritas", "CCOO", "Médicos sin Fronteras"],
    ),
    # --- names that hold separators ----------------------------------------------------------------------------
    "inner-comma-acronym": (
        "Signataires : Attac, Gauche, Écologie, Solidarité et Travail (GEST), PEPS",
        ["Attac", ("Gauche, Écologie, Solidarité et Travail (GEST)", {"acronym": "GEST"}), "PEPS"],
    ),
    "inner-dash-acronym": (
        "Signataires : Attac – Jeunes Paysans – Alpes du Sud (JPAS) – Survie",
        ["Attac", ("Jeunes Paysans – Alpes du Sud (JPAS)", {"acronym": "JPAS"}), "Survie"],
    ),
    "inner-section": (
        "Signataires : Marche mondiale des femmes, coordination France, Pax Christi, groupe de Vannes, Survie, antenne Gironde",
        [
            "Marche mondiale des femmes, coordination France",
            ("Pax Christi, groupe de Vannes", BRANCH),
            ("Survie, antenne Gironde", BRANCH),
        ],
    ),
    "inner-et-last": (
        "Signataires : Attac, Comité pour le respect des droits et libertés, Mouvement contre le racisme et pour l’amitié entre les peuples",
        [
            "Attac",
            "Comité pour le respect des droits et libertés",
            "Mouvement contre le racisme et pour l’amitié entre les peuples",
        ],
    ),
    "inner-et-known": (
        "Signataires : Bio et local, Habitat et Humanisme et Solidarités nouvelles face au chômage",
        ["Bio et local", "Habitat et Humanisme", "Solidarités nouvelles face au chômage"],
    ),
    "inner-et-liberty": (
        "Signataires : Attac, Libres et égales, Ligue internationale des femmes pour la Paix et la Liberté",
        ["Attac", "Libres et égales", "Ligue internationale des femmes pour la Paix et la Liberté"],
    ),
    "inner-colon": (
        "Signataires : Collectif Horizon : Association des quartiers nord ; Maison des liens ; Radio Galère",
        ["Collectif Horizon : Association des quartiers nord", "Maison des liens", "Radio Galère"],
    ),
    "inner-dots": (
        "Signataires : Génération.s, Inter.Action, Debout Éduc.pop, Réseau S.O.S. Gares",
        ["Génération.s", "Inter.Action", "Debout Éduc.pop", "Réseau S.O.S. Gares"],
    ),
    "inner-digits": (
        "Signataires : 4ACG, 350.org, 60 millions de pistons, Les 3 Ourses",
        ["4ACG", "350.org", "60 millions de pistons", "Les 3 Ourses"],
    ),
    "inner-exclamation": (
        "Signataires : Aux arbres !, Ensemble !, Tsedek!, Zut ! on respire",
        ["Aux arbres !", "Ensemble !", "Tsedek!", "Zut ! on respire"],
    ),
    "inner-plus": ("Signataires : CGT + FO + FSU + UNSA", ["CGT", "FO", "FSU", "UNSA"]),
    "inner-long-acronym": (
        "Signataires : Confédération nationale du logement (CNL), Fédération des aveugles (FAF – section Est), Union des familles laïques (UFAL)",
        [
            ("Confédération nationale du logement (CNL)", {"acronym": "CNL"}),
            "Fédération des aveugles (FAF – section Est)",
            ("Union des familles laïques (UFAL)", {"acronym": "UFAL"}),
        ],
    ),
    # --- local groups ------------------------------------------------------------------------------------------
    "branches": (
        "Signataires :\nUnion départementale CGT 66\nUL CFDT Vitré\nSNES-FSU 35\nSolidaires Isère\nEELV Bretagne\nMRAP, fédération du Gard\nLigue de l’enseignement de la Drôme\nLa Cimade Montpellier\nExtinction Rebellion Rennes\nUtopia 56 Calais\nLDH – section de Quimperlé\nAFPS (38)\nAmnesty International groupe de Brive",
        [
            (name, BRANCH)
            for name in (
                "Union départementale CGT 66",
                "UL CFDT Vitré",
                "SNES-FSU 35",
                "Solidaires Isère",
                "EELV Bretagne",
                "MRAP, fédération du Gard",
                "Ligue de l’enseignement de la Drôme",
                "La Cimade Montpellier",
                "Extinction Rebellion Rennes",
                "Utopia 56 Calais",
                "LDH – section de Quimperlé",
                "AFPS (38)",
                "Amnesty International groupe de Brive",
            )
        ],
    ),
    "branches-not": (
        "Signataires :\nCGT Cheminots\nCFDT Retraités\nSUD Culture Solidaires\nAttac France\nUNSA Éducation\nCollectif Palestine 69\nMaison des femmes de Paris\nLyon en transition\nAssociation Jardins de Cocagne 21\nComité Vérité et Justice 31\nGreenpeace France",
        [
            (name, {"kind": "organisation"})
            for name in (
                "CGT Cheminots",
                "CFDT Retraités",
                "SUD Culture Solidaires",
                "Attac France",
                "UNSA Éducation",
                "Collectif Palestine 69",
                "Maison des femmes de Paris",
                "Lyon en transition",
                "Association Jardins de Cocagne 21",
                "Comité Vérité et Justice 31",
                "Greenpeace France",
            )
        ],
    ),
    # --- persons -----------------------------------------------------------------------------------------------
    "persons-for-organisation": (
        "Pour les organisations :\nPour la CGT : Lou Bertignac\nPour le SNES : Marie-Ange Poulain\nPour SUD : Ahmed Zerrouki",
        [
            ("CGT : Lou Bertignac", {"kind": "organisation", "name": "CGT", "role": "Lou Bertignac"}),
            ("SNES : Marie-Ange Poulain", {"name": "SNES"}),
            ("SUD : Ahmed Zerrouki", {"name": "SUD"}),
        ],
    ),
    "persons-surname-capitals": (
        "Premiers signataires : Anne BELLEGARDE, Rémi COSTE, Fatou N’DIAYE-ROUX, Éric de LASSUS",
        [(name, PERSON) for name in ("Anne BELLEGARDE", "Rémi COSTE", "Fatou N’DIAYE-ROUX", "Éric de LASSUS")],
    ),
    "persons-initials": (
        "Signataires : J.-P. Vernoux, médecin ; M. Tardieu, infirmière ; Sonia B., étudiante",
        [("J.-P. Vernoux, médecin", PERSON), ("M. Tardieu, infirmière", PERSON), ("Sonia B., étudiante", PERSON)],
    ),
    "persons-offices": (
        "Signataires :\nGisèle Autran, co-présidente de la LDH\nVincent Malaval, secrétaire général de la CGT\nYoussef Amrouche, ex-député\nClémence Dorval, cheffe de service",
        [
            ("Gisèle Autran, co-présidente de la LDH", PERSON),
            ("Vincent Malaval, secrétaire général de la CGT", PERSON),
            ("Youssef Amrouche, ex-député", PERSON),
            ("Clémence Dorval, cheffe de service", PERSON),
        ],
    ),
    "persons-and-organisations": (
        "Signataires : Attac, Louise Carpentras, Mediapart Club, Olivier Besançay, Survie",
        ["Attac", ("Louise Carpentras", PERSON), "Mediapart Club", ("Olivier Besançay", PERSON), "Survie"],
    ),
    "persons-named-organisations": (
        "Signataires : Association Maurice Audin, Cercle Rosa Luxemburg, Fondation Danielle Mitterrand, Institut Tribune socialiste, Les Amis de Jean Zay",
        [
            "Association Maurice Audin",
            "Cercle Rosa Luxemburg",
            "Fondation Danielle Mitterrand",
            "Institut Tribune socialiste",
            "Les Amis de Jean Zay",
        ],
    ),
    "persons-spanish": (
        "Firman: María José Aguirre, profesora; Íñigo Zabaleta, sindicalista; Red de Vecinas",
        [("María José Aguirre, profesora", PERSON), ("Íñigo Zabaleta, sindicalista", PERSON), "Red de Vecinas"],
    ),
    "persons-dash-organisation": (
        "Les premiers signataires :\nAminata Cissoko - Collectif des mères\nJean-Marc Delpierre - CGT Valeo\nSuzanne Rieux",
        [
            ("Aminata Cissoko - Collectif des mères", PERSON),
            ("Jean-Marc Delpierre - CGT Valeo", PERSON),
            ("Suzanne Rieux", PERSON),
        ],
    ),
    "persons-women-and-men": (
        "Signataires : Aude et Michel Lestrade, agriculteurs ; Collectif Semences ; Paola Rinaldi, chercheuse",
        [
            ("Aude et Michel Lestrade, agriculteurs", PERSON),
            "Collectif Semences",
            ("Paola Rinaldi, chercheuse", PERSON),
        ],
    ),
    # --- sentences again ---------------------------------------------------------------------------------------
    "sentence-subject": (
        "Attac, la CGT, la FSU et l’Union syndicale Solidaires appellent à un rassemblement le 4 mai.",
        ["Attac", "CGT", "FSU", "Union syndicale Solidaires"],
    ),
    "sentence-declaration-of": (
        "Déclaration commune de la CGT, de la FSU et de Solidaires",
        ["CGT", "FSU", "Solidaires"],
    ),
    "sentence-composed": (
        "Le collectif unitaire, composé d’Attac 38, de la Confédération paysanne et de l’UJFP, tiendra une réunion.",
        [("Attac 38", BRANCH), "Confédération paysanne", "UJFP"],
    ),
    "sentence-organised-by": (
        "Soirée organisée par Amnesty International, la Cimade et le MRAP le 3 mai à 18h30",
        ["Amnesty International", "Cimade", "MRAP"],
    ),
    "sentence-spanish": (
        "Las organizaciones Ecologistas en Acción, CGT y Mujeres de Negro convocan una concentración.",
        ["Ecologistas en Acción", "CGT", "Mujeres de Negro"],
    ),
    "sentence-english-subject": (
        "Amnesty International, Human Rights Watch and Oxfam call on governments to act.",
        ["Amnesty International", "Human Rights Watch", "Oxfam"],
    ),
    "sentence-our-unions": (
        "Nos syndicats (CGT Santé, SUD Santé-Sociaux et UNSA) ont déposé un préavis.",
        ["CGT Santé", "SUD Santé-Sociaux", "UNSA"],
    ),
    "sentence-title-intersyndicale": (
        "Intersyndicale CGT – FO – FSU – Solidaires de l’Aveyron",
        ["CGT", "FO", "FSU", "Solidaires"],
    ),
    "sentence-tract": ("TRACT INTERSYNDICAL CFDT CGT FO UNSA", ["CFDT", "CGT", "FO", "UNSA"]),
    # --- markup again ------------------------------------------------------------------------------------------
    "html-spip-dashes": (
        '<p><strong>Signataires&nbsp;:</strong></p>\n<p><span class="spip-puce ltr"><b>–</b></span>&nbsp;Attac<br class="autobr" />\n<span class="spip-puce ltr"><b>–</b></span>&nbsp;La&nbsp;Cimade<br class="autobr" />\n<span class="spip-puce ltr"><b>–</b></span>&nbsp;MRAP</p>',
        ["Attac", "La&nbsp;Cimade", "MRAP"],
    ),
    "html-paragraphs": (
        "<p>Signataires :</p>\n<p>Attac</p>\n<p>Comit&#233; de Douarnenez</p>\n<p>UJFP</p>\n<footer><p>Mentions légales</p></footer>",
        ["Attac", "Comit&#233; de Douarnenez", "UJFP"],
    ),
    "html-item-paragraphs": (
        "<div>Organisations signataires</div><ul><li><p>Attac</p></li><li><p><a href='#'>Fondation Copernic</a></p></li></ul>",
        ["Attac", "Fondation Copernic"],
    ),
    "html-dashes": (
        "<p>Premiers signataires&nbsp;: Attac &#8211; Cedetim&nbsp;/&nbsp;IPAM &#8211; Femmes en noir &#8211; <i>Tsedek&nbsp;!</i></p><h2>Articles r&eacute;cents</h2>",
        ["Attac", "Cedetim&nbsp;/&nbsp;IPAM", "Femmes en noir", "Tsedek&nbsp;!"],
    ),
    "html-document": (
        "<!DOCTYPE html><html><head><title>Signataires : aucun, non, jamais</title><style>p{}</style></head><body><nav><a href='/'>Accueil</a></nav><p>Signataires : Attac, Survie et Utopia</p><script>var s='Signataires : X, Y';</script></body></html>",
        ["Attac", "Survie", "Utopia"],
    ),
    "text-soft-hyphens": (
        "Signataires : Asso\u00adciation Nadir, Coor\u00addination Est, Réseau\u200b Nord",
        [("Asso\u00adciation Nadir", {"name": "Association Nadir"}), "Coor\u00addination Est", "Réseau\u200b Nord"],
    ),
    "text-decomposed": (
        "Signataires : Comite\u0301 Est, Fe\u0301de\u0301ration Ouest",
        [("Comite\u0301 Est", {"name": "Comité Est"}), "Fe\u0301de\u0301ration Ouest"],
    ),
    "text-nbsp": (
        "Signataires\u00a0: Attac\u00a0– Ensemble\u00a0! – SUD\u00a0éducation",
        ["Attac", ("Ensemble\u00a0!", {"name": "Ensemble !"}), ("SUD\u00a0éducation", {"name": "SUD éducation"})],
    ),
    # --- remainders --------------------------------------------------------------------------------------------
    "remainder-brackets": ("Signataires : Attac, Bizi, Survie (et 14 autres)", ["Attac", "Bizi", "Survie"]),
    "remainder-plus": ("Signataires :\nAttac\nBizi\n+ 30 associations locales", ["Attac", "Bizi"]),
    "remainder-words": ("Signataires : Attac, Bizi et bien d’autres.", ["Attac", "Bizi"]),
    "remainder-score": (
        "Signataires : Attac, Bizi, Survie et une vingtaine d’autres organisations",
        ["Attac", "Bizi", "Survie"],
    ),
    "remainder-link": ("Signataires : Attac, Bizi, Survie… (liste complète sur le site)", ["Attac", "Bizi", "Survie"]),
    "remainder-list-open": ("Signataires (liste provisoire) : Attac, Bizi, Survie", ["Attac", "Bizi", "Survie"]),
    # --- tabs, columns, towns ----------------------------------------------------------------------------------
    "tabs": ("Signataires :\nAttac\tBizi\nCNT\tDAL", ["Attac", "Bizi", "CNT", "DAL"]),
    "lines-town": (
        "Signataires :\nLes Glaneuses – Rezé\nLa Ruche – Nantes\nTerres communes – Clisson",
        ["Les Glaneuses – Rezé", "La Ruche – Nantes", "Terres communes – Clisson"],
    ),
    "lines-acronyms-column": (
        "Organisations signataires :\nCFDT\nCFE-CGC\nCFTC\nCGT\nFO\nFSU\nSolidaires\nUNSA\n\nPublié le 3 mai",
        ["CFDT", "CFE-CGC", "CFTC", "CGT", "FO", "FSU", "Solidaires", "UNSA"],
    ),
    "lines-without-heading": (
        "Attac 22\nCIDFF 22\nFSU 22\nLDH Guingamp\nMAN Lannion",
        ["Attac 22", "CIDFF 22", "FSU 22", "LDH Guingamp", "MAN Lannion"],
    ),
    # --- a third round -----------------------------------------------------------------------------------------
    "more-cut": (
        "Premiers signataires : Accueil Paysan, Action Droits des musulmans, Adéquations, Agir ensemble, Alternatiba Paris, ",
        [
            "Accueil Paysan",
            "Action Droits des musulmans",
            "Adéquations",
            "Agir ensemble",
            ("Alternatiba Paris", BRANCH),
        ],
    ),
    "more-letters": (
        "Signataires :\na) Alerte pesticides\nb) Générations futures\nc) Terre d’abeilles",
        ["Alerte pesticides", "Générations futures", "Terre d’abeilles"],
    ),
    "more-heading-bars": (
        "SIGNATAIRES\n_______________\nAttac Vosges\nCAP Écologie\nConfédération paysanne 88",
        [("Attac Vosges", BRANCH), "CAP Écologie", ("Confédération paysanne 88", BRANCH)],
    ),
    "more-nested-paren": (
        "Signataires : Collectif des associations (CDA (ex-CDL)), Fédération des luttes (FL), Sud",
        [
            ("Collectif des associations (CDA (ex-CDL))", {"name": "Collectif des associations"}),
            "Fédération des luttes (FL)",
            "Sud",
        ],
    ),
    "more-oxford": (
        "Signed by: Global Watch, Green Alternative, Sea Shepherd, and the Forest Peoples Programme",
        ["Global Watch", "Green Alternative", "Sea Shepherd", "Forest Peoples Programme"],
    ),
    "more-town-parens": (
        "Ont signé :\nLes Ateliers du Bocage (79)\nLa Bascule (Rennes)\nEmmaüs (Cholet)\nOasis 21 (Paris)",
        ["Les Ateliers du Bocage (79)", "La Bascule (Rennes)", ("Emmaüs (Cholet)", BRANCH), "Oasis 21 (Paris)"],
    ),
    "more-signe-par-lines": (
        "Communiqué signé par :\n\n– le Collectif 44 contre l’islamophobie\n– la Ligue des droits de l’Homme\n– l’AFPS 44\n\nNantes, le 2 février",
        [
            ("Collectif 44 contre l’islamophobie", {"kind": "organisation"}),
            "Ligue des droits de l’Homme",
            ("AFPS 44", BRANCH),
        ],
    ),
    "more-person-quality-lines": (
        "Signataires\nOdile Gagneraud - Avocate\nPatrice Lorin - Éditeur\nSamia Khoury - Architecte",
        [
            ("Odile Gagneraud - Avocate", PERSON),
            ("Patrice Lorin - Éditeur", PERSON),
            ("Samia Khoury - Architecte", PERSON),
        ],
    ),
    "more-person-no-given": (
        "Premiers signataires : Ondine Marceval (comédienne), Zéphyr Aubrac (musicien), Kolia Brodsky (poète)",
        [
            ("Ondine Marceval (comédienne)", PERSON),
            ("Zéphyr Aubrac (musicien)", PERSON),
            ("Kolia Brodsky (poète)", PERSON),
        ],
    ),
    "more-person-comma-org": (
        "Signataires : Maud Lescure, Attac ; Karim Bensaïd, Solidaires ; Éva Trintan, CGT Spectacle",
        [
            ("Maud Lescure, Attac", PERSON),
            ("Karim Bensaïd, Solidaires", PERSON),
            ("Éva Trintan, CGT Spectacle", PERSON),
        ],
    ),
    "more-et-newline": (
        "Avec le soutien de\nAttac\nLa Libre Pensée\net la Ligue de l’enseignement",
        ["Attac", "La Libre Pensée", "Ligue de l’enseignement"],
    ),
    "more-organisation-a": (
        "Appel à l’initiative du Collectif Stop Bétonnage, de FNE Ain et de la Confédération paysanne",
        ["Collectif Stop Bétonnage", ("FNE Ain", BRANCH), "Confédération paysanne"],
    ),
    "more-et-sentence": ("Les syndicats CGT et FO des territoriaux appellent à la grève", ["CGT", "FO"]),
    "more-slash-nl": ("Signataires :\nAttac / Cimade /\nGisti / LDH", ["Attac", "Cimade", "Gisti", "LDH"]),
    "more-tilde": ("Signataires : Bizi ~ Enbata ~ LAB ~ Solidaires", ["Bizi", "Enbata", "LAB", "Solidaires"]),
    "more-diamond": (
        "Signataires ♦ Les Petites Singularités ♦ April ♦ Framasoft",
        ["Les Petites Singularités", "April", "Framasoft"],
    ),
    "more-asterisk-inline": ("Signataires : * Acrimed * Attac * Survie", ["Acrimed", "Attac", "Survie"]),
    "more-emdash-heading": ("Signataires — Aides — Arcat — Sidaction", ["Aides", "Arcat", "Sidaction"]),
    "more-semicolon-title": (
        "Signataires :\nAssociation pour une alternative aux pesticides ; Eau et Rivières de Bretagne ; FNE (France Nature Environnement) ; UFC-Que Choisir 29",
        [
            "Association pour une alternative aux pesticides",
            "Eau et Rivières de Bretagne",
            ("FNE (France Nature Environnement)", {"name": "France Nature Environnement", "acronym": "FNE"}),
            ("UFC-Que Choisir 29", BRANCH),
        ],
    ),
    "more-space-before-comma": ("Signataires : Attac ,CGT ,FSU , Solidaires", ["Attac", "CGT", "FSU", "Solidaires"]),
    "more-double-comma": ("Signataires : Attac,, CGT, , FSU", ["Attac", "CGT", "FSU"]),
    "more-html-strong-br": (
        "<strong>Premiers signataires</strong><br>Attac, CGT, <em>Les Amis de la Terre</em>, Sud",
        ["Attac", "CGT", "Les Amis de la Terre", "Sud"],
    ),
    "more-html-td": (
        "<table><tr><th>Signataires</th></tr><tr><td>ACAT</td></tr><tr><td>Collectif Bassines non merci</td></tr><tr><td>LDH</td></tr></table>",
        ["ACAT", "Collectif Bassines non merci", "LDH"],
    ),
    "more-html-double-escaped": (
        "Signataires : Arts &amp;amp; Lettres, Ligue des droits de l&amp;#8217;Homme, Survie",
        [
            ("Arts &amp;amp; Lettres", {"name": "Arts & Lettres"}),
            ("Ligue des droits de l&amp;#8217;Homme", {"name": "Ligue des droits de l’Homme"}),
            "Survie",
        ],
    ),
    "more-mojibake-dash": (
        "Signataires : Attac â€“ Comité dâ€™action â€“ FÃ©dÃ©ration paysanne",
        [
            "Attac",
            ("Comité dâ€™action", {"name": "Comité d’action"}),
            ("FÃ©dÃ©ration paysanne", {"name": "Fédération paysanne"}),
        ],
    ),
    "more-replacement": ("Signataires : F�d�ration des usagers, Attac", ["F�d�ration des usagers", "Attac"]),
    "more-supports-line": (
        "Signataires : SNES, SNEP, SNUEP. Avec le soutien de la FCPE et de l’Unef.",
        ["SNES", "SNEP", "SNUEP", ("FCPE", {"support": True}), ("Unef", {"support": True})],
    ),
    "more-dash-support": (
        "Signataires : Attac – LDH – MRAP\nSoutiens : Ensemble! – PCF",
        ["Attac", "LDH", "MRAP", ("Ensemble!", {"support": True}), ("PCF", {"support": True})],
    ),
    "more-heading-in-caps-inline": (
        "SIGNATAIRES : COLLECTIF EAU 34, FEMMES SOLIDAIRES, LDH",
        ["COLLECTIF EAU 34", "FEMMES SOLIDAIRES", "LDH"],
    ),
    "more-ci-dessous": (
        "Les organisations ci-dessous s’associent à cette déclaration :\nCercle Condorcet\nLibre Pensée 21\nUnion rationaliste",
        ["Cercle Condorcet", ("Libre Pensée 21", BRANCH), "Union rationaliste"],
    ),
    "more-ce-texte": (
        "Ce texte est porté par : Alliance Biosphère ; Canopée ; Pour un réveil écologique",
        ["Alliance Biosphère", "Canopée", "Pour un réveil écologique"],
    ),
    "more-jeunes": (
        "Organisations de jeunesse signataires : JC, Jeunes écologistes, MJS, UEC, UNL",
        ["JC", "Jeunes écologistes", "MJS", "UEC", "UNL"],
    ),
    "more-inclusive-mid": (
        "Signataires : Collectif des étudiant.e.s étranger.e.s, Réseau des élu·es locaux·ales, Union des retraité-e-s",
        ["Collectif des étudiant.e.s étranger.e.s", "Réseau des élu·es locaux·ales", "Union des retraité-e-s"],
    ),
    "more-quoted-names": (
        "Ont signé : « Les Oubliés », « Paroles d’hiver » et « Sans voix »",
        ["« Les Oubliés »", "« Paroles d’hiver »", "« Sans voix »"],
    ),
    "more-colon-in-sub": (
        "Signataires\n\nAu niveau national :\nCFDT\nCGT\n\nDans le Finistère :\nCFDT 29\nCGT Brest",
        [
            ("CFDT", {"section": "Au niveau national"}),
            "CGT",
            ("CFDT 29", {"section": "Dans le Finistère", "kind": "branch"}),
            ("CGT Brest", BRANCH),
        ],
    ),
    "more-bold-sub": (
        "Signataires\n**Associations**\nAttac\nLDH\n**Syndicats**\nCGT\nFSU",
        [("Attac", {"section": "Associations"}), "LDH", ("CGT", {"section": "Syndicats"}), "FSU"],
    ),
    "more-two-on-line": (
        "Signataires :\nAttac – Bizi\nCNT – DAL\nFSU – LDH",
        ["Attac", "Bizi", "CNT", "DAL", "FSU", "LDH"],
    ),
    "more-spanish-entidades": (
        "Entidades adheridas:\n- Asociación Pro Derechos Humanos\n- Fundación Mundubat\n- SODePAZ",
        ["Asociación Pro Derechos Humanos", "Fundación Mundubat", "SODePAZ"],
    ),
    "more-italian-e": (
        "Firmatari: Associazione per la Pace, Comunità di San Marco e Libera",
        ["Associazione per la Pace", "Comunità di San Marco", "Libera"],
    ),
    "more-english-lines-country": (
        "Signatories:\nAction for Peace, Belgium\nClean Clothes Network, Netherlands\nWar Child Forum, United Kingdom",
        ["Action for Peace, Belgium", "Clean Clothes Network, Netherlands", "War Child Forum, United Kingdom"],
    ),
    "more-numbered-inline": (
        "Signataires : 1. Attac 2. CGT Énergie 3. Les Amis de la Terre 4. Survie",
        ["Attac", "CGT Énergie", "Les Amis de la Terre", "Survie"],
    ),
    "more-wrap-hyphen-names": (
        "Signataires : Apel-Égalité - Les Z’indigné·es - Prud’hommes-Solidaires - Sans-Abri 92",
        ["Apel-Égalité", "Les Z’indigné·es", "Prud’hommes-Solidaires", "Sans-Abri 92"],
    ),
    "more-acr-colon": (
        "Signataires :\nACF : Action contre la faim\nMDM : Médecins du monde\nMSF",
        [
            ("ACF : Action contre la faim", {"acronym": "ACF", "name": "Action contre la faim"}),
            ("MDM : Médecins du monde", {"acronym": "MDM"}),
            "MSF",
        ],
    ),
    "more-reunis": (
        "Réunis à Tarbes, Attac 65, la CGT 65, la FSU 65 et Solidaires 65 exigent le retrait du projet.",
        [("Attac 65", BRANCH), ("CGT 65", BRANCH), ("FSU 65", BRANCH), ("Solidaires 65", BRANCH)],
    ),
    "more-le-collectif-colon": (
        "Collectif « Pas touche à nos gares » : CGT Cheminots, FNAUT, Sud-Rail, Les Verts",
        ["CGT Cheminots", "FNAUT", "Sud-Rail", "Les Verts"],
    ),
    "more-motion": (
        "Motion présentée par la FSU, la CGT Éduc’action et SUD éducation",
        ["FSU", "CGT Éduc’action", "SUD éducation"],
    ),
    "more-preavis": ("Préavis de grève CGT – FO – SUD du 12 mars", ["CGT", "FO", "SUD"]),
    "more-lettre": (
        "Lettre ouverte de la Cimade, du Gisti et de la LDH au ministre de l’Intérieur",
        ["Cimade", "Gisti", "LDH"],
    ),
    "more-signatories-end-sentence": (
        "Signataires : Attac, CGT, FSU, Solidaires. Paris, le 3 mai 2024.",
        ["Attac", "CGT", "FSU", "Solidaires"],
    ),
    "more-double-heading": (
        "Premiers signataires\nOrganisations :\nAttac, LDH, MRAP\nPersonnalités :\nJeanne Aubry, historienne, Marc Ferrand, élu",
        [
            ("Attac", {"section": "Organisations"}),
            "LDH",
            "MRAP",
            ("Jeanne Aubry, historienne", {"kind": "person", "section": "Personnalités"}),
            ("Marc Ferrand, élu", PERSON),
        ],
    ),
    "more-many-persons-org": (
        "Signataires : Abdel Khiari, Alice Roumieu, Bernard Chabrol (UJFP), Dominique Vidalenc, Leïla Chérif, Michèle Sibon",
        [
            ("Abdel Khiari", PERSON),
            ("Alice Roumieu", PERSON),
            ("Bernard Chabrol (UJFP)", PERSON),
            ("Dominique Vidalenc", PERSON),
            ("Leïla Chérif", PERSON),
            ("Michèle Sibon", PERSON),
        ],
    ),
    "more-upper-persons": (
        "SIGNATAIRES : ABEL MARTIN, ZOÉ TERRIER, PAUL DUMAS",
        [("ABEL MARTIN", PERSON), ("ZOÉ TERRIER", PERSON), ("PAUL DUMAS", PERSON)],
    ),
    "more-footnote-num": (
        "Nos organisations (1) exigent l’abandon du projet.\n\n(1) Attac, Bizi, CGT, Confédération paysanne, FSU",
        ["Attac", "Bizi", "CGT", "Confédération paysanne", "FSU"],
    ),
    "more-footnote-star-colon": (
        "*Collectif Vigilance : AFPS 86, LDH 86, MRAP",
        [("AFPS 86", BRANCH), ("LDH 86", BRANCH), "MRAP"],
    ),
    "more-hyphen-year": (
        "Signataires : Association 1901-Demain - Collectif 8 mars - Mai 68 en héritage",
        ["Association 1901-Demain", "Collectif 8 mars", "Mai 68 en héritage"],
    ),
    "more-and-ampersand": (
        "Signataires : Amis & Voisins, Terre & Mer, Toits et Moi",
        ["Amis & Voisins", "Terre & Mer", "Toits et Moi"],
    ),
    "more-final-et-plain": (
        "Signataires : Anticor, Bloom, Canopée et Sherpa",
        ["Anticor", "Bloom", "Canopée", "Sherpa"],
    ),
    "more-final-et-multi": (
        "Signataires : Anticor, Notre affaire à tous et Les Amis de la Terre",
        ["Anticor", "Notre affaire à tous", "Les Amis de la Terre"],
    ),
    "more-final-et-branch": (
        "Signataires : AFPS 21, Attac 21, LDH Dijon et MRAP 21",
        [("AFPS 21", BRANCH), ("Attac 21", BRANCH), ("LDH Dijon", BRANCH), ("MRAP 21", BRANCH)],
    ),
    "more-partis": (
        "Partis signataires : Europe Écologie-Les Verts, Génération·s, La France insoumise, NPA, Parti de gauche, PS",
        ["Europe Écologie-Les Verts", "Génération·s", "La France insoumise", "NPA", "Parti de gauche", "PS"],
    ),
}

LOOKALIKES: dict[str, str] = {
    "towns-comma": "Rassemblements : Agen, Bayonne, Dax, Mont-de-Marsan, Pau, Tarbes",
    "towns-hours": "Paris – 14h République\nLyon – 15h Bellecour\nMarseille – 10h30 Vieux-Port",
    "demands-dash": "Les organisations signataires demandent :\n- l’arrêt des bombardements\n- la levée du blocus\n- un embargo sur les armes",
    "demands-capital": "Nous exigeons :\n– Un cessez-le-feu immédiat ;\n– Des sanctions contre les responsables ;\n– La libération des prisonniers.",
    "menu": "Accueil | Qui sommes-nous | Nos actions | Adhérer | Contact",
    "menu-lines": "Accueil\nActualités\nCommuniqués\nNous rejoindre\nContact",
    "funders": "Avec le soutien de : la Région Occitanie, la Ville de Toulouse, le ministère de la Culture, la DRAC",
    "copies": "Copies : préfecture de l’Isère, rectorat, conseil départemental, mairie de Vizille",
    "recipients": "Destinataires : Mme la ministre de la Santé, M. le préfet, ARS Bretagne",
    "board-line": "Bureau : Julie Astier (présidente), Karl Menou (trésorier), Aïssa Drif (secrétaire)",
    "speakers": "Avec : Laure Chabannes (historienne), Mehdi Ferrouk (journaliste), Tom Valadier (avocat)",
    "languages": "FR | EN | ES | DE | IT",
    "formats": "PDF - DOC - ODT - EPUB",
    "newspapers": "Revue de presse : Le Monde, Libération, L’Humanité, Mediapart, Politis",
    "tags": "Mots-clés : Palestine, LDH, Attac, solidarité, manifestation",
    "hashtags": "#CGT #FSU #Solidaires #14juin",
    "breadcrumb": "Accueil > Communiqués > Palestine > Rassemblements",
    "share-lines": "Partager cet article\nFacebook\nTwitter\nMastodon\nCourriel",
    "address": "Maison des associations - 12 rue des Lilas - 38000 Grenoble - Tél. 04 76 00 00 00",
    "programme": "Programme de la journée :\n9h30 Accueil\n10h Table ronde\n12h30 Repas\n14h Ateliers",
    "teasers": "Articles les plus récents\n\nRassemblement pour la paix samedi à Lille\n\nLettre ouverte au préfet du Nord\n\nStop aux expulsions !",
    "sentence-towns": "Des manifestations ont eu lieu à Lyon, Marseille, Nantes et Toulouse.",
    "sentence-countries": "Les pays concernés (France, Allemagne, Italie, Espagne) doivent agir.",
    "signatures-count": "Pétition : 12 450 signatures",
    "call-to-sign": "Pour signer l’appel : écrire à appel@exemple.org, ou remplir le formulaire",
    "prose": "Depuis des mois, les habitants, les élus, les associations et les commerçants du quartier demandent une rencontre. Rien n’y fait.",
    "signatories-prose": "Les signataires de ce texte rappellent que le droit international s’impose à tous, sans exception.",
    "boycott": "Entreprises visées : Carrefour, HP, Puma, Axa, Teva",
    "bibliography": "Bibliographie : Édouard Said, Ilan Pappé, Rashid Khalidi",
    "ingredients": "Au menu : soupe, salade, tarte aux pommes, café",
    "contacts": "Contacts :\nCGT : 06 00 00 00 00\nFSU : 06 00 00 00 01",
    "weekdays": "Lundi - Mardi - Mercredi - Jeudi - Vendredi",
    "law": "Articles L. 111-1, L. 112-2, L. 113-3 du code du travail",
    "empty-heading": "Signataires :",
    "heading-then-frame": "Signataires :\n\nTélécharger le communiqué\nImprimer\nPartager",
    "spanish-demands": "Exigimos:\n- el fin del bloqueo\n- la libertad de los presos\n- el respeto del derecho",
    "percentages": "CGT 32 % – FO 21 % – CFDT 18 % – UNSA 9 %",
    "photo-credits": "Photos : AFP, Reuters, AP, SIPA",
    "present": "Étaient présents : la CGT, la FSU, Solidaires et le directeur.",
    "partners": "Nos partenaires : Attac, Cimade, LDH, MRAP",
    "links": "Liens : Attac – LDH – MRAP – UJFP",
    "glossary": "Sigles : CGT : Confédération générale du travail ; FSU : Fédération syndicale unitaire",
    "territories": "Gaza, la Cisjordanie et Jérusalem-Est sont occupées depuis 1967.",
    "agencies": "L’ONU, l’OMS, l’Unicef et le CICR ont documenté ces attaques.",
    "months": "Janvier, février, mars, avril, mai",
    "follow-us": "Suivez la CGT : Facebook – X – Instagram – PeerTube",
    "members-of-family": "Il laisse une femme, trois enfants, deux petits-enfants et des amis.",
    "candidates": "Candidats : Paul Marceau, Lina Oury, Ali Besson",
    "press-contact": "Contacts presse : Lou Martin (LDH) 06 00 00 00 00, Ève Bricourt (Attac) 06 00 00 00 01",
    "numbered-demands": "Nos revendications :\n1. Hausse des salaires\n2. Retraite à 60 ans\n3. Fin des contrats précaires",
    "demands-after-signing": "Les signataires exigent : la fin du blocus, la libération des otages, un cessez-le-feu",
    "see-also": "Voir aussi : Communiqué LDH, Communiqué Attac, Tribune collective",
    "where-to-find": "Points de dépôt : Biocoop Gap, Librairie La Loupiote, Maison des associations",
    "places-of-rally": "Lille : place de la République, 15h\nMetz : place d’Armes, 14h\nNice : gare Thiers, 17h",
    "laws": "Vu le code du travail, la convention collective et l’accord du 3 mai 2021",
    "dates": "3 mai – 10 mai – 17 mai – 24 mai",
    "footer": "Plan du site | Mentions légales | Contact | RSS",
    "chapters": "Sommaire : Introduction – Chapitre I – Chapitre II – Conclusion",
    "editorial-team": "Comité de rédaction : Jean Astruc, Aline Bodin, Marc Favre",
    "teachers-subjects": "Matières : français, mathématiques, histoire, EPS",
    "more-schedule": "Samedi : 10h marché – 12h pique-nique – 15h manifestation",
    "more-quote": "« La paix, la justice, la liberté, l’égalité » : tels sont nos mots.",
    "more-funds": "Avec le concours de la Région, du Département et de l’Union européenne",
    "more-rooms": "Salle A – Salle B – Salle C",
    "more-authors2": "Texte : Jean Morvan – Dessins : Lise Portal – Maquette : Ugo Fabre",
    "more-nav": "« Précédent | Suivant »",
    "more-steps": "1. Imprimer la pétition\n2. La faire signer\n3. La renvoyer",
    "more-social": "Suivez-nous sur Facebook, Instagram, Twitter et YouTube",
    "more-news": "AFP – Reuters – Le Monde – Mediapart",
    "more-bus": "Bus 12 – Bus 27 – Tram A",
    "more-subjects": "Paix / Désarmement / Climat / Femmes",
    "more-signature-invite": "Signez et faites signer la pétition : en ligne, sur papier, sur les marchés",
    "more-address-list": "Permanences : lundi 14h-17h, mercredi 9h-12h, vendredi 14h-18h",
    "more-minutes": "Présents : Alain, Béatrice, Chloé, David",
    "more-distribution": "Avec Jeanne Moreau, Alain Delon, Lino Ventura",
    "more-recap": "Communiqués précédents :\n- Non à la guerre\n- Oui à la paix\n- Stop aux expulsions",
    "more-demand-inline": "Nous demandons : un cessez-le-feu, des sanctions, la fin du blocus.",
    "more-cc": "Cc : LDH, Cimade, Gisti",
    "more-journal": "Retrouvez dans ce numéro : Gaza, Ukraine, Soudan, Kanaky",
    "more-comment-list": "3 commentaires\nJean Petit\nMarie L.\nPaul Durand",
    "more-languages2": "Français / English / Español / العربية",
    "more-tagline": "Solidarité - Égalité - Liberté",
    "more-org-history": "L’association a été fondée en 1985 par des militants de la CGT, du PCF et de la LDH.",
}
