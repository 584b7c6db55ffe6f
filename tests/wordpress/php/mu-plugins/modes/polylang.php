<?php
/**
 * Polylang, the free one: `/en/` in the links of English objects and in the front end, one REST root with all
 * languages together, no language on the objects. `pll/v1/languages` names the languages.
 */
namespace Bilingual;

take_prefix('/wp-json');
share_slugs();
say_in_head(fn() => alternates());
link_by_language(fn(string $kind, int $id): string => language_of($kind, $id) ?: FIRST);
if (strpos($_SERVER['REQUEST_URI'], 'rest_route') === false) {
    take_parameter();
}

add_action('rest_api_init', function () {
    register_rest_route('pll/v1', '/languages', [
        'methods' => 'GET',
        'permission_callback' => '__return_true',
        'callback' => fn() => array_map(fn($code, $about) => [
            'name' => $about['name'], 'slug' => $code, 'locale' => $about['locale'], 'w3c' => $about['tag'],
            'is_rtl' => false, 'is_default' => $code === FIRST, 'active' => true,
            'home_url' => addressed(get_option('home') . '/', $code),
        ], array_keys(LANGUAGES), LANGUAGES),
    ]);
});

// Where Polylang keeps languages and translations. The sites of these tests note them in meta; an import
// brings them as terms of these, and `action_adopt` reads them.
add_action('init', function () {
    register_taxonomy('language', get_post_types(), ['public' => false, 'hierarchical' => false]);
    register_taxonomy('post_translations', get_post_types(), ['public' => false, 'hierarchical' => false]);
    foreach (['term_language', 'term_translations'] as $taxonomy) {
        register_taxonomy($taxonomy, [], ['public' => false, 'hierarchical' => false]);
    }
}, 99);
