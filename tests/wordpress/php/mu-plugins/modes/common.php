<?php
/**
 * What the multilingual plugins have in common, for a site in French (at the root) and English (`/en/`).
 * Objects carry their language and the name of their group of translations in meta (`_language`, `_group`).
 */
namespace Bilingual;

const LANGUAGES = [
    'fr' => ['locale' => 'fr_FR', 'tag' => 'fr-FR', 'name' => 'Français'],
    'en' => ['locale' => 'en_US', 'tag' => 'en-US', 'name' => 'English'],
];
const FIRST = 'fr';

/** The language of this request: prefix or `?lang=`, else the first. */
function current(?string $set = null): string
{
    static $current = FIRST;
    return $current = $set ?? $current;
}

/** Whether a language is a folder of the address; else it is `?lang=`. */
function in_folder(): bool
{
    return (bool) get_option('permalink_structure') || defined(__NAMESPACE__ . '\\ALWAYS_IN_FOLDER');
}

/**
 * Takes `/en` off the request's path, so that WordPress sees the path it knows; not from these paths.
 * A multilingual plugin does it before WordPress parses the request.
 */
function take_prefix(string $but_not = ''): void
{
    $found = preg_match('~^/(en)(/.*|\?.*)?$~', $_SERVER['REQUEST_URI'], $parts);
    if ($found && !($but_not !== '' && strpos($parts[2] ?? '', $but_not) === 0)) {
        current($parts[1]);
        $_SERVER['REQUEST_URI'] = '/' . ltrim($parts[2] ?? '', '/');
    }
    // With links in the front end that were made for this address, WordPress would redirect to itself.
    remove_action('template_redirect', 'redirect_canonical');
}

/** Lets a known `?lang=` choose; an unknown code is passed over in silence, as the plugins do. */
function take_parameter(): void
{
    $asked = (string) ($_GET['lang'] ?? '');
    if (isset(LANGUAGES[$asked])) {
        current($asked);
    }
}

/** The same address in this language: `/x/` and `/en/x/`, or `?p=1` and `?p=1&lang=en`. */
function addressed(string $url, string $language): string
{
    $home = untrailingslashit((string) get_option('home'));
    if (strpos($url, $home) !== 0) {
        return $url;
    }
    $rest = (string) preg_replace('~^/en(?=[/?]|$)~', '', substr($url, strlen($home)));
    if (in_folder()) {
        return $home . ($language === FIRST ? '' : '/' . $language) . $rest;
    }
    // Only where it is needed: remove_query_arg() also writes the slash of `rest_route=/` as %2F.
    $url = strpos($rest, 'lang=') === false ? $home . $rest : remove_query_arg('lang', $home . $rest);
    return $language === FIRST ? $url : add_query_arg('lang', $language, $url);
}

/** An object's language, '' if it has none. `$kind` is post or term. */
function language_of(string $kind, int $id): string
{
    return (string) get_metadata($kind, $id, '_language', true);
}

/** The published translations of an object, itself among them: language => id. */
function translations(string $kind, int $id): array
{
    global $wpdb;
    $group = (string) get_metadata($kind, $id, '_group', true);
    $own = language_of($kind, $id);
    if ($group === '' || $own === '') {
        return $own === '' ? [] : [$own => $id];
    }
    [$table, $column] = $kind === 'post' ? [$wpdb->postmeta, 'post_id'] : [$wpdb->termmeta, 'term_id'];
    $rows = $wpdb->get_col($wpdb->prepare(
        "SELECT $column FROM $table WHERE meta_key = '_group' AND meta_value = %s ORDER BY $column", $group
    ));
    $found = [];
    foreach (array_map('intval', $rows) as $other) {
        if ($kind === 'term' || get_post_status($other) === 'publish') {
            $found[language_of($kind, $other)] = $other;
        }
    }
    return $found;
}

