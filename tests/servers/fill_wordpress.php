<?php
/**
 * Works on a WordPress site from PHP's command line: `php fill_wordpress.php ADDRESS install|load|change`.
 *
 * Run in the site's folder. Reads JSON on its input, writes JSON on its output.
 */

const STATES = ['published' => 'publish', 'draft' => 'draft', 'private' => 'private', 'future' => 'future',
	'bin' => 'trash'];

[, $address, $verb] = $argv;
$given = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$_SERVER['HTTP_HOST'] = parse_url($address, PHP_URL_HOST) . ':' . parse_url($address, PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
define('WP_INSTALLING', $verb === 'install');
define('WP_IMPORTING', $verb === 'load'); // no pings to the sites that a post links to
require 'wp-load.php';
foreach (['upgrade', 'image', 'file', 'media', 'post', 'taxonomy'] as $part) {
	require_once "wp-admin/includes/$part.php";
}

function install(array $settings): array {
	wp_install($settings['name'], 'secretariat', 'secretariat@example.org', true, '', $settings['password'], 'fr_FR');
	foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $example) {
		wp_delete_post($example->ID, true);
	}
	update_option('timezone_string', $settings['zone']);
	update_option('date_format', 'j F Y'); // the translation that would say so is not in the package
	update_option('default_comment_status', 'closed');
	switch_theme($settings['theme']);
	global $wp_rewrite;
	$wp_rewrite->set_permalink_structure($settings['permalinks']);
	$wp_rewrite->flush_rules();
	return [];
}

/** The number of a user, made at its first use. */
function author(string $name): int {
	static $known = [];
	$login = sanitize_title($name);
	return $known[$name] ??= get_user_by('login', $login)->ID ?? sure(wp_insert_user([
		'user_login' => $login, 'display_name' => $name, 'user_pass' => wp_generate_password(), 'role' => 'author',
	]));
}

/** The number of a category or keyword, made at its first use. */
function term(string $name, string $taxonomy): int {
	static $known = [];
	return $known[$taxonomy][$name] ??= (int) (get_term_by('name', $name, $taxonomy)->term_id
		?? sure(wp_insert_term($name, $taxonomy))['term_id']);
}

/** What WordPress answered, unless that is an error. */
function sure($answer) {
	if (is_wp_error($answer) || !$answer) {
		throw new RuntimeException(is_wp_error($answer) ? $answer->get_error_message() : 'refused without a reason');
	}
	return $answer;
}

/** Attaches a file under that number and says its address. */
function attach(array $document, int $post, int $number): string {
	$upload = wp_upload_bits(sanitize_file_name($document['name']), null, file_get_contents($document['path']));
	if ($upload['error']) {
		throw new RuntimeException("{$document['name']}: {$upload['error']}");
	}
	sure(wp_insert_attachment(
		['import_id' => $number, 'post_title' => $document['title'], 'post_mime_type' => $upload['type'],
			'post_status' => 'inherit'],
		$upload['file'], $post, true
	));
	return $upload['url'];
}

/**
 * Enters one post in a single step, under a number chosen beforehand: its files can be attached first, and the feed's
 * guid is `?p=ID` as on sites where posts begin as drafts.
 */
function load(array $article): int {
	global $wpdb;
	$number = 1 + (int) $wpdb->get_var("SELECT MAX(ID) FROM $wpdb->posts");
	$state = STATES[$article['state']];
	sure(wp_insert_post(wp_slash([
		'import_id' => $number, 'guid' => home_url("/?p=$number"), 'post_title' => $article['title'],
		'post_excerpt' => $article['excerpt'], 'post_author' => author($article['authors'][0]),
		'post_date' => $article['published'], 'post_status' => $state === 'trash' ? 'publish' : $state,
		'post_category' => [term($article['section'], 'category')],
		'tags_input' => array_map(fn(string $name) => term($name, 'post_tag'), $article['keywords']),
		'post_content' => with_documents($article['text'], $article['documents'], $number),
	]), true));
	if ($state === 'trash') {
		sure(wp_trash_post($number));
	}
	confirm($number, $state);
	return $number;
}

/** Attaches the documents; the placeholder of the n-th one gives way to its address. */
function with_documents(string $text, array $documents, int $post): string {
	$addresses = [];
	foreach ($documents as $n => $document) {
		$addresses[] = attach($document, $post, $post + 1 + $n);
	}
	return preg_replace_callback('/@document:(\d+)@/', fn(array $found) => $addresses[$found[1]], $text);
}

function confirm(int $number, string $expected): void {
	$state = get_post_status($number);
	if ($state !== $expected) {
		throw new RuntimeException("post $number: state $state instead of $expected");
	}
}

/** Changes what is given of one post; `deleted` leaves nothing of it. */
function change(array $given): int {
	$number = $given['number'];
	$state = $given['state'] ?? '';
	if ($state === 'deleted' || $state === 'bin') {
		sure($state === 'bin' ? wp_trash_post($number) : wp_delete_post($number, true));
		return $number;
	}
	$set = array_filter(['post_title' => $given['title'] ?? null, 'post_content' => $given['text'] ?? null,
		'post_status' => STATES[$state] ?? null]);
	$ahead = get_post_timestamp($number) > time();
	if ($state === 'future' || ($state === 'published' && $ahead)) {
		$date = wp_date('Y-m-d H:i:s', time() + ($state === 'future' ? 30 * DAY_IN_SECONDS : 0));
		$set += ['post_date' => $date, 'post_date_gmt' => get_gmt_from_date($date), 'edit_date' => true];
	}
	sure(wp_update_post(wp_slash(['ID' => $number] + $set), true));
	confirm($number, STATES[$state] ?? get_post_status($number));
	return $number;
}

function load_all(array $articles): array {
	global $wpdb;
	$wpdb->query('START TRANSACTION'); // one write to the disk instead of thousands
	wp_defer_term_counting(true);
	$numbers = array_map(load(...), $articles);
	wp_defer_term_counting(false);
	$wpdb->query('COMMIT');
	return $numbers;
}

$result = match ($verb) {
	'install' => install($given),
	'load' => load_all($given),
	'change' => [change($given)],
};
echo "\n", json_encode($result), "\n";
