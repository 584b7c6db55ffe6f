<?php
/** The site's own types, and the multilingual plugin that it plays (SITE_MODE). */

// Debian's WordPress brings no languages, and the setting takes none that isn't there.
add_filter('locale', fn() => 'fr_FR');

add_action('init', function () {
    register_taxonomy('topic', ['publication'], [
        'public' => true, 'hierarchical' => true, 'show_in_rest' => true, 'rest_base' => 'topics',
        'labels' => ['name' => 'Topics'], 'rewrite' => ['slug' => 'topic'],
    ]);
    register_post_type('publication', [
        'public' => true, 'show_in_rest' => true, 'rest_base' => 'publications', 'label' => 'Publications',
        'supports' => ['title', 'editor', 'excerpt', 'thumbnail', 'author'], 'taxonomies' => ['topic'],
        'rewrite' => ['slug' => 'publication'],
    ]);
    register_taxonomy('mood', ['event'], [
        'public' => true, 'show_in_rest' => true, 'rest_base' => 'moods', 'rest_namespace' => 'agenda/v1',
        'labels' => ['name' => 'Moods'], 'rewrite' => ['slug' => 'mood'],
    ]);
    register_post_type('event', [
        'public' => true, 'show_in_rest' => true, 'rest_base' => 'events', 'rest_namespace' => 'agenda/v1',
        'label' => 'Events', 'supports' => ['title', 'editor'], 'rewrite' => ['slug' => 'event'],
        'taxonomies' => ['mood'], 'has_archive' => true,
    ]);
    // Public, and not in REST: only the sitemap tells that it is there.
    register_post_type('leaflet', ['public' => true, 'show_in_rest' => false, 'label' => 'Leaflets']);
    // Not in REST: a visitor can't read it there, so a harvest must not have it.
    register_post_type('ledger', ['public' => false, 'show_in_rest' => false, 'label' => 'Ledger']);
});

/** The option `more_types`: types of another site, `{"projet": {"base": "projets", "taxonomies": {"x": "xs"}}}`. */
add_action('init', function () {
    foreach (get_option('more_types', []) as $type => $about) {
        foreach ($about['taxonomies'] as $taxonomy => $base) {
            register_taxonomy($taxonomy, [$type], ['public' => true, 'hierarchical' => true,
                'show_in_rest' => true, 'rest_base' => $base]);
        }
        register_post_type($type, ['public' => true, 'show_in_rest' => true, 'rest_base' => $about['base'],
            'label' => $type, 'rewrite' => ['slug' => $about['base']],
            'supports' => ['title', 'editor', 'excerpt', 'thumbnail', 'author', 'comments', 'page-attributes'],
            'taxonomies' => array_keys($about['taxonomies'])]);
    }
});

/** The option `oembed`: what the providers of embeds would answer, whom nobody here can ask: address => HTML. */
add_filter('pre_oembed_result', fn($none, $url) => get_option('oembed', [])[$url] ?? $none, 10, 2);

/** Two shortcodes that break what shows them: one the REST API alone, one every answer. */
function break_down(): string
{
    throw new RuntimeException('A plugin that was never tried here');
}
add_shortcode('for_pages', fn() => defined('REST_REQUEST') ? break_down() : '<b>The map is here.</b>');
add_shortcode('for_nobody', fn() => break_down());

/** The option `rest_closed` does what the plugins "Disable REST API" do to visitors. */
add_filter('rest_authentication_errors', function ($result) {
    if ($result !== null || is_user_logged_in() || !get_option('rest_closed')) {
        return $result;
    }
    return new WP_Error('rest_cannot_access', 'Only authenticated users can access the REST API.', ['status' => 401]);
});

require __DIR__ . '/modes/common.php';
$mode = (string) getenv('SITE_MODE');
if ($mode !== '') {
    require __DIR__ . '/modes/' . basename($mode) . '.php';
}
