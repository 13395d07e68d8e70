<?php
/**
 * Works on a SPIP site from PHP's command line, in the site's folder: `php fill_spip.php configure|load|change`.
 *
 * Reads JSON on its input, writes JSON on its output. Uses the editor's own functions, so that addresses, dates and
 * indexes come out as on a site that people edit.
 */

const STATES = ['published' => 'publie', 'draft' => 'prepa', 'private' => 'prop', 'future' => 'publie',
	'bin' => 'poubelle'];

require_once 'vendor/autoload.php';
require_once 'ecrire/inc_version.php';
include_spip('base/abstract_sql');
foreach (['article', 'rubrique', 'auteur', 'groupe_mots', 'mot', 'document', 'liens'] as $object) {
	include_spip("action/editer_$object");
}

/** Several of SPIP's functions forget who is working, and then refuse without a word. */
function as_webmaster(): void {
	$GLOBALS['visiteur_session'] = sql_fetsel('*', 'spip_auteurs', 'webmestre=' . sql_quote('oui'));
	$GLOBALS['connect_id_rubrique'] = [];
}

/** The number of the row of that name, made at its first use. */
function number_of(string $kind, string $name, callable $make): int {
	static $known = [];
	return $known[$kind][$name] ??= $make($name);
}

function section(string $name): int {
	return number_of('rubrique', $name, function (string $name): int {
		as_webmaster();
		$number = rubrique_inserer(0);
		as_webmaster();
		rubrique_modifier($number, ['titre' => $name]);
		return $number;
	});
}

function author(string $name): int {
	return number_of('auteur', $name, function (string $name): int {
		as_webmaster();
		$number = auteur_inserer();
		as_webmaster();
		auteur_modifier($number, ['nom' => $name, 'statut' => '1comite']);
		return $number;
	});
}

function keyword(string $name): int {
	return number_of('mot', $name, function (string $name): int {
		$group = number_of('groupe', 'Thèmes', function (string $title): int {
			as_webmaster();
			$number = groupe_mots_inserer();
			as_webmaster();
			groupe_mots_modifier($number, ['titre' => $title, 'tables_liees' => 'articles']);
			return $number;
		});
		as_webmaster();
		$number = mot_inserer($group);
		as_webmaster();
		mot_modifier($number, ['titre' => $name]);
		return $number;
	});
}

/** Attaches a file and says its number. */
function attach(array $document, int $article): int {
	as_webmaster();
	$add = charger_fonction('ajouter_documents', 'action');
	$file = ['tmp_name' => $document['path'], 'name' => $document['name']];
	[$number] = $add('new', [$file], 'article', $article, 'document');
	if (!is_numeric($number)) {
		throw new RuntimeException("{$document['name']}: not attached: $number");
	}
	as_webmaster();
	document_modifier($number, ['titre' => $document['title']]);
	return (int) $number;
}

/** The placeholder of the n-th document gives way to the number that SPIP gave it. */
function with_documents(string $text, array $numbers): string {
	$called = ['document' => 'doc', 'picture' => 'img'];
	return preg_replace_callback('/@(document|picture):(\d+)@/',
		fn(array $found) => $called[$found[1]] . $numbers[$found[2]], $text);
}

function load(array $article): int {
	as_webmaster();
	$number = article_inserer(section($article['section']));
	$documents = array_map(fn(array $document) => attach($document, $number), $article['documents']);
	as_webmaster();
	objet_dissocier(['auteur' => '*'], ['article' => $number]);
	foreach ($article['authors'] as $name) {
		objet_associer(['auteur' => author($name)], ['article' => $number]);
	}
	foreach ($article['keywords'] as $name) {
		objet_associer(['mot' => keyword($name)], ['article' => $number]);
	}
	as_webmaster();
	$error = article_modifier($number, [
		'titre' => $article['title'], 'surtitre' => $article['surtitle'], 'soustitre' => $article['subtitle'],
		'chapo' => $article['standfirst'], 'ps' => $article['postscript'],
		'texte' => with_documents($article['text'], $documents),
		'date' => $article['published'], 'statut' => STATES[$article['state']],
	]);
	confirm($number, STATES[$article['state']], $error);
	return $number;
}

function confirm(int $number, string $expected, ?string $error): void {
	$state = sql_getfetsel('statut', 'spip_articles', "id_article=$number");
	if ($error || $state !== $expected) {
		throw new RuntimeException("article $number: state $state instead of $expected: $error");
	}
}

/** Changes what is given of one article; `deleted` does what SPIP does with its bin after some time. */
function change(array $given): int {
	$number = $given['number'];
	if (($given['state'] ?? '') === 'deleted') {
		as_webmaster();
		article_modifier($number, ['statut' => 'poubelle']);
		sql_delete('spip_articles', "id_article=$number");
		return $number;
	}
	$set = array_filter(['titre' => $given['title'] ?? null, 'texte' => $given['text'] ?? null]);
	if (isset($given['state'])) {
		$set['statut'] = STATES[$given['state']];
		$date = sql_getfetsel('date', 'spip_articles', "id_article=$number");
		$now = date('Y-m-d H:i:s');
		$set['date'] = $given['state'] === 'future' ? date('Y-m-d H:i:s', time() + 30 * 86400) : min($date, $now);
	}
	as_webmaster();
	$error = article_modifier($number, $set);
	confirm($number, $set['statut'] ?? sql_getfetsel('statut', 'spip_articles', "id_article=$number"), $error);
	return $number;
}

/** Writes settings and empties what was computed from the old ones. */
function configure(array $settings): array {
	foreach ($settings as $name => $value) {
		ecrire_meta($name, $value);
	}
	include_spip('inc/invalideur');
	purger_repertoire(_DIR_CACHE);
	return [];
}

$given = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$result = match ($argv[1]) {
	'configure' => configure($given),
	'load' => array_map(load(...), $given),
	'change' => [change($given)],
};
echo "\n", json_encode($result), "\n";
