<?php
/**
 * Polylang Pro: as the free one, and objects have `lang` and `translations`, collections take `?lang=`.
 * What has no language says `false`; a code that the site doesn't know filters nothing.
 */
namespace Bilingual;

require __DIR__ . '/polylang.php';

add_action('rest_api_init', function () {
    [$types, $taxonomies] = in_rest();
    foreach (['post' => $types, 'term' => $taxonomies] as $kind => $names) {
        register_rest_field($names, 'lang', [
            'get_callback' => fn($object) => language_of($kind, $object['id']) ?: false,
        ]);
        register_rest_field($names, 'translations', [
            'get_callback' => fn($object) => translations($kind, $object['id']),
        ]);
        foreach ($names as $name) {
            add_filter("rest_{$name}_query", function ($args, $request) {
                if (isset(LANGUAGES[(string) $request['lang']])) {
                    $args['meta_query'] = [['key' => '_language', 'value' => $request['lang']]];
                }
                return $args;
            }, 10, 2);
        }
    }
});