function link_of(string $kind, int $id): string
{
    return (string) ($kind === 'post' ? get_permalink($id) : get_term_link($id));
}

/** Gives each object's link the prefix of its language. `$fallback` says which one, given kind and id. */
function link_by_language(callable $language): void
{
    $post = fn($url, $post) => addressed($url, $language('post', is_object($post) ? $post->ID : (int) $post));
    foreach (['post_link', 'page_link', 'post_type_link', 'attachment_link'] as $filter) {
        add_filter($filter, $post, 10, 2);
    }
    add_filter('term_link', fn($url, $term) => addressed($url, $language('term', $term->term_id)), 10, 2);
}

/** What home_url() gives, and with it the REST root, gets the prefix of the request's language. */
function home_by_request(): void
{
    add_filter('home_url', fn($url) => in_folder() ? addressed($url, current()) : $url);
    add_filter('rest_url', fn($url) => in_folder() ? $url : addressed($url, current()));
}

/** The hreflang links of this page: language => address. */
function alternates(): array
{
    if (is_singular()) {
        return array_map(fn($id) => link_of('post', $id), translations('post', get_queried_object_id()));
    }
    if (is_category() || is_tag() || is_tax()) {
        return array_map(fn($id) => link_of('term', $id), translations('term', get_queried_object_id()));
    }
    $home = [];
    foreach (is_home() ? LANGUAGES : [] as $code => $unused) {
        $home[$code] = addressed(get_option('home') . '/', $code);
    }
    return $home;
}

/** Prints them in the head, where there are two or more; `lang` of the html element is right, too. */
function say_in_head(callable $alternates): void
{
    add_action('wp_head', function () use ($alternates) {
        $links = $alternates();
        foreach (count($links) > 1 ? $links : [] as $code => $url) {
            printf("<link rel=\"alternate\" hreflang=\"%s\" href=\"%s\" />\n", $code, esc_url($url));
        }
        if (count($links) > 1 && isset($links[FIRST])) {
            printf("<link rel=\"alternate\" hreflang=\"x-default\" href=\"%s\" />\n", esc_url($links[FIRST]));
        }
    }, 1);
    add_filter('language_attributes', function () {
        $shown = is_singular() ? language_of('post', get_queried_object_id()) : '';
        return 'lang="' . LANGUAGES[$shown ?: current()]['tag'] . '"';
    });
}

/** Two languages may have the same slug; the prefix says which one is meant. */
function share_slugs(): void
{
    global $wpdb;
    $find = function (string $slug, string $language) use ($wpdb): array {
        return $wpdb->get_results($wpdb->prepare(
            "SELECT p.ID, p.post_type FROM $wpdb->posts p JOIN $wpdb->postmeta m ON m.post_id = p.ID
            WHERE p.post_name = %s AND p.post_type <> 'attachment' AND m.meta_key = '_language'
            AND m.meta_value = %s", $slug, $language
        ));
    };
    add_filter('pre_wp_unique_post_slug', function ($given, $slug, $id, $status, $type) use ($find) {
        if ($type === 'attachment') {
            return $given;
        }
        $same = array_filter($find($slug, $GLOBALS['site_language'] ?? FIRST), fn($row) => $row->ID != $id);
        return $same ? $given : $slug;
    }, 10, 5);
    add_filter('request', function ($vars) use ($find) {
        $path = explode('/', trim((string) ($vars['pagename'] ?? $vars['name'] ?? ''), '/'));
        $rows = end($path) === '' ? [] : $find(end($path), current());
        if (count($rows) !== 1) {
            return $vars;
        }
        [$row] = $rows;
        return $row->post_type === 'page' ? ['page_id' => $row->ID] : ['p' => $row->ID, 'post_type' => $row->post_type];
    });
}

/** Which types and taxonomies have REST fields. */
function in_rest(): array
{
    return [get_post_types(['show_in_rest' => true, 'public' => true]), get_taxonomies(['show_in_rest' => true])];
}
